"""Parse dates as editors type them into EDTF. What has no reading, or more than one, is refused and never guessed.

Accepted are EDTF itself; the long forms of nine languages, with the Solar Hijri months and the years of the Buddhist
era and of Juche; numbers alone if only one reading fits; `about`; two dates with a dash between them, which may share
month and year; and one date in two calendars, if both agree.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from . import calendars
from .date_forms import END, MARKS, START, WHOLE, NamedDate, matches
from .date_refusals import EXAMPLES, LONGEST, diagnose, refuse, refuse_both, refuse_day, refuse_era, refuse_unread
from .date_words import ABOUT, ABOUT_AFTER, ERAS_AFTER, ERAS_BEFORE, JUCHE, alternatives, fold_word, with_han_numbers
from .dates import JULIAN, PATTERN, bounds

# Years in these ranges are taken without an era as Gregorian, or in Thai as Buddhist. Others are ambiguous.
_FROM_CHRIST, _FROM_BUDDHA = range(1500, 2300), range(2300, 2700)
_SCRIPTS = {"": "ascii", "FULLWIDTH": "ascii", "ARABIC-INDIC": "arabic", "EXTENDED ARABIC-INDIC": "arabic"}


def parse_date(text: str, calendar: str = "") -> str:
    """A typed date, in EDTF. Raises NotRead, with a message for the editor that says what would be right.

    `calendar` is JULIAN if the numbers are of that calendar; they are not converted.
    """
    typed, calendar = text.strip(), calendar if calendar == JULIAN else ""
    if re.fullmatch(PATTERN, typed, re.ASCII):
        return _checked(typed, typed, calendar)
    if len(typed) > LONGEST:
        refuse_unread(typed)
    reader = _Reader(typed, _script_of_digits(typed), calendar)
    plain = _with_eras(with_han_numbers(fold_word(typed)), typed)
    return reader.pair(plain) or reader.about(plain) or diagnose(plain, typed)


def _script_of_digits(typed: str) -> str:
    """The script of the digits: `ascii`, `arabic` (Arabic or Persian, which look alike) or `thai`."""
    names = {unicodedata.name(sign, "").rpartition(" DIGIT")[0] for sign in typed if sign.isdecimal()}
    scripts = {_SCRIPTS.get(name, name.lower()) for name in names} or {"ascii"}
    if len(scripts) > 1:
        refuse(
            _("“%(typed)s” mixes the digits of several scripts. Enter the digits of one, such as %(examples)s."),
            typed,
            examples=EXAMPLES,
        )
    script = scripts.pop()
    return script if script in {"ascii", "arabic", "thai"} else refuse_unread(typed)


def _with_eras(plain: str, typed: str) -> str:
    """The text with each year whose era is given as one word: G2024, B2567, S1403; Juche years as Gregorian."""
    for words in re.finditer(rf"(?:{alternatives(JUCHE)}) ?(\d{{1,3}})(?!\d)(?: ?\((\d{{4}})\))?", plain):
        year = int(words[1]) + calendars.JUCHE
        if words[2] and int(words[2]) != year:
            refuse_both(typed, f"{words[1]} = {year}", words[2])
        plain = plain.replace(words[0], f"G{year}")
    for era, names in ERAS_BEFORE.items():
        plain = re.sub(rf"(?<![^\W\d_])(?:{alternatives(names)}) ?(\d{{4}})(?!\d)", rf"{MARKS[era]}\1", plain)
    for era, names in ERAS_AFTER.items():
        plain = re.sub(rf"(?<!\w)(\d{{4}}) ?(?:{alternatives(names)})(?![^\W\d_])", rf"{MARKS[era]}\1", plain)
    return plain


@dataclass(frozen=True)
class _Reader:
    """A typed date, and what all of its parts have in common. Each method returns EDTF; empty if it does not match."""

    typed: str
    script: str
    calendar: str

    def pair(self, plain: str) -> str:
        """One date in two calendars, in brackets or after a slash: the narrower of the two, which must agree."""
        split = re.fullmatch(r"(.+?) ?\(([^()]+)\)|(.+?) / (.+)", plain)
        if not split or self.span(plain):
            return ""
        one, other = (self.span(part) for part in split.groups() if part)
        if not one or not other:
            return ""
        first, second = bounds(one, self.calendar), bounds(other, self.calendar)
        if first.holds(second):
            return other
        if second.holds(first):
            return one
        refuse_both(self.typed, one, other)

    def about(self, plain: str) -> str:
        about = re.fullmatch(rf"(?:{alternatives(ABOUT)}) ?(.+)", plain) or re.fullmatch(
            rf"(.+?) ?(?:{alternatives(ABOUT_AFTER)})", plain
        )
        value = self.span(about[1] if about else plain)
        return re.sub(r"(?<=\d)(?=/|$)", "~", value) if about else value

    def span(self, plain: str) -> str:
        """A date, or two with a dash between them."""
        if numeric := self._numeric(plain):
            return numeric
        for named in matches(WHOLE, plain, self.script):
            return self._edtf(named)
        ends = re.fullmatch(r"([^-~至]+)[-~至]([^-~至]+)", plain)
        if not ends:
            return ""
        for start in matches(WHOLE + START, ends[1].strip(), self.script):
            for end in matches(WHOLE + END, ends[2].strip(), self.script):
                if start.language == end.language and (both := _together(start, end)):
                    first, last = (self._edtf(side) for side in both)
                    return _checked(f"{first.split('/')[0]}/{last.split('/')[-1]}", self.typed, self.calendar)
        return ""

    def _numeric(self, plain: str) -> str:
        """A date in numbers alone, if it has only one reading."""
        if words := re.fullmatch(r"(\d{4})([-./]) ?(\d{1,2})(?:\2 ?(\d{1,2}))?\.?", plain):
            year, month, day = words[1], words[3], words[4]
        elif words := re.fullmatch(r"(?:ngày )?(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?: ?г\.?)?", plain):
            day, month, year = words[1], words[3], words[4]
            if int(day) != int(month) and int(day) <= 12 and int(month) <= 12:
                readings = (f"{year}-{int(one):02}-{int(other):02}" for one, other in ((month, day), (day, month)))
                refuse(
                    _("“%(typed)s” can be read in two ways. Enter %(one)s or %(other)s."),
                    self.typed,
                    **dict(zip(("one", "other"), readings, strict=True)),
                )
            if int(month) > 12 >= int(day):
                day, month = month, day
        elif words := re.fullmatch(r"(\d{1,2})[-./](\d{4})", plain):
            day, month, year = None, words[1], words[2]
        else:
            return ""
        if int(year) not in _FROM_CHRIST:
            other = "۳۰ خرداد ۱۴۰۳" if int(year) < _FROM_CHRIST.start else "19 มิถุนายน พ.ศ. 2567"
            refuse_era(self.typed, "19 June 2024", other)
        return self._edtf(NamedDate("", int(year), "gregorian", int(month), day=int(day) if day else None))

    def _edtf(self, named: NamedDate) -> str:
        """The EDTF of a named date."""
        year, month, era = named.year or 0, named.month or 0, self._era(named)
        if named.month is not None and not 1 <= month <= 12:
            refuse(_("“%(typed)s”: the month must be between 1 and 12."), self.typed)
        if era == "gregorian":
            rest = [f"{number:02}" for number in (named.month, named.day) if number is not None]
            return _checked("-".join([f"{year:04}", *rest]), self.typed, self.calendar)
        if self.calendar:
            refuse(
                _(
                    "“%(typed)s” is a date of another calendar. Enter the date in the Julian calendar, such as "
                    "1917-10-25."
                ),
                self.typed,
            )
        return _of_days(*(_solar if era == "solar" else _buddhist)(year, month, named.day, self.typed))

    def _era(self, named: NamedDate) -> str:
        """The era of the year: the one given, or the only one possible for its number."""
        year = named.year or 0
        if named.solar:
            if named.era not in {"", "solar"} or (not named.era and year in _FROM_CHRIST):
                refuse_both(self.typed, _("a month of the Solar Hijri calendar"), _("a year of another calendar"))
            return "solar"
        if named.era == "solar" and named.month:
            refuse_both(self.typed, _("a month of the Gregorian calendar"), _("a year of another calendar"))
        if named.era:
            return named.era
        thai = named.language == "th" or (not named.language and self.script == "thai")
        if thai and year in _FROM_BUDDHA:
            return "buddhist"
        # In these languages, or without one, such an early year may count from the Hijra or from the Buddha.
        early = year < _FROM_CHRIST.start and named.language in {"", "ar", "fa", "th"}
        if year < _FROM_CHRIST.stop and not early:
            return "gregorian"
        if thai or not early:
            refuse_era(self.typed, f"พ.ศ. {year}", f"ค.ศ. {year}")
        solar, christian = (calendars.with_digits(f"{year} {era}", "arabext") for era in ("خورشیدی", "میلادی"))
        refuse_era(self.typed, solar, christian)


def _together(start: NamedDate, end: NamedDate) -> tuple[NamedDate, NamedDate] | None:
    """The two ends of a span, each completed from the other; None if they do not fit together."""
    if start.year is None and end.year is None:
        return None
    if start.month is None and start.day is not None:
        start = replace(start, month=end.month, solar=end.solar)
    if end.month is None and end.day is not None:
        end = replace(end, month=start.month, solar=start.solar)
    if start.year is None:
        start = replace(start, year=end.year, era=end.era)
    if end.year is None:
        end = replace(end, year=start.year, era=start.era)
    exact = {(side.month is not None, side.day is not None) for side in (start, end)}
    return (start, end) if len(exact) == 1 and (False, True) not in exact else None


def _solar(year: int, month: int, day: int | None, typed: str) -> calendars.Days:
    if not calendars.is_solar_year(year):
        refuse(
            _(
                "“%(typed)s” lies outside the years for which the Solar Hijri calendar is certain here. Enter the "
                "Gregorian date, such as %(example)s."
            ),
            typed,
            example="2024-06-19",
        )
    if day is not None and not 1 <= day <= calendars.solar_days_in(year, month):
        refuse_day(typed, calendars.solar_days_in(year, month))
    return calendars.from_solar_hijri(year, month, day or 0)


def _buddhist(year: int, month: int, day: int | None, typed: str) -> calendars.Days:
    if year <= calendars.BUDDHIST:
        refuse_unread(typed)
    whole = calendars.from_buddhist_era(year, month)
    if whole is None:
        refuse(
            _(
                "“%(typed)s” names a month that its year did not have: years of the Buddhist era began on 1 April "
                "until 2483, which ended with December. Enter the Gregorian date, such as %(example)s."
            ),
            typed,
            example="1940-03-15",
        )
    if day is not None and not 1 <= day <= whole[1].day:
        refuse_day(typed, whole[1].day)
    return (whole[0].replace(day=day), whole[0].replace(day=day)) if day else whole


def _of_days(first: date, last: date) -> str:
    """A span of days as a day, a month, a year or several months if it is exactly that; otherwise as its two ends."""
    if first == last:
        return first.isoformat()
    if first.day == 1 and (last + timedelta(1)).day == 1:
        start, end = first.isoformat()[:7], last.isoformat()[:7]
        if start[:4] == end[:4] and (first.month, last.month) == (1, 12):
            return start[:4]
        return start if start == end else f"{start}/{end}"
    return f"{first}/{last}"


def _checked(value: str, typed: str, calendar: str) -> str:
    """Return a value of EDTF's form; refuse it if one of its days does not exist, or if its end comes first."""
    for part in re.findall(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value):
        try:
            bounds(part, calendar)
        except ValueError:
            _refuse_part(part, typed, calendar)
    try:
        bounds(value, calendar)
    except ValueError:
        start, _stroke, end = value.partition("/")
        refuse(_("“%(typed)s” ends before it begins. Enter %(right)s."), typed, right=f"{end}/{start}")
    return value


def _refuse_part(part: str, typed: str, calendar: str) -> None:
    year, month = int(part[:4]), int(part[5:7] or 1)
    if not 1 <= month <= 12:
        refuse(_("“%(typed)s”: the month must be between 1 and 12."), typed)
    if year and len(part) == 10:
        leap = calendar == "julian" and month == 2 and year % 4 == 0
        last = 29 if leap else calendars.span(year, month)[1].day
        if not 1 <= int(part[8:]) <= last:
            refuse_day(typed, last)
    refuse_unread(typed)
