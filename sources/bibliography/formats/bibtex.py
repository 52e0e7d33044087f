"""BibTeX and BibLaTeX: read by bibtexparser, written in UTF-8 for both.

What they have no field for is in fields of our own, such as `dossier-kind`, which other programs ignore.
"""

import logging
import re
from collections.abc import Iterable
from itertools import islice

import bibtexparser
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Field, ParsingFailedBlock, String
from bibtexparser.model import Entry as Block

from dossier.text.problems import Problem, UnreadableFile
from sources.bibliography.dates import month_of
from sources.bibliography.entries import LONGEST_VALUE, MOST_ENTRIES, Entry
from sources.bibliography.fields import Source
from sources.bibliography.items import Item, plain_item, plain_source
from sources.bibliography.kinds import BIBTEX_OF_TYPE, TYPE_OF_BIBTEX
from sources.bibliography.names import CSLName

from .. import extras
from .latex import Undecodable, decoded, encoded, needs_latex

NAME = "BibTeX"
ENDINGS: tuple[str, ...] = (".bib", ".bibtex")
MEDIA_TYPE = "application/x-bibtex; charset=utf-8"

# It logs every fault, and we report them anyway.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

Fields = dict[str, str]

# Entries, and the comments and abbreviations among them.
MOST_BLOCKS = 2 * MOST_ENTRIES
# In characters; decoding LaTeX takes ten microseconds for each.
MOST_LATEX = 400_000
PREFIX = f"{extras.MARK}-"
ET_AL = "et al."
# If a variable has several names, we write the first.
NAMES = {
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "publisher": ("publisher", "institution", "organization", "school"),
    "container-title": ("journal", "journaltitle", "booktitle", "maintitle"),
    "language": ("language", "langid"),
    "translated-title": ("titleaddon",),
}
# Fields whose value is an address or a code, not text to be printed.
VERBATIM = {"doi", "url", "date", "urldate", "howpublished", "eprint"}
USED = {"title", "subtitle", "author", "editor", "year", "month", "day", "entrysubtype", *VERBATIM}
USED |= {name for names in NAMES.values() for name in names}


def write(sources: Iterable[Source]) -> str:
    library = bibtexparser.Library()
    for source in sources:
        kind, fields = _plain(source)
        for name, line in extras.lines(extras.extras(source, _through)):
            fields[f"{PREFIX}{name}"] = encoded(line)
        library.add(Block(kind, source["key"], [Field(name, f"{{{value}}}") for name, value in fields.items()]))
    return bibtexparser.write_string(library, unparse_stack=[])


def read(text: str, file: str) -> list[Entry]:
    """The entries of a file. Raises UnreadableFile with every problem."""
    if sum(1 for _ in islice(re.finditer(r"@\w+\s*[{(]", text), MOST_BLOCKS + 1)) > MOST_BLOCKS:
        raise UnreadableFile([_too_many(file)])
    library = bibtexparser.parse_string(text)
    problems = [_failure(block, file) for block in library.failed_blocks if not _is_string(block)]
    if len(library.entries) > MOST_ENTRIES:
        problems.append(_too_many(file))
    elif not library.entries and not problems:
        problems.append(Problem(file, "", "Expected entries such as @article{key, …}, got none"))
    if problems:
        raise UnreadableFile(problems)
    entries, latex = [], 0
    for block in library.entries:
        place = _place(block)
        try:
            fields = _fields(block)
            latex += sum(len(value) for value in fields.values() if needs_latex(value))
            if latex > MOST_LATEX:
                raise ValueError(f"Expected at most {MOST_LATEX:,} characters of LaTeX in a file, got more")
            entries.append(_entry(place, block, fields))
        except Undecodable as error:
            shown = str(error)[:80]
            problems.append(
                Problem(file, place, "Expected plain text instead of LaTeX that cannot be decoded", shown or None)
            )
        except ValueError as error:
            problems.append(Problem(file, place, str(error)))
        if latex > MOST_LATEX:
            break
    if problems:
        raise UnreadableFile(problems)
    return entries


def _entry(place: str, block: Block, fields: Fields) -> Entry:
    own = ((name.removeprefix(PREFIX), decoded(value)) for name, value in fields.items() if name.startswith(PREFIX))
    plain = plain_source(_item(block.key, block.entry_type.lower(), fields))
    given = extras.from_lines(own)
    source = plain if given is None else extras.with_extras(plain, given, _through)
    return Entry(place, block.key, source, given is not None)


def _through(source: Source) -> Source:
    kind, fields = _plain(source)
    return plain_source(_item(source.get("key", ""), kind, fields))


# Out


def _plain(source: Source) -> tuple[str, Fields]:
    item = plain_item(source)
    kind = BIBTEX_OF_TYPE.get(item["type"], "misc")
    fields: Fields = {}
    if title := item.get("title"):
        # Doubled, so that no style changes its capitals.
        fields["title"] = f"{{{encoded(title)}}}"
    if translated := item.get("translated-title"):
        fields["titleaddon"] = f"[{encoded(translated)}]"
    if authors := item.get("author"):
        fields["author"] = " and ".join(_written(name) for name in authors)
    names = dict(NAMES)
    if kind in {"incollection", "inreference", "inproceedings"}:
        names["container-title"] = ("booktitle",)
    for variable, (name, *_others) in names.items():
        if item.get(variable) and name not in fields:
            fields[name] = encoded(item[variable])
    if item["type"] in {"article-newspaper", "article-magazine"}:
        fields["entrysubtype"] = item["type"].removeprefix("article-")
    for variable, name in (("issued", "date"), ("accessed", "urldate")):
        if value := item.get(variable):
            mark = "~" if value.get("circa") else ""
            fields[name] = "/".join(f"{_iso(part)}{mark}" for part in value["date-parts"])
    if "issued" in item:
        # The older styles do not know `date`.
        fields["year"] = f"{item['issued']['date-parts'][0][0]:04}"
    for variable, name in (("DOI", "doi"), ("URL", "url")):
        if value := item.get(variable):
            # A brace in an address must not open or close a group.
            fields[name] = value.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
    return kind, fields


