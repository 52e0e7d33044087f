"""Texts on pages: the editors' in the language closest to the reader's, those of others unchanged."""

import unicodedata
from typing import Any

from dossier.format.translations import by_machine
from dossier.text.chinese import converted
from dossier.text.languages import choose, direction, other_script, tag

Page = dict[str, Any]

# The notices that an editors' text may have (see words()).
MARKS = ("instead", "converted", "machine")


def words(texts: dict[str, str] | None, language: str, kept: frozenset[str] = frozenset()) -> Page | None:
    """An editors' text for a reader of `language`, with its own language, and MARKS that apply.

    `instead`: there is no text in the reader's language. `converted`: there is none in the reader's script, so it was
    converted from the other one, except for quotations in `kept`. `machine`: made by a machine and not reviewed.
    """
    chosen = choose(texts or {}, language)
    if texts is None or chosen is None:
        return None
    code, text = chosen
    said: Page = {"machine": True} if by_machine(texts, code) else {}
    if code == other_script(language):
        text, code, said["converted"] = converted(text, tag(language), kept), language, tag(code)
    elif code != language:
        said["instead"] = True
    return {"text": text, "lang": tag(code), "dir": direction(code), **said}


def chinese_of_others(dossier: dict) -> frozenset[str]:
    """The Chinese titles and quotations in a dossier, which script conversion must not change."""
    bearers = [dossier, *dossier.get("parties", []), *dossier.get("people", [])]
    names = [(name["language"], name["text"]) for bearer in bearers for name in bearer.get("names", [])]
    sources = [(source.get("language", ""), source.get("title", "")) for source in dossier.get("sources", [])]
    quotes = [(cited.get("quote_language", ""), cited.get("quote", "")) for cited in dossier.get("citations", [])]
    return frozenset(text for language, text in [*names, *sources, *quotes] if text and language.startswith("zh"))


def quoted(text: str, language: str) -> Page | None:
    """A text by others, in its own language."""
    return {"text": text, "lang": language, "dir": direction(language)} if text else None


def printed(text: str, language: str) -> Page | None:
    """A name printed in a document in a language: it has that language, unless its letters are Latin."""
    return quoted(text, "" if _is_latin(text) else language)


def _is_latin(text: str) -> bool:
    return not any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in text)
