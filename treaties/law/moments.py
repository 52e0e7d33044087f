"""The acts of a treaty as they concern the whole of it or one party, at the times when they take effect."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from dossier.text.dates import Bounds, bounds, span_of

from ..vocabulary import StepKind, SuccessionKind
from .acts import CONSENTS, ENDS, LEAVES, SIGNATURES, SUCCESSIONS, Act, History, day_after, established
from .entry import Entry, derived_entry, later_effect, unanswered_notes
from .parties import ancestors, is_multilateral, participant, separations, side_of, sides
from .reading import GIVEN, ORDER, PARTY_ENDED, SEPARATED, STATE_ENDED, TEXT, Moment

_OF_THE_TEXT = (StepKind.INITIALLING, StepKind.ADOPTION, StepKind.FINAL_ACT, StepKind.OPENED_FOR_SIGNATURE)
# A notice of which the day is recorded on which it takes effect, stands for that end too.
NOTICES: dict[str, StepKind] = {
    StepKind.DENUNCIATION_NOTICE: StepKind.DENUNCIATION,
    StepKind.WITHDRAWAL_NOTICE: StepKind.WITHDRAWAL,
}
_UNDOING = (StepKind.NOTICE_SUSPENDED, StepKind.NOTICE_REVOKED)
_READ = frozenset({*ORDER, *_OF_THE_TEXT, *NOTICES, *_UNDOING})
# VCLT 56(2): where nothing else is said, a notice takes effect after twelve months.
_NOTICE = timedelta(365)


class Moments:
    """The moments of a treaty, or of it for one party. In a bilateral treaty an act of one party affects both.

    In a multilateral one a party's acts bind and release only that party, and each party needs its own consent; a
    joint act is an act of each that has none of its own. What a party does for a territory or for some articles leaves
    the rest where it was. `was_bound` tells whether another party was bound on a day.
    """

    def __init__(self, history: History, party: str, was_bound: Callable[[str, date], bool]):
        self.history, self.party, self.was_bound = history, party, was_bound
        self.multilateral = is_multilateral(history)
        self.alone = bool(party) and self.multilateral
        self.life = participant(history, party)

    def of(self, continued: frozenset[str]) -> Iterator[tuple[Moment, str]]:
        """Each moment with the standing of its act; `continued` are the parties that this one continues by then."""
        acts = list(self._acts(continued))
        entered = any(act.kind == StepKind.ENTRY_INTO_FORCE and not act.party for act in established(acts))
        if self.entry and not entered:
            keys = tuple(act.key for act in self.entry.acts)
            undecided = any(act.undecided for act in self.entry.acts)
            yield Moment(self.entry.rule, self.entry.day, keys=keys, undecided=undecided), "established"
        for act in acts:
            for moment in self._times(act, acts):
                yield moment, act.standing
        yield from ((moment, "established") for moment in self._lives(acts))

    def start_of(self, predecessor: str, recorded: str, successor: str) -> str:
        """When a successor begins: as recorded, or with its own life, or after that of its predecessor."""
        ended = participant(self.history, predecessor).exists_until
        born = participant(self.history, successor).exists_from
        return recorded or born or (day_after(ended) if ended else "")

    @cached_property
    def entry(self) -> Entry | None:
        return derived_entry(self.history)

    @cached_property
    def _in_force_from(self) -> Bounds | None:
        """When the treaty entered into force for those who had consented by then."""
        kinds = (StepKind.ENTRY_INTO_FORCE, StepKind.REVIVAL)
        acts = [act for act in established(self.history.acts) if act.kind in kinds and not act.party]
        spans = [act.span for act in acts if not act.is_limited]
        if not spans and self.entry:
            spans = [bounds(self.entry.day)]
        return min(spans, key=lambda span: span.earliest or date.max) if spans else None

    # Acts

    def _acts(self, continued: frozenset[str]) -> Iterator[Act]:
        """The acts that concern the view."""
        acts = [act for act in self.history.meant if not act.is_limited and act.kind in _READ]
        if self.alone:
            taken = [act for act in acts if act.party in continued and act.kind != StepKind.LAPSE]
            own = [act for act in acts if act.party == self.party and not (continued and act.kind in SUCCESSIONS)]
            own = [*(replace(act, party=self.party) for act in taken), *own]
            yield from _of_one(own, [act for act in acts if not act.party])
        elif self.multilateral:
            joint = any(act.kind == StepKind.ENTRY_INTO_FORCE and not act.party for act in established(acts))
            # Where only parties' own days are recorded, the treaty is in force from the first.
            kinds = SIGNATURES if joint or self.entry else (*SIGNATURES, StepKind.ENTRY_INTO_FORCE)
            yield from (act for act in acts if not act.party or act.kind in kinds)
        else:
            yield from self._of_both(acts)

    def _of_both(self, acts: list[Act]) -> Iterator[Act]:
        strangers = side_of(self.history, self.party) - ancestors(self.history, self.party) - {self.party}
        strangers = strangers if self.party else set()
        in_order = sorted(established(acts), key=lambda act: act.span.earliest or date.max)
        unanswered = unanswered_notes(in_order)
        entries = [act for act in in_order if act.kind == StepKind.ENTRY_INTO_FORCE and act.party]
        # A day for each of the two is that of the later.
        early = entries[:-1] if len({act.party for act in entries}) > 1 else []
        for act in acts:
            if act not in unanswered and act not in early and not {act.party, act.between} & strangers:
                yield act

    # Times

    def _times(self, act: Act, acts: list[Act]) -> Iterator[Moment]:
        """The moments of one act: a consent may be given on one day and take effect on another."""
        if act.kind in _UNDOING:
            return
        if act.kind in _OF_THE_TEXT:
            yield _moment(act, kind=TEXT, when=act.date)
        elif act.kind in NOTICES:
            yield from _end_of_notice(act, acts)
        elif act.kind not in CONSENTS:
            yield _moment(act)
        else:
            yield from self._consent(act, acts)

    def _consent(self, act: Act, acts: list[Act]) -> Iterator[Moment]:
        effect = self._effect(act) if self.alone and not act.effective else None
        effect = effect or _moment(act)
        awaits = self.alone and _awaits_its_own_entry(act, acts)
        if awaits or (act.date and effect.when != act.date):
            yield _moment(act, kind=GIVEN, when=act.date or act.effective)
        if not awaits and not _is_undone(act, effect, acts):
            yield effect

    def _effect(self, act: Act) -> Moment | None:
        """When a consent whose effect is not recorded binds, if that is not its own day."""
        if not act.date:
            return None
        if act.kind in SUCCESSIONS:
            # Back to the day of the succession, unless the notification names another (VCSST 22, 23).
            born = bounds(self.life.exists_from).earliest if self.life.exists_from else None
            when = span_of(Bounds(born, act.span.latest)) if born and born <= (act.span.latest or born) else act.date
            return _moment(act, when=when, rule="succession")
        treaty = self._in_force_from
        if treaty is None or self._is_of_the_first(act):
            return None
        first, last = act.span.earliest or date.min, act.span.latest or date.max
        begun = treaty.latest or date.max
        later = later_effect(self.history.entry, act.date)
        if later and (bounds(later).latest or date.max) > begun:
            # Given before the entry into force or after it: bound with it, or after the delay.
            when = span_of(Bounds(treaty.earliest, bounds(later).latest)) if first <= begun < last else later
            return _moment(act, when=when, rule="delay")
        if later or first <= begun:
            return None
        # VCLT 24(3): on that day, unless the treaty provides otherwise, as most do.
        return _moment(act, when=f"{act.span.earliest}/..", rule="effect-not-recorded")

    def _is_of_the_first(self, act: Act) -> bool:
        """Whether the consent is one of those by which the treaty entered into force."""
        if not self.entry or not self.entry.trigger:
            return False
        trigger = bounds(self.entry.trigger).latest
        return trigger is not None and act.span.latest is not None and act.span.latest <= trigger

    # Lives

    def _lives(self, acts: list[Act]) -> Iterator[Moment]:
        """The beginnings and the ends of the parties themselves."""
        lapsed = {act.party for act in established(acts) if act.kind == StepKind.LAPSE}
        if self.party and self.life.exists_until and self.party not in lapsed:
            yield Moment(STATE_ENDED, day_after(self.life.exists_until), self.party)
        if self.alone:
            yield from self._separated()
        elif not self.multilateral and not lapsed:
            yield from (Moment(PARTY_ENDED, end) for side in sides(self.history) if (end := self._end_of(side)))

    def _separated(self) -> Iterator[Moment]:
        """Where a predecessor was bound when the party came into being, which must say whether it succeeds."""
        for succession in separations(self.history, self.party):
            predecessor = succession.predecessor
            start = self.start_of(predecessor, succession.date, self.party)
            ended = participant(self.history, predecessor).exists_until
            turns = [day for each in (start, ended) if each and (day := bounds(each).earliest)]
            circular = self.party in ancestors(self.history, predecessor) | {predecessor}
            if not start or not turns or circular or min(turns) == date.min:
                continue
            if self.was_bound(predecessor, min(turns) - timedelta(1)):
                yield Moment(SEPARATED, start, self.party)

    def _end_of(self, side: set[str]) -> str:
        """The day from which nobody stands on a side without a notification; empty if somebody does."""
        continued = {each.predecessor for each in self.history.successions if each.kind == SuccessionKind.CONTINUATION}
        members = [each for each in self.history.participants if each.key in side]
        gone = {each.key: each.exists_until for each in members if each.exists_until and each.key not in continued}
        alive = {each.key for each in members if not each.exists_until}
        heirs = {key for key in alive if ancestors(self.history, key) & gone.keys()}
        if not gone or alive - heirs:
            return ""
        return day_after(max(gone.values(), key=lambda until: bounds(until).latest or date.max))


def _moment(act: Act, *, kind: str = "", when: str | None = None, rule: str = "", doubtful: bool = False) -> Moment:
    taken = act.takes_effect if when is None else when
    return Moment(kind or act.kind, taken, act.party, act.until, (act.key,), rule, act.undecided, doubtful)


def _end_of_notice(notice: Act, acts: list[Act]) -> Iterator[Moment]:
    """The end that a notice brings, unless it was undone (VCLT 68), or its end is recorded as an act of its own."""
    given = bounds(notice.date).earliest if notice.date else None
    named = bounds(notice.effective).earliest if notice.effective else None
    for act in acts:
        if act.refers_to == notice.key and act.kind in (*_UNDOING, NOTICES[notice.kind]):
            return
    turns = sorted(
        (
            act
            for act in acts
            if act.party == notice.party
            and act is not notice
            and not act.refers_to
            and act.kind in (*_UNDOING, *NOTICES, *ENDS, *CONSENTS)
            and given
            and (act.span.earliest or date.max) >= given
        ),
        key=lambda act: act.span.earliest or date.max,
    )
    following = turns[0] if turns else None
    if following and following.kind in _UNDOING and (named is None or (following.span.earliest or date.max) < named):
        return
    if following and following.kind in ENDS:
        return
    if notice.effective:
        yield _moment(notice, kind=NOTICES[notice.kind])
    elif given and given < date.max - _NOTICE and following is None:
        yield _moment(notice, kind=NOTICES[notice.kind], when=f"{given + _NOTICE}/..", doubtful=True)


def _awaits_its_own_entry(consent: Act, acts: list[Act]) -> bool:
    """Whether the party's next turn, apart from further consents, is an entry into force of its own."""
    turns = sorted(
        (
            each
            for each in established(acts)
            if each.party and each.kind in (*CONSENTS, *ENDS, StepKind.ENTRY_INTO_FORCE)
        ),
        key=lambda each: (each.span.earliest or date.max, ORDER.index(each.kind)),
    )
    place = next((number for number, each in enumerate(turns) if each is consent), None)
    if place is None:
        return False
    following = next((each for each in turns[place + 1 :] if each.kind not in CONSENTS), None)
    return following is not None and following.kind == StepKind.ENTRY_INTO_FORCE


