"""Uploaded copies of documents: what is kept of a file, and why one is refused."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import extraction
from .uploads import most_bytes

# Seconds. The subprocess's own limits normally end it earlier; this one is for a busy machine.
_SECONDS = extraction.SECONDS + 1.5
SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}

REFUSALS: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "kind": _(
        "Only plain text, web pages (HTML) and PDF files are accepted, whatever the file name; this is none of "
        "them. Save the document as one of these: text in UTF-8 or UTF-16, a page as “HTML only”."
    ),
    "encrypted": _("This PDF is protected by a password. Save a copy without one, and upload that."),
    "pages": _("This PDF has too many pages. Upload only those that are cited."),
    "broken": _("This file cannot be read: it is damaged, or not of the type that it claims to be."),
    "bomb": _("Reading this file takes more memory than a document should; the file may be malicious."),
    "long": _("Reading this file takes too long. Upload only the pages that are cited."),
}


class CaptureRefused(ValueError):
    """An upload that is not accepted; the first argument tells the editor why."""


@dataclass(frozen=True)
class CapturedFile:
    """What is kept of an upload: a copy without active content, and its text; `whole` unless the text was cut short."""

    media_type: str
    content: bytes
    text: str
    whole: bool

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def read_upload(file: File) -> CapturedFile:
    """Read an uploaded file, ignoring its name and the browser's content type. Raises CaptureRefused."""
    if file.size > most_bytes():
        most, size = most_bytes() // 1_000_000, -(-file.size // 1_000_000)
        raise CaptureRefused(_("The file has {size} MB; at most {most} are accepted.").format(size=size, most=most))
    file.seek(0)
    header, body = _extracted(file.read())
    if refusal := header.get("refused"):
        raise CaptureRefused(REFUSALS[refusal])
    copy, text = body[: header["copy"]], body[header["copy"] :]
    return CapturedFile(header["media_type"], copy, text.decode(), header["whole"])


def _extracted(data: bytes) -> tuple[dict, bytes]:
    """The output of the extraction program. It gets no environment, because it needs none and must see no secret."""
    program = [sys.executable, "-I", str(Path(extraction.__file__))]
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=_SECONDS, cwd="/", env={}, check=False)
    except subprocess.TimeoutExpired:
        return {"refused": "long"}, b""
    header, _end, body = done.stdout.partition(b"\n")
    if done.returncode:
        # Ended by its limits: the time limit sends this signal, the memory limit can end it in any way.
        return {"refused": "long" if done.returncode == -signal.SIGKILL else "bomb"}, b""
    return json.loads(header), body


def place_of(capture, _name: str) -> str:
    """The path of a copy, made of its hash alone; the original file name may reveal something."""
    return f"captures/{capture.sha256}{SUFFIXES.get(capture.media_type, '')}"
