"""Patterns of dates in nine languages, and the parts of a date that matches one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .date_words import MONTHS, SOLAR, alternatives

# The mark that precedes a year whose era is given.
MARKS = {"buddhist": "B", "gregorian": "G", "solar": "S"}

_YEAR = r"(?P<year>[BGS]?\d{4})"
_DAY = r"(?P<day>\d{1,2})"


@dataclass(frozen=True)
class NamedDate:
    """The parts of a date: a year and its era, if given, a month of a calendar, a day. None for parts not given."""

    language: str
    year: int | None = None
    era: str = ""
    month: int | None = None
    solar: bool = False
    day: int | None = None


def _forms() -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]:
    """Patterns by language: of a whole date, and of the incomplete dates that may start or end a span."""
    month = {
        language: f"(?P<month>{alternatives([*names, *SOLAR.get(language, ())])})\\.?"
        for language, names in MONTHS.items()
    }
    en, ru, ar, fa, th, vi = (month[language] for language in ("en", "ru", "ar", "fa", "th", "vi"))
    ordinal = r"(?:st|nd|rd|th)?"
    again = ar.replace("<month>", "<again>")
    number = r"(?P<month>\d{1,2})"
    whole = {
        "": [_YEAR],
        "en": [
            rf"(?:(?:the )?{_DAY}{ordinal}(?: of)? )?{en},? {_YEAR}",
            rf"{en} {_DAY}{ordinal},? {_YEAR}",
            rf"{_YEAR},? {en}(?: {_DAY})?",
        ],
        "ru": [rf"(?:{_DAY}(?:-?го)? )?{ru} {_YEAR}(?: ?(?:года|год|г)\.?)?", rf"{_YEAR} ?(?:года|год|г)\.?"],
        "ar": [
            rf"(?:(?:يوم )?{_DAY} (?:من )?)?{ar}(?: ?/ ?{again})?,? (?:عام |سنه )?{_YEAR}",
            rf"(?:عام|سنه) {_YEAR}",
        ],
        "fa": [rf"(?:{_DAY} )?{fa}(?: ?ماه)?,? (?:سال )?{_YEAR}", rf"سال {_YEAR}"],
        "th": [rf"(?:(?:วันที่ ?)?{_DAY} ?)?(?:เดือน ?)?{th} ?(?:ปี ?)?{_YEAR}", rf"ปี ?{_YEAR}"],
        "vi": [rf"(?:(?:ngày )?{_DAY} )?{vi}(?: năm |, ?| ?/ ?| ){_YEAR}", rf"năm {_YEAR}"],
        "zh": [rf"{_YEAR} ?年(?: ?{number} ?月(?: ?{_DAY} ?[日号])?)?"],
        "ko": [rf"{_YEAR} ?년(?: ?{number} ?월(?: ?{_DAY} ?일)?)?"],
    }
    start = {
        "en": [rf"(?:{_DAY}{ordinal} )?{en}", rf"{en} {_DAY}{ordinal}", rf"{_DAY}{ordinal}"],
        **{language: [rf"(?:{_DAY} )?{month[language]}", _DAY] for language in ("ru", "ar", "fa", "th", "vi")},
    }
    end = {
        "en": [rf"{_DAY}{ordinal},? {_YEAR}"],
        "zh": [rf"(?:{number} ?月 ?)?{_DAY} ?[日号]", rf"{number} ?月"],
        "ko": [rf"(?:{number} ?월 ?)?{_DAY} ?일", rf"{number} ?월"],
    }
    return whole, start, end


Forms = list[tuple[str, re.Pattern[str]]]
WHOLE: Forms
START: Forms
END: Forms
WHOLE, START, END = (
    [(language, re.compile(form)) for language, listed in forms.items() for form in listed] for forms in _forms()
)
# The languages in which digits other than ASCII are used.
_LANGUAGES_OF_DIGITS = {"arabic": {"", "ar", "fa"}, "thai": {"", "th"}}


def matches(forms: Forms, plain: str, script: str) -> Iterator[NamedDate]:
    for language, form in forms:
        if language not in _LANGUAGES_OF_DIGITS.get(script, {language}):
            continue
        if words := form.fullmatch(plain):
            parts = words.groupdict()
            month, solar = _month(language, parts.get("month"))
            if parts.get("again") and _month(language, parts["again"]) != (month, solar):
                continue
            year, day = parts.get("year"), parts.get("day")
            era = next((era for era, mark in MARKS.items() if year and year.startswith(mark)), "")
            number = int(year.lstrip("BGS")) if year else None
            yield NamedDate(language, number, era, month, solar, int(day) if day else None)


def _month(language: str, name: str | None) -> tuple[int | None, bool]:
    if name is None:
        return None, False
    if name.isdecimal():
        return int(name), False
    solar = SOLAR.get(language, {})
    return (solar[name], True) if name in solar else (MONTHS[language][name], False)
