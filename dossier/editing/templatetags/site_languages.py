"""The languages of the site, for language menus."""

from django import template
from django.urls import get_script_prefix
from django.utils.translation import get_language

from dossier.text.languages import LANGUAGES, direction, tag

register = template.Library()


@register.simple_tag(takes_context=True)
def languages(context) -> list[dict]:
    """Every interface language with the address of this page in it."""
    request, query = context.get("request"), context.get("query", "")
    # A preview has the same addresses under another prefix.
    start = get_script_prefix()
    rest = request.path.removeprefix(start).partition("/")[2] if request else ""
    current = get_language()
    return [
        {"code": code, "tag": tag(code), "dir": direction(code), "name": name, "url": f"{start}{code}/{rest}{query}"}
        | {"current": code == current}
        for code, name in LANGUAGES.items()
    ]
