"""Which records belong to the dossier of a treaty, derived from mapping.py: on the desk, or in its history."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from .mapping import ORIGINS, STATUSES, TREATY
from .table import ModelClass, Table


def on_desk(model: ModelClass) -> QuerySet[Any]:
    return model._base_manager.all()


def in_history(model: ModelClass) -> QuerySet[Any]:
    """Every historical row, so that deleted records and their children are included."""
    return model.history.all()


def record_ids(treaty: int, rows: Callable[[ModelClass], QuerySet[Any]]) -> dict[ModelClass, QuerySet[Any]]:
    """The ids of the records of a dossier by model, as querysets on `rows`. Shared records are not included."""
    ids: dict[ModelClass, QuerySet[Any]] = {}

    def take(table: Table, records: QuerySet[Any]) -> None:
        ids[table.model] = numbers = records.order_by().values("id")
        for link in table.links.values():
            ids[link.through] = rows(link.through).filter(**{f"{link.owner}__in": numbers}).order_by().values("id")
        for child in table.children:
            take(child, rows(child.model).filter(_on(child.parent, table, numbers)))

    take(TREATY, rows(TREATY.model).filter(id=treaty))
    citation = ORIGINS.references["citation"]
    take(ORIGINS, rows(ORIGINS.model).filter(citation__in=ids[citation]))
    spoken_of = Q()
    for model, numbers in ids.items():
        kind = ContentType.objects.get_for_model(model)
        spoken_of |= Q(subject_type=kind, subject_id__in=numbers)
    take(STATUSES, rows(STATUSES.model).filter(spoken_of))
    return ids


def _on(parent: str, table: Table, numbers: QuerySet[Any]) -> Q:
    if parent in {"subject", "dossier"}:
        return Q(**{f"{parent}_type": ContentType.objects.get_for_model(table.model), f"{parent}_id__in": numbers})
    return Q(**{f"{parent}__in": numbers})
