"""The languages of the interface, and what a page must know about any language it prints."""

# Each by its own name, in the order of every language menu.
LANGUAGES = {
    "en": "English",
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
    "ko": "한국어",
    "ru": "Русский",
    "ar": "العربية",
    "fa": "فارسی",
    "th": "ไทย",
    "vi": "Tiếng Việt",
}

_CLOSEST = {"zh-hans": ["zh-hant"], "zh-hant": ["zh-hans"]}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur", "ug", "sd", "dv", "yi", "ckb"}
_RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Thaa", "Syrc", "Nkoo"}
# BCP 47 capitalizes script subtags, and browsers choose fonts by them.
_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}

_TRADITIONAL = {"hant", "tw", "hk", "mo"}

# Separators between the items of a list, between clauses about one thing, between names that contain commas, and
# between a heading and its text.
_BETWEEN = {
    "items": {"": ", ", "ar": "، ", "fa": "، ", "zh-hans": "、", "zh-hant": "、"},
    "clauses": {"": ", ", "ar": "، ", "fa": "، ", "zh-hans": "，", "zh-hant": "，"},
    "names": {"": "; ", "ar": "؛ ", "fa": "؛ ", "zh-hans": "；", "zh-hant": "；"},
    "heading": {"": ": ", "zh-hans": "：", "zh-hant": "："},
}


def between(what: str, language: str) -> str:
    """The separator of items, clauses or names, or after a heading, as `language` writes it, with its space."""
    return _BETWEEN[what].get(language, _BETWEEN[what][""])


def tag(language: str) -> str:
    """The BCP 47 tag for a `lang` attribute, from one of our codes or any tag."""
    return _TAGS.get(language, language)


def direction(language: str) -> str:
    """`rtl` or `ltr`, from the script subtag if there is one, otherwise from the language."""
    subtags = language.replace("_", "-").split("-")
    for subtag in subtags[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            return "rtl" if subtag.title() in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if subtags[0].lower() in _RIGHT_TO_LEFT else "ltr"


def fallbacks(language: str) -> list[str]:
    """The order in which a text is looked for: the language, its closest, English, then any."""
    chain = [language, *_CLOSEST.get(language, []), "en"]
    return list(dict.fromkeys([*chain, *LANGUAGES]))


def closest(code: str) -> str | None:
    """The language of ours closest to any tag: `zh-hant` for zh-HK, `fa` for fa-IR; None if there is none."""
    language, *subtags = code.lower().replace("_", "-").split("-")
    if language == "zh":
        # An explicit script takes precedence over the country.
        return "zh-hant" if _TRADITIONAL & {*subtags} and "hans" not in subtags else "zh-hans"
    return language if language in LANGUAGES else None


def other_script(language: str) -> str:
    """The same language in its other script; empty if it has only one."""
    return next(iter(_CLOSEST.get(language, [])), "")


def choose(texts: dict[str, str], language: str) -> tuple[str, str] | None:
    """The text for a reader of `language` as (its language, text), or None if there is none."""
    for candidate in fallbacks(language):
        if texts.get(candidate):
            return candidate, texts[candidate]
    return None


def column(field: str, language: str) -> str:
    """The column that holds a translated field in one language: `title_zh_hans`."""
    return f"{field}_{language.replace('-', '_')}"
