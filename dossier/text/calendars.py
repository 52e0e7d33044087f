"""The calendars that readers and editors use besides the Gregorian one: Solar Hijri, the Buddhist era, Juche.

A day, a month or a year is passed and returned as its first and last day, so that nothing becomes more exact than it
was. The lunar Hijri calendar is left out: its months begin with the sighting of the moon, and for most days before
2000 the existing tables disagree.
"""

import calendar as months
from datetime import date, timedelta

from persiantools.jdatetime import MONTH_NAMES_FA, JalaliDate

Days = tuple[date, date]

SOLAR_MONTHS: list[str] = [str(name) for name in MONTH_NAMES_FA[1:]]
# 1179 to 1478: in these years the library has the leap years of other implementations, and those of the sun.
SOLAR_DAYS: Days = (date(1800, 3, 21), date(2100, 3, 20))
# The first year of the Buddhist era that began on 1 January; earlier ones began on 1 April.
NEW_YEAR_IN_JANUARY = date(1941, 1, 1)
BUDDHIST, JUCHE = 543, 1911

# The digits of Persian, and those of Arabic for sites that want them, by their names in CLDR.
DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩"}


def with_digits(text: str, digits: str) -> str:
    """A text with the digits of a numbering system: `arab` or `arabext`; any other name leaves them as they are."""
    return text.translate(str.maketrans("0123456789", DIGITS[digits])) if digits in DIGITS else text


def digits_of(language: str, arabic: str = "latn") -> str:
    """The numbering system of a language's readers, by its name in CLDR; `arabic` is the one chosen for Arabic."""
    return {"fa": "arabext", "ar": arabic}.get(language, "latn")


def span(year: int, month: int = 0, day: int = 0) -> Days:
    """The first and the last day of a Gregorian year, month or day."""
    last = day or months.monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1), date(year, month or 12, last)


# Solar Hijri


def in_solar_hijri(first: date, last: date) -> str:
    """A Gregorian day, month or year in Persian words and digits: a day, or the two months or years it lies in.

    Empty if one of its days is outside SOLAR_DAYS.
    """
    if first < SOLAR_DAYS[0] or last > SOLAR_DAYS[1]:
        return ""
    start, end = JalaliDate(first), JalaliDate(last)
    names = SOLAR_MONTHS[start.month - 1], SOLAR_MONTHS[end.month - 1]
    if first == last:
        words = f"{start.day} {names[0]} {start.year}"
    elif last - first > timedelta(31):
        words = f"{start.year}–{end.year}"
    elif start.year == end.year:
        words = f"{names[0]}–{names[1]} {start.year}"
    else:
        words = f"{names[0]} {start.year} – {names[1]} {end.year}"
    return with_digits(words, "arabext")


def solar_days_in(year: int, month: int) -> int:
    return int(JalaliDate.days_in_month(month, year))


def is_solar_year(year: int) -> bool:
    """Whether every day of the year can be converted with certainty."""
    return JalaliDate(SOLAR_DAYS[0]).year <= year <= JalaliDate(SOLAR_DAYS[1]).year


def from_solar_hijri(year: int, month: int = 0, day: int = 0) -> Days:
    """The Gregorian days of a Solar Hijri year, month or day, which must exist."""
    first = JalaliDate(year, month or 1, day or 1)
    last = JalaliDate(year, month or 12, day or solar_days_in(year, month or 12))
    return first.to_gregorian(), last.to_gregorian()


# The Buddhist era


def buddhist_year(day: date) -> int:
    before_new_year = day < NEW_YEAR_IN_JANUARY and day.month < 4
    return day.year + BUDDHIST - before_new_year


def in_buddhist_era(first: date, last: date) -> str:
    """The year or the two years in which the days are: พ.ศ. 2567, พ.ศ. 2481–2482."""
    start, end = buddhist_year(first), buddhist_year(last)
    return f"พ.ศ. {start}" if start == end else f"พ.ศ. {start}–{end}"


def from_buddhist_era(year: int, month: int = 0, day: int = 0) -> Days | None:
    """The days of a year, month or day of the Buddhist era; None if the year had no such month.

    2483 had nine months, because 2484 began on 1 January 1941.
    """
    if not month:
        first, last = span(year - BUDDHIST)
        if last < NEW_YEAR_IN_JANUARY:
            first = first.replace(month=4)
            last = min(date(first.year + 1, 3, 31), NEW_YEAR_IN_JANUARY - timedelta(1))
        return first, last
    for gregorian in (year - BUDDHIST, year - BUDDHIST + 1):
        if buddhist_year(date(gregorian, month, 1)) == year:
            return span(gregorian, month, day)
    return None
