"""A source as bibliographies carry it: the public fields of a document, as the dossier format writes them.

A source is a plain dict without empty values. Days and dates are strings; translated texts map languages to strings.
"""

from typing import Any

from django.utils.dateparse import parse_date

from dossier.text.languages import LANGUAGES, column
from sources.models import SourceDocument

Source = dict[str, Any]

TEXTS = (
    *("key", "kind", "language", "title", "title_transliterated", "publisher", "container_title", "volume", "issue"),
    *("pages", "doi", "url", "archive_url", "issued", "issuer_kind", "reuse", "extent_read"),
)
DAYS = ("archived_on", "accessed")
LOCALIZED = SourceDocument.translated
EMPTY: Source = {name: "" for name in (*TEXTS, *DAYS)} | {"authors": []} | {name: {} for name in LOCALIZED}


def filled(source: Source) -> Source:
    """The public fields that are not empty, in a fixed order."""
    kept = {name: source.get(name, empty) for name, empty in EMPTY.items()}
    kept |= {name: {code: text for code, text in (kept[name] or {}).items() if text} for name in LOCALIZED}
    return {name: value for name, value in kept.items() if value}


def of_document(document: SourceDocument) -> Source:
    """A document of the desk as a source."""
    source: Source = {name: getattr(document, name) for name in (*TEXTS, "authors")}
    source |= {name: day.isoformat() for name in DAYS if (day := getattr(document, name))}
    for name in LOCALIZED:
        source[name] = {code: getattr(document, column(name, code)) for code in LANGUAGES}
    return filled(source)


def columns(source: Source) -> dict[str, Any]:
    """The columns of a document that a source fills, with their values; invalid days stay strings."""
    values: dict[str, Any] = {}
    for name, value in source.items():
        if name in LOCALIZED:
            values |= {column(name, code): text or None for code, text in value.items()}
        else:
            values[name] = parse_date(value) if name in DAYS and value else value
    return values
