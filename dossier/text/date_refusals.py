"""Messages for editors: why what was typed is not a date, and what would be right."""

import re
from typing import NoReturn

from django.utils.translation import gettext as _

from .date_words import LUNAR, LUNAR_WITHIN, MONTHS, SOLAR, alternatives

LONGEST = 120


class NotRead(ValueError):
    """What was typed is not a date, or is ambiguous; the message says what would be right."""


def isolated(words: str) -> str:
    """Words in Unicode isolates, which keep their direction within a sentence of another one."""
    return f"\u2068{words}\u2069"


IN_WORDS = ["19 June 2024", "۳۰ خرداد ۱۴۰۳", "19 มิถุนายน พ.ศ. 2567"]
EXAMPLES = ", ".join(map(isolated, ["2024-06-19", "2024-06", "2024", *IN_WORDS]))


def refuse(message: str, typed: str, **named: object) -> NoReturn:
    values = {"typed": typed[:LONGEST], **named}
    raise NotRead(message % {name: text if text == EXAMPLES else isolated(str(text)) for name, text in values.items()})


def refuse_unread(typed: str) -> NoReturn:
    refuse(
        _("“%(typed)s” cannot be read as a date. Enter the date alone with a four-digit year, such as %(examples)s."),
        typed,
        examples=EXAMPLES,
    )


def diagnose(plain: str, typed: str) -> NoReturn:
    """Refuse a text that no pattern matches, with the most specific message."""
    lunar = rf"(?<![^\W\d_])(?:{alternatives(LUNAR)})(?![^\W\d_])|{alternatives(LUNAR_WITHIN)}"
    if re.search(lunar, plain) and "S" not in plain:
        refuse(
            _(
                "“%(typed)s” is a date of a lunar calendar, whose months follow the sighting of the moon: no rule "
                "gives the day for certain. Enter the Gregorian date as a source gives it, such as %(example)s."
            ),
            typed,
            example="2024-06-19",
        )
    if re.fullmatch(r"(?:the )?\d{3}0(?:'?s|-?е|-?х|年代|년대)(?: гг?\.?)?|(?:ทศวรรษ|thập niên) \d{4}", plain):
        refuse(
            _("“%(typed)s” is a decade. Enter its first and last year, such as %(example)s."),
            typed,
            example="1990/1999",
        )
    named = alternatives({word for months in (*MONTHS.values(), *SOLAR.values()) for word in months})
    if re.fullmatch(r"(?:ngày )?\d{1,2}[-./ ]+\d{1,2}[-./ ]+'?\d{2}[.]?", plain) or re.search(
        rf"(?:{named})[., -]+(?:\d{{1,2}},? )?'?\d{{2}}(?!\d)\.?$", plain
    ):
        refuse(
            _("“%(typed)s” has no four-digit year. Enter all four digits, such as %(example)s."),
            typed,
            example="19 June 2024",
        )
    if not re.search(r"\d{3}", plain) and re.search(rf"{named}|\d{{1,2}} ?[月월日일]", plain):
        refuse(
            _("“%(typed)s” has no year. Enter the date with its year, such as %(example)s."),
            typed,
            example="19 June 2024",
        )
    refuse_unread(typed)


def refuse_both(typed: str, one: str, other: str) -> NoReturn:
    refuse(_("“%(typed)s” says both %(one)s and %(other)s. Enter only one of them."), typed, one=one, other=other)


def refuse_era(typed: str, one: str, other: str) -> NoReturn:
    refuse(
        _("“%(typed)s” does not name the era of its year. Enter %(one)s or %(other)s."),
        typed,
        one=one,
        other=other,
    )


def refuse_day(typed: str, last: int) -> NoReturn:
    refuse(_("“%(typed)s”: the day must be between 1 and %(last)s in that month."), typed, last=last)
