"""A treaty between two of its parties, where one has made a reservation (VCLT 20, 21)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dossier.text.dates import bounds

from ..vocabulary import BetweenTheTwo, Reaction, StepKind
from .acts import Act, History, established

RESERVATIONS = (StepKind.RESERVATION, StepKind.LATE_RESERVATION)
# VCLT 20(5): who has not objected by then is considered to have accepted.
_SILENCE = timedelta(365)


@dataclass(frozen=True)
class Relation:
    """What a reservation of one party is for another on a day: its code, since when, and the acts."""

    code: str
    reservation: str
    party: str
    other: str
    since: str = ""
    acts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def reservations(history: History, party: str, day: date) -> list[Act]:
    """The reservations of a party that stand on the day."""
    made = [act for act in _done(history, day) if act.kind in RESERVATIONS and act.party == party]
    return [act for act in made if not withdrawal(history, act, day)]


def relations(history: History, party: str, other: str, day: date) -> list[Relation]:
    """What the reservations of each are for the other, one for each reservation."""
    return [
        relation(history, reservation, against, day)
        for reserving, against in ((party, other), (other, party))
        for reservation in reservations(history, reserving, day)
    ]


def answering(history: History, reservation: Act, day: date) -> list[str]:
    """The parties that have reacted to a reservation by the day, each once."""
    kinds = (StepKind.OBJECTION, StepKind.ACCEPTANCE_OF_RESERVATION)
    reactions = (act for kind in kinds for act in _reactions(history, reservation, kind, day))
    return list(dict.fromkeys(act.party for act in reactions if act.party))


def relation(history: History, reservation: Act, other: str, day: date) -> Relation:
    """What a reservation is for another party on a day."""

    def told(code: str, *acts: Act) -> Relation:
        since = acts[-1].takes_effect if acts else ""
        keys = tuple(act.key for act in acts)
        return Relation(code, reservation.key, reservation.party, other, since, keys, reservation.articles)

    objections = [act for act in _reactions(history, reservation, StepKind.OBJECTION, day) if act.party == other]
    standing = [act for act in objections if not withdrawal(history, act, day)]
    if standing:
        last = standing[-1]
        barred = last.between_us == BetweenTheTwo.NOT_IN_FORCE
        return told(Reaction.NOT_IN_FORCE if barred else Reaction.EXCEPT_FOR, last)
    accepted = [
        act for act in _reactions(history, reservation, StepKind.ACCEPTANCE_OF_RESERVATION, day) if act.party == other
    ]
    if accepted:
        return told(Reaction.ACCEPTED, accepted[-1])
    made = reservation.span.latest
    # Silence is acceptance only where the list of acts would show an objection.
    certain = history.complete_to is not None and made is not None and made + _SILENCE <= min(day, history.complete_to)
    return told(Reaction.NOT_OBJECTED if certain else Reaction.NOT_RECORDED)


def _reactions(history: History, reservation: Act, kind: str, day: date) -> Iterator[Act]:
    """The acts of a kind that answer a reservation: they refer to it, or name its party and are later."""
    for act in _done(history, day):
        named = act.between == reservation.party and not act.refers_to and _not_before(act, reservation)
        if act.kind == kind and (act.refers_to == reservation.key or named):
            yield act


def withdrawal(history: History, made: Act, day: date) -> Act | None:
    """The act that withdrew a reservation or an objection as a whole: it refers to it, or there is no other to mean."""
    kind = StepKind.OBJECTION_WITHDRAWN if made.kind == StepKind.OBJECTION else StepKind.WITHDRAWAL_OF_RESERVATION
    others = [act for act in history.acts if act.kind == made.kind and act.party == made.party]
    for act in _done(history, day):
        whole = not act.articles and (act.refers_to == made.key or (not act.refers_to and len(others) == 1))
        if act.kind == kind and act.party == made.party and whole:
            return act
    return None


def _done(history: History, day: date) -> list[Act]:
    """What has happened by the day, in its order; what has no day, when it was recorded."""
    done = [act for act in established(history.acts) if history.has_happened(act, day)]
    return sorted(done, key=lambda act: (act.span.earliest or date.max, act.key))


def _not_before(act: Act, reservation: Act) -> bool:
    first = bounds(reservation.date).earliest if reservation.date else None
    return first is None or act.span.latest is None or act.span.latest >= first
