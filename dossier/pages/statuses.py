"""The status of a treaty and of each party: the answers of one day, and of every day as intervals."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from treaties.law.histories import history_of
from treaties.law.parties import can_be_bound
from treaties.status import Interval, intervals, status

from .texts import Page


def answers(dossier: dict, day: date, recorded_on: date) -> dict[str, Page]:
    """The answers of a day, by the key of the party; of the treaty itself under an empty one."""
    history = history_of(dossier, recorded_on.isoformat())
    return {party: asdict(status(history, day, party=party)) for party in ["", *can_be_bound(history.participants)]}


def all_intervals(dossier: dict, recorded_on: date) -> Iterator[tuple[str, Interval]]:
    """The answers of every day, for the treaty itself and for each party, as of the day on which they were recorded."""
    history = history_of(dossier, recorded_on.isoformat())
    for party in ["", *can_be_bound(history.participants)]:
        yield from ((party, interval) for interval in intervals(history, party))
