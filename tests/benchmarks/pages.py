"""The pages of a convention of 190 parties, 900 acts and 500 differences, beside a loop of Python."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from dossier.pages.folding import LISTS
from tests.conventions import convention

from .measured import Measured

# Turns of the loop that take a tenth of a second or less on the machines that we have.
TURNS = 1_000_000


def measure() -> Iterator[Measured]:
    """The first rendering of a page of each kind, in seconds of the processor."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "convention.json")
        file.write_text(json.dumps(convention(190, 500)), encoding="utf-8")
        call_command("import_dossier", str(file), "--publish", stdout=None, verbosity=0)
    client = Client()
    client.get("/en/")
    for name in ("", *LISTS, "differences/day-100"):
        address = f"/en/treaties/convention/{name}/".replace("//", "/")

        def first(address: str = address) -> int:
            cache.clear()
            return len(client.get(address).content)

        # The templates are compiled by another page of the list, which has other days and parties.
        client.get(address, {"page": 2})
        size, ours = seconds_of(first)
        _turns, loop = seconds_of(turn)
        yield Measured(f"page, {name or 'dossier'}", size, ours, loop, limit=5)


def turn() -> int:
    total = 0
    for number in range(TURNS):
        total += number * number
    return total


def seconds_of(act: Callable[[], int]) -> tuple[int, float]:
    start = time.process_time()
    return act(), time.process_time() - start
