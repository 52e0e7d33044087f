"""Upload handling: a file longer than any capture may be is not stored until the form refuses it."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


def most_bytes() -> int:
    """The size limit of a file, in bytes."""
    return settings.CAPTURE_MEGABYTES * 1_000_000


class NoLongerThanACapture(FileUploadHandler):
    """Pass a file on to the next handlers until it is too long; of a longer one only the length is kept.

    It must be the first in FILE_UPLOAD_HANDLERS.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.length = 0

    def receive_data_chunk(self, raw_data, start):
        self.length += len(raw_data)
        return raw_data if self.length <= most_bytes() else None

    def file_complete(self, file_size):
        if file_size <= most_bytes():
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
