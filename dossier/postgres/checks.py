"""Checks of an external database, before anything is written to it."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def holds_every_script(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Run by “migrate”: without it, a text in another script would only fail when an editor saves it."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            problem = f"Expected a database whose encoding is UTF8, got {encoding}."
            hint = "Make one with: createdb --encoding=UTF8 --template=template0 NAME"
            problems.append(Error(problem, hint=hint, id="dossier.E001"))
    return problems
