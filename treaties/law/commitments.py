"""A political commitment: the law of treaties gives it no status. What can be told is who takes part, since when."""

from datetime import date, timedelta

from ..vocabulary import Known, Standing, StepKind
from ..vocabulary import Status as Code
from .acts import CONSENTS, ENDS, LEAVES, SIGNATURES, Act, History
from .parties import UNBOUND, participant
from .reading import Reading
from .view import Status

_JOINS = frozenset(
    {*SIGNATURES, *CONSENTS, StepKind.CONFIRMATION_OF_SIGNATURE, StepKind.ADOPTION, StepKind.ENTRY_INTO_FORCE}
)
_LEAVES = frozenset({*LEAVES, *ENDS})


class Commitment:
    """A political commitment as a whole, or the part that one party takes in it. It answers as a View does."""

    def __init__(self, history: History, party: str = ""):
        self.history, self.party = history, party

    def on(self, day: date) -> Status:
        if not self.party:
            return Status(Reading(Code.NO_LEGAL_STATUS, "political-commitment"))
        life = participant(self.history, self.party)
        if life.capacity in UNBOUND and not self._own():
            return Status(Reading(Code.UNDETERMINED, "no-act", known=Known.NOT_RECORDED))
        acts = self._acts(Standing.ESTABLISHED)
        done = {act: self._has_happened(act, day) for act in acts}
        past = [act for act in acts if done[act]]
        reading = self._read(past, day)
        maybe = [self._read([*past, other], day) for other in acts if done[other] is None]
        disputed = [
            self._read([*past, other], day)
            for other in self._acts(Standing.DISPUTED)
            if self._has_happened(other, day) is not False
        ]
        return Status(reading, _unlike(reading, maybe), _unlike(reading, disputed))

    def cuts(self) -> set[date]:
        """The days on which an answer can change."""
        acts = [*self._acts(Standing.ESTABLISHED), *self._acts(Standing.DISPUTED)]
        days = {day for act in acts for day in (act.span.earliest, act.span.latest) if day}
        days |= {self.history.recorded_by}
        if self.history.complete_to and self.history.complete_to < date.max:
            days.add(self.history.complete_to + timedelta(1))
        return {day for day in days if date.min < day < date.max}

    def _own(self) -> list[Act]:
        return [act for act in self.history.acts if act.party == self.party]

    def _acts(self, standing: str) -> list[Act]:
        """The acts by which the party joins or leaves; a joint one counts unless the party first joined by itself."""
        acts = [
            act
            for act in self.history.acts
            if act.standing == standing and act.kind in _JOINS | _LEAVES and not act.is_limited
        ]
        own = sorted((act for act in acts if act.party == self.party), key=_in_order)
        # Who first leaves had joined with the others.
        joined_alone = bool(own) and own[0].kind in _JOINS
        joint = [act for act in acts if not act.party and not (joined_alone and act.kind in _JOINS)]
        return [*own, *joint]

    def _has_happened(self, act: Act, day: date) -> bool | None:
        """None if it may be on either side of the day."""
        first, last = act.span.earliest, act.span.latest
        if last is not None and last <= day:
            return True
        if first is not None and first > day:
            return False
        return True if last is None and day >= self.history.recorded_by else None

    def _read(self, acts: list[Act], day: date) -> Reading:
        acts = sorted(acts, key=_in_order)
        if not acts:
            later = any((act.span.earliest or date.min) > day for act in self._acts(Standing.ESTABLISHED))
            if later or self.history.is_complete(day):
                return Reading(Code.TAKES_NO_PART, "no-act", known=Known.DERIVED)
            return Reading(Code.UNDETERMINED, "participation-not-recorded", known=Known.NOT_RECORDED)
        leaves = acts[-1].kind in _LEAVES
        # Of several acts of joining, such as signature and acceptance, the first after it had last left counts.
        since = acts[-1] if leaves else self._first_join(acts)
        return Reading(
            Code.NO_LONGER_TAKES_PART if leaves else Code.TAKES_PART,
            "participation-ended" if leaves else "participation",
            since.takes_effect,
            (since.key,),
            undecided=since.undecided,
        )

    def _first_join(self, acts: list[Act]) -> Act:
        first = acts[-1]
        for act in reversed(acts):
            if act.kind in _LEAVES:
                break
            first = act
        return first


def _in_order(act: Act) -> tuple[date, bool]:
    return act.span.earliest or date.min, act.kind in _LEAVES


def _unlike(reading: Reading, others: list[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(other for other in others if other.code != reading.code))
