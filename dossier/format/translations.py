"""The editors' texts in a dossier: the languages in which each is written, and which of those are unreviewed."""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass

from dossier.text.languages import LANGUAGES, other_script
from sources.vocabulary import TextOrigin

from .records import records


class Texts(dict[str, str]):
    """An editors' text by language; `unreviewed` has its origin in the languages in which nobody has reviewed it."""

    def __init__(self, texts: dict[str, str], unreviewed: dict[str, str]):
        super().__init__(texts)
        self.unreviewed = unreviewed


@dataclass
class Readable:
    """How many texts of a dossier a language has: `written` in it, or `converted` from its other script.

    Of both together, `machine` were made by a machine and not reviewed, and `reviewed` were written or reviewed by a
    person. `notes` counts the notes on sources, written or converted.
    """

    written: int = 0
    converted: int = 0
    machine: int = 0
    reviewed: int = 0
    notes: int = 0


def by_machine(texts: dict[str, str], language: str) -> bool:
    """Whether a machine made the text in a language, and nobody has reviewed it."""
    return getattr(texts, "unreviewed", {}).get(language) == TextOrigin.MACHINE


def with_origins(dossier: dict) -> dict:
    """The same dossier, with a Texts in place of each text that has an unreviewed translation status."""
    unreviewed: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for status in dossier.get("translation_statuses", []):
        if not status.get("reviewed_on"):
            unreviewed[status["subject"], status["field"]][status["language"]] = status["origin"]

    if not unreviewed:
        return dossier
    whole = deepcopy(dossier)
    for record in records(whole):
        for field in record.table.translated:
            if field in record.data and (said := unreviewed.get((record.path, field))):
                record.data[field] = Texts(record.data[field], said)
    return whole


def readable(dossier: dict) -> dict:
    """How much of a dossier can be read: the number of its `texts` and `notes`, and a Readable for each language.

    `dossier` is as returned by with_origins().
    """
    by_language = {language: Readable() for language in LANGUAGES}
    numbers = {"texts": 0, "notes": 0}
    for texts, is_note in _texts(dossier):
        numbers["notes" if is_note else "texts"] += 1
        for language, counted in by_language.items():
            other = other_script(language)
            source = language if texts.get(language) else other if texts.get(other) else ""
            if source and is_note:
                counted.notes += 1
            elif source:
                counted.written += source == language
                counted.converted += source == other
                counted.machine += by_machine(texts, source)
                counted.reviewed += source not in getattr(texts, "unreviewed", {})
    return {**numbers, "languages": {language: asdict(counted) for language, counted in by_language.items()}}


def readable_in(dossier: dict) -> list[str]:
    """The languages in which a reader can follow the dossier: those with its title and summary, or half its texts."""
    counts = readable(dossier)

    def followed(language: str) -> bool:
        counted = counts["languages"][language]
        written = {language, other_script(language)}
        opening = all(written & dossier.get(name, {}).keys() for name in ("title", "summary"))
        return opening or 2 * (counted["written"] + counted["converted"]) >= counts["texts"] > 0

    return [language for language in LANGUAGES if followed(language)]


def _texts(dossier: dict) -> Iterator[tuple[dict[str, str], bool]]:
    """Every non-empty editors' text in a dossier, and whether it is a note of the apparatus.

    Translations of quotations and of others' titles are left out: they are not the dossier's own statements.
    """
    for record in records(dossier):
        for field in record.table.translated:
            if field not in record.table.renditions and any(record.data.get(field, {}).values()):
                yield record.data[field], record.table.apparatus
