"""Languages as other programs write them: tags, three-letter codes, English and own names, names of LaTeX's babel."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from dossier.editing.fields import LANGUAGE_TAG_PATTERN

# Languages whose own names other programs write; loading the names of all languages takes seconds.
_OWN = [
    *("ar", "bg", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "mn", "nl", "pl"),
    *("pt", "ro", "ru", "sr", "th", "tr", "uk", "vi", "zh"),
]
# Names of the LaTeX package babel that are not English names of languages.
_OF_LATEX = {
    **dict.fromkeys(["american", "british", "usenglish", "ukenglish", "canadian", "australian"], "en"),
    **dict.fromkeys(["ngerman", "naustrian", "austrian", "nswissgerman"], "de"),
    **dict.fromkeys(["francais", "frenchb", "acadian", "canadien"], "fr"),
    **{"brazilian": "pt-BR", "portuges": "pt", "farsi": "fa", "simplified chinese": "zh-Hans"},
    **{"traditional chinese": "zh-Hant", "cn": "zh", "kor": "ko", "jpn": "ja", "rus": "ru", "eng": "en", "ara": "ar"},
}


def tag_of(text: str) -> str:
    """The BCP 47 tag for the language of an entry; empty if it is not a known language."""
    words = text.strip().replace("_", "-")
    if known := _names().get(words.lower()):
        return known
    first = words.split("-")[0].lower()
    if not re.fullmatch(LANGUAGE_TAG_PATTERN, words) or len(words) > 35:
        return ""
    if len(first) in {2, 3} and (first in _codes() or get_global("language_aliases").get(first)):
        # A three-letter code that has a two-letter equivalent.
        short = get_global("language_aliases").get(first, first)
        return words if short == first else "-".join([short, *words.split("-")[1:]])
    return ""


@cache
def _codes() -> frozenset[str]:
    return frozenset({str(code) for code in Locale("en").languages if "_" not in str(code)})


@cache
def _names() -> dict[str, str]:
    names = {str(name).lower(): str(code).replace("_", "-") for code, name in Locale("en").languages.items()}
    for code in _OWN:
        names.setdefault(str(Locale(code).get_display_name()).lower(), code)
    return names | _OF_LATEX
