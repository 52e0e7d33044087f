"""How long a request may wait for locks, and how long a statement may run."""

import psycopg
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

# A form that had to wait is saved a second time, so its editor gets an answer within five seconds even then.
LOCK_SECONDS = 2
STATEMENT_SECONDS = 30
IDLE_SECONDS = 60


def limit_waits(sender: type, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Limit each connection of the site; management commands may take as long as they need."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET lock_timeout = '{LOCK_SECONDS}s'; SET statement_timeout = '{STATEMENT_SECONDS}s';"
            f" SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
        )


def took_too_long(error: OperationalError) -> bool:
    """Whether a statement was cancelled because it ran too long: a second try would take as long."""
    return isinstance(error.__cause__, psycopg.errors.QueryCanceled)
