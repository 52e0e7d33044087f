"""When a treaty enters into force by its own clause, or, where it has none, by VCLT 24(2): derived from its acts."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from dossier.text.dates import Bounds, bounds, span_of

from ..vocabulary import DelayCounting, EntryIntoForceMethod, StepKind
from .acts import CONSENTS, LEAVES, SIGNATURES, SUCCESSIONS, Act, EntryRule, History, established
from .parties import ancestors, can_be_bound, is_multilateral, sides

BY_CLAUSE, BY_CONSENT = "entry-by-clause", "consent-of-both"
# Acts by which those who made the treaty consent; who accedes or succeeds finds it made.
CONSENTS_OF_BOTH = tuple(kind for kind in CONSENTS if kind not in (StepKind.ACCESSION, *SUCCESSIONS))


@dataclass(frozen=True)
class Entry:
    """A derived entry into force: the days it can have been, the rule, and the acts it follows.

    `trigger` is the day of the event from which the delay is counted.
    """

    day: str
    rule: str
    acts: tuple[Act, ...]
    trigger: str = ""


def derived_entry(history: History) -> Entry | None:
    """The entry into force that follows from the acts; None if none does."""
    acts = [act for act in established(history.meant) if not act.is_limited]
    if history.entry.trigger:
        return _without_withdrawn(acts, lambda left: _by_clause(history, left))
    if any(act.kind == StepKind.ENTRY_INTO_FORCE for act in acts):
        return None
    return _without_withdrawn(acts, lambda left: _by_consent_of_all(history, left))


def _without_withdrawn(acts: list[Act], derive: Callable[[list[Act]], Entry | None]) -> Entry | None:
    """What follows from the acts without the consents that were withdrawn before it."""
    left = acts
    while entry := derive(left):
        day = bounds(entry.day).earliest or date.min
        gone = {act.key for act in entry.acts if _left_before(act, left, day)}
        if not gone:
            return entry
        left = [act for act in left if act.key not in gone]
    return None


def _left_before(consent: Act, acts: list[Act], day: date) -> bool:
    """Whether the party of a consent withdrew it after it was given and before the day."""
    given = bounds(consent.date).earliest if consent.date else None
    return any(
        act.kind in LEAVES
        and act.party == consent.party
        and act.party
        and given is not None
        and given <= (act.span.latest or date.min) < day
        for act in acts
    )


def _by_clause(history: History, acts: list[Act]) -> Entry | None:
    rule = history.entry
    follow = _TRIGGERS.get(rule.trigger)
    event = follow(history, acts) if follow else None
    if event is None:
        return None
    day, after = event
    return Entry(delayed(day, rule.delay, rule.counting), BY_CLAUSE, after, day)


def later_effect(rule: EntryRule, consent: str) -> str:
    """The day from which a consent binds that is given after the entry into force; empty if no rule is recorded."""
    return delayed(consent, rule.later_delay, rule.later_counting) if rule.later_delay and consent else ""


# The days of the trigger, and the acts that it consists of.
_Event = tuple[str, tuple[Act, ...]] | None


def _on_signature(history: History, acts: list[Act]) -> _Event:
    signed = [act for act in acts if act.kind in SIGNATURES and act.date]
    if any(not act.party for act in signed):
        return _last(act for act in signed if not act.party)
    # Who came later by accession or succession need not have signed.
    later = {act.party for act in acts if act.kind in (StepKind.ACCESSION, *SUCCESSIONS)}
    successors = {each.successor for each in history.successions}
    missing = set(can_be_bound(history.participants)) - {act.party for act in signed} - later - successors
    return None if missing else _last(signed)


def _on_exchange(_history: History, acts: list[Act]) -> _Event:
    return _last(act for act in acts if act.kind == StepKind.EXCHANGE and act.date)


def _on_notifications(history: History, acts: list[Act]) -> _Event:
    notified = (act for act in acts if act.kind == StepKind.NOTIFICATION and act.date)
    return _of_both_sides(history, notified)


def _on_number(history: History, acts: list[Act]) -> _Event:
    consents = _first_of_each(act for act in _own_consents(history, acts) if act.date)
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
    own = _own_consents(history, acts)
    consents = _first_of_each(act for act in own if act.date and act.party in history.entry.parties)
    return _last(consents) if consents and len(consents) == len(set(history.entry.parties)) else None


def _on_date(history: History, acts: list[Act]) -> _Event:
    """On the date that it fixes, but not before two have consented."""
    consents = _first_of_each(act for act in acts if act.kind in CONSENTS and act.takes_effect)
    enough = next((act for act in consents if not act.party), None) or (consents[1] if len(consents) > 1 else None)
    if not history.entry.date or enough is None:
        return None
    event = _last([enough])
    fixed = bounds(history.entry.date).earliest or date.min
    later = event and (bounds(event[0]).earliest or date.min) > fixed
    return event if later else (history.entry.date, (enough,))


_TRIGGERS: dict[str, Callable[[History, list[Act]], _Event]] = {
    EntryIntoForceMethod.SIGNATURE: _on_signature,
    EntryIntoForceMethod.EXCHANGE: _on_exchange,
    EntryIntoForceMethod.NOTIFICATION: _on_notifications,
    EntryIntoForceMethod.NUMBER: _on_number,
    EntryIntoForceMethod.NAMED_PARTIES: _on_named,
    EntryIntoForceMethod.FIXED: _on_date,
}


def _own_consents(history: History, acts: list[Act]) -> list[Act]:
    """The consents of single parties; a joint one is that of each of them."""
    consents = [act for act in acts if act.kind in CONSENTS and act.kind not in SUCCESSIONS]
    joint = [act for act in consents if not act.party]
    each = [replace(act, party=party) for act in joint for party in can_be_bound(history.participants)]
    return [act for act in consents if act.party] + each


def _first_of_each(acts: Iterable[Act]) -> list[Act]:
    """The first act of each party, by date."""
    in_order = sorted(acts, key=lambda act: (act.span.earliest or date.max, act.key))
    return list({act.party: act for act in reversed(in_order)}.values())[::-1]


def _of_both_sides(history: History, acts: Iterable[Act]) -> _Event:
    """The act that completed what both sides must do; a joint one is of both. Others than the parties do not count."""
    told = list(acts)
    # Where nobody is recorded as a participant, whoever acts is one.
    taking_part = sides(history) or [{party} for party in sorted({act.party for act in told})]
    of_side = {party: number for number, side in enumerate(taking_part) for party in side}
    done: dict[int, Act] = {}
    for act in sorted(told, key=lambda act: (act.span.earliest or date.max, act.key)):
        if not act.party:
            return act.takes_effect, (act,)
        # A successor that the treaty does not name stands for its predecessor.
        line = [act.party, *sorted(ancestors(history, act.party))]
        place = next((of_side[party] for party in line if party in of_side), None)
        if place is not None:
            done.setdefault(place, act)
        if len(done) == 2:
            return _last(done.values())
    return None


def _last(acts: Iterable[Act]) -> _Event:
    """The last of several acts: not before the latest first day, and not after the latest last day."""
    chosen = tuple(acts)
    if not chosen:
        return None
    first = max((act.span.earliest for act in chosen if act.span.earliest), default=None)
    last = max((act.span.latest or date.max) for act in chosen)
    # An exact date stays as it was written, with its qualifier.
    exact = [act.takes_effect for act in chosen if act.span == Bounds(first, last)]
    return exact[0] if exact else span_of(Bounds(first, last if last < date.max else None)), chosen


def _by_consent_of_all(history: History, acts: list[Act]) -> Entry | None:
    """VCLT 24(2): in force as soon as both have consented; among many, where they consented together."""
    consents = [act for act in acts if act.kind in CONSENTS_OF_BOTH and act.takes_effect]
    if is_multilateral(history):
        event = _last(act for act in consents if not act.party)
    else:
        event = _of_both_sides(history, consents)
    return Entry(event[0], BY_CONSENT, event[1]) if event else None


def unanswered_notes(acts: Iterable[Act]) -> list[Act]:
    """The notes of the party that wrote first, until the other answers (VCLT 13)."""
    notes = [act for act in acts if act.kind == StepKind.EXCHANGE_OF_NOTES and act.party]
    return list(takewhile(lambda note: note.party == notes[0].party, notes))


# Arithmetic of dates

# Beyond it a delay of days could leave the calendar.
_LAST_YEAR = 9970


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
    """The day after a delay; the last day of all where it lies beyond."""
    amounts = {unit: int(number) for number, unit in re.findall(r"(\d+)([YMD])", delay)}
    months = day.year * 12 + day.month - 1 + 12 * amounts.get("Y", 0) + amounts.get("M", 0)
    year, month = divmod(months, 12)
    month += 1
    if year > _LAST_YEAR:
        return date.max
    # Three months after 30 November is the last day of February.
    moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(amounts.get("D", 0))
    if counting == DelayCounting.FIRST_OF_MONTH:
        moved = (moved.replace(day=1) + timedelta(32)).replace(day=1)
    return moved
