"""The languages of the interface, and what a page must know of any language it prints."""

# Each under its own name, in the order in which every page offers them.
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
# BCP 47 writes a script with a capital, and browsers choose fonts by it.
_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}

_TRADITIONAL = {"hant", "tw", "hk", "mo"}

# What stands between the items of a list, between what is told of one thing, between names that hold commas, and
# between a heading and what it heads.
_BETWEEN = {
    "items": {"": ", ", "ar": "، ", "fa": "، ", "zh-hans": "、", "zh-hant": "、"},
    "clauses": {"": ", ", "ar": "، ", "fa": "، ", "zh-hans": "，", "zh-hant": "，"},
    "names": {"": "; ", "ar": "؛ ", "fa": "؛ ", "zh-hans": "；", "zh-hant": "；"},
    "heading": {"": ": ", "zh-hans": "：", "zh-hant": "："},
}


def between(what: str, language: str) -> str:
    """The sign between items, clauses, names or a heading and its text, as `language` writes it, with its space."""
    return _BETWEEN[what].get(language, _BETWEEN[what][""])


def tag(language: str) -> str:
    """The BCP 47 tag for a `lang` attribute, from one of our codes or any tag."""
    return _TAGS.get(language, language)


def direction(language: str) -> str:
    """`rtl` or `ltr`, from the script subtag where there is one, else from the language."""
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
    """Which of our languages is meant by any tag: `zh-hant` by zh-HK, `fa` by fa-IR; None where none is."""
    language, *subtags = code.lower().replace("_", "-").split("-")
    if language == "zh":
        # A script that is named outweighs the country.
        return "zh-hant" if _TRADITIONAL & {*subtags} and "hans" not in subtags else "zh-hans"
    return language if language in LANGUAGES else None


def other_script(language: str) -> str:
    """The same language in its other script; empty where it has but one."""
    return next(iter(_CLOSEST.get(language, [])), "")


def choose(texts: dict[str, str], language: str) -> tuple[str, str] | None:
    """The text for a reader of `language` as (language found, text), or None where nobody wrote one."""
    for candidate in fallbacks(language):
        if texts.get(candidate):
            return candidate, texts[candidate]
    return None


def column(field: str, language: str) -> str:
    """The column that holds a translated field in one language: `title_zh_hans`."""
    return f"{field}_{language.replace('-', '_')}"
