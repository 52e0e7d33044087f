"""The words of dates in nine languages, as date_reading.py looks for them: folded as for a search."""

import unicodedata
from collections.abc import Iterable

from babel.dates import get_month_names

from .analysis import fold_sign
from .calendars import SOLAR_MONTHS

# Variants of dashes, commas, zeros and tildes.
_PLAIN = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"،": ",", "○": "〇", "～": "~", "〜": "~"})


def fold_word(text: str) -> str:
    """A text as the words below are written: lower case, ASCII digits, one form of each letter, single spaces."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return " ".join("".join(map(fold_sign, plain)).split())


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of several words; the longest match wins."""
    return "|".join(sorted(map(_as_pattern, words), key=len, reverse=True))


def _as_pattern(word: str) -> str:
    return "".join(f"\\{sign}" if sign in ".()" else sign for sign in word)


def _numbered(*lists: str) -> dict[str, int]:
    """Months by name, from lists of twelve separated by spaces; underscores stand for spaces within a name."""
    return {
        fold_word(name.replace("_", " ")): number
        for names in lists
        for number, name in enumerate(names.split(), start=1)
    }


def _of_cldr(language: str) -> dict[str, int]:
    months = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale=language).items():
                # A final full stop may be left out, but not in Thai, whose abbreviations also have stops inside.
                months[fold_word(name if language == "th" else name.rstrip("."))] = number
    return months


_VIETNAMESE = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"]
# Gregorian months by language.
MONTHS: dict[str, dict[str, int]] = {
    "en": _of_cldr("en") | {"sept": 9},
    "ru": _of_cldr("ru"),
    # The names of the Nile, of the Levant and Iraq, of Algeria and Tunisia, of Morocco.
    "ar": _of_cldr("ar")
    | _numbered(
        "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    ),
    # The names of Iran, their common variants, and those of Afghanistan.
    "fa": _of_cldr("fa")
    | _numbered(
        "ژانویه فوریه مارس آپریل می جون جولای آگوست سپتامبر اکتبر نوامبر دسامبر",
        "جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر",
    ),
    "th": _of_cldr("th"),
    "vi": {
        f"{month} {name}": number
        for month in ("tháng", "thg")
        for number, word in enumerate(_VIETNAMESE, start=1)
        for name in (word, str(number), f"{number:02}")
    },
}
# Solar Hijri months, in Persian and as they are written in English.
SOLAR = {
    "fa": {fold_word(name): number for number, name in enumerate(SOLAR_MONTHS, start=1)} | {fold_word("امرداد"): 5},
    "en": _numbered("farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand"),
}

# Before or after an approximate date.
ABOUT = [
    *("about", "circa", "ca.", "ca", "c.", "approximately", "approx.", "around"),
    *("около", "примерно", "приблизительно", "ок.", "прибл."),
    *("约", "大约", "약", "대략", "ประมาณ", "ราวๆ", "ราว", "khoảng", "vào khoảng", "chừng"),
    *map(fold_word, ("حوالي", "نحو", "قرابة", "تقريباً", "حدود", "در حدود", "حدوداً", "تقریباً")),
]
ABOUT_AFTER = ["左右", "경", "쯤", "무렵", *map(fold_word, ("تقريباً", "تقریباً"))]

# Names of eras, before a year and after it.
ERAS_BEFORE = {
    "buddhist": ["พ.ศ.", "พ. ศ.", "พศ.", "พ.ศ", "พุทธศักราช", "b.e.", "be"],
    "gregorian": ["ค.ศ.", "ค. ศ.", "คศ.", "ค.ศ", "คริสต์ศักราช", "公元", "西元", "서기", "ad", "a.d.", "ce", "c.e."],
}
ERAS_AFTER = {
    "gregorian": ["ad", "a.d.", "ce", "c.e.", "н.э.", "н. э.", *map(fold_word, ("ميلادي", "ميلادية", "م", "م."))],
    "solar": list(
        map(fold_word, ("هجری شمسی", "هجری خورشیدی", "شمسی", "خورشیدی", "ه.ش.", "ه.ش", "ه. ش.", "ه ش", "هـ.ش", "ش"))
    ),
}
JUCHE = ["주체", "主体", "juche"]

# Words that identify a date of a lunar calendar.
LUNAR = [
    *map(fold_word, ("هـ", "ه.ق", "هجري", "هجری", "قمری", "محرم", "صفر", "ربيع", "جمادى", "رجب", "شعبان", "رمضان")),
    *map(
        fold_word, ("شوال", "ذو القعدة", "ذوالقعدة", "ذیقعده", "ذي القعدة", "ذو الحجة", "ذوالحجه", "ذیحجه", "ذي الحجة")
    ),
    *("muharram", "safar", "rabi", "jumada", "rajab", "shaban", "ramadan", "shawwal", "dhu", "hijri"),
]
LUNAR_WITHIN = ["农历", "阴历", "旧历", "음력", "âm lịch", "จันทรคติ"]

_HAN_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}


def with_han_numbers(text: str) -> str:
    """The text with numbers in Chinese characters as digits where a character for year, month or day follows them."""
    out, number = [], ""
    for sign in f"{text} ":
        if sign in _HAN_DIGITS or sign == "十":
            number += sign
            continue
        if number:
            out.append(_han_number(number) if sign.strip() in {"年", "月", "日", "号", "-", ""} else number)
            number = ""
        out.append(sign)
    return "".join(out).strip()


def _han_number(number: str) -> str:
    tens, ten, ones = number.partition("十")
    if not ten:
        return "".join(str(_HAN_DIGITS[sign]) for sign in number)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return number
    return str(10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0))
