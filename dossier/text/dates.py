"""Dates as sources give them: a subset of EDTF (ISO 8601-2), with the days they can mean.

`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, each with `?` (uncertain), `~` (approximate) or `%` (both);
`a/b`, `../b`, `a/..` (intervals, `..` open); `[a,b]` (one of these).
The same rules stand in SQL as edtf_bound(), so that the database knows the bounds however a row is written.
"""

import calendar as months
import re
import reprlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_skeleton

# A grammar without meaning; the bounds refuse the thirteenth month.
_DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?"
PATTERN = rf"(?:{_DAY}|\.\./{_DAY}|{_DAY}/(?:\.\.|{_DAY})|\[{_DAY}(?:,{_DAY})+\])"
EXAMPLES = "2024, 2024-06, 2024-06-19, 2024~, 2024-06/2024-07, 2024-06/.., [1995,1996]"


def today() -> date:
    """The UTC day, for which every status is computed where nobody names another."""
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Bounds:
    """The first and the last day a date can mean; None where it is open."""

    earliest: date | None
    latest: date | None

    @property
    def exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest


@lru_cache(maxsize=10_000)
def bounds(value: str, calendar: str = "") -> Bounds:
    """The days `value` can mean, in the Gregorian calendar; `calendar` is "julian" where it is written in that one.

    Raises ValueError, saying what is wrong, where it is no EDTF of ours.
    """
    if not re.fullmatch(PATTERN, value, re.ASCII):
        raise ValueError(f"{reprlib.repr(value)} is not a date that is understood here; right would be: {EXAMPLES}")
    if value.startswith("["):
        parts = [_part(part, calendar) for part in value[1:-1].split(",")]
        return Bounds(min(first for first, _ in parts), max(last for _, last in parts))
    if "/" not in value:
        return Bounds(*_part(value, calendar))
    start, end = value.split("/")
    earliest = None if start == ".." else _part(start, calendar)[0]
    latest = None if end == ".." else _part(end, calendar)[1]
    if earliest and latest and latest < earliest:
        raise ValueError(f"{reprlib.repr(value)} ends before it begins; right would be: {end}/{start}")
    return Bounds(earliest, latest)


def _part(value: str, calendar: str) -> tuple[date, date]:
    numbers = [int(number) for number in value.rstrip("?~%").split("-")]
    year, month, day = [*numbers, 0, 0][:3]
    if year == 0 or (len(numbers) > 1 and not 1 <= month <= 12):
        raise ValueError(f"{value!r} has no such month or year; right would be: {EXAMPLES}")
    last_day = months.monthrange(year, month or 12)[1]
    if calendar == "julian" and month == 2 and year % 4 == 0:
        last_day = 29
    if len(numbers) == 3 and not 1 <= day <= last_day:
        raise ValueError(f"{value!r} is no day of the calendar; right would be a day up to {value[:8]}{last_day}")
    first, last = (year, month or 1, day or 1), (year, month or 12, day or last_day)
    if calendar != "julian":
        return date(*first), date(*last)
    try:
        return _from_julian(*first), _from_julian(*last)
    except OverflowError:
        problem = f"{value!r} lies outside of the Gregorian years 1 to 9999; right would be: {EXAMPLES}"
        raise ValueError(problem) from None


def _from_julian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Julian one, by the days since 1 March of year 0, where leap days end a year."""
    shifted_year, shifted_month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    days = 365 * shifted_year + shifted_year // 4 + (153 * shifted_month + 2) // 5 + day
    # 1 March of year 1 in the Julian calendar was 27 February in the Gregorian one.
    return date(1, 2, 27) + timedelta(days=days - 366)


@dataclass(frozen=True)
class DatePart:
    """One date of an EDTF value, as a page prints it: the text, ISO 8601 for machines, and its qualifier."""

    text: str
    iso: str
    qualifier: str


def parts(value: str, language: str) -> list[DatePart]:
    """The dates in `value` for a reader of `language`, none more exact than the source."""
    found = re.findall(_DAY, value, re.ASCII)
    plain = [part.rstrip("?~%") for part in found]
    return [
        DatePart(_words(iso, language), iso, part.removeprefix(iso)) for part, iso in zip(found, plain, strict=True)
    ]


def kind(value: str) -> str:
    """How the dates of `value` belong together: `single`, `interval`, `from`, `until` or `one-of`."""
    if value.startswith("["):
        return "one-of"
    if value.startswith("../"):
        return "until"
    if value.endswith("/.."):
        return "from"
    return "interval" if "/" in value else "single"


def _words(iso: str, language: str) -> str:
    # Day before month in English too, as the documents of the United Nations have it.
    locale = {"en": "en_GB", "zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}.get(language, language)
    numbers = [int(number) for number in iso.split("-")]
    if len(numbers) == 1:
        # A year that stands alone; Babel would write 0863 as 863 too.
        return format_skeleton("y", date(numbers[0], 1, 1), locale=locale)
    if len(numbers) == 2:
        return format_skeleton("yMMMM", date(numbers[0], numbers[1], 1), locale=locale)
    year, month, day = numbers
    if (month, day) == (2, 29) and not months.isleap(year):
        # A day of the Julian calendar alone: written with a leap year, which then gives way.
        leap = format_date(date(2000, 2, 29), format="long", locale=locale)
        return leap.replace(_words("2000", language), _words(iso[:4], language))
    return format_date(date(*numbers), format="long", locale=locale)
