"""Keys that the desk gives to new records, so that an editor need not think of them."""

import re
from typing import Any

from django.db import connection, models
from django.utils.text import slugify

LONGEST = 100


def key_field(model: type[models.Model]) -> str:
    """The field by which records of a model are called in files and addresses; empty where they have none."""
    names = {field.name for field in model._meta.get_fields()}
    return next((name for name in ("key", "slug") if name in names), "")


def give_key(record: Any) -> None:
    """Where a new record has no key: one of its own words, unused among its siblings.

    `record.suggested_key()` says from which words.
    """
    name = key_field(type(record))
    if not name or getattr(record, name):
        return
    words = slugify(record.suggested_key()) or slugify(record._meta.verbose_name_raw)
    base = re.sub("[-_]{2,}", "-", words)[: LONGEST - 5].strip("-_")
    # Two editors may save at once: the second waits, and sees the first's key.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"key of {record._meta.db_table}"])
    taken = set(_siblings(record, name).values_list(name, flat=True))
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    setattr(record, name, key)


def _siblings(record: Any, name: str) -> models.QuerySet:
    """The records among which the key must be unique, by the model's own constraint."""
    for constraint in record._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            scope = {field: getattr(record, field) for field in constraint.fields if field != name}
            return type(record)._default_manager.filter(**scope)
    return type(record)._default_manager.all()
