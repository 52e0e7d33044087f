"""The status of a treaty, or of it for one party, on a day: what has happened by then, and what may have."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dossier.text.dates import bounds

from ..vocabulary import Known, Standing
from ..vocabulary import Status as Code
from .acts import CONSENTS, Act, History
from .between import Relation
from .limits import Limit, limited_acts, limits
from .moments import Moments
from .parties import can_be_bound, continuations, heirs, participant, relatives, sides
from .reading import ENTRIES, Moment, Reading, Replay, settled

# A day on which an act is said to have happened already, although its last possible day is open.
_SAID = "said"
_BINDING = {Code.IN_FORCE, Code.SUSPENDED}


@dataclass(frozen=True)
class Status:
    """The answer for one day, and the other answers that uncertain dates or disputed acts would give."""

    reading: Reading
    uncertain: tuple[Reading, ...] = ()
    contested: tuple[Reading, ...] = ()
    limits: tuple[Limit, ...] = ()
    # Between two parties: what the reservations of each are for the other.
    relations: tuple[Relation, ...] = ()

    @property
    def code(self) -> str:
        return self.reading.code


class View:
    """A treaty as it stands for one of its parties, or as a whole."""

    def __init__(self, history: History, party: str = ""):
        self.history, self.party = history, party
        self._source = Moments(history, party, self._was_bound)
        self.multilateral, self.alone = self._source.multilateral, self._source.alone
        self._moments: dict[frozenset[str], list[tuple[Moment, str]]] = {}

    def on(self, day: date) -> Status:
        """The answer for one day, and what it would be on other readings of the acts."""
        if self._is_stranger():
            if self._capacity():
                return Status(Reading(Code.NOT_YET_SIGNED, "takes-no-part", known=Known.DERIVED))
            return Status(Reading(Code.UNDETERMINED, "no-act", known=Known.NOT_RECORDED))
        if not self._exists(day):
            return Status(Reading(Code.NOT_YET_SIGNED, "did-not-exist", known=Known.DERIVED))
        of_heirs = [heir for heir in self._heirs() if View(self.history, heir)._exists(day)]
        if len(of_heirs) > 1:
            # With one of several heirs the treaty may go on, with another not.
            answers = [View(self.history, heir).on(day) for heir in of_heirs]
            return next((answer for answer in answers if answer.code in _BINDING), answers[0])
        return self._read(day)

    def cuts(self) -> set[date]:
        """The days on which an answer can change; between them every day has the same answer."""
        days: set[date | None] = {self.history.recorded_by, _next(self.history.complete_to)}
        days |= {day for heir in self._heirs() for day in View(self.history, heir).cuts()}
        starts = [start for _predecessor, start in self._continuations()]
        variants = {date.min, *(bounds(start).earliest or date.min for start in starts if start)}
        days |= variants
        life = participant(self.history, self.party)
        if life.exists_from:
            days.add(bounds(life.exists_from).earliest)
        for act in limited_acts(self.history, self.party):
            days |= {act.span.latest, *([_next(bounds(act.until).latest)] if act.until else [])}
        # The first day of an own act shows that the party existed.
        days |= {act.span.earliest for act in self._own()}
        for variant in variants:
            for moment, _standing in self._of(variant):
                days |= {moment.span.earliest, moment.span.latest}
                if moment.until:
                    days.add(_next(bounds(moment.until).latest))
        return {day for day in days if day and date.min < day < date.max}

    # Who it is about

    def _own(self) -> list[Act]:
        return [act for act in self.history.acts if self.party and act.party == self.party]

    def _is_stranger(self) -> bool:
        """Whether the party is none that can be bound, nor related to one, and has done nothing that binds."""
        bound = set(can_be_bound(self.history.participants))
        if not self.party or not bound or self.party in bound | relatives(self.history, bound):
            return False
        return bool(self._capacity()) or not self._own()

    def _capacity(self) -> str:
        """In which capacity it takes part; empty if it takes none."""
        return next((each.capacity for each in self.history.participants if each.key == self.party), "")

    def _exists(self, day: date) -> bool:
        life = participant(self.history, self.party)
        born = bounds(life.exists_from).earliest if life.exists_from else None
        if born is not None and born > day:
            return False
        bound = can_be_bound(self.history.participants)
        links = [predecessor for predecessor, _start in self._continuations() if predecessor in bound]
        begun = bool(set(links) & self._continued(day).keys())
        # A continuing state of which nothing else is known begins with the continuation.
        return not links or begun or any((act.span.earliest or date.max) <= day for act in self._own())

    def _heirs(self) -> list[str]:
        """In a bilateral treaty, the several states that stand on a side instead of one; for none of them."""
        if self.multilateral:
            return []
        for side in sides(self.history):
            several = heirs(self.history, side)
            if len(several) > 1 and self.party not in side:
                return several
        return []

    def _continuations(self) -> list[tuple[str, str]]:
        """The parties that it continues, with the day since when, as EDTF; empty where it is not known."""
        return [
            (each.predecessor, self._source.start_of(each.predecessor, each.date, each.successor))
            for each in continuations(self.history, self.party)
        ]

    def _continued(self, day: date) -> dict[str, str]:
        """The parties that it continues on the day, with the day since when."""
        since: dict[str, str] = {}
        for predecessor, start in self._continuations():
            if start and (bounds(start).earliest or date.min) > day:
                # What lies before a link that has not begun is not yet continued either.
                break
            since[predecessor] = start
        return since

    # What it says

    def _of(self, day: date) -> list[tuple[Moment, str]]:
        """The moments that can count on the day, each with the standing of its act."""
        continued = frozenset(self._continued(day)) if self.alone else frozenset()
        if continued not in self._moments:
            self._moments[continued] = list(self._source.of(continued))
        return self._moments[continued]

    def _read(self, day: date) -> Status:
        moments = self._of(day)
        known = [moment for moment, standing in moments if standing == Standing.ESTABLISHED]
        past = {moment: self._has_happened(moment, day) for moment in known}
        done = [moment for moment in known if past[moment] in {True, _SAID}]
        said = [moment for moment in known if past[moment] == _SAID and day < self.history.recorded_by]
        maybe = sorted((moment for moment in known if past[moment] is None), key=lambda moment: moment.place)
        read = self._reader(known, done, day)
        reading = read([], [])
        # Each uncertain act alone, and those before it with it.
        doubtful = [read([moment], []) for moment in maybe]
        doubtful += [read(maybe[: number + 1], []) for number in range(1, len(maybe))]
        doubtful += [read([], [moment]) for moment in said]
        disputed = [
            moment
            for moment, standing in moments
            if standing == Standing.DISPUTED and self._has_happened(moment, day) is not False
        ]
        contested = [read([moment], []) for moment in disputed]
        ended = reading.code in {Code.TERMINATED, Code.NEVER_IN_FORCE} or (self.multilateral and not self.party)
        limited = () if ended else limits(self.history, self.party, day)
        return Status(reading, _others(reading, doubtful), _others(reading, contested), limited)

    def _reader(
        self, known: list[Moment], done: list[Moment], day: date
    ) -> Callable[[list[Moment], list[Moment]], Reading]:
        """A function that reads what is done on the day, with some moments more and some left out."""

        def read(more: list[Moment], less: list[Moment]) -> Reading:
            counted = [moment for moment in done if moment not in less] + more
            pending = [moment for moment in known if moment not in counted]
            reading = Replay(alone=self.alone, is_complete=self.history.is_complete).read(counted, day)
            reading = settled(reading, pending, day, alone=self.alone, complete_to=self.history.complete_to)
            return self._taken_over(reading, day)

        return read

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
        if moment.doubtful:
            return None
        if last is None and day >= self.history.recorded_by:
            return True
        begins = moment.kind in ENTRIES or moment.kind in CONSENTS
        return _SAID if last is None and first is not None and begins else None

    def _taken_over(self, reading: Reading, day: date) -> Reading:
        """What a continuing state has from its predecessor, it has from the day on which it continues it."""
        if reading.code != Code.IN_FORCE or not self.party:
            return reading
        keys = {act.key for act in self._own()}
        for since in self._continued(day).values():
            began = bounds(since).earliest if since else None
            before = bounds(reading.since).earliest if reading.since else None
            if began and before and before < began and not keys & set(reading.acts):
                return replace(reading, since=since, rule="continuation", known=Known.DERIVED)
        return reading

    def _was_bound(self, party: str, day: date) -> bool:
        return View(self.history, party).on(day).code in _BINDING


def _others(reading: Reading, readings: list[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(other for other in readings if other.code != reading.code))


def _next(day: date | None) -> date | None:
    return day + timedelta(1) if day and day < date.max else None
