"""Names for records in history, which may have been deleted long ago: the key, or what tells siblings apart."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from dossier.editing.keys import key_field


def names(rows: list[Any], within: models.Model | None = None) -> dict[Any, str]:
    """The names of history rows, by row, without the name of the record `within` that they all belong to.

    One query for each model that the rows refer to.
    """
    wanted: dict[Any, set[int]] = {}
    for row in rows:
        for model, pk in _named(row):
            wanted.setdefault(model, set()).add(pk)
    keys = {(model, pk): key for model, pks in wanted.items() for pk, key in _newest_keys(model, pks)}
    if within is not None:
        keys[type(within), within.pk] = ""
    return {row: _name(row, keys) for row in rows}


def generic_references(model: Any) -> list[GenericForeignKey]:
    return [private for private in model._meta.private_fields if isinstance(private, GenericForeignKey)]


def _telling(row: Any) -> list[models.Field]:
    """The fields that tell a record from its siblings, by the model's own constraint."""
    model = row.instance_type
    if key := key_field(model):
        return [model._meta.get_field(key)]
    unique = [constraint for constraint in model._meta.constraints if isinstance(constraint, models.UniqueConstraint)]
    fields = [model._meta.get_field(name) for name in unique[0].fields] if unique else []
    generic = {name for reference in generic_references(model) for name in (reference.ct_field, reference.fk_field)}
    return [column for column in fields if column.name not in generic and column.related_model is not ContentType]


def _named(row: Any) -> list[tuple[Any, int]]:
    """The other records whose names are part of a record's own."""
    fields = [column for column in _telling(row) if column.related_model]
    named = [(column.related_model, getattr(row, column.attname)) for column in fields]
    if not key_field(row.instance_type):
        named += [subject_of(row, reference) for reference in generic_references(row.instance_type)]
    return [(model, pk) for model, pk in named if pk is not None]


def subject_of(row: Any, reference: GenericForeignKey) -> tuple[Any, int]:
    """The model and the primary key that a generic foreign key of a history row refers to."""
    kind = ContentType.objects.get_for_id(getattr(row, f"{reference.ct_field}_id"))
    return kind.model_class(), getattr(row, reference.fk_field)


def _newest_keys(model: Any, pks: set[int]) -> list[tuple[int, str]]:
    if not key_field(model):
        return []
    newest = model.history.filter(id__in=pks).order_by("id", "-history_id").distinct("id")
    return list(newest.values_list("id", key_field(model)))


def _name(row: Any, keys: dict[tuple[Any, int], str]) -> str:
    said = [keys.get(named, "") for named in _named(row)]
    for column in _telling(row):
        value = getattr(row, column.attname)
        if column.related_model is None:
            said.append(str(dict(column.flatchoices).get(value, value) if column.choices else value))
    return " · ".join(part for part in said if part) or f"{row.id}"
