"""Footnotes: one number a source through the whole dossier, and the way from each use to the source and back.

Sources are numbered in the order in which the dossier's page first names them.
"""

import unicodedata
from collections import defaultdict
from typing import Any

from dossier.text.languages import choose, direction, tag
from dossier.text.prose import cites

Page = dict[str, Any]


def words(texts: dict[str, str] | None, language: str) -> dict | None:
    """A text of ours for a reader of `language`, with the language in which it is."""
    found = choose(texts or {}, language)
    if found is None:
        return None
    code, text = found
    return {"text": text, "lang": tag(code), "dir": direction(code)}


def quoted(text: str, language: str) -> dict | None:
    """A text of others, in the language in which it stands."""
    return {"text": text, "lang": language, "dir": direction(language)} if text else None


class Footnotes:
    """The sources of one edition, numbered for one language."""

    def __init__(self, dossier: dict, language: str):
        self.dossier, self.language = dossier, language
        self.sources = {each["key"]: each for each in dossier.get("sources", [])}
        self.numbers: dict[str, int] = {}
        # Where a page uses each source, as the ids to which its footnote leads back.
        self.uses: dict[str, list[str]] = defaultdict(list)

    def words(self, texts: dict[str, str] | None) -> dict | None:
        return words(texts, self.language)

    def prose(self, texts: dict[str, str] | None) -> dict | None:
        """A text of ours that may cite, with a note for each of its citations (dossier.text.prose.Note)."""
        found = self.words(texts)
        return found and found | {"notes": [self._note(cite.key) for cite in cites(found["text"])]}

    def _note(self, source: str) -> Page:
        if source not in self.sources:
            return {"number": 0, "id": "", "key": source}
        number = self.number(source)
        times = sum(each.startswith("cite-") for each in self.uses[source])
        place = f"cite-{number}-{times + 1}"
        self.uses[source].append(place)
        return {"number": number, "id": place, "key": source}

    def number(self, source: str) -> int:
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def mark(self, source: str) -> Page:
        return {"number": self.number(source), "key": source, "publisher": self.short(source)}

    def short(self, source: str) -> dict | None:
        """By what a footnote calls a source: its publisher, or its title."""
        document = self.sources[source]
        return self.printed(document.get("publisher") or document.get("title") or source, document)

    def printed(self, text: str, document: dict) -> dict | None:
        """A name as a document prints it: in the document's language, unless its letters are Latin."""
        return quoted(text, "" if _is_latin(text) else document.get("language", ""))


def _is_latin(text: str) -> bool:
    return not any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in text)
