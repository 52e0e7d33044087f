"""Compare what two sources say on one point: the same, one less precise than the other, or different.

Dates are compared by the days they can mean, references by key, terms by code, numbers by the day they are given for,
texts after folding. Nothing is decided here; the editors decide.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Any

from dossier.text.dates import Bounds, bounds

from .vocabulary import DateBasis, QuestionKind, Stance, Topic, ValueType

# Topics on which sources do not answer one question: two remarks are two remarks, and do not contradict each other.
OPEN_TOPICS = {
    *(Topic.ACCUSATION, Topic.ASSESSMENT, Topic.CHARACTER, Topic.CONTENT, Topic.CONTEXT, Topic.OPERATIONAL_DETAILS),
    *(Topic.OTHER_DOCUMENTS, Topic.REACTION, Topic.REMARK, Topic.SCOPE, Topic.STATEMENT),
}
# Points whose value is the exact wording of a name or a title.
WORDINGS = {"text", Topic.TITLE}


class Comparison(StrEnum):
    SAME = "same"
    # One is compatible with the other: a month and a day in it, some of the signatories and all of them.
    LESS_PRECISE = "less-precise"
    DIFFERENT = "different"
    # For different days, so both can be right.
    OF_OTHER_DAYS = "of-other-days"


@dataclass(frozen=True)
class Reading:
    """The value that a source gives for a point."""

    value: str
    value_type: str
    calendar: str = ""
    as_of: str = ""
    date_basis: str = ""
    disputed: bool = False

    @property
    def is_number(self) -> bool:
        return self.value_type == ValueType.NUMBER

    @classmethod
    def of(cls, citation: dict[str, Any]) -> "Reading":
        """From a citation in the dossier format, or from a dict of the same fields."""
        return cls(
            value=citation.get("value", ""),
            value_type=citation["value_type"],
            calendar=citation.get("value_calendar", ""),
            as_of=citation.get("as_of", ""),
            date_basis=citation.get("date_basis", ""),
            disputed=citation["stance"] == Stance.DISPUTES,
        )


def is_compared(topic: str) -> bool:
    """Whether citations on that topic answer one question, so that their values can differ. Those on a field do."""
    return topic not in OPEN_TOPICS


def compare(one: Reading, other: Reading) -> Comparison:
    """How two readings of one point compare. Both must have a value."""
    if _of_other_days(one, other):
        return Comparison.OF_OTHER_DAYS
    comparison = _values(one, other)
    if one.disputed == other.disputed:
        return comparison
    # A source that disputes a value differs from those that give it, and agrees with those that give another.
    return Comparison.SAME if comparison == Comparison.DIFFERENT else Comparison.DIFFERENT


def kind_of_difference(readings: Iterable[Reading], *, wording: bool = False) -> QuestionKind | None:
    """How sources differ on one point; None if they do not. `wording`: the value is the exact wording of a text."""
    given = [reading for reading in dict.fromkeys(readings) if reading.value]
    if any(_of_other_days(*pair) for pair in combinations([reading for reading in given if reading.is_number], 2)):
        return QuestionKind.SERIES
    comparisons = set()
    for one, other in combinations(given, 2):
        comparisons.add(compare(one, other))
        if Comparison.DIFFERENT in comparisons:
            # The remaining pairs cannot change the result.
            return QuestionKind.SPELLING if wording else QuestionKind.CONFLICT
    return QuestionKind.PRECISION if Comparison.LESS_PRECISE in comparisons else None


def alike(readings: Sequence[Reading]) -> list[list[int]]:
    """The indexes of the readings, grouped by what they say, in the order of the first of each group."""
    groups: list[list[int]] = []
    for place, reading in enumerate(readings):
        same = (group for group in groups if _belongs(readings[group[0]], reading))
        if group := next(same, None):
            group.append(place)
        else:
            groups.append([place])
    return groups


def _belongs(one: Reading, other: Reading) -> bool:
    if not (one.value and other.value):
        return one.value == other.value and one.value_type == other.value_type
    # To be grouped, values must also be of one type and calendar, or one source would be misquoted.
    written = (one.value_type, one.calendar, one.disputed) == (other.value_type, other.calendar, other.disputed)
    return written and (one.value == other.value or _values(one, other) == Comparison.SAME)


def _of_other_days(one: Reading, other: Reading) -> bool:
    if not (one.as_of and other.as_of):
        return False
    return _apart(bounds(one.as_of), bounds(other.as_of))


def _values(one: Reading, other: Reading) -> Comparison:
    types = {one.value_type, other.value_type}
    if types == {ValueType.DATE}:
        return _ranges(_days(one), _days(other))
    if types == {ValueType.NUMBER} and (ranges := [number_range(side.value) for side in (one, other)]) and all(ranges):
        return _ranges(*ranges)
    if types == {ValueType.REFERENCE}:
        return _sets(set(one.value.split(", ")), set(other.value.split(", ")))
    if types == {ValueType.DATE, ValueType.TEXT}:
        # One in words, such as “after the end of the USSR”, the other a date.
        return Comparison.LESS_PRECISE
    return Comparison.SAME if len({fold_value(one.value), fold_value(other.value)}) == 1 else Comparison.DIFFERENT


def _sets(one: set[str], other: set[str]) -> Comparison:
    if one == other:
        return Comparison.SAME
    return Comparison.LESS_PRECISE if one < other or other < one else Comparison.DIFFERENT


def _days(reading: Reading) -> Bounds:
    """The days on which the act itself may have taken place; a date of publication is only the latest possible day."""
    days = bounds(reading.value, reading.calendar)
    if reading.value.endswith(("~", "%")):
        days = _with_neighbours(reading.value[:-1], days)
    if reading.date_basis == DateBasis.PUBLICATION:
        return Bounds(None, days.latest)
    return days


def _with_neighbours(value: str, days: Bounds) -> Bounds:
    """An approximate date with one more unit on either side: a day for a day, a year for a year."""
    if days.earliest is None or days.latest is None or len(value) not in {4, 7, 10}:
        return days
    try:
        before, after = days.earliest - timedelta(days=1), days.latest + timedelta(days=1)
    except OverflowError:
        return days
    return Bounds(
        bounds(before.isoformat()[: len(value)]).earliest,
        bounds(after.isoformat()[: len(value)]).latest,
    )


def _ranges(one: Any, other: Any) -> Comparison:
    if _apart(one, other):
        return Comparison.DIFFERENT
    return Comparison.SAME if one == other else Comparison.LESS_PRECISE


@dataclass(frozen=True)
class NumberRange:
    """The least and the greatest number that can be meant; None if that end is open."""

    earliest: Decimal | None
    latest: Decimal | None


_NUMBER = re.compile(r"(?P<sign>[<>~≈]?)\s*(?P<least>\d+(?:\.\d+)?)(?:\s*[/–-]\s*(?P<most>\d+(?:\.\d+)?))?", re.ASCII)


def number_range(value: str) -> NumberRange | None:
    """`3000`, `>3000`, `<3000`, `~3000`, `1000/1500`; None for anything else, or if it ends before it begins."""
    if not (match := _NUMBER.fullmatch(value.strip())):
        return None
    least = Decimal(match["least"])
    most = Decimal(match["most"]) if match["most"] else least
    if most < least:
        return None
    return NumberRange(None if match["sign"] == "<" else least, None if match["sign"] == ">" else most)


def _apart(one: Any, other: Any) -> bool:
    """Whether the two have no day, or number, in common."""

    def ends_before(first, second):
        return first.latest is not None and second.earliest is not None and first.latest < second.earliest

    return ends_before(one, other) or ends_before(other, one)


def fold_value(text: str) -> str:
    """A text without what may differ between its spellings: case, width, spaces, punctuation, marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LN")
