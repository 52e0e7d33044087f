"""What a series of acts says of a treaty, or of it for one party, when they are read in their order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dossier.text.dates import Bounds, bounds, span_of

from ..vocabulary import Known, StepKind
from ..vocabulary import Status as Code
from .acts import CONSENTS, ENDS, ENDS_OF_FORCE, LEAVES, SIGNATURES, SUCCESSIONS, day_after
from .entry import BY_CLAUSE, BY_CONSENT

# What is no act of its own: consent that takes effect later, the life of a party, and the text before its signature.
GIVEN, STATE_ENDED, SEPARATED, PARTY_ENDED, TEXT = "given", "state-ended", "separated", "party-ended", "text"
ENTRIES = (StepKind.ENTRY_INTO_FORCE, BY_CLAUSE, BY_CONSENT, StepKind.REVIVAL)
# The only possible order of acts on one day.
ORDER: tuple[str, ...] = (
    TEXT,
    *SIGNATURES,
    STATE_ENDED,
    SEPARATED,
    PARTY_ENDED,
    GIVEN,
    *CONSENTS[1:],
    StepKind.PROVISIONAL_START,
    StepKind.NOTIFICATION_OF_PROVISIONAL_APPLICATION,
    StepKind.PROVISIONAL_END,
    StepKind.NOT_TO_BECOME_PARTY,
    StepKind.INSTRUMENT_WITHDRAWN,
    StepKind.ENTRY_INTO_FORCE,
    BY_CLAUSE,
    BY_CONSENT,
    StepKind.PROLONGATION,
    StepKind.SUSPENSION_START,
    StepKind.SUSPENSION_END,
    *ENDS,
    StepKind.REVIVAL,
)
_PROVISIONAL = (StepKind.PROVISIONAL_START, StepKind.NOTIFICATION_OF_PROVISIONAL_APPLICATION)
_BEGINNINGS = frozenset(
    {
        *(TEXT, GIVEN, *SIGNATURES, *CONSENTS, *_PROVISIONAL, StepKind.SUSPENSION_START),
        *(StepKind.ENTRY_INTO_FORCE, BY_CLAUSE, BY_CONSENT),
    }
)
# Rules that conclude more than an act says.
_DERIVED = {BY_CLAUSE, BY_CONSENT, "delay", "effect-not-recorded", "continuation", "state-ended", "end-implies-force"}
_ENDED = {"ended", "ended-before-force", "end-implies-force", "state-ended"}
_NEGATIVES = {Code.NOT_YET_SIGNED, Code.SIGNED, Code.NEVER_IN_FORCE}


@dataclass(frozen=True)
class Moment:
    """An act at the time when it takes effect, with the keys of the acts that it stands for."""

    kind: str
    when: str
    party: str = ""
    until: str = ""
    keys: tuple[str, ...] = ()
    rule: str = ""
    undecided: bool = False
    # It is not said whether it took place at all, as with a notice of which nothing more is recorded.
    doubtful: bool = False

    @cached_property
    def span(self) -> Bounds:
        return bounds(self.when) if self.when else Bounds(None, None)

    @property
    def place(self) -> tuple[date, int]:
        """The sort key: the first day it can have. Without a date a beginning comes first, and an end last."""
        undated = date.min if self.kind in _BEGINNINGS else date.max
        return self.span.earliest or self.span.latest or undated, ORDER.index(self.kind)


@dataclass(frozen=True)
class Reading:
    """One answer: the status, since when, the acts that led to it, the rule that applied, and how it is known.

    `since` is EDTF and may be a span, or empty if the day is not recorded; `undecided` says that sources differ on it.
    A negative that is not recorded on the day may have been certain up to an earlier one, `denied_until`.
    """

    code: str
    rule: str
    since: str = ""
    acts: tuple[str, ...] = ()
    ground: str = ""
    known: str = Known.RECORDED
    undecided: bool = False
    denied_until: str = ""


class Replay:
    """Goes through moments in their order; `alone` for one of many parties, which must itself have consented.

    `is_complete` tells whether no act is missing up to a day.
    """

    def __init__(self, *, alone: bool, is_complete: Callable[[date], bool]):
        self.alone, self.is_complete = alone, is_complete
        self.reading = Reading(Code.NOT_YET_SIGNED, "no-act")
        self.signed: Reading | None = None
        # The consent of one of many parties, the entry into force of the treaty, and what was said of it since.
        self.consent: Moment | None = None
        self.treaty: Moment | None = None
        self.in_force: Reading | None = None
        self.ended = self.void = self.succeeded = False
        # Each suspension, and the day on which it was ended; a joint one has no party.
        self.suspensions: list[tuple[Moment, date | None]] = []
        self.applied: Moment | None = None
        self.renounced: Moment | None = None
        self.term = ""

    def read(self, moments: list[Moment], day: date) -> Reading:
        for moment in sorted(moments, key=lambda each: each.place):
            if not self.void:
                self._take(moment)
        return self._on(day)

    def _take(self, moment: Moment) -> None:
        kind = moment.kind
        if kind in LEAVES and self.alone and not self.in_force and self.consent_given:
            self._undo_consent(moment)
        elif kind in ENDS or kind == STATE_ENDED:
            self._end(moment)
        elif kind == StepKind.INSTRUMENT_WITHDRAWN:
            # After its consent has taken effect, a party leaves only as the treaty provides.
            if not self.in_force and not self.alone:
                self._undo_consent(moment)
        elif kind in ENTRIES:
            self._enter(moment)
        elif kind in CONSENTS and self.alone:
            self._consent(moment)
        elif kind in (*SIGNATURES, StepKind.EXCHANGE_OF_NOTES, GIVEN):
            self._sign(moment)
        elif kind in _PROVISIONAL:
            self._apply(moment)
        elif kind == StepKind.PROVISIONAL_END and self.reading.code == Code.PROVISIONALLY_APPLIED:
            self._say(Code.SIGNED, "provisional-ended", moment, self.reading.acts)
            if self.renounced:
                self._renounce(self.renounced)
        elif kind == StepKind.NOT_TO_BECOME_PARTY and not self.in_force:
            # Provisional application goes on until it ends (VCLT 25(2)).
            self.renounced = moment
            if self.reading.code != Code.PROVISIONALLY_APPLIED:
                self._renounce(moment)
        elif kind == StepKind.PROLONGATION and (self.treaty or self.in_force):
            self.term = moment.until
            if before := self.in_force:
                self.in_force = self.reading = replace(before, rule="prolonged", acts=(*before.acts, *moment.keys))
        elif kind == StepKind.SUSPENSION_START:
            self.suspensions.append((moment, None))
        elif kind == StepKind.SUSPENSION_END:
            self._lift(moment)
        elif kind == SEPARATED and self.reading.rule == "no-act":
            self._say(Code.UNDETERMINED, "succession-not-notified", moment, known=Known.NOT_RECORDED)
        elif kind in SUCCESSIONS:
            # A successor has taken the place of the party that ended.
            self.succeeded = True
            if self.reading.rule == "party-ended" and self.in_force:
                self.reading = self.in_force
        elif kind == PARTY_ENDED and self.in_force and not self.succeeded:
            self._say(Code.UNDETERMINED, "party-ended", moment, known=Known.NOT_RECORDED)

    @property
    def consent_given(self) -> bool:
        return bool(self.consent) or self.reading.rule == "consent"

    def _say(
        self, code: str, rule: str, moment: Moment, before: tuple[str, ...] = (), *, ground: str = "", known: str = ""
    ) -> Reading:
        known = known or (Known.DERIVED if rule in _DERIVED else Known.RECORDED)
        acts = tuple(dict.fromkeys((*before, *moment.keys)))
        self.reading = Reading(code, rule, moment.when, acts, ground, known, moment.undecided)
        return self.reading

    def _sign(self, moment: Moment) -> None:
        given = moment.kind == GIVEN
        begun = self.reading.code == Code.NOT_YET_SIGNED or self.reading.rule == "succession-not-notified"
        if self.ended:
            return
        if begun or (given and self.alone and self.reading.code == Code.SIGNED):
            self._say(Code.SIGNED, "consent" if given else "signature", moment)
            if not given:
                self.signed = self.reading

    def _consent(self, moment: Moment) -> None:
        # A second deposit, in another capital or for another text, does not change the date of the first; and what has
        # ended for all, nobody joins.
        if self.consent or self.ended:
            return
        self.consent = moment
        if self.in_force:
            # Its own entry into force reaches back before its consent, as with a succession.
            return
        if self.treaty:
            self.in_force = self._say(Code.IN_FORCE, moment.rule or "later-consent", moment)
        elif self.reading.code != Code.PROVISIONALLY_APPLIED:
            self._say(Code.SIGNED, "consent", moment)

    def _undo_consent(self, moment: Moment) -> None:
        self.consent = None
        if self.signed:
            acts = (*self.signed.acts, *moment.keys)
            self.reading = replace(self.signed, rule="instrument-withdrawn", acts=acts)
        else:
            self._say(Code.NEVER_IN_FORCE, "instrument-withdrawn", moment, self.reading.acts)

    def _renounce(self, moment: Moment) -> None:
        self._say(Code.NEVER_IN_FORCE, "not-to-become-party", moment, self.reading.acts)

    def _apply(self, moment: Moment) -> None:
        # A joint provisional application covers only those who have signed.
        if self.in_force or (self.alone and not moment.party and self.reading.code != Code.SIGNED):
            return
        self.applied = moment
        self._say(Code.PROVISIONALLY_APPLIED, "provisional", moment, self.reading.acts)

    def _lift(self, moment: Moment) -> None:
        """End the suspensions of a party; a joint end lifts every suspension."""
        end = moment.span.latest or date.max
        self.suspensions = [
            (start, ended if ended or (moment.party and start.party != moment.party) else end)
            for start, ended in self.suspensions
        ]

    def _enter(self, moment: Moment) -> None:
        own = self.alone and moment.party
        if self.in_force and not own and moment.kind != StepKind.REVIVAL:
            # It entered into force already; a second day is that of another act.
            return
        self.treaty, self.term = moment, moment.until or self.term
        rule = moment.kind if moment.kind in {BY_CLAUSE, BY_CONSENT} else "entry-into-force"
        if self.ended or moment.kind == StepKind.REVIVAL:
            rule, self.ended, self.term = "revival", False, moment.until
            self.suspensions = []
        if not self.alone or moment.party or self.consent:
            before = self.consent.keys if self.consent and not moment.party else ()
            if self.consent and not moment.party:
                moment = _not_before(moment, self.consent)
            self.in_force = self._say(Code.IN_FORCE, moment.rule or rule, moment, before)

    def _end(self, moment: Moment) -> None:
        kind, acts = moment.kind, self.reading.acts
        already = not self.in_force and (self.ended or self.reading.rule in _ENDED)
        if not moment.party:
            self.treaty, self.ended = None, True
        if kind != StepKind.INVALIDITY and already:
            # What has ended does not end again.
            return
        was_applied = self.reading.code == Code.PROVISIONALLY_APPLIED
        rule, ground = ("state-ended", StepKind.LAPSE) if kind == STATE_ENDED else ("ended", kind)
        if kind == StepKind.INVALIDITY:
            # A treaty that was void from the outset was never in force, whatever follows.
            self.void = True
            self._say(Code.NEVER_IN_FORCE, rule, moment, acts, ground=ground)
        elif self.in_force or self.reading.rule == "party-ended":
            self._say(Code.TERMINATED, rule, moment, acts, ground=ground)
        elif was_applied:
            self._say(Code.NEVER_IN_FORCE, rule, moment, acts, ground=ground, known=Known.DERIVED)
        elif (
            kind in ENDS_OF_FORCE
            and (moment.party or not self.alone)
            and not self.is_complete(moment.span.latest or date.max)
        ):
            self._say(Code.TERMINATED, "end-implies-force", moment, acts, ground=ground)
        elif self.reading.code != Code.NEVER_IN_FORCE or not self.alone:
            self._say(Code.NEVER_IN_FORCE, "ended-before-force", moment, acts, ground=ground)
        self.in_force = None
        self.suspensions = []
        if moment.party and not self.alone:
            self.treaty, self.ended = None, True
        if moment.party or not self.alone:
            # One of many parties may leave and return.
            self.consent = self.signed = None

    def _on(self, day: date) -> Reading:
        reading = self.reading
        if reading.code == Code.PROVISIONALLY_APPLIED and self.applied and _is_over(self.applied.until, day):
            if self.renounced:
                self._renounce(self.renounced)
                return self.reading
            return Reading(Code.SIGNED, "provisional-ended", day_after(self.applied.until), reading.acts)
        if reading.code != Code.IN_FORCE:
            return reading
        if _is_over(self.term, day):
            ended = day_after(self.term)
            return Reading(Code.UNDETERMINED, "term-over", ended, reading.acts, known=Known.NOT_RECORDED)
        lasting = [start for start, ended in self.suspensions if not ended and not _is_over(start.until, day)]
        if lasting:
            acts = (*reading.acts, *(key for start in lasting for key in start.keys))
            first = self._suspended_since(lasting[0])
            return Reading(Code.SUSPENDED, "suspended", first.when, acts, undecided=first.undecided)
        return reading

    def _suspended_since(self, lasting: Moment) -> Moment:
        """The first of the suspensions that followed one another without a gap."""
        first = lasting
        for start, ended in sorted(self.suspensions, key=lambda each: each[0].place, reverse=True):
            over = bounds(start.until).latest if start.until else None
            end = min((day for day in (ended, over) if day), default=date.max)
            if start.place < first.place and end >= (first.span.earliest or date.min):
                first = start
        return first


def _not_before(entry: Moment, consent: Moment) -> Moment:
    """The entry into force for a party whose consent may have come after it."""
    last, given = entry.span.latest or date.max, consent.span.latest or date.max
    if given <= last:
        return entry
    first = max((day for day in (entry.span.earliest, consent.span.earliest) if day), default=None)
    return replace(entry, when=span_of(Bounds(first, given if given < date.max else None)))


def _is_over(until: str, on: date) -> bool:
    end = bounds(until).latest if until else None
    return end is not None and end < on


def settled(reading: Reading, pending: list[Moment], day: date, *, alone: bool, complete_to: date | None) -> Reading:
    """The reading of a day, unless it denies what is only not recorded.

    A negative needs a later act that implies it (`pending`), or a list of acts that is complete up to the day.
    """
    if reading.code not in _NEGATIVES or reading.known == Known.DERIVED:
        return reading
    if reading.rule in {"instrument-withdrawn", "not-to-become-party", "ended"}:
        return reading
    if complete_to and day <= complete_to:
        return replace(reading, known=Known.DERIVED)
    kinds = {moment.kind for moment in pending}
    if reading.code == Code.NOT_YET_SIGNED and kinds & {*SIGNATURES, GIVEN, StepKind.EXCHANGE_OF_NOTES, TEXT}:
        return replace(reading, rule="not-yet-signed", known=Known.DERIVED)
    implied = {*ENTRIES, *_PROVISIONAL, StepKind.NOT_TO_BECOME_PARTY, StepKind.INSTRUMENT_WITHDRAWN}
    if reading.code == Code.NOT_YET_SIGNED or reading.rule in {"signature", "provisional-ended"} or not alone:
        implied |= {*CONSENTS, GIVEN}
    elif reading.rule == "consent":
        keys = set(reading.acts)
        if any(moment.kind in CONSENTS and keys & set(moment.keys) for moment in pending):
            return replace(reading, known=Known.DERIVED)
    if reading.code != Code.NEVER_IN_FORCE and kinds & implied:
        rule = "before-first-act" if reading.code == Code.NOT_YET_SIGNED else reading.rule
        return replace(reading, rule=rule, known=Known.DERIVED)
    begun = bounds(reading.since).latest if reading.since else date.min
    denied = f"{complete_to}" if complete_to and begun and begun <= complete_to else ""
    return replace(reading, code=Code.UNDETERMINED, known=Known.NOT_RECORDED, denied_until=denied)
