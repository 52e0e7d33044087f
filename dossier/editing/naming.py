"""What history calls a record: by its key, or by what tells it from its siblings. It may long be deleted."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .keys import key_field


def names(rows: list[Any], within: models.Model | None = None) -> dict[Any, str]:
    """The names of history rows, by the row. What they have in common with all of `within` is left out.

    Asks the database once for each kind of record that names one of another kind.
    """
    wanted: dict[Any, set[int]] = {}
    for row in rows:
        for each in _telling(row):
            if each.related_model and (pk := getattr(row, each.attname)):
                wanted.setdefault(each.related_model, set()).add(pk)
    keys = {(model, pk): key for model, pks in wanted.items() for pk, key in _newest_keys(model, pks)}
    return {row: _name(row, keys, within) for row in rows}


def generic_references(model: Any) -> list[GenericForeignKey]:
    return [each for each in model._meta.private_fields if isinstance(each, GenericForeignKey)]


def _telling(row: Any) -> list[models.Field]:
    """The fields that tell a record from its siblings, by the model's own constraint."""
    model = row.instance_type
    if key := key_field(model):
        return [model._meta.get_field(key)]
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    fields = [model._meta.get_field(name) for name in unique[0].fields] if unique else []
    generic = {name for each in generic_references(model) for name in (each.ct_field, each.fk_field)}
    return [each for each in fields if each.name not in generic and each.related_model is not ContentType]


def _newest_keys(model: Any, pks: set[int]) -> list[tuple[int, str]]:
    newest = model.history.filter(id__in=pks).order_by("id", "-history_id").distinct("id")
    return list(newest.values_list("id", key_field(model)))


def _name(row: Any, keys: dict[tuple[Any, int], str], within: models.Model | None) -> str:
    said = []
    for each in _telling(row):
        value = getattr(row, each.attname)
        if each.related_model:
            common = within is not None and (each.related_model, value) == (type(within), within.pk)
            said.append("" if common or value is None else keys.get((each.related_model, value), str(value)))
        elif each.choices:
            said.append(str(dict(each.flatchoices).get(value, value)))
        else:
            said.append(str(value))
    return " · ".join(part for part in said if part) or f"{row.id}"
