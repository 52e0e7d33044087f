"""The clock that history goes by, and months as CLDR names them: its letters change, and are no rule of ours."""

from babel import Locale
from babel.dates import get_month_names
from django.db import connection


def now():
    """Now: within a transaction the time of its beginning stands still, and this goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def month_of(language, number):
    """The name of a Gregorian month within a date."""
    return get_month_names("wide", locale=Locale.parse(language, sep="-"))[number]
