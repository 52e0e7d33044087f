"""Keys that the desk gives to new records, so that an editor need not think of them."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.utils.text import slugify

LONGEST = 100


def key_field(model: type[models.Model]) -> str:
    """The name of the field that identifies a model's records in files and addresses; empty if there is none."""
    names = {field.name for field in model._meta.get_fields()}
    return next((name for name in ("key", "slug") if name in names), "")


def give_key(record: Any) -> None:
    """Give a new record without a key one made of `record.suggested_key()`, unique among its siblings."""
    give_keys([record])


def give_keys(records: Sequence[Any]) -> None:
    """The same for several unsaved records of one model and one parent."""
    name = key_field(type(records[0])) if records else ""
    if not name or all(getattr(record, name) for record in records):
        return
    lock_keys(type(records[0]))
    taken = set(_siblings(records[0], name).values_list(name, flat=True)) | {getattr(new, name) for new in records}
    last: dict[str, int] = {}
    for record in records:
        if not getattr(record, name):
            key = base = _base(record)
            while key in taken:
                last[base] = last.get(base, 1) + 1
                key = f"{base}-{last[base]}"
            taken.add(key)
            setattr(record, name, key)


def lock_keys(model: type[models.Model]) -> None:
    """Lock a model's keys until the transaction ends: of two editors who save at once, the second sees both keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"key of {model._meta.db_table}"])


def _base(record: Any) -> str:
    words = slugify(record.suggested_key()) or slugify(record._meta.verbose_name_raw)
    return re.sub("[-_]{2,}", "-", words)[: LONGEST - 5].strip("-_")


def _siblings(record: Any, name: str) -> models.QuerySet:
    """The records among which the key must be unique, by the model's own constraint."""
    for constraint in record._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            scope = {field: getattr(record, field) for field in constraint.fields if field != name}
            return type(record)._default_manager.filter(**scope)
    return type(record)._default_manager.all()
