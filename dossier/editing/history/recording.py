"""History of the desk, written by the database.

simple-history gives the history models, their admin and their differences; statement-level triggers with
transition tables write the rows. So save(), update(), bulk_create(), loaddata, data migrations and raw SQL are
all recorded, each once, and a write that changes nothing is not.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import simple_history
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from simple_history.models import HistoricalRecords, registered_models

from dossier.editing.fields import EDTFBound

from .triggers import Trigger, install, kept, recording


class HistoryRow(models.Model):
    """The columns of every history row besides the record, the time and the author."""

    history_role = models.CharField(max_length=63, default="", editable=False)
    history_transaction = models.BigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    def __init__(self, **kwargs):
        super().__init__(
            bases=(HistoryRow,),
            history_id_field=models.BigAutoField(),
            # A number, not a foreign key: history rows never change with the account.
            history_user_id_field=models.IntegerField(null=True),
            **kwargs,
        )

    def copy_fields(self, model):
        fields = super().copy_fields(model)
        for field in model._meta.fields:
            if isinstance(field, EDTFBound):
                fields[field.name] = models.DateField(null=True, editable=False)
        return fields

    def get_meta_options(self, model):
        # The clock can be set back; the sequence cannot.
        return super().get_meta_options(model) | {
            "ordering": ("-history_id",),
            "get_latest_by": "history_id",
            "indexes": (models.Index(fields=[model._meta.pk.attname, "-history_id"]),),
        }


def track(*tracked: type[models.Model], **options: Any) -> None:
    """Record every change of these models. Call it after the translations are registered, or history misses them.

    The database records the columns that the history table has too: `excluded_fields` are never kept, and a change
    to them alone is not recorded. Models of another app need `app`, the app that holds their history.
    """
    for model in tracked:
        simple_history.register(model, records_class=History, **options)


def tracked_models(app_config=None) -> list[Any]:
    """The models whose changes are recorded, of one app or of all."""
    registered = registered_models.values()
    return [model for model in registered if app_config is None or model._meta.app_label == app_config.label]


@cache
def desk_models() -> tuple[Any, ...]:
    """The tracked models of our own apps. Those of other apps, accounts and their roles, are not part of the desk."""
    # `history` makes a new class on every access, and this is called for each row of a restoration.
    return tuple(model for model in tracked_models() if model.history.model._meta.app_label == model._meta.app_label)


def unwatched_columns(model: type[models.Model]) -> list[str]:
    """The columns of translated fields without a language: they hold whichever language was active."""
    translated = {field.translated_field.name for field in model._meta.fields if hasattr(field, "translated_field")}
    return sorted(translated)


def recorded_columns(model: Any) -> list[str]:
    """The columns of a model that its history has too: all but those of `excluded_fields`."""
    recorded = {field.column for field in model.history.model._meta.concrete_fields}
    return [field.column for field in model._meta.concrete_fields if field.column in recorded]


@contextmanager
def recorded(user=None, reason: str = "") -> Iterator[None]:
    """A transaction whose changes are recorded as `user`'s, with `reason`."""
    connection = connections[DEFAULT_DB_ALIAS]
    wanted = {"dossier.user_id": str(user.pk) if user and user.pk else "", "dossier.reason": reason}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('dossier.user_id', true), current_setting('dossier.reason', true)")
            before = dict(zip(wanted, cursor.fetchone(), strict=True))
        _set_local(connection, wanted)
        yield
        # An error has rolled the setting back by itself.
        _set_local(connection, before)


def _set_local(connection, settings: Mapping[str, str | None]) -> None:
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value or ""])


def record_requests(get_response):
    """Middleware: whatever a signed-in user's request writes is recorded as that user's."""

    def middleware(request):
        if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"} or not request.user.is_authenticated:
            return get_response(request)
        with recorded(request.user):
            return get_response(request)

    return middleware


def wanted_triggers(model: Any) -> list[Trigger]:
    """The triggers of a tracked model and of its history."""
    return recording(model._meta.db_table, model.history.model._meta.db_table, unwatched_columns(model))


def install_triggers(sender, using=DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Install the triggers of an app's models after each migrate; those already in place are left alone."""
    connection = connections[using]
    with connection.cursor() as cursor:
        # After migrating backwards, tables may be missing.
        tables = set(connection.introspection.table_names(cursor))
    models = [
        model
        for model in tracked_models(sender)
        if {model._meta.db_table, model.history.model._meta.db_table} <= tables
    ]
    wanted = [trigger for model in models for trigger in wanted_triggers(model)]
    wanted += [trigger for trigger in kept(sender.label) if trigger.table in tables]
    if wanted:
        install(wanted)
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(_taking_over(model))


def _taking_over(model: Any) -> str:
    """SQL that records the rows a migration wrote into a new table before it had triggers."""
    table, history = model._meta.db_table, model.history.model._meta.db_table
    columns = ", ".join(f'"{column}"' for column in recorded_columns(model))
    return f"""
        INSERT INTO {history} ({columns}, history_type, history_date, history_role, history_transaction)
            SELECT {columns}, '+', clock_timestamp(), session_user, txid_current() FROM {table} t
             WHERE NOT EXISTS (SELECT 1 FROM {history} h WHERE h.id = t.id);
    """  # noqa: S608  # table and column names are our models' own
