"""The triggers that record changes and protect what is recorded: their definitions, and whether they are in place.

The owner of the tables can drop, disable or replace them, by mistake or on purpose; then nothing fails, and nothing is
recorded. So each one is compared with its expected definition, as PostgreSQL prints it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

from django.db import connection, models

_MADE_BY = import_module("dossier.editing.migrations.0001_create_edtf_and_history_functions")
FUNCTIONS: dict[str, str] = {
    "record_history()": _MADE_BY.RECORD_HISTORY,
    "refuse_change()": _MADE_BY.REFUSE_CHANGE,
}
_REFUSE = "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"


class Defect(StrEnum):
    LOST = "is missing"
    DISABLED = "is disabled"
    REPLACED = "differs from this release"


@dataclass(frozen=True)
class Trigger:
    """One trigger, in the words of PostgreSQL: `event` such as "AFTER INSERT", `action` all that follows the table."""

    table: str
    name: str
    event: str
    action: str

    @property
    def definition(self) -> str:
        return f"CREATE TRIGGER {self.name} {self.event} ON {self.table} {self.action}"

    def __str__(self) -> str:
        return f"{self.table}: the trigger {self.name}"


# Triggers of tables outside the desk: editions, accounts.
_kept: list[tuple[type[models.Model], Trigger]] = []


def keep(model: type[models.Model], name: str, event: str, action: str = _REFUSE) -> None:
    """Register another trigger that the table of a model must have; a migration creates it."""
    _kept.append((model, Trigger(model._meta.db_table, name, event, action)))


def append_only(model: type[models.Model]) -> None:
    """Register the triggers that keep rows of this model as they were written."""
    for trigger in refusing(model._meta.db_table):
        keep(model, trigger.name, trigger.event)


def kept(app_label: str | None = None) -> list[Trigger]:
    return [trigger for model, trigger in _kept if app_label in {None, model._meta.app_label}]


def refusing(table: str) -> list[Trigger]:
    """The triggers of a table whose rows stay as they were written."""
    return [
        Trigger(table, "refuse_change", "BEFORE DELETE OR UPDATE", _REFUSE),
        Trigger(table, "refuse_truncate", "BEFORE TRUNCATE", _REFUSE),
    ]


def recording(table: str, history: str, unwatched: Iterable[str]) -> list[Trigger]:
    """The triggers of a table whose changes are recorded, and of its history."""
    action = f"FOR EACH STATEMENT EXECUTE FUNCTION record_history('{history}', '{','.join(unwatched)}')"
    old, new = "OLD TABLE AS old_rows", "NEW TABLE AS new_rows"
    return [
        Trigger(table, "record_insert", "AFTER INSERT", f"REFERENCING {new} {action}"),
        Trigger(table, "record_update", "AFTER UPDATE", f"REFERENCING {old} {new} {action}"),
        Trigger(table, "record_delete", "AFTER DELETE", f"REFERENCING {old} {action}"),
        # TRUNCATE passes no rows to its triggers, so it could not be recorded.
        Trigger(table, "refuse_truncate", "BEFORE TRUNCATE", _REFUSE),
        *refusing(history),
    ]


def defects(wanted: list[Trigger]) -> Iterator[tuple[Trigger, Defect]]:
    """The triggers that are not in place, each with its defect, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid, true), tgenabled IN ('O', 'A')"
            " FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgrelid = ANY (SELECT to_regclass(t) FROM unnest(%s::text[]) t)",
            [sorted({trigger.table for trigger in wanted})],
        )
        standing = {(table, name): (definition, enabled) for table, name, definition, enabled in cursor.fetchall()}
    for trigger in wanted:
        definition, enabled = standing.get((trigger.table, trigger.name), ("", False))
        if not definition:
            yield trigger, Defect.LOST
        elif definition != trigger.definition:
            yield trigger, Defect.REPLACED
        elif not enabled:
            yield trigger, Defect.DISABLED


def replaced_functions() -> list[str]:
    """The functions behind the triggers that are missing, or not what this release made them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f, (SELECT prosrc FROM pg_proc WHERE oid = to_regprocedure(f)) FROM unnest(%s::text[]) f",
            [list(FUNCTIONS)],
        )
        standing = dict(cursor.fetchall())
    return [name for name, made in FUNCTIONS.items() if standing[name] != made.split("$$")[1]]


def install(wanted: list[Trigger]) -> None:
    """Create or replace the functions and triggers that are not in place."""
    with connection.cursor() as cursor:
        for name in replaced_functions():
            cursor.execute(FUNCTIONS[name].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
        for trigger, _defect in list(defects(wanted)):
            cursor.execute(trigger.definition.replace("CREATE", "CREATE OR REPLACE", 1))
            # A disabled trigger stays disabled when it is replaced.
            cursor.execute(f"ALTER TABLE {trigger.table} ENABLE TRIGGER {trigger.name}")
