"""Dates as sources give them: a subset of EDTF (ISO 8601-2), with the days they can mean.

`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, each with `?` (uncertain), `~` (approximate) or `%` (both);
`a/b`, `../b`, `a/..` (intervals, `..` open); `[a,b]` (one of these).
The SQL function edtf_bound() has the same rules, so that the database computes the bounds however a row is written.
"""

import calendar as months
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_skeleton, get_month_names
from django.utils.translation import gettext as _

from .calendars import digits_of, in_buddhist_era, in_solar_hijri, span, with_digits
from .languages import between
from .problems import shortened

# Syntax only; bounds() refuses a thirteenth month.
_DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?"
PATTERN = rf"(?:{_DAY}|\.\./{_DAY}|{_DAY}/(?:\.\.|{_DAY})|\[{_DAY}(?:,{_DAY})+\])"
EXAMPLES = "2024, 2024-06, 2024-06-19, 2024~, 2024-06/2024-07, 2024-06/.., [1995,1996]"


def today() -> date:
    """The UTC day, the default for which every status is computed."""
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Bounds:
    """The first and the last day a date can mean; None if that end is open."""

    earliest: date | None
    latest: date | None

    @property
    def exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest

    def holds(self, other: "Bounds") -> bool:
        """Whether these bounds contain every day that the other date can mean."""
        begins = (self.earliest or date.min) <= (other.earliest or date.min)
        return begins and (other.latest or date.max) <= (self.latest or date.max)


class DateError(ValueError):
    """A text, or a part of one, that is not in our subset of EDTF, and the reason."""

    def __init__(self, value: str, reason: str):
        super().__init__(f"{reason}, got “{shortened(value)}”.")
        self.value, self.reason = value, reason


# The only calendar besides the Gregorian one that is converted by rule. A date marked with any other is the Gregorian
# day that is taken to be meant.
JULIAN = "julian"


@lru_cache(maxsize=10_000)
def bounds(value: str, calendar: str = "") -> Bounds:
    """The days `value` can mean, in the Gregorian calendar; `calendar` is "julian" if it is written in that one.

    Raises DateError if it is not in our subset of EDTF.
    """
    if not re.fullmatch(PATTERN, value, re.ASCII):
        raise DateError(value, f"Expected a date in EDTF such as {EXAMPLES}")
    if value.startswith("["):
        parts = [_part(part, calendar) for part in value[1:-1].split(",")]
        return Bounds(min(first for first, _ in parts), max(last for _, last in parts))
    if "/" not in value:
        return Bounds(*_part(value, calendar))
    start, end = value.split("/")
    earliest = None if start == ".." else _part(start, calendar)[0]
    latest = None if end == ".." else _part(end, calendar)[1]
    if earliest and latest and latest < earliest:
        raise DateError(value, f"Expected the earlier date first: {end}/{start}")
    return Bounds(earliest, latest)


def in_gregorian(value: str, calendar: str) -> str:
    """The same days in the Gregorian calendar, as EDTF: a month or a year of the Julian one becomes an interval."""
    if calendar != JULIAN or not value:
        return value
    if value.startswith("["):
        parts = [_in_gregorian(part) for part in value[1:-1].split(",")]
        return f"[{','.join(parts)}]" if not any("/" in part for part in parts) else span_of(bounds(value, calendar))
    if "/" not in value:
        return _in_gregorian(value)
    start, end = (part if part == ".." else _in_gregorian(part) for part in value.split("/"))
    return f"{start.split('/')[0]}/{end.split('/')[-1]}"


def _in_gregorian(part: str) -> str:
    number = part.rstrip("?~%")
    return "/".join(day + part[len(number) :] for day in span_of(bounds(number, JULIAN)).split("/"))


def span_of(days: Bounds) -> str:
    """Bounds as EDTF; empty if both ends are open."""
    if days.exact:
        return f"{days.earliest}"
    if days.earliest is None and days.latest is None:
        return ""
    return f"{days.earliest or '..'}/{days.latest or '..'}"


def _part(value: str, calendar: str) -> tuple[date, date]:
    numbers = [int(number) for number in value.rstrip("?~%").split("-")]
    year, month, day = [*numbers, 0, 0][:3]
    if year == 0 or (len(numbers) > 1 and not 1 <= month <= 12):
        raise DateError(value, f"Expected a year from 0001 and a month from 01 to 12, such as {EXAMPLES}")
    last_day = months.monthrange(year, month or 12)[1]
    if calendar == JULIAN and month == 2 and year % 4 == 0:
        last_day = 29
    if len(numbers) == 3 and not 1 <= day <= last_day:
        raise DateError(value, f"Expected a day from {value[:8]}01 to {value[:8]}{last_day}")
    first, last = (year, month or 1, day or 1), (year, month or 12, day or last_day)
    if calendar != JULIAN:
        return date(*first), date(*last)
    try:
        return _from_julian(*first), _from_julian(*last)
    except OverflowError:
        reason = f"Expected a date within the Gregorian years 1 to 9999, such as {EXAMPLES}"
        raise DateError(value, reason) from None


