"""What an editor should look at again in the acts of a treaty. Hints, never errors: a source or a clause may say so."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dossier.text.dates import bounds

from ..vocabulary import HintCode, StepKind
from .acts import CONSENTS, SIGNATURES, SUCCESSIONS, Act, History, established
from .entry import derived_entry
from .parties import ancestors, is_multilateral, participant

# Later than any treaty's day, and the first day of all: what programs write where there is none.
_FAR = date(2200, 1, 1)
_FIRST = date(1, 1, 1)


@dataclass(frozen=True)
class Hint:
    """What is odd, in which acts; `party` is the party concerned, and `value` a date that was reckoned."""

    code: str
    acts: tuple[str, ...] = ()
    party: str = ""
    value: str = ""

    def __str__(self) -> str:
        """As an editor reads it: what is odd, the date in question, the party, and the acts."""
        places = [f"parties/{self.party}"] if self.party else []
        places += [f"steps/{key}" for key in self.acts]
        told = f"{HintCode(self.code).label} {self.value}".strip()
        return f"{told} ({', '.join(places)})" if places else told


def hints(history: History) -> list[Hint]:
    """Everything odd in a history, each thing once."""
    acts = list(established(history.acts))
    return [
        *_too_early(history, acts),
        *_left_early(acts),
        *other_than_its_rule(history),
        *_sentinels(acts),
        *_twice(acts),
        *_of_nobody(history, acts),
    ]


def _too_early(history: History, acts: list[Act]) -> Iterator[Hint]:
    """Entry into force before signature or consent (VCLT 24, 28)."""
    counted = [act for act in acts if act.takes_effect and not act.is_limited]
    begun = [act for act in counted if act.kind == StepKind.ENTRY_INTO_FORCE and not act.party]
    if not begun or any(act.span.latest is None for act in begun):
        return
    first = min(begun, key=lambda act: act.span.latest or date.max)
    day = first.span.latest or date.max
    signed = [act for act in counted if act.kind in SIGNATURES]
    if signed and day < min(act.span.earliest or date.min for act in signed):
        yield Hint(HintCode.BEFORE_SIGNATURE, (first.key, signed[0].key))
        return
    # The first consent of each party; a joint act, such as an exchange, is the consent of both.
    consents: dict[str, tuple[date, str]] = {}
    for act in counted:
        if act.kind in CONSENTS and act.kind not in SUCCESSIONS:
            given = (act.span.earliest or date.min, act.key)
            consents[act.party] = min(given, consents.get(act.party, given))
    if not is_multilateral(history) and consents and day < max(consents.values())[0]:
        yield Hint(HintCode.BEFORE_CONSENT, (first.key, max(consents.values())[1]))


def _left_early(acts: list[Act]) -> Iterator[Hint]:
    """Denunciation or withdrawal before the treaty was in force for anybody (VCLT 54)."""
    begun = [act for act in acts if act.kind == StepKind.ENTRY_INTO_FORCE and not act.party and act.span.earliest]
    if not begun:
        return
    first = min(begun, key=lambda act: act.span.earliest or date.max)
    for act in acts:
        left = act.span.latest if act.kind in {StepKind.DENUNCIATION, StepKind.WITHDRAWAL} else None
        if left and first.span.earliest and left < first.span.earliest:
            yield Hint(HintCode.LEFT_BEFORE_FORCE, (first.key, act.key), act.party)


def other_than_its_rule(history: History) -> Iterator[Hint]:
    """A recorded entry into force on another day than follows from the treaty's own clause."""
    acts = established(history.acts)
    entry = derived_entry(history) if history.entry.is_stated else None
    recorded = [act for act in acts if act.kind == StepKind.ENTRY_INTO_FORCE and not act.party and act.takes_effect]
    if not entry or not recorded:
        return
    reckoned = bounds(entry.day)
    act = min(recorded, key=lambda act: act.span.earliest or date.min)
    if not (reckoned.holds(act.span) or act.span.holds(reckoned)):
        yield Hint(HintCode.OTHER_THAN_RULE, (act.key, *(each.key for each in entry.acts)), value=entry.day)


def _sentinels(acts: list[Act]) -> Iterator[Hint]:
    for act in acts:
        for when in (act.date, act.effective, act.until):
            days = bounds(when) if when else None
            if days and ((days.earliest and days.earliest >= _FAR) or (days.exact and days.earliest == _FIRST)):
                yield Hint(HintCode.SENTINEL, (act.key,), value=when)


def _twice(acts: list[Act]) -> Iterator[Hint]:
    same: dict[tuple, list[str]] = defaultdict(list)
    for act in acts:
        if act.party and act.date:
            place = (act.kind, act.party, act.date, act.territory, act.articles, act.between, act.refers_to)
            same[place].append(act.key)
    for (_kind, party, *_rest), keys in same.items():
        if len(keys) > 1:
            yield Hint(HintCode.TWICE, tuple(keys), party)


def _of_nobody(history: History, acts: list[Act]) -> Iterator[Hint]:
    """Acts of a party that takes no part, or that did not exist."""
    taking_part = {each.key for each in history.participants if each.capacity}
    related = {key for party in taking_part for key in ancestors(history, party)}
    heirs = {each.successor for each in history.successions if each.predecessor in taking_part | related}
    strangers: dict[str, list[str]] = defaultdict(list)
    for act in acts:
        if not act.party:
            continue
        if taking_part and act.party not in taking_part | related | heirs:
            strangers[act.party].append(act.key)
        life = participant(history, act.party)
        days = bounds(act.date) if act.date else None
        born = bounds(life.exists_from).earliest if life.exists_from else None
        died = bounds(life.exists_until).latest if life.exists_until else None
        # The end of a state is dated on its last day or the next.
        early = days and days.latest and born and days.latest < born and act.kind not in SUCCESSIONS
        late = days and days.earliest and died and days.earliest > died and act.kind != StepKind.LAPSE
        if early or late:
            yield Hint(HintCode.PARTY_DID_NOT_EXIST, (act.key,), act.party)
    yield from (Hint(HintCode.TAKES_NO_PART, tuple(keys), party) for party, keys in strangers.items())
