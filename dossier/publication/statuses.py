"""The answers of an edition for every day, stored when it is published, and those of a dossier for one day."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from dossier.text.dates import today
from treaties.law.acts import History
from treaties.law.histories import history_of
from treaties.law.parties import can_be_bound
from treaties.status import intervals, status

from .models import Edition, StatusInterval


def store_intervals(edition: Edition, dossier: dict) -> None:
    """Store the answers of an edition anew; a later release may read the same acts better."""
    history = history_of(dossier, edition.published_at.date().isoformat())
    edition.intervals.all().delete()
    StatusInterval.objects.bulk_create(
        StatusInterval(
            edition=edition,
            party=party,
            first_day=interval.first,
            last_day=interval.last,
            answer=asdict(interval.status),
        )
        for party in _answered(history)
        for interval in intervals(history, party)
    )


def answers(dossier: dict, day: date) -> dict[str, dict]:
    """The answers of an unpublished dossier on a day, by the key of the party; of the treaty under an empty one."""
    history = history_of(dossier, today().isoformat())
    return {party: asdict(status(history, day, party)) for party in _answered(history)}


def _answered(history: History) -> Iterator[str]:
    """Those for whom there is an answer: the treaty itself, as an empty key, and who can be bound."""
    yield from ("", *can_be_bound(history.participants))


def with_answers(day: date) -> ArraySubquery:
    """For a query of rows with an edition: its answers on a day, each an object of party and answer.

    The answer for the treaty itself has an empty party.
    """
    of_edition = StatusInterval.objects.filter(_on(day), edition=OuterRef("edition"))
    return ArraySubquery(of_edition.values_list(JSONObject(party="party", answer="answer")))


def with_answer(day: date) -> Subquery:
    """For a query of rows with an edition: its answer on a day for the treaty itself."""
    of_treaty = StatusInterval.objects.filter(_on(day), edition=OuterRef("edition"), party="")
    return Subquery(of_treaty.values("answer")[:1])


def _on(day: date) -> Q:
    begun = Q(first_day=None) | Q(first_day__lte=day)
    return begun & (Q(last_day=None) | Q(last_day__gte=day))
