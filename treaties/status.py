"""Whether a treaty is in force on a day, for whom, and by which acts: pure functions over acts, without a database.

After the Vienna Convention on the Law of Treaties: 24(1) entry into force by the treaty's own clause, 24(3) for a state
that consents later, 25 provisional application, 54 to 60 and 62 termination, 57 suspension, 69 invalidity. Only
established acts count; a disputed one that would change the answer makes it contested, a date that may be on either
side of the day makes it uncertain.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from dossier.text.dates import bounds

from .vocabulary import Capacity, Standing, StepKind
from .vocabulary import Status as Code

# The order matters: acts of one day are sorted by it.
SIGNATURES = (StepKind.SIGNATURE, StepKind.SIGNATURE_DEFINITIVE, StepKind.SIGNATURE_AD_REFERENDUM)
# VCLT 11: the ways in which a state expresses its consent to be bound.
CONSENTS = (
    StepKind.SIGNATURE_DEFINITIVE,
    StepKind.EXCHANGE_OF_NOTES,
    StepKind.NOTIFICATION,
    StepKind.EXCHANGE,
    StepKind.DEPOSIT,
    StepKind.ACCEPTANCE,
    StepKind.APPROVAL,
    StepKind.ACCESSION,
    StepKind.SUCCESSION,
)
# Those by which two parties can consent at once, or each to the other.
_CONSENTS_OF_BOTH = (
    StepKind.SIGNATURE_DEFINITIVE,
    StepKind.EXCHANGE_OF_NOTES,
    StepKind.NOTIFICATION,
    StepKind.EXCHANGE,
)
ENDS = (
    StepKind.DENUNCIATION,
    StepKind.WITHDRAWAL,
    StepKind.NON_RENEWAL,
    StepKind.TERMINATION_BY_CLAUSE,
    StepKind.TERMINATION_BY_CONSENT,
    StepKind.TERMINATION_FOR_BREACH,
    StepKind.SUPERSESSION_EXPRESS,
    StepKind.SUPERSESSION_IMPLIED,
    StepKind.EXPIRY,
    StepKind.LAPSE,
    StepKind.INVALIDITY,
)
# Consent that takes effect later: until then it has the obligations of a signature (VCLT 18).
_GIVEN = "consent-given"
# Entry into force that no act records, derived from the consent of both (VCLT 24(2)).
_BY_CONSENT = "in-force-by-consent"
# The only possible order of acts on one day.
_ORDER: list[str] = [
    *SIGNATURES,
    _GIVEN,
    *CONSENTS[1:],
    StepKind.PROVISIONAL_START,
    StepKind.PROVISIONAL_END,
    StepKind.NOT_TO_BECOME_PARTY,
    StepKind.ENTRY_INTO_FORCE,
    _BY_CONSENT,
    StepKind.PROLONGATION,
    StepKind.SUSPENSION_START,
    StepKind.SUSPENSION_END,
    *ENDS,
]


@dataclass(frozen=True)
class Act:
    """One step, reduced to what the status depends on. Dates are EDTF, empty if not recorded; no party: a joint act."""

    key: str
    kind: str
    party: str = ""
    date: str = ""
    effective: str = ""
    until: str = ""
    standing: str = Standing.ESTABLISHED
    # Only this territory of the party is concerned (VCLT 29).
    territory: str = ""

    @property
    def takes_effect(self) -> str:
        return self.effective or self.date


@dataclass(frozen=True)
class Reading:
    """One answer: the status, its first day, the acts that led to it, and the rule that applied."""

    code: str
    rule: str
    since: str = ""
    acts: tuple[str, ...] = ()
    ground: str = ""


@dataclass(frozen=True)
class Status:
    """The answer for one day, and the other answers that uncertain dates or disputed acts would give."""

    reading: Reading
    uncertain: tuple[Reading, ...] = ()
    contested: tuple[Reading, ...] = ()

    @property
    def code(self) -> str:
        return self.reading.code


def status(acts: Iterable[Act], on: date, *, party: str = "", multilateral: bool = False) -> Status:
    """The status on the day `on` of the treaty, or of the treaty for `party`.

    In a bilateral treaty an act of one party affects both. In a multilateral one a party's acts bind and release only
    that party, and each party needs its own consent; a joint act is an act of each that has none of its own. What a
    party does for a territory leaves the party itself where it was.
    """
    known = [act for act in acts if act.kind in _ORDER and not act.territory and _concerns(act, party, multilateral)]
    alone = bool(party) and multilateral
    if alone:
        known = list(_of_its_own(known))
    elif not multilateral:
        known = list(_of_both(known))
    known = list(_moments(known))
    established = [act for act in known if act.standing == Standing.ESTABLISHED]
    disputed = [act for act in known if act.standing == Standing.DISPUTED]
    done = [act for act in established if _has_happened(act, on) is True]
    maybe = sorted((act for act in established if _has_happened(act, on) is None), key=lambda act: act.key)
    reading = _read(done, on, alone)
    # Each uncertain act alone, and all of them together.
    doubtful = [_read([*done, *some], on, alone) for some in [*([act] for act in maybe), maybe]]
    contested = [_read([*done, act], on, alone) for act in disputed if _has_happened(act, on) is not False]
    return Status(reading, _others(reading, doubtful), _others(reading, contested))


def bound_parties(participants: Iterable[tuple[str, str]]) -> list[str]:
    """From (party, capacity), the parties that can be bound, so no depositary and no guarantor. Each only once."""
    others = {Capacity.DEPOSITARY, Capacity.GUARANTOR}
    return list(dict.fromkeys(party for party, capacity in participants if capacity not in others))


def is_multilateral(parties: Collection[str]) -> bool:
    return len(parties) > 2


def signature_dates(acts: Iterable[Act]) -> list[str]:
    """The established dates of signature."""
    return [act.date for act in acts if act.kind in SIGNATURES and act.standing == Standing.ESTABLISHED and act.date]


def too_early(acts: Iterable[Act], *, multilateral: bool) -> str:
    """The act that the entry into force precedes although it must follow it: `signature`, `consent`, or empty.

    A hint for editors, never an error: a clause may be retroactive, or a source wrong (VCLT 24, 28).
    """
    counted = (act for act in acts if act.standing == Standing.ESTABLISHED and not act.territory)
    established = [act for act in counted if act.takes_effect]
    begun = [bounds(act.takes_effect).latest for act in established if act.kind == StepKind.ENTRY_INTO_FORCE]
    if not begun or None in begun:
        return ""
    first = min(day for day in begun if day)

    days = [(act, bounds(act.takes_effect).earliest or date.min) for act in established]
    signed = [day for act, day in days if act.kind in SIGNATURES]
    if signed and first < min(signed):
        return "signature"
    # The first consent of each party; a joint act, such as an exchange, is the consent of both.
    consents: dict[str, date] = {}
    for act, day in days:
        if act.kind in CONSENTS and act.kind != StepKind.SUCCESSION:
            consents[act.party] = min(day, consents.get(act.party, day))
    return "consent" if not multilateral and consents and first < max(consents.values()) else ""


def _concerns(act: Act, party: str, multilateral: bool) -> bool:
    if not multilateral:
        return True
    return act.party in {"", party} if party else not act.party or act.kind in SIGNATURES


def _of_its_own(acts: list[Act]) -> Iterator[Act]:
    """For one of many parties: its own acts replace the joint ones, of which they show that it took no part.

    So do its own entry into force and provisional application replace those of the treaty.
    """
    own = [act for act in acts if act.party and act.standing == Standing.ESTABLISHED]
    turns = [act for act in sorted(own, key=_place) if act.kind in (*CONSENTS, *ENDS, StepKind.ENTRY_INTO_FORCE)]
    waiting = {act for act, then in pairwise(turns) if act.kind in CONSENTS and then.kind == StepKind.ENTRY_INTO_FORCE}
    applies = any(act.kind == StepKind.PROVISIONAL_START for act in own)
    consented = any(act.kind in CONSENTS for act in own)
    # Who accedes or succeeds has not signed with the others.
    signed = any(act.kind in (*SIGNATURES, StepKind.ACCESSION, StepKind.SUCCESSION) for act in own)
    for act in acts:
        if not act.party and (act.kind in CONSENTS and consented or act.kind in SIGNATURES and signed):
            continue
        if act in waiting:
            yield replace(act, kind=_GIVEN, date=act.date or act.effective, effective="")
        elif act.party or act.kind != StepKind.PROVISIONAL_START or not applies:
            yield act


def _moments(acts: Iterable[Act]) -> Iterator[Act]:
    for act in acts:
        if act.kind in CONSENTS and act.date and act.effective:
            yield replace(act, kind=_GIVEN, effective="")
        yield act


def _of_both(acts: list[Act]) -> Iterator[Act]:
    """For a bilateral treaty: what the acts of its two parties are together.

    Of an exchange of notes the first note alone makes no treaty (VCLT 13). Where nothing records the entry into force,
    the treaty is in force as soon as both have consented (VCLT 24(2)).
    """
    established = sorted((act for act in acts if act.standing == Standing.ESTABLISHED), key=_place)
    notes = [act for act in established if act.kind == StepKind.EXCHANGE_OF_NOTES and act.party]
    unanswered = list(takewhile(lambda note: note.party == notes[0].party, notes))
    yield from (act for act in acts if act not in unanswered)
    if any(act.kind == StepKind.ENTRY_INTO_FORCE for act in acts):
        return
    consents = [act for act in established if act.kind in _CONSENTS_OF_BOTH and act.takes_effect]
    given: set[str] = set()
    for act in consents:
        given.add(act.party)
        if not act.party or len(given) == 2:
            yield replace(act, kind=_BY_CONSENT)
            return


def _others(reading: Reading, readings: list[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(other for other in readings if other.code != reading.code))


def _has_happened(act: Act, on: date) -> bool | None:
    """None if the date of the act may be on either side of the day, or is not known."""
    if not act.takes_effect:
        return None
    limits = bounds(act.takes_effect)
    if limits.latest is not None and limits.latest <= on:
        return True
    return False if limits.earliest is not None and limits.earliest > on else None


def _place(act: Act) -> tuple[date, int]:
    """The sort key of an act: the first day it can have; without a date it comes last, after the acts it depends on."""
    first = (bounds(act.takes_effect).earliest or date.min) if act.takes_effect else date.max
    return first, _ORDER.index(act.kind)


def _read(acts: list[Act], on: date, alone: bool) -> Reading:
    """Replay the acts in order; `alone` for one of many parties, which must itself have consented."""
    reading = Reading(Code.NOT_YET_SIGNED, "no-act")
    consent: Act | None = None
    treaty_in_force: Act | None = None
    in_force: Reading | None = None
    # By party; a joint suspension under no party.
    suspended: dict[str, Act] = {}
    applied: Act | None = None
    term = ""
    for act in sorted(acts, key=_place):
        kind, since = act.kind, act.takes_effect
        if kind in ENDS:
            # A treaty that was void from the outset was never in force.
            code = Code.TERMINATED if in_force and kind != StepKind.INVALIDITY else Code.NEVER_IN_FORCE
            reading = Reading(code, "ended", since, (*reading.acts, act.key), kind)
            if not alone or not act.party:
                return reading
            # One of many parties may leave and return.
            in_force = consent = None
            suspended = {}
        elif kind == StepKind.NOT_TO_BECOME_PARTY and not in_force:
            reading = Reading(Code.NEVER_IN_FORCE, "not-to-become-party", since, (*reading.acts, act.key), kind)
        elif kind in CONSENTS and alone:
            # A second deposit, in another capital or for another text, does not change the date of the first.
            if consent:
                continue
            consent = act
            rule = "later-consent" if treaty_in_force else "consent"
            reading = Reading(Code.IN_FORCE if treaty_in_force else Code.SIGNED, rule, since, (act.key,))
            in_force = reading if treaty_in_force else None
        elif kind in (*SIGNATURES, StepKind.EXCHANGE_OF_NOTES, _GIVEN):
            given = kind == _GIVEN
            if reading.code == Code.NOT_YET_SIGNED or (given and alone and reading.code == Code.SIGNED):
                reading = Reading(Code.SIGNED, "consent" if given else "signature", since, (act.key,))
        elif kind == StepKind.PROVISIONAL_START and not in_force:
            # A joint provisional application covers only those who have signed.
            if alone and not act.party and reading.code != Code.SIGNED:
                continue
            applied = act
            reading = Reading(Code.PROVISIONALLY_APPLIED, "provisional", since, (*reading.acts, act.key))
        elif kind == StepKind.PROVISIONAL_END and reading.code == Code.PROVISIONALLY_APPLIED:
            reading = Reading(Code.SIGNED, "provisional-ended", since, (*reading.acts, act.key))
        elif kind == StepKind.ENTRY_INTO_FORCE:
            treaty_in_force, term = act, act.until or term
            if not alone or act.party or consent:
                acts_of = (act.key,) if act.party or not consent else (consent.key, act.key)
                in_force = reading = Reading(Code.IN_FORCE, "entry-into-force", since, acts_of)
        elif kind == _BY_CONSENT:
            in_force = reading = Reading(Code.IN_FORCE, "consent-of-both", since, (act.key,))
        elif kind == StepKind.PROLONGATION and in_force:
            in_force = reading = Reading(Code.IN_FORCE, "prolonged", in_force.since, (*in_force.acts, act.key))
            term = act.until
        elif kind == StepKind.SUSPENSION_START:
            suspended.setdefault(act.party, act)
        elif kind == StepKind.SUSPENSION_END:
            # A joint end lifts every suspension.
            suspended = {by: start for by, start in suspended.items() if act.party and by != act.party}
    if reading.code == Code.PROVISIONALLY_APPLIED and applied and _is_over(applied.until, on):
        return Reading(Code.SIGNED, "provisional-ended", applied.until, reading.acts)
    if reading.code == Code.IN_FORCE and _is_over(term, on):
        return Reading(Code.UNDETERMINED, "term-over", term, reading.acts)
    lasting = [start for start in suspended.values() if not _is_over(start.until, on)]
    if reading.code == Code.IN_FORCE and lasting:
        suspensions = (start.key for start in lasting)
        return Reading(Code.SUSPENDED, "suspended", lasting[0].takes_effect, (*reading.acts, *suspensions))
    return reading


def _is_over(until: str, on: date) -> bool:
    end = bounds(until).latest if until else None
    return end is not None and end < on
