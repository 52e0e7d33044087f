"""The answers of an edition for every day, stored when it is published."""

from dataclasses import asdict
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from dossier.pages.statuses import all_intervals

from .models import Edition, StatusInterval


def store_intervals(edition: Edition, dossier: dict) -> None:
    """Store the answers of an edition anew; a later release may read the same acts better."""
    edition.intervals.all().delete()
    StatusInterval.objects.bulk_create(
        StatusInterval(
            edition=edition,
            party=party,
            first_day=interval.first,
            last_day=interval.last,
            answer=asdict(interval.status),
        )
        for party, interval in all_intervals(dossier, edition.published_at.date())
    )


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