def _iso(part: list[int]) -> str:
    return "-".join(f"{number:0{2 if place else 4}}" for place, number in enumerate(part))


def _written(name: CSLName) -> str:
    if literal := name.get("literal"):
        return "others" if literal == ET_AL else f"{{{encoded(literal)}}}"
    family = " ".join(encoded(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
    parts = [family, *(encoded(name[part]) for part in ("suffix", "given") if name.get(part))]
    return ", ".join(f"{{{part}}}" if re.search(r"\band\b", part, re.IGNORECASE) else part for part in parts)


# In


def _fields(block: Block) -> Fields:
    fields: Fields = {}
    for field in block.fields:
        name, value = field.key.lower(), str(field.value)
        if name not in USED and not name.startswith(PREFIX):
            continue
        if len(value) > LONGEST_VALUE:
            raise ValueError(f"Expected at most {LONGEST_VALUE:,} characters as {name}, got {len(value):,}")
        if field.enclosing == "no-enclosing" and "#" in value and name != "month":
            raise ValueError(f"Expected one text as {name} instead of parts joined with #")
        fields.setdefault(name, value)
    return fields


def _item(key: str, kind: str, fields: Fields) -> Item:
    item: Item = {"id": key, "type": _type(kind, fields)}
    title = [decoded(fields[name]) for name in ("title", "subtitle") if fields.get(name)]
    item["title"] = ": ".join(title)
    for variable, names in NAMES.items():
        item[variable] = next((decoded(fields[name]) for name in names if fields.get(name)), "")
    item["page"] = item["page"].replace("--", "–") if "--" in item["page"] else item["page"]
    bracketed = re.fullmatch(r"\[(.+)\]", item["translated-title"])
    item["translated-title"] = bracketed[1] if bracketed else ""
    item["author"] = _people(fields.get("author") or fields.get("editor") or "")
    item["issued"], item["accessed"] = _issued(fields), _verbatim(fields.get("urldate", ""))
    item["DOI"] = _verbatim(fields.get("doi", ""))
    item["URL"] = _verbatim(fields.get("url", "")) or _address(fields.get("howpublished", ""))
    return item


def _type(kind: str, fields: Fields) -> str:
    subtype = fields.get("entrysubtype", "").lower()
    if kind == "article" and subtype in {"newspaper", "magazine"}:
        return f"article-{subtype}"
    if kind == "misc" and fields.get("title") and (fields.get("url") or fields.get("howpublished")):
        # The older styles have no type for web pages.
        return "webpage"
    return TYPE_OF_BIBTEX.get(kind, "document")


def _issued(fields: Fields) -> str:
    if date := _verbatim(fields.get("date", "")):
        return f"{date}.." if date.endswith("/") else date
    year = decoded(fields.get("year", ""))
    month, day = month_of(decoded(fields.get("month", ""))), decoded(fields.get("day", ""))
    if not month or not re.fullmatch(r"\d{4}", year):
        return year
    return "-".join([year, month, *([day.zfill(2)] if day.isdecimal() else [])])


def _people(value: str) -> list[CSLName]:
    return [person for name in split_multiple_persons_names(value) if (person := _person(name.strip()))]


def _person(name: str) -> CSLName:
    if name.lower() == "others":
        return {"literal": ET_AL}
    if re.fullmatch(r"\{[^{}]*\}|\{(?:[^{}]|\{[^{}]*\})*\}", name):
        return {"literal": decoded(name)}
    parts = parse_single_name_into_parts(name, strict=False)
    read = {
        "non-dropping-particle": " ".join(parts.von),
        "family": " ".join(parts.last),
        "suffix": " ".join(parts.jr),
        "given": " ".join(parts.first),
    }
    given = {part: text for part, raw in read.items() if raw and (text := decoded(raw))}
    return {"literal": given["family"]} if given.keys() == {"family"} else given


def _verbatim(value: str) -> str:
    return re.sub(r"\\([_%&#~$])(\{\})?", r"\1", value.replace("\\url", "").strip().strip("{}").strip())


def _address(value: str) -> str:
    address = re.search(r"https?://[^\s{}]+", value)
    return _verbatim(address[0]) if address else ""


# What is wrong


def _place(block: Block) -> str:
    return f"line {(block.start_line or 0) + 1} (@{block.entry_type}{{{block.key[:60]}}})"


def _too_many(file: str) -> Problem:
    return Problem(file, "", f"Expected at most {MOST_ENTRIES:,} entries in a file, got more")


def _is_string(block: ParsingFailedBlock) -> bool:
    """A string defined twice: the later definition counts."""
    return isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, String)


def _failure(block: ParsingFailedBlock, file: str) -> Problem:
    place = f"line {(block.start_line or 0) + 1}"
    if isinstance(block, DuplicateBlockKeyBlock):
        message = "Expected a key other than those of earlier entries"
        return Problem(file, place, message, block.key or None)
    if isinstance(block, DuplicateFieldKeyBlock):
        twice = ", ".join(sorted(block.duplicate_keys))
        return Problem(file, place, "Expected no duplicate fields in an entry", twice)
    shown = " ".join((block.raw or "").split())[:80]
    return Problem(file, place, "Expected an entry that ends, with its braces in pairs", shown or None)
