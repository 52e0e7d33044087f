"""How a page prints a text: ours in the language nearest to the reader's, those of others as they stand."""

import unicodedata
from typing import Any

from dossier.format.translations import by_machine
from dossier.text.chinese import converted
from dossier.text.languages import choose, direction, other_script, tag

Page = dict[str, Any]

# What a text of ours may have to say of itself.
MARKS = ("instead", "converted", "machine")


def words(texts: dict[str, str] | None, language: str, kept: frozenset[str] = frozenset()) -> Page | None:
    """A text of ours for a reader of `language`, with the language in which it is, and what it must say of itself.

    `instead`: nobody has written it in the reader's language. `converted`: nobody has in the reader's script, and this
    is made from the other, of which `kept` was left as it is. `machine`: a machine made it, and nobody has reviewed it.
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
    """The Chinese titles and quotations that a dossier holds, which no conversion may change."""
    bearers = [dossier, *dossier.get("parties", []), *dossier.get("people", [])]
    names = [(name["language"], name["text"]) for bearer in bearers for name in bearer.get("names", [])]
    sources = [(source.get("language", ""), source.get("title", "")) for source in dossier.get("sources", [])]
    quotes = [(cited.get("quote_language", ""), cited.get("quote", "")) for cited in dossier.get("citations", [])]
    return frozenset(text for language, text in [*names, *sources, *quotes] if text and language.startswith("zh"))


def quoted(text: str, language: str) -> Page | None:
    """A text of others, in the language in which it stands."""
    return {"text": text, "lang": language, "dir": direction(language)} if text else None


def printed(text: str, language: str) -> Page | None:
    """A name as a document in a language prints it: in that language, unless its letters are Latin."""
    return quoted(text, "" if _is_latin(text) else language)


def _is_latin(text: str) -> bool:
    return not any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in text)
