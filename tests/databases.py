"""The databases of a run: one is migrated, one filled with the shipped dossiers, once; the others are clones."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

# What all their names begin with.
NAME = f"test_{settings.DATABASES['default']['NAME']}"
DOSSIERS = sorted((settings.BASE_DIR / "fixtures" / "dossiers").glob("*.yaml"))


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """For the time being, Django's database is another one of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def clone(template: str, name: str) -> str:
    drop(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


class Templates:
    """What the databases of a run are cloned from: made by the first process that asks, in a folder that all share."""

    def __init__(self, folder: Path):
        self.folder = folder

    def migrated(self) -> str:
        return self._once("migrated", "template1", lambda: call_command("migrate", verbosity=0))

    def shipped(self) -> str:
        """With the dossiers that the project ships, published."""
        return self._once("shipped", self.migrated(), take_in_the_shipped)

    def drop(self) -> None:
        for made in self.folder.glob("*.made"):
            drop(self._name(made.stem))

    def _name(self, what: str) -> str:
        return f"{NAME}_{what}"

    def _once(self, what: str, template: str, fill: Callable[[], None]) -> str:
        name, made = self._name(what), self.folder / f"{what}.made"
        with (self.folder / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                clone(template, name)
                with connected_to(name):
                    fill()
                made.touch()
        return name


def take_in_the_shipped() -> None:
    call_command("import_dossier", *map(str, DOSSIERS), publish=True, stdout=StringIO())
    with connection.cursor() as cursor:
        # A server does so by itself, but only after a while.
        cursor.execute("ANALYZE")
