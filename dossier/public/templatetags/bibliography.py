"""Sources for reference managers and in citation styles. `line` is an item of page["sources"]."""

import re

from django import template
from django.conf import settings
from django.utils.translation import get_language

from dossier.text.languages import LANGUAGES
from sources.bibliography.coins import context_object
from sources.bibliography.fields import TEXTS, Source
from sources.bibliography.reading import FORMATS
from sources.bibliography.styles import STYLES, reference

register = template.Library()


@register.filter
def coins(line: dict) -> str:
    """The ContextObject of a source, for the title attribute of an element with class Z3988."""
    return context_object(_source(line))


@register.filter
def references(line: dict) -> list[dict]:
    """The reference to a source in each style: the name of the `style`, and its `pieces`, of which every second is a
    date.

    GB/T 7714 writes dates as numbers only, which would be reversed in a reference in Arabic script.
    """
    source, language = _source(line), get_language() or settings.LANGUAGE_CODE
    return [
        {
            "style": name,
            "pieces": re.split(r"((?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-]))", reference(source, code, language)),
        }
        for code, (name, _file) in STYLES.items()
    ]


@register.simple_tag
def bibliography_formats() -> list[dict]:
    """The formats in which sources are exported: the `ending` of the URL and the `name`."""
    return [{"ending": ending, "name": format.NAME} for ending, format in FORMATS.items()]


def _source(line: dict) -> Source:
    """Convert a line of a page to a source in the dossier format, with the one translation that the page has."""
    source: Source = {name: line.get(name, "") for name in TEXTS}
    source |= {name: (line.get(name) or {}).get("text", "") for name in ("title", "publisher")}
    source["authors"] = [author["text"] for author in line.get("authors", []) if author]
    if translated := line.get("title_translated"):
        codes = {code.lower(): code for code in LANGUAGES}
        source["title_translated"] = {codes.get(translated["lang"].lower(), "en"): translated["text"]}
    source["accessed"] = line.get("accessed", "")
    return source
