"""Every string that is ours, of readers and of editors, has its translation in every language."""

import ast
import re
from io import BytesIO

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_language
from django.utils.translation.template import templatize

from dossier.text.languages import LANGUAGES

LOCALES = sorted(path.parent.parent.name for path in settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po"))
KEYWORDS = {
    **{name: None for name in ("_", "gettext", "gettext_lazy")},
    "ngettext": (1, 2),
    **{name: ((1, "c"), 2) for name in ("pgettext", "pgettext_lazy")},
}


def programs():
    for package in ("dossier", "sources", "treaties"):
        yield from (path for path in (settings.BASE_DIR / package).rglob("*.py") if "migrations" not in path.parts)


def strings():
    """Of every program file and template: (context, text or (text, plural))."""
    for path in programs():
        yield from extract("python", BytesIO(path.read_bytes()), keywords=KEYWORDS)
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        # The template as Python calls, the way Django's own tools read it; its indentation is not Python's.
        calls = "\n".join(line.strip() for line in templatize(path.read_text()).splitlines())
        yield from extract("python", BytesIO(calls.encode()), keywords=KEYWORDS)


def test_every_language_but_english_has_a_catalogue():
    assert {to_language(locale).lower() for locale in LOCALES} == LANGUAGES.keys() - {"en"}


@pytest.fixture(scope="module")
def marked():
    return {(context, text if isinstance(text, str) else text[0]) for _line, text, _comments, context in strings()}


def catalogue(locale):
    with (settings.LOCALE_PATHS[0] / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale=locale) if message.id]


def first(text):
    return text if isinstance(text, str) else text[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_string_of_ours_is_untranslated(locale, marked):
    translated = {
        (message.context, first(message.id))
        for message in catalogue(locale)
        if all([message.string] if isinstance(message.string, str) else message.string)
    }

    assert marked - translated == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_no_translation_is_left_of_a_string_that_is_gone(locale, marked):
    assert {(message.context, first(message.id)) for message in catalogue(locale)} - marked == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_what_is_filled_in(locale):
    holes = re.compile(r"%\(\w+\)s|\{\w+\}")
    for message in catalogue(locale):
        wanted = set(holes.findall(first(message.id)))
        # A number may be said in words, as Arabic says one and two.
        spoken = {"%(n)s"} if not isinstance(message.id, str) else set()
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert wanted - spoken <= set(holes.findall(text)) <= wanted, (first(message.id), text)


def test_no_string_is_marked_where_extraction_does_not_look():
    # It reads no further than the quotation marks of an f-string.
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in programs()
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]

    assert hidden == []


def test_eight_languages_beside_english_have_a_catalogue():
    assert LOCALES == ["ar", "fa", "ko", "ru", "th", "vi", "zh_Hans", "zh_Hant"]
