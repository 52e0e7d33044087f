"""What a page says of its sources to programs and in the manner of styles; `line` is one of page["sources"]."""

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
    """The ContextObject of a source, for the title of an element of class Z3988."""
    return context_object(_source(line))


@register.filter
def references(line: dict) -> list[dict]:
    """The reference to a source in each style: its `style` by name, and its `pieces`, of which every second is a date.

    GB/T 7714 dates by numbers alone, which in a reference of Arabic script would be read backwards.
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
    """The formats in which sources are exported: the `ending` of the address and the `name`."""
    return [{"ending": ending, "name": format.NAME} for ending, format in FORMATS.items()]


def _source(line: dict) -> Source:
    """A line of a page as the dossier format has the source, with the one translation that the page holds."""
    found: Source = {name: line.get(name, "") for name in TEXTS}
    found |= {name: (line.get(name) or {}).get("text", "") for name in ("title", "publisher")}
    found["authors"] = [each["text"] for each in line.get("authors", []) if each]
    if translated := line.get("title_translated"):
        codes = {code.lower(): code for code in LANGUAGES}
        found["title_translated"] = {codes.get(translated["lang"].lower(), "en"): translated["text"]}
    found["accessed"] = line.get("accessed", "")
    return found
