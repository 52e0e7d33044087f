"""What a text of ours says of itself: in which language it is instead, from which script it comes, who made it."""

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

# As signs that no reader sees, where no markup can stand.
ISOLATED, ISOLATED_END = "\u2068", "\u2069"


def page_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=1_000)
def _named(code: str, _reader: str) -> str:
    return name_of_language(code)


@register.filter
def language_of(words: dict) -> str:
    """The name of the language in which a text is, in the reader's own."""
    return _named(words["lang"], page_language())


@register.filter
def reasons(words: dict) -> list[str]:
    """Why a text is not simply what the editors wrote in the reader's language; empty where it is."""
    found = []
    if words.get("instead"):
        names = {"language": language_of(words), "wanted": _named(tag(page_language()), page_language())}
        found.append(_("in %(language)s; not yet written in %(wanted)s") % names)
    if words.get("machine"):
        found.append(_("machine-made text, not reviewed"))
    match words.get("converted"):
        case "zh-Hans":
            found.append(_("converted automatically from simplified characters"))
        case "zh-Hant":
            found.append(_("converted automatically from traditional characters"))
    return found


@register.filter
def words(value: dict | None) -> SafeString:
    """A text with its language where that is not the page's; one of ours with what it must say of itself."""
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
    """Others' words as we render them, which stand beside the original: their language needs no name of its own."""
    return words(value | {"instead": False})


@register.filter
def printed_in(text: str, language: str) -> SafeString:
    """What a document in a language prints beside its title."""
    return words(printed(text, language))


@register.filter
def isolated(text: str) -> str:
    """A text from anywhere for the middle of a sentence in which no markup can stand."""
    sides = {unicodedata.bidirectional(sign) for sign in text}
    mixed = direction(page_language()) == "rtl" or not sides.isdisjoint({"R", "AL"})
    return f"{ISOLATED}{text}{ISOLATED_END}" if mixed and not text.isdecimal() else text


@register.filter
def told(value: dict | None, longest: int = 0) -> str:
    """A text for a title or a description, where no markup can stand; with `longest` the beginning of prose."""
    if not value:
        return ""
    text = Truncator(prose.plain(value["text"])).chars(longest) if longest else value["text"]
    if value["dir"] != direction(page_language()):
        text = isolated(text)
    return f"{text} ({language_of(value)})" if value.get("instead") else text


@register.filter
def marks_among(value: Any) -> set[str]:
    """Which of MARKS any text in the parts of a page bears."""
    match value:
        case dict():
            # Other parts count texts by the same words.
            own = {name for name in MARKS if "text" in value and value.get(name)}
            return own.union(*map(marks_among, value.values()))
        case list():
            return set().union(*map(marks_among, value))
    return set()


@register.filter
def share(part: int, whole: int) -> str:
    """So many of a hundred, rounded down: what is not whole does not say so."""
    said = format_percent(100 * part // whole / 100 if whole else 0, locale=tag(page_language()).replace("-", "_"))
    system = digits_of(page_language(), settings.ARABIC_DIGITS)
    # Babel gives every language the digits and the sign of English.
    return said if system == "latn" else with_digits(said, system).replace("%", "٪")


@register.filter
def in_this_language(readable: dict) -> dict:
    """How far a dossier can be read in the reader's language; `from` is the script of what was converted."""
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
    """The address of this page, at a place of it, in the other script of the reader's language; empty without one."""
    request, script = getattr(context, "request", None), other_script(page_language())
    if request is None or not script:
        return ""
    # A preview has the same addresses behind another beginning.
    start = get_script_prefix()
    rest = request.path.removeprefix(start).partition("/")[2]
    return f"{start}{script}/{rest}" + (f"#{place}" if place else "")


@register.simple_tag(takes_context=True)
def addresses(context: Any) -> dict:
    """By which addresses machines know this page: its own, and that in each language; those need a site's address.

    The own one has of the question only what makes another page of it, in `canonical_query`.
    """
    request, query = context["request"], context.get("canonical_query", "")
    rest = request.path.partition("/")[2].partition("/")[2]
    found = {code: f"{settings.SITE_URL}/{code}/{rest}{query}" for code in LANGUAGES}
    return {
        "own": f"{settings.SITE_URL}{request.path}{query}",
        "alternates": [{"tag": tag(code), "url": url} for code, url in found.items()] if settings.SITE_URL else [],
        "default": found[settings.LANGUAGE_CODE],
    }
