"""What is kept of an uploaded file, and what strangers' files come to. Each hostile one is made here."""

import io
import json
import os
import subprocess
import sys
import zlib
from time import monotonic

import pytest
from django.core.files.base import ContentFile, File
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from sources.quotations import extraction
from sources.quotations.captures import REFUSALS, CaptureRefused, read_upload

SCRIPT = "<script>alert('here')</script>"


def taken(data: bytes):
    return read_upload(ContentFile(data, "a name"))


def refusal(data: bytes):
    with pytest.raises(CaptureRefused) as refused:
        taken(data)
    return next(code for code, words in REFUSALS.items() if words == refused.value.args[0])


def written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_of(words, writer=None):
    """A PDF with a page on which the words stand."""
    writer = writer or PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): font})})
    content = DecodedStreamObject()
    content.set_data(f"BT /F 12 Tf 20 200 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    return writer


# What is taken in


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_kept_in_utf_8(encoding):
    text = "Договор: signed in 2024.\r\n条约 has 23 articles.\n" * 3
    found = taken(text.encode(encoding))

    assert (found.media_type, found.content.decode(), found.text, found.whole) == ("text/plain", text, text, True)


def test_page_is_read_in_the_encoding_that_it_declares():
    page = "<html><meta charset=windows-1251><p>Договор подписан</p></html>".encode("windows-1251")

    assert taken(page).text.strip() == "Договор подписан"


def test_page_is_read_as_its_reader_sees_it():
    page = "<!doctype html><head><title>News</title><style>p {}</style></head><p>签署<b>条</b>约，</p><p>second</p>"

    assert taken(page.encode()).text.split() == ["News", "签署条约，", "second"]


def test_pdf_is_read():
    found = taken(written(page_of("The treaty was signed.")))

    assert (found.media_type, found.text.strip(), found.whole) == ("application/pdf", "The treaty was signed.", True)


def test_text_without_what_the_database_cannot_hold():
    assert taken(b"signed\0 in 2024, and so on and on").text == "signed in 2024, and so on and on"


def test_long_text_is_cut_and_says_so():
    found = taken(("条约 " * 2_000_000).encode())

    assert (len(found.text.encode()) <= extraction.LONGEST_TEXT, found.text[:6], found.whole) == (
        True,
        "条约 条约 ",
        False,
    )


def test_sum_is_that_of_the_file_as_kept():
    assert taken(b"\xef\xbb\xbfWords").sha256 == taken(b"Words").sha256


# What is tamed


def test_page_keeps_nothing_that_acts_or_fetches_or_tells_of_its_maker():
    page = f"""<!-- saved by C:\\Users\\someone --><html onload="alert(1)"><head><meta name="author" content="someone">
        {SCRIPT}<style>@import url(//evil.example)</style></head><body background="//evil.example/x.png">
        <p onclick="alert(1)" style="background:url(//evil.example)">Words</p><img src=x onerror=alert(1)>
        <a href="javascript:alert(1)">link</a><a href="https://news.example/">news</a><svg onload=alert(1)></svg>
        <iframe src="//evil.example"></iframe><form action="//evil.example"><input name=q></form></body></html>"""
    kept = taken(page.encode()).content.decode()

    for word in (
        "alert",
        "evil",
        "someone",
        "onclick",
        "onerror",
        "javascript",
        "<meta name",
        "<img",
        "<form",
        "style",
    ):
        assert word not in kept
    assert "Words" in kept
    assert 'href="https://news.example/"' in kept


def test_script_at_the_start_of_a_text_makes_it_a_page():
    found = taken(f"{SCRIPT}words".encode())

    assert (found.media_type, found.text.strip()) == ("text/html", "words")


def test_pdf_keeps_its_pages_alone():
    writer = page_of("Words")
    writer.add_metadata({"/Author": "someone", "/Producer": "a program"})
    writer.add_attachment("secret.txt", b"attached")
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('open')")}
    )
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(act)
    scripts = ArrayObject([TextStringObject("first"), act])
    named = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): scripts})})
    writer.root_object["/Names"].get_object().update(named)
    metadata = StreamObject()
    metadata._data = b"<x:xmpmeta>someone</x:xmpmeta>"
    writer.root_object[NameObject("/Metadata")] = writer._add_object(metadata)
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    writer.pages[0][NameObject("/Metadata")] = writer._add_object(metadata)
    found = taken(written(writer))

    for word in (
        b"alert",
        b"JavaScript",
        b"OpenAction",
        b"someone",
        b"a program",
        b"attached",
        b"secret",
        b"/AA",
        b"/Info",
    ):
        assert word not in found.content
    assert PdfReader(io.BytesIO(found.content)).metadata is None
    assert found.text.strip() == "Words"


