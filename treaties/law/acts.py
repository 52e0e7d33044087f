"""What the status of a treaty is read from: its acts, who takes part, and what it says of its own entry into force.

Plain values without a database. Dates are EDTF, empty if not recorded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from dossier.text.dates import Bounds, bounds

from ..vocabulary import DelayCounting, EntryIntoForceMethod, Standing, StepKind

SIGNATURES = (StepKind.SIGNATURE, StepKind.SIGNATURE_DEFINITIVE, StepKind.SIGNATURE_AD_REFERENDUM)
SUCCESSIONS = (StepKind.SUCCESSION, StepKind.NOTIFICATION_OF_SUCCESSION)
# VCLT 11: the ways in which a state expresses its consent to be bound.
CONSENTS = (
    StepKind.SIGNATURE_DEFINITIVE,
    StepKind.EXCHANGE_OF_NOTES,
    StepKind.NOTIFICATION,
    StepKind.EXCHANGE,
    StepKind.RATIFICATION,
    StepKind.DEPOSIT,
    StepKind.ACCEPTANCE,
    StepKind.APPROVAL,
    StepKind.FORMAL_CONFIRMATION,
    StepKind.CONSENT_TO_BE_BOUND,
    StepKind.ACCESSION,
    *SUCCESSIONS,
)
ENDS = (
    StepKind.DENUNCIATION,
    StepKind.WITHDRAWAL,
    StepKind.MEMBERSHIP_CEASED,
    StepKind.EXPULSION,
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
# By which a party unties itself; before its consent has effect, they undo the consent.
LEAVES = (StepKind.DENUNCIATION, StepKind.WITHDRAWAL, StepKind.INSTRUMENT_WITHDRAWN)
# Ends of what was in force: they imply that it was. A treaty that is replaced or lapses may never have been.
ENDS_OF_FORCE = (*ENDS[: ENDS.index(StepKind.SUPERSESSION_EXPRESS)], StepKind.EXPIRY)


@dataclass(frozen=True)
class Act:
    """One step, reduced to what the status depends on; no party: a joint act.

    `date` and `effective` may be spans of several cited values; `undecided` says that sources differ on the day and
    the editors have not chosen.
    """

    key: str
    kind: str
    party: str = ""
    date: str = ""
    effective: str = ""
    until: str = ""
    standing: str = Standing.ESTABLISHED
    # Only this territory of the party, or only these articles, are concerned (VCLT 29, 44).
    territory: str = ""
    articles: tuple[str, ...] = ()
    # The other party to which it is addressed, as an objection is.
    between: str = ""
    refers_to: str = ""
    # Of an objection: whether the treaty is in force between the two (VCLT 20(4)).
    between_us: str = ""
    undecided: bool = False

    @property
    def takes_effect(self) -> str:
        return self.effective or self.date

    @property
    def is_limited(self) -> bool:
        return bool(self.territory or self.articles)

    @cached_property
    def span(self) -> Bounds:
        """The days on which it can have taken effect."""
        return bounds(self.takes_effect) if self.takes_effect else Bounds(None, None)


@dataclass(frozen=True)
class Participant:
    """Who takes part in the treaty, in which capacity, and the life of that party."""

    key: str
    capacity: str = "party"
    type: str = ""
    exists_from: str = ""
    exists_until: str = ""


@dataclass(frozen=True)
class Succession:
    predecessor: str
    successor: str
    kind: str
    date: str = ""


@dataclass(frozen=True)
class EntryRule:
    """What the treaty says of its entry into force: the trigger, and the delay after it.

    Delays are ISO 8601 durations; an empty `later_delay` is not recorded, and `P0D` means at once.
    """

    trigger: str = ""
    number: int = 0
    parties: tuple[str, ...] = ()
    date: str = ""
    delay: str = ""
    counting: str = DelayCounting.EXACT
    later_delay: str = ""
    later_counting: str = DelayCounting.EXACT

    @property
    def is_stated(self) -> bool:
        return bool(self.trigger) and self.trigger != EntryIntoForceMethod.OTHER


@dataclass(frozen=True)
class History:
    """Everything that the status of a treaty and of its parties is read from.

    `complete_until` is the day up to which the list of acts is said to be complete. `recorded_on` is the day on which
    all this was recorded, so that what is established has happened by then; empty if it is not known.
    """

    acts: tuple[Act, ...] = ()
    participants: tuple[Participant, ...] = ()
    successions: tuple[Succession, ...] = ()
    entry: EntryRule = field(default_factory=EntryRule)
    complete_until: str = ""
    recorded_on: str = ""
    laterality: str = ""
    form: str = ""

    @cached_property
    def meant(self) -> tuple[Act, ...]:
        """The acts by what they are in this treaty: where signature is agreed to bind, it is definitive (VCLT 12)."""
        binds = self.entry.trigger == EntryIntoForceMethod.SIGNATURE
        definitive = {StepKind.CONFIRMATION_OF_SIGNATURE, *([StepKind.SIGNATURE] if binds else [])}
        return tuple(
            replace(act, kind=StepKind.SIGNATURE_DEFINITIVE) if act.kind in definitive else act for act in self.acts
        )

    @cached_property
    def complete_to(self) -> date | None:
        """The last day up to which no act is missing; None if that is not said."""
        return bounds(self.complete_until).earliest if self.complete_until else None

    def is_complete(self, day: date) -> bool:
        return self.complete_to is not None and day <= self.complete_to

    def has_happened(self, act: Act, day: date) -> bool:
        """Whether an act has certainly taken effect by the day; without a day, when it was recorded."""
        return act.span.latest <= day if act.span.latest else day >= self.recorded_by

    @cached_property
    def recorded_by(self) -> date:
        return date.fromisoformat(self.recorded_on) if self.recorded_on else date.max


def established(acts: Iterable[Act]) -> Iterator[Act]:
    return (act for act in acts if act.standing == Standing.ESTABLISHED)


def day_after(when: str) -> str:
    """The day after an EDTF date; a month or a year, which has no exact last day, stays as it is."""
    days = bounds(when)
    return f"{days.latest + timedelta(1)}" if days.exact and days.latest and days.latest < date.max else when
