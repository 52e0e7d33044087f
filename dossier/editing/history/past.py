"""The desk as it was: within `as_of`, whatever reads a tracked model reads its state of then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from .recording import desk_models


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Read the desk as it was at `moment`, deleted records among the rest. Nothing can be written within.

    A view of the moment stands in front of each live table, under the same name; at the end all is rolled back.
    Accounts and their roles are read as they are now: nobody may do today what they might do then.
    Raises RuntimeError within another `as_of`.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('dossier.as_of', true)")
            if (already := cursor.fetchone()[0]) not in {None, ""}:
                raise RuntimeError(f"Expected as_of() outside of another, got one within that of {already}.")
            cursor.execute("SELECT set_config('dossier.as_of', %s, true)", [moment.isoformat()])
            for model in desk_models():
                cursor.execute(_view(model), [moment, moment])
            # Such a view could be written through, into history itself.
            cursor.execute("SET LOCAL transaction_read_only = on")
        with _grouping_by_every_column(connection):
            yield
        transaction.set_rollback(True)


@contextmanager
def _grouping_by_every_column(connection: Any) -> Iterator[None]:
    """A view has no primary key from which its other columns would follow."""
    connection.features.allows_group_by_selected_pks = False
    try:
        yield
    finally:
        del connection.features.allows_group_by_selected_pks


def _view(model: Any) -> str:
    """The row of each record that was the newest at a moment; the clock can be set back, so by its number."""
    history = model.history.model._meta.db_table
    columns = ", ".join(f'h."{field.column}"' for field in model._meta.concrete_fields)
    return f"""
        CREATE TEMPORARY VIEW {model._meta.db_table} AS
            SELECT {columns} FROM {history} h
             WHERE h.history_date <= %s AND h.history_type <> '-' AND NOT EXISTS (
                SELECT FROM {history} newer
                 WHERE newer.id = h.id AND newer.history_id > h.history_id AND newer.history_date <= %s)
    """  # noqa: S608  # table and column names are our models' own
