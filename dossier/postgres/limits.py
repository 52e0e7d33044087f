"""How long a request may wait for the database, and how long the database may work at it."""

import psycopg
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

# Twice as long, because a form is saved again that had to wait, is still told within five seconds.
LOCK_SECONDS = 2
STATEMENT_SECONDS = 30
IDLE_SECONDS = 60


def limit_waits(sender: type, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """For each connection of the site; commands take the time that they need."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET lock_timeout = '{LOCK_SECONDS}s'; SET statement_timeout = '{STATEMENT_SECONDS}s';"
            f" SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
        )


def took_too_long(error: OperationalError) -> bool:
    """Whether a statement was given up for its own length: a second try would take as long."""
    return isinstance(error.__cause__, psycopg.errors.QueryCanceled)
