"""Notices on editors' texts: shown in another language, converted from another script, or machine-made."""

import unicodedata
from functools import lru_cache
from typing import Any

from babel.numbers import format_percent
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossier.pages.texts import MARKS, printed
from dossier.public.templatetags.dossier_text import name_of_language
from dossier.text import prose
from dossier.text.calendars import digits_of, with_digits
from dossier.text.languages import LANGUAGES, direction, other_script, tag

register = template.Library()

# Invisible characters, for places where no markup is possible.
ISOLATED, ISOLATED_END = "\u2068", "\u2069"


def page_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=1_000)
def _named(code: str, _reader: str) -> str:
    return name_of_language(code)


@register.filter
def language_of(words: dict) -> str:
    """The name of a text's language, in the reader's language."""
    return _named(words["lang"], page_language())


@register.filter
def reasons(words: dict) -> list[str]:
    """How a text differs from one the editors wrote in the reader's language; empty if it does not."""
    notices = []
    if words.get("instead"):
        names = {"language": language_of(words), "wanted": _named(tag(page_language()), page_language())}
        notices.append(_("in %(language)s; not yet written in %(wanted)s") % names)
    if words.get("machine"):
        notices.append(_("machine-made text, not reviewed"))
    match words.get("converted"):
        case "zh-Hans":
            notices.append(_("converted automatically from simplified characters"))
        case "zh-Hant":
            notices.append(_("converted automatically from traditional characters"))
    return notices


@register.filter
def words(value: dict | None) -> SafeString:
    """A text with its language if that is not the page's, and with its notices if it is an editors' text."""
    if not value:
        return SafeString()
    parts = {
        "words": value,
        "foreign": value["lang"] and value["lang"] != tag(page_language()),
        "made": value.get("machine") or value.get("converted"),
        "why": " · ".join(reasons(value)),
    }
    return prose.inline(render_to_string("public/_words.html", parts))


@register.filter
def rendering(value: dict) -> SafeString:
    """A translation of others' words, which is shown beside the original, so that its language need not be named."""
    return words(value | {"instead": False})


@register.filter
def printed_in(text: str, language: str) -> SafeString:
    """A text as printed in a document of that language, such as the title of its container."""
    return words(printed(text, language))


@register.filter
def isolated(text: str) -> str:
    """A text of any direction with isolate characters, for the middle of a sentence without markup."""
    sides = {unicodedata.bidirectional(sign) for sign in text}
    mixed = direction(page_language()) == "rtl" or not sides.isdisjoint({"R", "AL"})
    return f"{ISOLATED}{text}{ISOLATED_END}" if mixed and not text.isdecimal() else text


@register.filter
def told(value: dict | None, longest: int = 0) -> str:
    """A text for a title or a description, without markup; with `longest`, the beginning of prose."""
    if not value:
        return ""
    text = Truncator(prose.plain(value["text"])).chars(longest) if longest else value["text"]
    if value["dir"] != direction(page_language()):
        text = isolated(text)
    return f"{text} ({language_of(value)})" if value.get("instead") else text


@register.filter
def marks_among(value: Any) -> set[str]:
    """Which of MARKS occur on any text in the parts of a page."""
    match value:
        case dict():
            # Other parts use the same keys for counts of texts.
            own = {name for name in MARKS if "text" in value and value.get(name)}
            return own.union(*map(marks_among, value.values()))
        case list():
            return set().union(*map(marks_among, value))
    return set()


@register.filter
def share(part: int, whole: int) -> str:
    """A percentage, rounded down, so that only a complete one is printed as 100 %."""
    said = format_percent(100 * part // whole / 100 if whole else 0, locale=tag(page_language()).replace("-", "_"))
    system = digits_of(page_language(), settings.ARABIC_DIGITS)
    # Babel uses the digits and the percent sign of English for every language.
    return said if system == "latn" else with_digits(said, system).replace("%", "٪")


@register.filter
def in_this_language(readable: dict) -> dict:
    """How much of a dossier can be read in the reader's language; `from` is the script of converted texts."""
    return _in_language(readable, page_language())


@register.filter
def in_other_languages(readable: dict) -> list[dict]:
    return [_in_language(readable, code) for code in LANGUAGES if code != page_language()]


def _in_language(readable: dict, code: str) -> dict:
    counted = readable["languages"][code]
    number = counted["written"] + counted["converted"]
    return {
        **counted,
        **{"name": LANGUAGES[code], "tag": tag(code), "dir": direction(code), "from": tag(other_script(code))},
        **{"texts": readable["texts"], "number": number, "instead": readable["texts"] - number},
        "all_notes": readable["notes"],
    }


@register.simple_tag(takes_context=True)
def in_other_script(context: Any, place: str = "") -> str:
    """The URL of this page in the other script of the reader's language, or an empty string if there is none.

    `place` is the fragment of the URL.
    """
    request, script = getattr(context, "request", None), other_script(page_language())
    if request is None or not script:
        return ""
    # A preview has the same paths after another prefix.
    start = get_script_prefix()
    rest = request.path.removeprefix(start).partition("/")[2]
    return f"{start}{script}/{rest}" + (f"#{place}" if place else "")


@register.simple_tag(takes_context=True)
def addresses(context: Any) -> dict:
    """The canonical URL of this page, and the alternate URLs by language, which require SITE_URL.

    Of the query string, only `canonical_query` is part of them.
    """
    request, query = context["request"], context.get("canonical_query", "")
    rest = request.path.partition("/")[2].partition("/")[2]
    urls = {code: f"{settings.SITE_URL}/{code}/{rest}{query}" for code in LANGUAGES}
    return {
        "own": f"{settings.SITE_URL}{request.path}{query}",
        "alternates": [{"tag": tag(code), "url": url} for code, url in urls.items()] if settings.SITE_URL else [],
        "default": urls[settings.LANGUAGE_CODE],
    }
