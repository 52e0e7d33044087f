"""A database that could not hold every script is refused before anything is written to it."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.databases import drop
from tests.environment import for_process


@pytest.fixture
def latin(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_latin"
        drop(name)
        provider = "LOCALE_PROVIDER libc" if connection.pg_version >= 150_000 else ""
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' {provider} LOCALE 'C' TEMPLATE template0")
        yield name
        drop(name)


@pytest.mark.django_db
def test_migrate_refuses_a_database_of_another_encoding(latin):
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate"],
        env=for_process(latin),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "Expected a database whose encoding is UTF8, got LATIN1." in done.stderr
    assert "createdb --encoding=UTF8" in done.stderr
