"""A source as an item of CSL-JSON and back: the only mapping, which BibTeX and RIS use too.

Plain items hold only standard variables. `to_item` adds in `custom` what cannot be read back from them.
"""

import re
from typing import Any

from dossier.editing.fields import KEY_PATTERN
from sources.models.documents import DOI_PATTERN

from . import extras
from .dates import NoDate, from_csl, to_csl
from .fields import Source, filled
from .kinds import IN_MEDIA, guessed_from, type_of
from .languages import tag_of
from .names import parsed, written

Item = dict[str, Any]

VARIABLES = {"volume": "volume", "issue": "issue", "pages": "page", "doi": "DOI", "url": "URL", "title": "title"}
LONGEST_KEY = 100
# The markup that CSL-JSON allows in texts; titles on the desk have none.
_MARKUP = re.compile(r'</?(?:i|b|sup|sub|sc)>|</?span(?: (?:class="nocase"|style="font-variant: ?small-caps;?"))?>')


def plain_item(source: Source) -> Item:
    """A source in standard variables, as any program reads it."""
    csl_type = type_of(source)
    item: Item = {"id": source.get("key", ""), "type": csl_type}
    item |= {variable: source[name] for name, variable in VARIABLES.items() if source.get(name)}
    if source.get("language"):
        item["language"] = source["language"]
    if source.get("authors"):
        item["author"] = [parsed(author) for author in source["authors"]]
    publisher, container = source.get("publisher", ""), source.get("container_title", "")
    if csl_type in IN_MEDIA and not container:
        publisher, container = "", publisher
    item |= {name: text for name, text in (("publisher", publisher), ("container-title", container)) if text}
    item |= {name: to_csl(source[name]) for name in ("issued", "accessed") if source.get(name)}
    if english := (source.get("title_translated") or {}).get("en"):
        item["translated-title"] = english
    return item


def plain_source(item: Item) -> Source:
    """The source that standard variables describe. Raises ValueError with what is wrong."""
    csl_type = str(item.get("type") or "document")
    source = guessed_from(csl_type)
    key = str(item.get("id", ""))
    source["key"] = key if re.fullmatch(KEY_PATTERN, key) and len(key) <= LONGEST_KEY else ""
    source |= {name: _text(item, variable) for name, variable in VARIABLES.items()}
    source["doi"] = bare_doi(source["doi"])
    if not source["doi"] and re.match(r"https?://(dx\.)?doi\.org/10\.", source["url"]):
        source["doi"] = bare_doi(source["url"])
    source["language"] = tag_of(_text(item, "language"))
    source["authors"] = [name for person in _people(item) if (name := written(person))]
    source["publisher"], source["container_title"] = _text(item, "publisher"), _text(item, "container-title")
    if csl_type in IN_MEDIA and not source["publisher"]:
        source["publisher"], source["container_title"] = source["container_title"], ""
    for name in ("issued", "accessed"):
        source[name] = _date(item, name)
    if len(source["accessed"]) != 10:
        # The desk stores a full day, or nothing.
        source["accessed"] = ""
    source["title_translated"] = {"en": _text(item, "translated-title")}
    return filled(source)


def through_items(source: Source) -> Source:
    return plain_source(plain_item(source))


def to_item(source: Source) -> Item:
    item = plain_item(source)
    item["custom"] = {extras.MARK: {"version": extras.VERSION, **extras.extras(source, through_items)}}
    if lines := _note(source):
        item["note"] = "\n".join(lines)
    return item


def to_source(item: Item) -> tuple[Source, bool]:
    """The source of an item, and whether we wrote it; if not, kind and issuer are guessed. Raises ValueError."""
    plain = plain_source(item)
    custom = item.get("custom")
    given = custom.get(extras.MARK) if isinstance(custom, dict) else None
    if not isinstance(given, dict):
        return plain, False
    given = extras.checked({name: value for name, value in given.items() if name != "version"})
    return extras.with_extras(plain, given, through_items), True


def bare_doi(text: str) -> str:
    """The DOI in an address or after a label; the text itself if it contains none."""
    bare = re.sub(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:?\s*)", "", text.strip(), flags=re.IGNORECASE)
    return bare if re.fullmatch(DOI_PATTERN, bare) else text.strip()


def _note(source: Source) -> list[str]:
    """Titles in other scripts and languages as lines that Zotero shows under "Extra"."""
    titles = {"transliterated-title": source.get("title_transliterated", "")}
    titles |= {f"translated-title-{code}": text for code, text in (source.get("title_translated") or {}).items()}
    return [f"{name}: {' '.join(text.split())}" for name, text in titles.items() if text]


def _text(item: Item, variable: str) -> str:
    value = item.get(variable, "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        if value:
            raise ValueError(f"Expected text as {variable}")
        return ""
    return _MARKUP.sub("", str(value)).strip()


def _people(item: Item) -> list[dict]:
    people = item.get("author") or item.get("editor") or []
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise ValueError("Expected a list of names as author, each with family and given, or literal")
    return people


def _date(item: Item, name: str) -> str:
    try:
        return from_csl(item[name]) if item.get(name) else ""
    except NoDate as error:
        shown = str(error)[:80]
        raise ValueError(f"Expected 2024-06-19, 2024-06, 2024 or nothing as {name}, got “{shown}”") from None
