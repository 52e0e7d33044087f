"""Every string of the public pages has its translation in every language."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

LOCALES = sorted(path.parent.parent.name for path in settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po"))


def strings_of_the_templates():
    found = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text()
        found |= set(re.findall(r'{%\s*translate\s+"(.+?)"\s*%}', text))
        for block in re.findall(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", text, re.S):
            parts = [re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", part) for part in block.split("{% plural %}")]
            found.add(parts[0])
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_no_string_of_a_public_page_is_untranslated(locale):
    with (settings.LOCALE_PATHS[0] / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=locale)
    translated = set()
    for message in catalogue:
        one = message.id if isinstance(message.id, str) else message.id[0]
        texts = [message.string] if isinstance(message.string, str) else message.string
        if all(texts):
            translated.add(one)

    assert strings_of_the_templates() - translated == set()


def test_eight_languages_beside_english_have_a_catalogue():
    assert LOCALES == ["ar", "fa", "ko", "ru", "th", "vi", "zh_Hans", "zh_Hant"]
