"""Who made a translation, and on which day somebody last reviewed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from dossier.text.dates import today

HUMAN, MACHINE = "human", "machine"


@dataclass(frozen=True)
class Review:
    """The origin and review of one text; `reviewed_on` is None if nobody has reviewed it."""

    origin: str
    reviewed_on: date | None

    @property
    def by_machine(self) -> bool:
        return self.origin == MACHINE


class ReviewRecord(models.Model):
    """Base of the model that stores reviews: `subject` (generic), `field`, `language`, `origin` and `reviewed_on`."""

    class Meta:
        abstract = True


@cache
def _records() -> Any:
    return next(model for model in apps.get_models() if issubclass(model, ReviewRecord))._default_manager


def reviews(records: Mapping[Any, Iterable[int]]) -> dict[tuple[Any, int], dict[tuple[str, str], Review]]:
    """The reviews of records, given by model and primary key: by record, then by field and language. One query."""
    types = {ContentType.objects.get_for_model(model): ids for model, ids in records.items()}
    wanted = models.Q(pk=None)
    for kind, ids in types.items():
        wanted |= models.Q(subject_type=kind, subject_id__in=list(ids))
    models_by_type = {kind.pk: kind.model_class() for kind in types}
    noted: dict[tuple[Any, int], dict[tuple[str, str], Review]] = {}
    rows = _records().filter(wanted)
    for kind, subject, field, language, *said in rows.values_list(
        "subject_type", "subject_id", "field", "language", "origin", "reviewed_on"
    ):
        noted.setdefault((models_by_type[kind], subject), {})[field, language] = Review(*said)
    return noted


def mark_reviewed(record: Any, field: str, language: str) -> None:
    """Note that a person reviewed a text today, whoever made it."""
    _records().update_or_create(
        subject_type=ContentType.objects.get_for_model(record),
        subject_id=record.pk,
        field=field,
        language=language,
        defaults={"reviewed_on": today()},
        create_defaults={"reviewed_on": today(), "origin": HUMAN},
    )
