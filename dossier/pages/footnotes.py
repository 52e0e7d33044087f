"""Footnotes: one number a source through the whole dossier, and the way from each use to the source and back.

Sources are numbered in the order in which the dossier's page first names them.
"""

import unicodedata
from collections import Counter, defaultdict
from functools import cached_property
from typing import Any

from dossier.format.translations import by_machine
from dossier.text.chinese import converted
from dossier.text.languages import choose, direction, other_script, tag
from dossier.text.prose import cites

Page = dict[str, Any]

# What a text of ours may have to say of itself.
MARKS = ("instead", "converted", "machine")


def words(texts: dict[str, str] | None, language: str, kept: frozenset[str] = frozenset()) -> dict | None:
    """A text of ours for a reader of `language`, with the language in which it is, and what it must say of itself.

    `instead`: nobody has written it in the reader's language. `converted`: nobody has in the reader's script, and this
    is made from the other, of which `kept` was left as it is. `machine`: a machine made it, and nobody has reviewed it.
    """
    found = choose(texts or {}, language)
    if texts is None or found is None:
        return None
    code, text = found
    said: Page = {"machine": True} if by_machine(texts, code) else {}
    if code == other_script(language):
        text, code, said["converted"] = converted(text, tag(language), kept), language, tag(code)
    elif code != language:
        said["instead"] = True
    return {"text": text, "lang": tag(code), "dir": direction(code), **said}


def chinese_of_others(dossier: dict) -> frozenset[str]:
    """The Chinese titles and quotations that a dossier holds, which no conversion may change."""
    records = [dossier, *dossier.get("parties", []), *dossier.get("people", [])]
    names = [(each["language"], each["text"]) for record in records for each in record.get("names", [])]
    sources = [(each.get("language", ""), each.get("title", "")) for each in dossier.get("sources", [])]
    quotes = [(each.get("quote_language", ""), each.get("quote", "")) for each in dossier.get("citations", [])]
    return frozenset(text for language, text in [*names, *sources, *quotes] if text and language.startswith("zh"))


def quoted(text: str, language: str) -> dict | None:
    """A text of others, in the language in which it stands."""
    return {"text": text, "lang": language, "dir": direction(language)} if text else None


def printed(text: str, language: str) -> dict | None:
    """A name as a document in a language prints it: in that language, unless its letters are Latin."""
    return quoted(text, "" if _is_latin(text) else language)


class Footnotes:
    """The sources of one edition, numbered for one language."""

    def __init__(self, dossier: dict, language: str):
        self.dossier, self.language = dossier, language
        self.sources = {each["key"]: each for each in dossier.get("sources", [])}
        self.numbers: dict[str, int] = {}
        # Where a page uses each source, as the ids to which its footnote leads back.
        self.uses: dict[str, list[str]] = defaultdict(list)
        self._noted: Counter[str] = Counter()
        # Which of MARKS any text so far has borne.
        self.marks: set[str] = set()

    @cached_property
    def kept(self) -> frozenset[str]:
        return chinese_of_others(self.dossier) if other_script(self.language) else frozenset()

    def words(self, texts: dict[str, str] | None) -> dict | None:
        found = words(texts, self.language, self.kept)
        self.marks.update(found.keys() & MARKS if found else ())
        return found

    def prose(self, texts: dict[str, str] | None) -> dict | None:
        """A text of ours that may cite, with a note for each of its citations (dossier.text.prose.Note)."""
        found = self.words(texts)
        return found and found | {"notes": [self._note(cite.key) for cite in cites(found["text"])]}

    def _note(self, source: str) -> Page:
        if source not in self.sources:
            return {"number": 0, "id": "", "key": source}
        number = self.number(source)
        self._noted[source] += 1
        place = f"cite-{number}-{self._noted[source]}"
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
        return printed(text, document.get("language", ""))


def _is_latin(text: str) -> bool:
    return not any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in text)
