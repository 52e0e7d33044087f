"""Who can be bound by a treaty, and who continues whom."""

from collections.abc import Iterable

from ..vocabulary import Capacity, Laterality, PartyType, SuccessionKind
from .acts import History, Participant, Succession

_CONTINUATION = SuccessionKind.CONTINUATION
# These take part without being bound; in no capacity, not at all: a predecessor that the treaty does not name.
UNBOUND = frozenset(
    {
        "",
        Capacity.DEPOSITARY,
        Capacity.GUARANTOR,
        Capacity.MEDIATOR,
        Capacity.WITNESS,
        Capacity.OBSERVER,
        Capacity.TERRITORY,
    }
)


def can_be_bound(participants: Iterable[Participant]) -> list[str]:
    """The keys of the participants that can be bound, each once."""
    bound = (each for each in participants if each.capacity not in UNBOUND and each.type != PartyType.TERRITORY)
    return list(dict.fromkeys(each.key for each in bound))


def sides(history: History) -> list[set[str]]:
    """Those who can be bound, successors together with those whom they succeed."""
    groups = [{key} for key in can_be_bound(history.participants)]
    for succession in history.successions:
        joined = [group for group in groups if group & {succession.predecessor, succession.successor}]
        groups = [group for group in groups if group not in joined]
        groups += [set().union(*joined)] if joined else []
    return groups


def is_multilateral(history: History) -> bool:
    """Whether more than two can be bound, unless the editors have said what it is."""
    if history.laterality:
        return history.laterality == Laterality.MULTILATERAL
    return len(sides(history)) > 2


def side_of(history: History, party: str) -> set[str]:
    return next((side for side in sides(history) if party in side), set())


def continuations(history: History, party: str) -> list[Succession]:
    """The successions by which the party continues another, the nearest first, over any number of generations."""
    chain: list[Succession] = []
    wanted = [party] if party else []
    while wanted:
        successor = wanted.pop(0)
        for succession in history.successions:
            continues = succession.kind == _CONTINUATION and succession.successor == successor
            if continues and succession not in chain:
                chain.append(succession)
                wanted.append(succession.predecessor)
    return chain


def separations(history: History, party: str) -> list[Succession]:
    """The successions other than a continuation that made the party."""
    return [each for each in history.successions if each.successor == party and each.kind != _CONTINUATION]


def ancestors(history: History, party: str) -> set[str]:
    """All whom the party succeeds in any way, over any number of generations."""
    found: set[str] = set()
    wanted = [party]
    while wanted:
        successor = wanted.pop()
        before = {each.predecessor for each in history.successions if each.successor == successor} - found
        found |= before
        wanted += before
    return found - {party}


def participant(history: History, party: str) -> Participant:
    return next((each for each in history.participants if each.key == party), Participant(party))