def _from_julian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Julian one, counted from 1 March of year 0, so that leap days end a year."""
    shifted_year, shifted_month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    days = 365 * shifted_year + shifted_year // 4 + (153 * shifted_month + 2) // 5 + day
    # 1 March of year 1 in the Julian calendar was 27 February in the Gregorian one.
    return date(1, 2, 27) + timedelta(days=days - 366)


@dataclass(frozen=True)
class DatePart:
    """One date of an EDTF value, as a page prints it: the text, ISO 8601 for machines, and its qualifier.

    `beside` is the Gregorian date, or the part of it that the text lacks, if the text is in another calendar.
    """

    text: str
    iso: str
    qualifier: str
    beside: str = ""


def parts(value: str, language: str, *, as_written: bool = False, arabic_digits: str = "latn") -> list[DatePart]:
    """The dates in `value` for a reader of `language`, none more exact than the source.

    Persian readers get the Solar Hijri date, Thai readers the year of the Buddhist era, and both the Gregorian date
    beside it. `as_written` leaves the numbers as they are, as for a date of the Julian calendar.
    """
    digits = digits_of(language, arabic_digits)
    dates = []
    for part in re.findall(_DAY, value, re.ASCII):
        iso = part.rstrip("?~%")
        text, beside = (_written_date(iso, language), "") if as_written else _of_reader(iso, language)
        dates.append(DatePart(with_digits(text, digits), iso, part.removeprefix(iso), with_digits(beside, digits)))
    return dates


def in_words(value: str, language: str, **options: Any) -> str:
    """A whole EDTF value as plain text, in the active language; `options` as for parts()."""
    openings = {"one-of": _("one of:"), "from": _("from"), "until": _("until")}
    said = []
    for part in parts(value, language, **options):
        notes = [note for note in (part.beside, qualifier_in_words(part.qualifier)) if note]
        said.append(f"{part.text} ({between('items', language).join(notes)})" if notes else part.text)
    together = ("–" if kind(value) == "interval" else between("items", language)).join(said)
    return f"{openings[kind(value)]} {together}" if kind(value) in openings else together


def qualifier_in_words(qualifier: str) -> str:
    return {"?": _("uncertain"), "~": _("approximately"), "%": _("uncertain, approximately")}.get(qualifier, "")


def kind(value: str) -> str:
    """How the dates of `value` are related: `single`, `interval`, `from`, `until` or `one-of`."""
    if value.startswith("["):
        return "one-of"
    if value.startswith("../"):
        return "until"
    if value.endswith("/.."):
        return "from"
    return "interval" if "/" in value else "single"


def _of_reader(iso: str, language: str) -> tuple[str, str]:
    """A Gregorian date in the calendar of the language's readers, and the Gregorian date to print beside it."""
    numbers = [int(number) for number in iso.split("-")]
    if numbers[1:] == [2, 29] and not months.isleap(numbers[0]):
        # A day of the Julian calendar only.
        return _written_date(iso, language), ""
    if language == "th":
        return _in_thai(numbers, in_buddhist_era(*span(*numbers))), f"ค.ศ. {numbers[0]}"
    words = _written_date(iso, language)
    if language == "fa":
        # A bare year would be taken for one of the Solar Hijri calendar.
        solar = in_solar_hijri(*span(*numbers))
        return (solar, words) if solar else (f"{words} میلادی", "")
    # In Arabic, likewise, a year before 1500 would be taken for one of the Hijra.
    return (f"{words} م", "") if language == "ar" and numbers[0] < 1500 else (words, "")


def _in_thai(numbers: list[int], year: str) -> str:
    """Day and month as given, with a year of either era: 19 มิถุนายน พ.ศ. 2567."""
    day = [str(numbers[2])] if len(numbers) == 3 else []
    month = [get_month_names("wide", locale="th")[numbers[1]]] if len(numbers) > 1 else []
    return " ".join([*day, *month, year])


def _written_date(iso: str, language: str) -> str:
    """A date without conversion, whatever its calendar, with the names of the Gregorian months."""
    # Day before month in English too, as in documents of the United Nations.
    locale = {"en": "en_GB", "zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}.get(language, language)
    numbers = [int(number) for number in iso.split("-")]
    if language == "th":
        return _in_thai(numbers, f"ค.ศ. {numbers[0]}")
    if len(numbers) == 1:
        # A year alone; Babel would write 0863 as 863 too.
        return format_skeleton("y", date(numbers[0], 1, 1), locale=locale)
    if len(numbers) == 2:
        return _year_in_full(format_skeleton("yMMMM", date(numbers[0], numbers[1], 1), locale=locale))
    year, month, day = numbers
    if (month, day) == (2, 29) and not months.isleap(year):
        # A day of the Julian calendar only: formatted in a leap year, which is then replaced.
        leap = format_date(date(2000, 2, 29), format="long", locale=locale)
        return _year_in_full(leap.replace(_written_date("2000", language), _written_date(iso[:4], language)))
    return _year_in_full(format_date(date(*numbers), format="long", locale=locale))


def _year_in_full(text: str) -> str:
    """Russian without its abbreviation, whose full stop would collide with that of a sentence."""
    return re.sub(r"(?<=\d)\sг\.$", " года", text)
