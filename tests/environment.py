"""The test database for a process of its own: a command, a server."""

import os

from django.conf import settings
from django.db import connection


def for_process(database=None):
    """The environment in which manage.py works on the test database, or on another of the same server."""
    chosen = connection.get_connection_params()
    host, port = chosen.get("host", ""), chosen.get("port", "")
    user = f"{chosen.get('user', '')}:{chosen.get('password', '') or ''}"
    socket = f"?host={host}" if host.startswith("/") else ""
    server = "" if socket else f"{host}:{port}" if port else host
    address = f"postgresql://{user}@{server}/{database or chosen['dbname']}{socket}"
    return os.environ | {"DATABASE_URL": address, "SECRET_KEY": settings.SECRET_KEY}
