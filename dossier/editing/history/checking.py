"""Whether history is accurate: each record of the desk must equal its newest history row."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

from .recording import recorded_columns, unwatched_columns


class Defect(StrEnum):
    DIFFERS = "differs from its newest row of history"
    UNRECORDED = "has no row of history"
    VANISHED = "is gone without a deletion in its history"
    UNDEAD = "exists, but is deleted in its history"


@dataclass(frozen=True)
class Discrepancy:
    """A record that does not match its history, and the columns in which it differs."""

    model: str
    pk: int
    defect: Defect
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = f"{self.model} {self.pk}: {self.defect}"
        return f"{words}: {', '.join(self.columns)}" if self.columns else words


def discrepancies(model: Any) -> Iterator[Discrepancy]:
    """The records of a tracked model that do not match their history, in one query."""
    table, history = model._meta.db_table, model.history.model._meta.db_table
    unwatched = unwatched_columns(model)
    columns = [column for column in recorded_columns(model) if column not in unwatched]
    differing = ", ".join(f"""CASE WHEN t."{name}" IS DISTINCT FROM h."{name}" THEN '{name}' END""" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT coalesce(t.id, h.id), t.id, h.history_type, array_remove(ARRAY[{differing}], NULL)
              FROM {table} t
              FULL JOIN (SELECT DISTINCT ON (id) * FROM {history} ORDER BY id, history_id DESC) h ON h.id = t.id
             WHERE t.id IS NULL AND h.history_type <> '-'
                OR t.id IS NOT NULL AND (h.id IS NULL OR h.history_type = '-')
                OR t.id = h.id AND ARRAY[{differing}] <> array_fill(NULL::text, ARRAY[{len(columns)}])
             ORDER BY 1
            """  # noqa: S608  # table and column names are our models' own
        )
        rows = cursor.fetchall()
    for pk, live, kind, changed in rows:
        if live is None:
            yield Discrepancy(model._meta.label, pk, Defect.VANISHED)
        elif kind is None:
            yield Discrepancy(model._meta.label, pk, Defect.UNRECORDED)
        elif kind == "-":
            yield Discrepancy(model._meta.label, pk, Defect.UNDEAD)
        else:
            yield Discrepancy(model._meta.label, pk, Defect.DIFFERS, tuple(changed))
