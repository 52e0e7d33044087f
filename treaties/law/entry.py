"""When a treaty enters into force by its own clause, or, where it has none, by VCLT 24(2): derived from its acts."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from dossier.text.dates import Bounds, bounds

from ..vocabulary import DelayCounting, EntryIntoForceMethod, StepKind
from .acts import CONSENTS, SIGNATURES, SUCCESSIONS, Act, EntryRule, History, established, span_of
from .parties import can_be_bound, is_multilateral

BY_CLAUSE, BY_CONSENT = "entry-by-clause", "consent-of-both"
# Acts by which two parties can consent at once, or each to the other.
CONSENTS_OF_BOTH = (
    StepKind.SIGNATURE_DEFINITIVE,
    StepKind.EXCHANGE_OF_NOTES,
    StepKind.NOTIFICATION,
    StepKind.EXCHANGE,
)


@dataclass(frozen=True)
class Entry:
    """A derived entry into force: the days it can have been, the rule, the acts it follows, and what was added.

    `trigger` is the day of the event from which the delay is counted.
    """

    day: str
    rule: str
    acts: tuple[Act, ...]
    trigger: str = ""
    delay: str = ""
    counting: str = DelayCounting.EXACT


def derived_entry(history: History) -> Entry | None:
    """The entry into force that follows from the acts; None if none does."""
    acts = _without_withdrawn([act for act in established(history.acts) if not act.is_limited])
    if history.entry.trigger:
        return _by_clause(history, acts)
    if not is_multilateral(history) and not any(act.kind == StepKind.ENTRY_INTO_FORCE for act in history.acts):
        return _by_consent_of_both(acts)
    return None


def _by_clause(history: History, acts: list[Act]) -> Entry | None:
    rule = history.entry
    follow = _TRIGGERS.get(rule.trigger)
    event = follow(history, acts) if follow else None
    if event is None:
        return None
    day, after = event
    return Entry(delayed(day, rule.delay, rule.counting), BY_CLAUSE, after, day, rule.delay, rule.counting)


def later_effect(rule: EntryRule, consent: str) -> str:
    """The day from which a consent binds that is given after the entry into force; empty if no rule is recorded."""
    return delayed(consent, rule.later_delay, rule.later_counting) if rule.later_delay and consent else ""


# The days of the trigger, and the acts that it consists of.
_Event = tuple[str, tuple[Act, ...]] | None


def _on_signature(history: History, acts: list[Act]) -> _Event:
    signed = [act for act in acts if act.kind in SIGNATURES and act.date]
    missing = set(can_be_bound(history.participants)) - {act.party for act in signed}
    # A joint signature is one of all; else all must have signed.
    return _last(signed) if signed and (not missing or any(not act.party for act in signed)) else None


def _on_exchange(_history: History, acts: list[Act]) -> _Event:
    return _last(act for act in acts if act.kind == StepKind.EXCHANGE and act.date)


def _on_notifications(_history: History, acts: list[Act]) -> _Event:
    notified = _first_of_each(act for act in acts if act.kind == StepKind.NOTIFICATION and act.date)
    return _last(notified) if "" in {act.party for act in notified} or len(notified) > 1 else None


def _on_number(history: History, acts: list[Act]) -> _Event:
    consents = _first_of_each(act for act in _own_consents(acts) if act.date)
    number = history.entry.number
    if not number or len(consents) < number:
        return None
    # The day of the nth, whichever of them it is.
    spans = [bounds(act.date) for act in consents]
    first = sorted(span.earliest or date.min for span in spans)[number - 1]
    last = sorted(span.latest or date.max for span in spans)[number - 1]
    days = Bounds(first if first > date.min else None, last if last < date.max else None)
    return span_of(days), tuple(consents[:number])


def _on_named(history: History, acts: list[Act]) -> _Event:
    consents = _first_of_each(act for act in _own_consents(acts) if act.date and act.party in history.entry.parties)
    return _last(consents) if consents and len(consents) == len(set(history.entry.parties)) else None


def _on_date(history: History, _acts: list[Act]) -> _Event:
    return (history.entry.date, ()) if history.entry.date else None


_TRIGGERS: dict[str, Callable[[History, list[Act]], _Event]] = {
    EntryIntoForceMethod.SIGNATURE: _on_signature,
    EntryIntoForceMethod.EXCHANGE: _on_exchange,
    EntryIntoForceMethod.NOTIFICATION: _on_notifications,
    EntryIntoForceMethod.NUMBER: _on_number,
    EntryIntoForceMethod.NAMED_PARTIES: _on_named,
    EntryIntoForceMethod.FIXED: _on_date,
}


def _own_consents(acts: list[Act]) -> list[Act]:
    """The consents of single parties."""
    return [act for act in acts if act.kind in CONSENTS and act.kind not in SUCCESSIONS and act.party]


def _without_withdrawn(acts: list[Act]) -> list[Act]:
    withdrawn = {act.party: act.span.latest or date.max for act in acts if act.kind == StepKind.INSTRUMENT_WITHDRAWN}
    return [
        act
        for act in acts
        if act.kind not in CONSENTS or (act.span.earliest or date.min) > withdrawn.get(act.party, date.min)
    ]


def _first_of_each(acts: Iterable[Act]) -> list[Act]:
    """The first act of each party, by date."""
    in_order = sorted(acts, key=lambda act: (bounds(act.date).earliest or date.min, act.key))
    return list({act.party: act for act in reversed(in_order)}.values())[::-1]


def _last(acts: Iterable[Act]) -> _Event:
    """The last of several acts: not before the latest first day, and not after the latest last day."""
    chosen = tuple(acts)
    if not chosen:
        return None
    spans = [bounds(act.date) for act in chosen]
    first = max((span.earliest for span in spans if span.earliest), default=None)
    last = max((span.latest or date.max) for span in spans)
    # An exact date stays as it was written, with its qualifier.
    exact = [act.date for act in chosen if bounds(act.date) == Bounds(first, last)]
    return exact[0] if exact else span_of(Bounds(first, last if last < date.max else None)), chosen


def _by_consent_of_both(acts: list[Act]) -> Entry | None:
    """VCLT 24(2): in force as soon as both have consented."""
    consents = sorted(
        (act for act in acts if act.kind in CONSENTS_OF_BOTH and act.takes_effect),
        key=lambda act: (act.span.earliest or date.min, act.key),
    )
    given: dict[str, Act] = {}
    for act in consents:
        given.setdefault(act.party, act)
        if not act.party or len(given) == 2:
            chosen = (act,) if not act.party else tuple(given.values())
            return Entry(act.takes_effect, BY_CONSENT, chosen)
    return None


def unanswered_notes(acts: Iterable[Act]) -> list[Act]:
    """The notes of the party that wrote first, until the other answers (VCLT 13)."""
    notes = [act for act in acts if act.kind == StepKind.EXCHANGE_OF_NOTES and act.party]
    return list(takewhile(lambda note: note.party == notes[0].party, notes))


# Arithmetic of dates


def delayed(when: str, delay: str, counting: str = DelayCounting.EXACT) -> str:
    """The days `delay` after those that an EDTF date can mean, as EDTF.

    `delay` is an ISO 8601 duration: P90D after 14 October 1950 is 12 January 1951. With `first-of-month` it is the
    first day of the month that follows.
    """
    if not delay or (delay == "P0D" and counting == DelayCounting.EXACT):
        return when
    days = bounds(when)
    return span_of(Bounds(*(day and _add(day, delay, counting) for day in (days.earliest, days.latest))))


def _add(day: date, delay: str, counting: str) -> date:
    amounts = {unit: int(number) for number, unit in re.findall(r"(\d+)([YMD])", delay)}
    months = day.year * 12 + day.month - 1 + 12 * amounts.get("Y", 0) + amounts.get("M", 0)
    year, month = divmod(months, 12)
    month += 1
    # Three months after 30 November is the last day of February.
    moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(amounts.get("D", 0))
    if counting == DelayCounting.FIRST_OF_MONTH:
        moved = (moved.replace(day=1) + timedelta(32)).replace(day=1)
    return moved