def _is_undone(act: Act, effect: Moment, acts: list[Act]) -> bool:
    """Whether the consent was withdrawn before it took effect."""
    given = bounds(act.date).earliest if act.date else None
    starts, certain = effect.span.earliest, effect.span.latest
    for leaving in established(acts):
        last = leaving.span.latest
        if leaving.party != act.party or last is None or given is None or given > last:
            continue
        if leaving.kind in LEAVES and starts and starts > last:
            return True
        if leaving.kind == StepKind.INSTRUMENT_WITHDRAWN and effect.when != act.date and certain is None:
            return True
    return False


def _of_one(own: list[Act], joint: list[Act]) -> Iterator[Act]:
    """For one of many parties: its own acts replace the joint ones, of which they show that it took no part."""
    done = sorted(established(own), key=lambda act: act.span.earliest or date.max)
    applies = any(act.kind == StepKind.PROVISIONAL_START for act in done)
    # Who first leaves and then consents again had consented with the others.
    turns = [act for act in done if act.kind in (*CONSENTS, *ENDS, StepKind.NOT_TO_BECOME_PARTY)]
    consented = bool(turns) and turns[0].kind in CONSENTS
    # Who accedes or succeeds has not signed with the others.
    acceded = consented and turns[0].kind in (StepKind.ACCESSION, *SUCCESSIONS)
    signed = acceded or any(act.kind in SIGNATURES for act in done)
    yield from own
    for act in joint:
        replaced = (
            (act.kind in CONSENTS and consented)
            or (act.kind in SIGNATURES and signed)
            or (act.kind == StepKind.PROVISIONAL_START and applies)
        )
        if not replaced:
            yield act