# What is refused


@pytest.mark.parametrize(
    "data",
    [
        f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode(),
        f"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode(),
        b"PK\x03\x04" + bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20,
        b"{\\rtf1\\ansi words}",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    ],
    ids=["svg", "svg as xml", "zip", "image", "office", "rtf", "mhtml"],
)
def test_other_kinds_are_refused_whatever_they_are_called(data):
    assert refusal(data) == "kind"


@pytest.mark.parametrize("data", [b"", b" \n", b"\0\0\0"])
def test_empty_file_is_refused(data):
    assert refusal(data) == "empty"


def test_locked_pdf_is_refused_and_one_without_a_password_is_not():
    locked, open_to_all = page_of("Words"), page_of("Words")
    locked.encrypt("a password", algorithm="RC4-128")
    open_to_all.encrypt("", owner_password="an owner", algorithm="RC4-128")

    assert refusal(written(locked)) == "encrypted"
    assert taken(written(open_to_all)).text.strip() == "Words"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + bytes(range(256)) * 100])
def test_broken_pdf_is_refused(data):
    assert refusal(data) == "broken"


class Endless(io.RawIOBase):
    """So many bytes of the letter A, of which none is there before it is read."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        self.left -= size
        return b"A" * size


def test_two_hundred_megabytes_are_refused_unread():
    file = File(Endless(200_000_000), "a name")
    file.size = 200_000_000

    with pytest.raises(CaptureRefused, match="The file has 200 MB; at most 20 are accepted."):
        read_upload(file)
    assert file.file.left == 200_000_000


# What it takes to find out


def bomb(unit: bytes, times: int) -> bytes:
    """A PDF with one page whose content unpacks to `unit` so many thousand times; small while it is made."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(unit * 1000) for _ in range(times)) + packer.flush()
    writer = page_of("Words")
    stream = StreamObject()
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream._data = packed
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {count} /Kids [{kids}] >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * count
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


HOSTILE = {
    "a gigabyte of nothing": lambda: bomb(b"\0" * 1000, 1000),
    "a page of ten million words": lambda: bomb(b"BT (word) Tj ET ", 10_000),
    "hundred thousand pages": lambda: many_pages(100_000),
    "hundred thousand pages that say they are one": lambda: many_pages(100_000).replace(b"/Count 100000", b"/Count 1"),
    "page within page": lambda: b"<html>" + b"<div>" * 300_000,
    "page of a million pieces": lambda: b"<html><p>" + b"word <b>x</b> " * 1_000_000,
    "a comment without end": lambda: b"<!--" * 1_000_000,
    "spaces": lambda: b"<" + b" " * 10_000_000,
}
# A process of its own starts the program, for the memory of whoever starts it would be counted as the program's.
MEASURED = """
import json, os, subprocess, sys
program = subprocess.Popen(sys.argv[2:], stdin=open(sys.argv[1], "rb"), stdout=subprocess.DEVNULL, env={})
usage = os.wait4(program.pid, 0)[2]
print(json.dumps({"seconds": usage.ru_utime + usage.ru_stime, "megabytes": usage.ru_maxrss / 1024}))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_takes_neither_time_nor_memory(name, tmp_path):
    data = HOSTILE[name]()
    assert len(data) < 20_000_000
    (tmp_path / "file").write_bytes(data)
    began = monotonic()
    command = [sys.executable, "-c", MEASURED, tmp_path / "file", sys.executable, "-I", extraction.__file__]
    done = subprocess.run(command, capture_output=True, check=True, env={"PATH": os.environ["PATH"]})

    used = json.loads(done.stdout)
    assert used["megabytes"] < 500
    assert used["seconds"] < 10
    # On a machine that does nothing else, seconds on the clock are the same; read_upload() ends it in any case.
    assert monotonic() - began < 60


def test_file_that_takes_too_long_is_refused_in_time():
    data = HOSTILE["page within page"]()
    began = monotonic()

    assert refusal(data) == "long"
    assert monotonic() - began < 10.5


def test_hundred_thousand_pages_are_refused():
    assert refusal(many_pages(100_000)) == "pages"
