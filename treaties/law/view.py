"""The acts of a treaty as they concern the whole of it or one party, at the days when they take effect."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from dossier.text.dates import Bounds, bounds

from ..vocabulary import Known, Standing, StepKind, SuccessionKind
from ..vocabulary import Status as Code
from .acts import CONSENTS, ENDS, LEAVES, SIGNATURES, SUCCESSIONS, Act, History, day_after, established, span_of
from .entry import derived_entry, later_effect, unanswered_notes
from .limits import Limit, limited_acts, limits
from .parties import ancestors, continuations, is_multilateral, participant, separations, side_of, sides
from .reading import ENTRIES, GIVEN, ORDER, PARTY_ENDED, SEPARATED, STATE_ENDED, TEXT, Moment, Reading, Replay, settled

# A day on which an act is said to have happened already, although its last possible day is open.
_SAID = "said"
_BINDING = {Code.IN_FORCE, Code.SUSPENDED}
# A notice of which only the day is recorded on which it takes effect, stands for that end too.
_NOTICES: dict[str, str] = {
    StepKind.DENUNCIATION_NOTICE: StepKind.DENUNCIATION,
    StepKind.WITHDRAWAL_NOTICE: StepKind.WITHDRAWAL,
}
_OF_THE_TEXT = (StepKind.INITIALLING, StepKind.ADOPTION, StepKind.FINAL_ACT, StepKind.OPENED_FOR_SIGNATURE)
_UNDOING = (StepKind.NOTICE_SUSPENDED, StepKind.NOTICE_REVOKED)
_READ = frozenset({*ORDER, *_OF_THE_TEXT, *_NOTICES, *_UNDOING})


@dataclass(frozen=True)
class Status:
    """The answer for one day, and the other answers that uncertain dates or disputed acts would give."""

    reading: Reading
    uncertain: tuple[Reading, ...] = ()
    contested: tuple[Reading, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def code(self) -> str:
        return self.reading.code


class View:
    """The moments of a treaty, or of it for one party. In a bilateral treaty an act of one party affects both.

    In a multilateral one a party's acts bind and release only that party, and each party needs its own consent; a
    joint act is an act of each that has none of its own. What a party does for a territory or for some articles leaves
    the rest where it was.
    """

    def __init__(self, history: History, party: str = ""):
        self.history, self.party = history, party
        self.multilateral = is_multilateral(history)
        self.alone = bool(party) and self.multilateral
        self.life = participant(history, party)
        self._moments: dict[frozenset[str], list[tuple[Moment, str]]] = {}

    def on(self, day: date) -> "Status":
        """The answer for one day, and what it would be on other readings of the acts."""
        if not self.exists(day):
            return Status(Reading(Code.NOT_YET_SIGNED, "did-not-exist", known=Known.DERIVED))
        moments = self.moments(day)
        known = [moment for moment, standing in moments if standing == Standing.ESTABLISHED]
        past = {moment: self._has_happened(moment, day) for moment in known}
        done = [moment for moment in known if past[moment] in {True, _SAID}]
        said = [moment for moment in known if past[moment] == _SAID and day < self.history.recorded_by]
        maybe = sorted((moment for moment in known if past[moment] is None), key=lambda moment: moment.keys)

        def read(*, add=(), leave=()) -> Reading:
            counted = [moment for moment in done if moment not in leave] + list(add)
            pending = [moment for moment in known if moment not in counted]
            reading = Replay(alone=self.alone, is_complete=self.history.is_complete).read(counted, day)
            reading = settled(reading, pending, day, alone=self.alone, complete_to=self.history.complete_to)
            return self._taken_over(reading, day)

        reading = read()
        # Each uncertain act alone, and all of them together.
        doubtful = [read(add=some) for some in [*([moment] for moment in maybe), *([maybe] if maybe else [])]]
        doubtful += [read(leave=[moment]) for moment in said]
        disputed = [
            moment
            for moment, standing in moments
            if standing == Standing.DISPUTED and self._has_happened(moment, day) is not False
        ]
        contested = [read(add=[moment]) for moment in disputed]
        limited = () if self.multilateral and not self.party else limits(self.history, self.party, day)
        return Status(reading, _others(reading, doubtful), _others(reading, contested), limited)

    def _has_happened(self, moment: Moment, day: date) -> bool | str | None:
        """None if it may be on either side of the day, or its day is not known.

        What is established has happened when it was recorded. A beginning with an open end counts from the first day
        that it can have: that it began is said, only not when.
        """
        first, last = moment.span.earliest, moment.span.latest
        if last is not None and last <= day:
            return True
        if first is not None and first > day:
            return False
        if last is None and day >= self.history.recorded_by:
            return True
        begins = moment.kind in ENTRIES or moment.kind in CONSENTS
        return _SAID if last is None and first is not None and begins else None

    def _taken_over(self, reading: Reading, day: date) -> Reading:
        """What a continuing state has from its predecessor, it has from the day on which it continues it."""
        if reading.code != Code.IN_FORCE:
            return reading
        keys = {act.key for act in self.history.acts if act.party == self.party}
        for since in self.continued(day).values():
            began = bounds(since).earliest if since else None
            before = bounds(reading.since).earliest if reading.since else None
            if began and before and before < began and not keys & set(reading.acts):
                return replace(reading, since=since, rule="continuation", known=Known.DERIVED)
        return reading

    # What a party takes over

    def continued(self, day: date) -> dict[str, str]:
        """The parties that it continues on the day, with the day since when, as EDTF."""
        since: dict[str, str] = {}
        for succession in continuations(self.history, self.party):
            start = self._start(succession.predecessor, succession.date)
            if not start or (bounds(start).earliest or date.min) <= day:
                since[succession.predecessor] = start
        return since

    def _start(self, predecessor: str, recorded: str) -> str:
        """When a successor begins: as recorded, or with its own life, or after that of its predecessor."""
        ended = participant(self.history, predecessor).exists_until
        return recorded or self.life.exists_from or (day_after(ended) if ended else "")

    def exists(self, day: date) -> bool:
        born = bounds(self.life.exists_from).earliest if self.life.exists_from else None
        return not self.party or born is None or born <= day

    # Moments

    def moments(self, day: date) -> list[tuple[Moment, str]]:
        """The moments that can count on the day, each with the standing of its act."""
        continued = frozenset(self.continued(day)) if self.alone else frozenset()
        if continued not in self._moments:
            self._moments[continued] = list(self._made(continued))
        return self._moments[continued]

    @cached_property
    def entry(self):
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

    def _made(self, continued: frozenset[str]) -> Iterator[tuple[Moment, str]]:
        acts = list(self._acts(continued))
        entered = any(act.kind == StepKind.ENTRY_INTO_FORCE and not act.party for act in acts)
        if self.entry and not entered:
            keys = tuple(act.key for act in self.entry.acts)
            undecided = any(act.undecided for act in self.entry.acts)
            yield Moment(self.entry.rule, self.entry.day, keys=keys, undecided=undecided), Standing.ESTABLISHED
        for act in acts:
            for moment in self._times(act, acts):
                yield moment, act.standing
        yield from ((moment, Standing.ESTABLISHED) for moment in self._lives(acts))

    def _acts(self, continued: frozenset[str]) -> Iterator[Act]:
        """The acts that concern the view."""
        acts = [act for act in self.history.acts if not act.is_limited and act.kind in _READ]
        if self.alone:
            taken = [act for act in acts if act.party in continued and act.kind != StepKind.LAPSE]
            own = [act for act in acts if act.party == self.party and not (continued and act.kind in SUCCESSIONS)]
            own = [*(replace(act, party=self.party) for act in taken), *own]
            yield from _of_one(own, [act for act in acts if not act.party])
        elif self.multilateral:
            yield from (act for act in acts if not act.party or act.kind in SIGNATURES)
        else:
            strangers = side_of(self.history, self.party) - ancestors(self.history, self.party) - {self.party}
            unanswered = unanswered_notes(sorted(established(acts), key=lambda act: act.span.earliest or date.max))
            yield from (act for act in acts if act not in unanswered and not (self.party and act.party in strangers))

    def _times(self, act: Act, acts: list[Act]) -> Iterator[Moment]:
        """The moments of one act: a consent may be given on one day and take effect on another."""
        if act.kind in _OF_THE_TEXT:
            yield _moment(act, kind=TEXT, when=act.date)
            return
        if act.kind in _UNDOING:
            return
        if act.kind in _NOTICES:
            if act.effective and not _is_overtaken(act, acts):
                yield _moment(act, kind=_NOTICES[act.kind])
            return
        if act.kind not in CONSENTS:
            yield _moment(act)
            return
        effect = self._effect(act) if self.alone and not act.effective else None
        effect = effect or _moment(act)
        awaits = self.alone and self._awaits_its_own_entry(act, acts)
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
        if treaty is None:
            return None
        later = later_effect(self.history.entry, act.date)
        if later:
            after = (bounds(later).earliest or date.min) > (treaty.latest or date.max)
            return _moment(act, when=later, rule="delay") if after else None
        if (act.span.earliest or date.min) <= (treaty.latest or date.max):
            return None
        # VCLT 24(3): on that day, unless the treaty provides otherwise, as most do.
        return _moment(act, when=f"{act.span.earliest}/..", rule="effect-not-recorded")

    @staticmethod
    def _awaits_its_own_entry(act: Act, acts: list[Act]) -> bool:
        """Whether the next turn of the party is an entry into force of its own."""
        turns = sorted(
            (
                each
                for each in established(acts)
                if each.party and each.kind in (*CONSENTS, *ENDS, StepKind.ENTRY_INTO_FORCE)
            ),
            key=lambda each: (each.span.earliest or date.max, ORDER.index(each.kind)),
        )
        return any(one is act and then.kind == StepKind.ENTRY_INTO_FORCE for one, then in pairwise(turns))

    def _lives(self, acts: list[Act]) -> Iterator[Moment]:
        """The beginnings and the ends of the parties themselves."""
        lapsed = {act.party for act in acts if act.kind == StepKind.LAPSE}
        if self.party and self.life.exists_until and self.party not in lapsed:
            yield Moment(STATE_ENDED, day_after(self.life.exists_until), self.party)
        if self.alone:
            yield from self._separated()
        elif not self.multilateral and not lapsed:
            yield from (Moment(PARTY_ENDED, end) for side in sides(self.history) if (end := self._end_of(side, acts)))

    def _separated(self) -> Iterator[Moment]:
        """Where a predecessor was bound when the party came into being, which must say whether it succeeds."""
        for succession in separations(self.history, self.party):
            predecessor = succession.predecessor
            start = self._start(predecessor, succession.date)
            ended = participant(self.history, predecessor).exists_until
            turns = [day for each in (start, ended) if each and (day := bounds(each).earliest)]
            if not start or not turns or self.party in ancestors(self.history, predecessor):
                continue
            if View(self.history, predecessor).on(min(turns) - timedelta(1)).code in _BINDING:
                yield Moment(SEPARATED, start, self.party)

    def _end_of(self, side: set[str], acts: list[Act]) -> str:
        """The day from which nobody stands on a side, as far as is recorded; empty if somebody does."""
        continued = {each.predecessor for each in self.history.successions if each.kind == SuccessionKind.CONTINUATION}
        members = [each for each in self.history.participants if each.key in side]
        gone = {each.key: each.exists_until for each in members if each.exists_until and each.key not in continued}
        alive = [each.key for each in members if not each.exists_until]
        heirs = {key for key in alive if ancestors(self.history, key) & gone.keys()}
        succeeded = any(
            act.kind in SUCCESSIONS and (ancestors(self.history, act.party) | {act.party}) & side
            for act in established(acts)
        )
        if not gone or succeeded or set(alive) - heirs:
            return ""
        return day_after(max(gone.values(), key=lambda until: bounds(until).latest or date.max))

    def cuts(self) -> set[date]:
        """The days on which an answer can change; between them every day has the same answer."""
        days: set[date | None] = {self.history.recorded_by, _next(self.history.complete_to)}
        variants = {
            date.min,
            *(
                bounds(start).earliest or date.min
                for succession in continuations(self.history, self.party)
                if (start := self._start(succession.predecessor, succession.date))
            ),
        }
        days |= variants
        if self.life.exists_from:
            days.add(bounds(self.life.exists_from).earliest)
        for act in limited_acts(self.history, self.party):
            days |= {act.span.latest}
        for variant in variants:
            for moment, _standing in self.moments(variant):
                days |= {moment.span.earliest, moment.span.latest}
                if moment.until:
                    days.add(_next(bounds(moment.until).latest))
        return {day for day in days if day and date.min < day < date.max}


def _others(reading: Reading, readings: list[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(other for other in readings if other.code != reading.code))


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


def _is_overtaken(notice: Act, acts: list[Act]) -> bool:
    """Whether a notice was revoked or suspended (VCLT 68), or its end is recorded as an act of its own."""
    given = bounds(notice.date).earliest if notice.date else None
    for act in established(acts):
        refers = act.refers_to == notice.key
        follows = not act.refers_to and act.party == notice.party and given and (act.span.latest or date.max) >= given
        if act.kind in (*_UNDOING, _NOTICES[notice.kind]) and (refers or follows):
            return True
    return False


def _next(day: date | None) -> date | None:
    return day + timedelta(1) if day and day < date.max else None


def _moment(act: Act, *, kind: str = "", when: str | None = None, rule: str = "") -> Moment:
    taken = act.takes_effect if when is None else when
    return Moment(kind or act.kind, taken, act.party, act.until, (act.key,), rule, act.undecided)


def _of_one(own: list[Act], joint: list[Act]) -> Iterator[Act]:
    """For one of many parties: its own acts replace the joint ones, of which they show that it took no part."""
    done = list(established(own))
    applies = any(act.kind == StepKind.PROVISIONAL_START for act in done)
    consented = any(act.kind in CONSENTS for act in done)
    # Who accedes or succeeds has not signed with the others.
    signed = any(act.kind in (*SIGNATURES, StepKind.ACCESSION, *SUCCESSIONS) for act in done)
    yield from own
    for act in joint:
        replaced = (
            (act.kind in CONSENTS and consented)
            or (act.kind in SIGNATURES and signed)
            or (act.kind == StepKind.PROVISIONAL_START and applies)
        )
        if not replaced:
            yield act
