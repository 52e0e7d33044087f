"""The clock that history goes by."""

from django.db import connection


def now():
    """Now: within a transaction the time of its beginning stands still, and this goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
