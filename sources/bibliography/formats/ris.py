"""RIS, read and written by rispy. What it has no tag for is in notes that begin with `dossier-`."""

from collections.abc import Iterable, Iterator
from typing import Any

import rispy
from rispy.config import LIST_TYPE_TAGS

from dossier.text.problems import Problem, UnreadableFile
from sources.bibliography.entries import LONGEST_VALUE, MOST_ENTRIES, Entry
from sources.bibliography.fields import Source
from sources.bibliography.items import Item, plain_item, plain_source
from sources.bibliography.kinds import RIS_OF_TYPE, TYPE_OF_RIS
from sources.bibliography.names import parsed, written

from .. import extras

NAME = "RIS"
ENDINGS: tuple[str, ...] = (".ris",)
MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"

Record = dict[str, Any]

PREFIX = f"{extras.MARK}-"
# rispy's names of the tags; if several mean the same, we write the first.
NAMES = {
    "title": ("title", "primary_title"),
    "translated-title": ("translated_title",),
    "container-title": ("secondary_title", "journal_name", "alternate_title3", "alternate_title2"),
    "publisher": ("publisher",),
    "volume": ("volume",),
    "issue": ("number",),
    "language": ("language",),
    "DOI": ("doi",),
}
LISTS = [tag for tag in LIST_TYPE_TAGS if tag != "UR"]


class _Reader(rispy.RisParser):
    """rispy's reader, which also records the line on which each record begins, and which records do not end."""

    DEFAULT_LIST_TAGS = LISTS
    # An address may contain a semicolon.
    DEFAULT_DELIMITER_MAPPING: dict = {}

    def parse(self, text: str) -> list[dict]:
        self.starts: list[int] = []
        self.unended: list[int] = []
        return self.parse_lines(self._watched(text))

    def _watched(self, text: str) -> Iterator[str]:
        begun = 0
        for number, line in enumerate(text.split("\n"), 1):
            if line.startswith("TY  -"):
                if begun:
                    self.unended.append(begun)
                begun = number
            elif line.startswith("ER  -") and begun:
                self.starts.append(begun)
                begun = 0
            yield line
        if begun:
            self.unended.append(begun)


class _Writer(rispy.RisWriter):
    DEFAULT_LIST_TAGS = LISTS
    DEFAULT_DELIMITER_MAPPING: dict = {}

    def set_header(self, count):
        return ""


def write(sources: Iterable[Source]) -> str:
    records = []
    for source in sources:
        record = _plain(source)
        given = extras.lines(extras.extras(source, _through))
        record["notes"] = [f"{PREFIX}{name}: {line}" for name, line in given]
        records.append(record)
    return _Writer().formats(records)


def read(text: str, file: str) -> list[Entry]:
    """The entries of a file. Raises UnreadableFile with every problem."""
    reader = _Reader()
    records = reader.parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    problems = [
        Problem(file, f"line {line}", "Expected a line “ER  -” at the end of the record") for line in reader.unended
    ]
    if len(records) > MOST_ENTRIES:
        problems.append(Problem(file, "", f"Expected at most {MOST_ENTRIES:,} entries in a file, got more"))
    elif not records and not problems:
        problems.append(Problem(file, "", "Expected records from “TY  -” to “ER  -”, got none"))
    if problems:
        raise UnreadableFile(problems)
    entries = []
    for line, record in zip(reader.starts, records, strict=True):
        name = str(record.get("id", ""))
        place = f"line {line}" + (f" ({name[:60]})" if name else "")
        try:
            entries.append(_entry(place, name, record))
        except ValueError as error:
            problems.append(Problem(file, place, str(error)))
    if problems:
        raise UnreadableFile(problems)
    return entries


def _entry(place: str, name: str, record: Record) -> Entry:
    for tag, value in record.items():
        if isinstance(value, str) and len(value) > LONGEST_VALUE and tag not in {"abstract", "notes_abstract"}:
            raise ValueError(f"Expected at most {LONGEST_VALUE:,} characters as {tag}, got {len(value):,}")
    notes = [note.removeprefix(PREFIX) for note in record.get("notes", []) if note.startswith(PREFIX)]
    plain = plain_source(_item(record))
    given = extras.from_lines((key, text) for key, _colon, text in (note.partition(": ") for note in _whole(notes)))
    source = plain if given is None else extras.with_extras(plain, given, _through)
    return Entry(place, name, source, given is not None)


def _whole(notes: list[str]) -> list[str]:
    # Programs strip the space after the colon if the value is empty.
    return [note if ": " in note else f"{note} " for note in notes]


def _through(source: Source) -> Source:
    return plain_source(_item(_plain(source)))


# Out


def _plain(source: Source) -> Record:
    item = plain_item(source)
    record: Record = {"type_of_reference": RIS_OF_TYPE.get(item["type"], "GEN"), "id": item["id"]}
    for variable, (name, *_others) in NAMES.items():
        if value := item.get(variable):
            record[name] = " ".join(value.split())
    if authors := item.get("author"):
        record["authors"] = [" ".join(_written(name).split()) for name in authors]
    if parts := item.get("issued", {}).get("date-parts"):
        record["year"] = f"{parts[0][0]:04}"
        record["date"] = _slashed(parts[0])
    if parts := item.get("accessed", {}).get("date-parts"):
        record["access_date"] = _slashed(parts[0])
    if pages := item.get("page"):
        first, dash, last = pages.partition("–" if "–" in pages else "-")
        record["start_page"] = " ".join(first.split())
        if dash:
            record["end_page"] = " ".join(last.split())
    if url := item.get("URL"):
        record["urls"] = url
    return record


def _slashed(part: list[int]) -> str:
    """YYYY/MM/DD/, always with three slashes."""
    numbers = [f"{number:0{2 if place else 4}}" for place, number in enumerate(part)]
    return "/".join([*numbers, *[""] * (4 - len(numbers))])


def _written(name: dict) -> str:
    """Family, Given, Suffix: the order of RIS."""
    if "suffix" not in name:
        return written(name)
    family, _suffix, given = written(name).split(", ")
    return f"{family}, {given}, {name['suffix']}"


# In


def _item(record: Record) -> Item:
    item: Item = {"id": record.get("id", ""), "type": TYPE_OF_RIS.get(record["type_of_reference"].strip(), "document")}
    for variable, names in NAMES.items():
        item[variable] = next((str(record[name]) for name in names if record.get(name)), "")
    people = record.get("authors") or record.get("first_authors") or record.get("secondary_authors") or []
    item["author"] = [_person(name) for name in people if name]
    item["issued"] = _date(record.get("date") or record.get("publication_year") or record.get("year") or "")
    item["accessed"] = _date(record.get("access_date", ""))
    pages = [record[name] for name in ("start_page", "end_page") if record.get(name)]
    item["page"] = "–".join(pages)
    urls = record.get("urls") or ""
    item["URL"] = urls[0] if isinstance(urls, list) else urls.split(" ")[0]
    return item


def _person(name: str) -> dict:
    match [part.strip() for part in name.split(",")] if not name.startswith("{") else []:
        case [family, given, suffix] if family and given and suffix:
            return {**parsed(f"{family}, {given}"), "suffix": suffix}
    return parsed(name)


def _date(value: str) -> str:
    """The date without its fourth part, which is a comment in words."""
    parts = value.split("/")
    return "/".join(parts[:3]).rstrip("/ ") if len(parts) > 1 and parts[0].strip().isdecimal() else value
