"""The desk as it was: inside `as_of`, every query on a tracked model reads its state at that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from .recording import desk_models


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Read the desk as it was at `moment`, including records deleted since. Nothing can be written inside.

    A temporary view shadows each live table under the same name; at the end everything is rolled back.
    Accounts and their roles are read as they are now, so that a permission taken away since stays away.
    Raises RuntimeError inside another `as_of`.
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
            # Such a view is updatable: a write would go through to the history table.
            cursor.execute("SET LOCAL transaction_read_only = on")
        with _grouping_by_every_column(connection):
            yield
        transaction.set_rollback(True)


@contextmanager
def _grouping_by_every_column(connection: Any) -> Iterator[None]:
    """A view has no primary key on which its other columns depend."""
    connection.features.allows_group_by_selected_pks = False
    try:
        yield
    finally:
        del connection.features.allows_group_by_selected_pks


def _view(model: Any) -> str:
    """SQL for the newest row of each record at a moment, by history_id because the clock can be set back."""
    history = model.history.model._meta.db_table
    columns = ", ".join(f'h."{field.column}"' for field in model._meta.concrete_fields)
    return f"""
        CREATE TEMPORARY VIEW {model._meta.db_table} AS
            SELECT {columns} FROM {history} h
             WHERE h.history_date <= %s AND h.history_type <> '-' AND NOT EXISTS (
                SELECT FROM {history} newer
                 WHERE newer.id = h.id AND newer.history_id > h.history_id AND newer.history_date <= %s)
    """  # noqa: S608  # table and column names are our models' own
