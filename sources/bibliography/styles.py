"""References formatted by CSL styles, each in the source's own script with a translation of its title.

The styles are those of the CSL project, run by citeproc-py; a style is parsed once per process and language.
Measured on one core: 10 to 50 ms for the first reference of a style, then 3 to 30 ms each, so pages cache theirs.
"""

import re
import warnings
from functools import lru_cache
from threading import Lock

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from dossier.text.dates import bounds
from dossier.text.languages import choose

from .fields import Source
from .items import Item, plain_item

# The sixteenth edition of Chicago: citeproc-py fails on the later ones if an author's name has a hyphen.
STYLES = {
    "chicago": ("Chicago", "chicago-notes-bibliography-16th-edition"),
    "apa": ("APA", "apa"),
    "gb-t-7714": ("GB/T 7714", "china-national-standard-gb-t-7714-2015-numeric"),
}
# Styles that abbreviate given names.
INITIALS = {"apa", "gb-t-7714"}
LOCALES = {
    **{"en": "en-US", "zh-hans": "zh-CN", "zh-hant": "zh-TW", "ko": "ko-KR", "ru": "ru-RU", "ar": "ar"},
    **{"fa": "fa-IR", "th": "th-TH", "vi": "vi-VN"},
}
# A style holds state about the entries it is formatting.
_lock = Lock()


def reference(source: Source, style: str, language: str) -> str:
    """The reference as plain text, for readers of one of our languages."""
    with _lock, warnings.catch_warnings():
        # The library warns of every variable that it does not know.
        warnings.simplefilter("ignore")
        item = _prepared(source, style, language)
        bibliography = CitationStylesBibliography(
            _style(style, LOCALES[language]), CiteProcJSON([item]), formatter.plain
        )
        bibliography.register(Citation([CitationItem(item["id"])]))
        text = "".join(str(part) for part in bibliography.bibliography()[0])
    # The number belongs to the list, not to the reference.
    return " ".join(re.sub(r"^\[1\]\s*", "", text).split())


@lru_cache(maxsize=len(STYLES) * len(LOCALES))
def _style(style: str, locale: str) -> CitationStylesStyle:
    return CitationStylesStyle(STYLES[style][1], locale=locale, validate=False)


def _prepared(source: Source, style: str, language: str) -> Item:
    item = {name: value for name, value in plain_item(source).items() if name != "translated-title"}
    item["id"] = "source"
    title = item.get("title") or source.get("title_transliterated") or ""
    translation = choose(source.get("title_translated") or {}, language)
    brackets = [source.get("title_transliterated", ""), translation[1] if translation else ""]
    whole = " ".join([title, *(f"[{text}]" for text in brackets if text and text != title)]).strip()
    for name, text in (("title", whole), ("container-title", item.get("container-title", ""))):
        if text:
            # Styles know capitalization rules for English only.
            item[name] = f'<span class="nocase">{_without_markup(text)}</span>'
    if issued := source.get("issued"):
        item["issued"] = _date(issued, style)
    if style in INITIALS:
        # The library would turn Tong-hyung into “T.-. hyung”.
        item["author"] = [_with_capitals(name) for name in item.get("author", [])]
    if style == "apa" and not item.get("author"):
        _let_publisher_speak(item)
    return {name: value for name, value in item.items() if value}


def _let_publisher_speak(item: Item) -> None:
    """Without a named author, the publisher is the author and is not named again (APA 7, 9.24)."""
    name = "publisher" if item.get("publisher") else "container-title"
    if text := item.get(name):
        item["author"] = [{"literal": re.sub("<[^>]*>", "", text)}]
        if item["type"] != "article-newspaper":
            del item[name]


def _date(value: str, style: str) -> dict:
    """A date for a style: a single one to be formatted, an uncertain one as it is written."""
    limits = bounds(value)
    if re.fullmatch(r"[0-9-]+", value):
        return {"date-parts": [[int(number) for number in value.split("-")]]}
    if style != "apa":
        return {"literal": value}
    # This style would print a literal date twice; what both ends have in common is true of the whole.
    first, last = limits.earliest or limits.latest, limits.latest or limits.earliest
    if first is None or last is None:
        return {}
    pairs = zip((first.year, first.month, first.day), (last.year, last.month, last.day), strict=True)
    common: list[int] = []
    for one, other in pairs:
        if one != other:
            break
        common.append(one)
    certain = common and not any(mark in value for mark in "?~%[.")
    return {"date-parts": [common or [first.year]]} | ({} if certain else {"circa": True})


def _with_capitals(name: dict) -> dict:
    given = name.get("given", "")
    return name | {"given": re.sub(r"(?<=-)\w", lambda match: match[0].upper(), given)} if given else name


def _without_markup(text: str) -> str:
    # The library looks for its own elements in texts.
    return re.sub(r"</?span[^>]*>", "", text)
