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
    """Those who can be bound, each successor with the one whom it succeeds; two original parties are never one."""
    bound = can_be_bound(history.participants)
    before: dict[str, str] = {}
    for succession in history.successions:
        before.setdefault(succession.successor, succession.predecessor)
    groups: dict[str, set[str]] = {}
    for key in bound:
        counted = next(each for each in reversed(_line(before, key)) if each in bound)
        groups.setdefault(counted, set()).add(key)
    return list(groups.values()) if len(groups) > 1 else [{key} for key in bound]


def _line(before: dict[str, str], key: str) -> list[str]:
    """A party and those before it, the nearest first."""
    line = [key]
    while (earlier := before.get(line[-1], "")) and earlier not in line:
        line.append(earlier)
    return line


def is_multilateral(history: History) -> bool:
    """Whether more than two can be bound, unless the editors have said what it is."""
    if history.laterality:
        return history.laterality == Laterality.MULTILATERAL
    return len(sides(history)) > 2


def laterality(history: History) -> str:
    return (Laterality.MULTILATERAL if is_multilateral(history) else Laterality.BILATERAL).value


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


def heirs(history: History, side: set[str]) -> list[str]:
    """The members of a side that exist, and that no other member succeeds, in the order of the participants."""
    succeeded = {each.predecessor for each in history.successions if each.successor in side}
    return [
        each.key
        for each in history.participants
        if each.key in side and each.key not in succeeded and not each.exists_until
    ]


def relatives(history: History, parties: set[str]) -> set[str]:
    """All whom the parties succeed, and all who succeed them, over any number of generations."""
    found = {each for party in parties for each in ancestors(history, party)}
    successors = {each.successor for each in history.successions}
    return found | {party for party in successors if ancestors(history, party) & (parties | found)}


def participant(history: History, party: str) -> Participant:
    return next((each for each in history.participants if each.key == party), Participant(party))
