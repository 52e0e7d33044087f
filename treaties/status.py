"""Whether a treaty is in force on a day, for whom, by which acts, and how that is known: pure functions over acts.

After the Vienna Convention on the Law of Treaties: 24(1) entry into force by the treaty's own clause, 24(2) by the
consent of all, 24(3) for a state that consents later, 25 provisional application, 54 to 60 and 62 termination, 57
suspension, 69 invalidity. A political commitment has no such status, only participants. Only established acts count;
a disputed one that would change the answer makes it contested, a date that may be on either side of the day makes it
uncertain. What is not recorded is never denied.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .law.acts import SIGNATURES, Act, History, established
from .law.between import relations
from .law.commitments import Commitment
from .law.view import Status, View
from .vocabulary import Form


def status(history: History, on: date, party: str = "", other: str = "") -> Status:
    """The status on the day `on` of the treaty, or of the treaty for `party`.

    With `other` it also tells what the reservations of each of the two are for the other (VCLT 20, 21).
    """
    answer = _view(history, party).on(on)
    return replace(answer, relations=tuple(relations(history, party, other, on))) if other else answer


def _view(history: History, party: str) -> View | Commitment:
    return (Commitment if history.form == Form.POLITICAL_COMMITMENT else View)(history, party)


@dataclass(frozen=True)
class Interval:
    """Days with one answer, the first and the last; None without end."""

    first: date | None
    last: date | None
    status: Status


def intervals(history: History, party: str = "") -> list[Interval]:
    """The answers for every day, in order: the first interval has no beginning, and the last no end."""
    view = _view(history, party)
    days = sorted(view.cuts())
    starts: list[tuple[date | None, Status]] = [(None, view.on(date.min))]
    for day in days:
        answer = view.on(day)
        if answer != starts[-1][1]:
            starts.append((day, answer))
    ends = [day for day, _answer in starts[1:]]
    lasts = [date.fromordinal(day.toordinal() - 1) if day else None for day in ends]
    return [Interval(first, last, answer) for (first, answer), last in zip(starts, [*lasts, None], strict=True)]


def signature_dates(acts: Iterable[Act]) -> list[str]:
    """The established dates of signature."""
    return [act.date for act in established(acts) if act.kind in SIGNATURES and act.date]
