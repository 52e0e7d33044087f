"""The texts of ours in a dossier: in which languages each is written, and which of those nobody has reviewed."""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass

from dossier.text.languages import LANGUAGES, other_script
from sources.vocabulary import TextOrigin

from .records import records


class Texts(dict[str, str]):
    """A text of ours by language, which knows who made it in those languages in which nobody has reviewed it."""

    def __init__(self, texts: dict[str, str], unreviewed: dict[str, str]):
        super().__init__(texts)
        self.unreviewed = unreviewed


@dataclass
class Readable:
    """How many texts of a dossier a language has: written in it, or converted from its other script.

    Of both together: how many a machine made and nobody has reviewed, and how many a person wrote or reviewed. And
    how many of the notes on sources there are in the language, either way.
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
    """The same dossier, with Texts in place of those texts of which its translation statuses speak."""
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
    """How far a dossier, as with_origins gives it, can be read: its `texts` and `notes`, and by language a Readable."""
    found = {language: Readable() for language in LANGUAGES}
    numbers = {"texts": 0, "notes": 0}
    for texts, is_note in _texts(dossier):
        numbers["notes" if is_note else "texts"] += 1
        for language, counted in found.items():
            other = other_script(language)
            source = language if texts.get(language) else other if texts.get(other) else ""
            if source and is_note:
                counted.notes += 1
            elif source:
                counted.written += source == language
                counted.converted += source == other
                counted.machine += by_machine(texts, source)
                counted.reviewed += source not in getattr(texts, "unreviewed", {})
    return {**numbers, "languages": {language: asdict(counted) for language, counted in found.items()}}


def readable_in(dossier: dict) -> list[str]:
    """The languages in which a reader can follow the dossier: its title and summary are there, or half of all."""
    counts = readable(dossier)

    def followed(language: str) -> bool:
        counted = counts["languages"][language]
        written = {language, other_script(language)}
        opening = all(written & dossier.get(name, {}).keys() for name in ("title", "summary"))
        return opening or 2 * (counted["written"] + counted["converted"]) >= counts["texts"] > 0

    return [language for language in LANGUAGES if followed(language)]


def _texts(dossier: dict) -> Iterator[tuple[dict[str, str], bool]]:
    """Every text of ours in a dossier that anybody has written, and whether it is a note of the apparatus.

    The words of others as we render them belong beside the original, and are not what a dossier says.
    """
    for record in records(dossier):
        for field in record.table.translated:
            if field not in record.table.renditions and any(record.data.get(field, {}).values()):
                yield record.data[field], record.table.apparatus
