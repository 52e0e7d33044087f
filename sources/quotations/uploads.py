"""Files on their way in: what is longer than any capture may be is not even kept until the form refuses it."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


def most_bytes() -> int:
    """How long a file may be."""
    return settings.CAPTURE_MEGABYTES * 1_000_000


class NoLongerThanACapture(FileUploadHandler):
    """Passes a file on to the handlers after it until it is too long; of a longer one it keeps the length alone.

    Stands first in FILE_UPLOAD_HANDLERS.
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
