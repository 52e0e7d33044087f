"""Read a bibliography in any of the three formats: from bytes to sources that the desk can import, or all faults."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ValidationError

from dossier.text.languages import LANGUAGES
from dossier.text.problems import Problem, UnreadableFile, not_storable
from sources.models import SourceDocument

from .entries import LARGEST_FILE, LONGEST_VALUE, Entry
from .fields import DAYS, LOCALIZED, Source, columns
from .formats import bibtex, csl_json, ris


class Format(Protocol):
    """A module of formats/. The first of its endings is that of files and addresses of ours."""

    NAME: str
    ENDINGS: tuple[str, ...]
    MEDIA_TYPE: str

    def write(self, sources: Iterable[Source]) -> str: ...

    def read(self, text: str, file: str) -> list[Entry]: ...


_FORMATS: tuple[Format, ...] = (bibtex, ris, csl_json)
# By the ending of an address.
FORMATS = {format.ENDINGS[0].lstrip("."): format for format in _FORMATS}
ENDINGS = {ending: format for format in _FORMATS for ending in format.ENDINGS}


def read_file(path: Path) -> list[Entry]:
    """The entries of a file, in the format of its suffix. Raises UnreadableFile."""
    name = str(path)
    if path.suffix.lower() not in ENDINGS:
        raise _refusal(name, "Expected a name that ends in .bib, .ris or .json")
    try:
        if path.exists() and not path.is_file():
            # A pipe would block, and a device may never end.
            raise _refusal(name, "Expected the name of a regular file that can be read")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _refusal(name, f"Expected the name of a file that can be read, got “{error.strerror}”") from None
    return read_bibliography(content, name)


def read_bibliography(content: bytes, name: str) -> list[Entry]:
    """The entries of a bibliography. Raises UnreadableFile with every problem."""
    if len(content) > LARGEST_FILE:
        raise too_large(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(name, "Expected a file saved as UTF-8", f"line {line}") from None
    if fault := _unfit(text):
        raise _refusal(name, fault)
    entries = _format(text, name).read(text, name)
    if problems := [*_problems(entries, name), *_twice(entries, name)]:
        raise UnreadableFile(problems)
    return entries


def _format(text: str, name: str) -> Any:
    """The format by the name or, if that does not tell, by how the text begins."""
    if known := ENDINGS.get(Path(name).suffix.lower()):
        return known
    if re.match(r"\s*[\[{]", text):
        return csl_json
    if re.search(r"^TY  -", text, re.MULTILINE):
        return ris
    if re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        return bibtex
    raise _refusal(name, "Expected a bibliography in CSL-JSON, BibTeX or RIS")


def _problems(entries: list[Entry], name: str) -> Iterator[Problem]:
    """What the desk would refuse, by the rules of the model."""
    for entry in entries:
        for field, message in _faults(entry):
            value = entry.source.get(field, "")
            yield Problem(name, f"{entry.place}.{field}", message, value if value and isinstance(value, str) else None)


def _faults(entry: Entry) -> Iterator[tuple[str, str]]:
    source = entry.source
    if fault := _unfit(source):
        yield next(field for field, value in source.items() if _unfit(value)), fault
        return
    for field, value in source.items():
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        if any(len(text) > LONGEST_VALUE for text in texts):
            yield field, f"Expected at most {LONGEST_VALUE:,} characters"
        if field in LOCALIZED and (unknown := [code for code in value if code not in LANGUAGES]):
            yield field, f"Expected texts by language ({', '.join(LANGUAGES)}), got “{unknown[0][:20]}”"
            return
    if foreign := bool(source.get("url")) and not re.fullmatch(r"https?://\S+", source["url"]):
        yield "url", "Expected a web address that begins with https:// or http://"
    for field in DAYS:
        if source.get(field) and not _is_day(source[field]):
            yield field, "Expected a day such as 2024-06-19"
            return
    document = SourceDocument(**columns(source))
    # The authors are known to be a list of texts; a faulty address is not reported twice.
    known = source.keys() - {"authors"} - ({"url"} if foreign else set())
    without = [field.name for field in SourceDocument._meta.fields if field.name not in known]
    try:
        document.clean_fields(exclude=without)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield field, " ".join(messages)


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


def _twice(entries: list[Entry], name: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for entry in entries:
        key = entry.source.get("key")
        if key and key in seen:
            message = f"Expected a key other than that of {seen[key]}"
            yield Problem(name, entry.place, message, key)
        elif key:
            seen[key] = entry.place


def too_large(name: str) -> UnreadableFile:
    return _refusal(name, f"Expected at most {LARGEST_FILE:,} bytes in a file, got more")


def _refusal(name: str, message: str, place: str = "") -> UnreadableFile:
    return UnreadableFile([Problem(name, place, message)])


def _unfit(value: Any) -> str:
    """Why PostgreSQL cannot store a text, or one in a list or an object; empty if it can."""
    match value:
        case str():
            return not_storable(value)
        case dict():
            return next((fault for pair in value.items() for part in pair if (fault := _unfit(part))), "")
        case list() | tuple():
            return next((fault for part in value if (fault := _unfit(part))), "")
    return ""
