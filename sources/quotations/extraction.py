"""A separate program: reads an uploaded file on standard input, and writes the copy to keep and its text.

It runs in its own process, with little memory and time, because files are untrusted: `python -I extraction.py`.
It imports nothing of the project. Its output is a line of JSON, then the copy, then the text:

    {"media_type": "text/html", "whole": true, "copy": 512, "text": 90}   lengths in bytes
    {"refused": "kind"}                                                   one of REFUSALS in captures.py
"""

import io
import json
import re
import resource
import sys
import time
from typing import Any

MEGABYTE = 1_000_000
MEMORY = 450 * MEGABYTE
SECONDS = 8
# Reading the text of a PDF stops after so many, and keeps what was read until then.
SECONDS_OF_READING = 5
MOST_PAGES = 5_000
LONGEST_TEXT = 5 * MEGABYTE

# Parts of PDF pages besides the printed content: forms, links and their actions, and traces of the author.
NOT_COPIED = ("/Annots", "/AA", "/A", "/B", "/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/JS")

# The beginnings of files that are text to a computer but not to a reader.
OTHER_KINDS = re.compile(r"<svg|<\?xml|\{\\rtf|%!PS|MIME-Version:|From: <Saved by|From nobody|Content-Type:", re.I)
# https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type, and further beginnings.
HTML = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link"
    r"|img|section|article|main|header|nav|span)[\s>/]|<!--",
    re.I | re.S,
)
XHTML = re.compile(r"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.I | re.S)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.I)
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
TAGS = {
    *("p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("pre", "code", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "em", "strong", "b", "i"),
    *("u", "s", "sup", "sub", "span", "q", "cite", "abbr", "time", "ruby", "rt", "rp", "bdi", "bdo", "ins", "del"),
    *("article", "section", "header", "footer", "main", "aside", "nav", "figure", "figcaption"),
}
# Removed with their words: a reader never saw them, or saw them as a form.
WITHOUT_WORDS = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select", "textarea"}


class ExtractionRefused(Exception):
    """The file is not accepted; the argument is a code for the reason."""


def main() -> None:
    limit()
    try:
        media_type, copy, text, whole = extracted(sys.stdin.buffer.read())
        text = readable(text)
        kept = text.encode()[:LONGEST_TEXT].decode(errors="ignore")
        header = {"media_type": media_type, "whole": whole and kept == text}
        body = [copy, kept.encode()]
        header |= {"copy": len(body[0]), "text": len(body[1])}
    except ExtractionRefused as refusal:
        header, body = {"refused": str(refusal)}, []
    except MemoryError:
        header, body = {"refused": "bomb"}, []
    sys.stdout.buffer.write(b"\n".join([json.dumps(header).encode(), b"".join(body)]))


def limit() -> None:
    for kind, most in {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(kind, (most, most))


def readable(text: str) -> str:
    """The text without characters that the database cannot store and no reader sees."""
    return re.sub("[\x00-\x08\x0e-\x1f\ud800-\udfff]", "", text)


def extracted(data: bytes) -> tuple[str, bytes, str, bool]:
    """Media type, copy, text, and whether that is all of the text. Only the bytes decide the type."""
    if not data.strip(b"\0 \t\r\n"):
        raise ExtractionRefused("empty")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return "application/pdf", *pdf(data)
    text = decoded(data)
    start = text[:100_000].lstrip()
    if HTML.match(start) or XHTML.match(start):
        return "text/html", *html(text)
    if OTHER_KINDS.match(start):
        raise ExtractionRefused("kind")
    return "text/plain", readable(text).encode(), text, True


def decoded(data: bytes) -> str:
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    declared = CHARSET.search(data[:4096])
    names = [MARKS[mark]] if mark else ["utf-8", *([declared[1].decode()] if declared else [])]
    if not mark and data[:4096].count(0) * 5 > len(data[:4096]):
        # In most UTF-16, every other byte is NUL; which ones tells the byte order.
        names = ["utf-16-le" if data[1:4096:2].count(0) > data[0:4096:2].count(0) else "utf-16-be"]
    for name in names:
        try:
            text = data.removeprefix(mark).decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        # Many byte strings decode as UTF-16, but not to text.
        strange = len(re.findall("[\x01-\x08\x0e-\x1f\ue000-\uf8ff\ufffe\uffff]", text))
        if strange <= len(text) // 100:
            return text
    raise ExtractionRefused("kind")


def html(source: str) -> tuple[bytes, str, bool]:
    import nh3
    from inscriptis import get_text

    try:
        cleaned = nh3.clean(
            source,
            tags=TAGS,
            clean_content_tags=WITHOUT_WORDS,
            attributes={
                "*": {"lang", "dir"},
                "a": {"href"},
                "td": {"colspan", "rowspan"},
                "th": {"colspan", "rowspan"},
            },
            url_schemes={"http", "https"},
        )
        # An empty page would leave the library nothing to parse.
        text = get_text(f"<body>{cleaned}</body>")
    except (RecursionError, ValueError) as error:
        raise ExtractionRefused("broken") from error
    page = f'<!DOCTYPE html>\n<meta charset="utf-8">\n{cleaned}'
    return readable(page).encode(), text, True


def pdf(data: bytes) -> tuple[bytes, str, bool]:
    import pypdf
    from pypdf.errors import DependencyError, LimitReachedError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ExtractionRefused("encrypted")
        # The declared count is checked first: counting a hundred thousand pages takes longer than is allowed.
        said: Any = reader.root_object["/Pages"]
        if said["/Count"] > MOST_PAGES or len(reader.pages) > MOST_PAGES:
            raise ExtractionRefused("pages")
        copy = without_active_content(reader)
        text, whole = text_of_pages(pypdf.PdfReader(io.BytesIO(copy)))
    except (ExtractionRefused, MemoryError):
        raise
    except LimitReachedError as error:
        raise ExtractionRefused("bomb") from error
    except DependencyError as error:
        raise ExtractionRefused("encrypted") from error
    except Exception as error:  # whatever a stranger's file makes of the library
        raise ExtractionRefused("broken") from error
    return copy, text, whole


def without_active_content(reader) -> bytes:
    """The pages alone: no scripts, forms, links, attachments, no metadata."""
    import pypdf

    writer = pypdf.PdfWriter()
    for page in reader.pages:
        writer.add_page(page, excluded_keys=NOT_COPIED)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text_of_pages(reader) -> tuple[str, bool]:
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        if time.process_time() > SECONDS_OF_READING or length > LONGEST_TEXT:
            return "\n\n".join(pages), False
        pages.append(page.extract_text())
        length += len(pages[-1])
    return "\n\n".join(pages), True


if __name__ == "__main__":
    main()
