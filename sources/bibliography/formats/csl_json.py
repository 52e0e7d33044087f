"""CSL-JSON, as Zotero and others exchange it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dossier.text.problems import Problem, UnreadableFile
from sources.bibliography.entries import MOST_ENTRIES, Entry
from sources.bibliography.fields import Source
from sources.bibliography.items import to_item, to_source

NAME = "CSL-JSON"
ENDINGS: tuple[str, ...] = (".json",)
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"


def write(sources: Iterable[Source]) -> str:
    return json.dumps([to_item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def read(text: str, file: str) -> list[Entry]:
    """The entries of a file. Raises UnreadableFile with every problem."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    for place, item in _items(text, file):
        if not isinstance(item, dict):
            problems.append(Problem(file, place, "Expected an object with type and title"))
            continue
        try:
            source, ours = to_source(item)
        except ValueError as error:
            problems.append(Problem(file, place, str(error)))
        else:
            entries.append(Entry(place, str(item.get("id", "")), source, ours))
    if problems:
        raise UnreadableFile(problems)
    return entries


def _items(text: str, file: str) -> Iterator[tuple[str, Any]]:
    try:
        data = json.loads(text)
    except RecursionError:
        raise _refusal(file, "", "Expected a list of items that does not nest so deeply") from None
    except ValueError as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise _refusal(file, place, "Expected valid JSON, a list of items in square brackets") from None
    if isinstance(data, dict):
        # A single item, or the object in which some programs wrap their list.
        data = data["items"] if isinstance(data.get("items"), list) else [data]
    if not isinstance(data, list):
        raise _refusal(file, "", "Expected a list of items in square brackets")
    if len(data) > MOST_ENTRIES:
        raise _refusal(file, "", f"Expected at most {MOST_ENTRIES:,} entries in a file, got more")
    for number, item in enumerate(data, 1):
        name = item.get("id", "") if isinstance(item, dict) else ""
        yield f"item {number}" + (f" ({str(name)[:60]})" if name != "" else ""), item


def _refusal(file: str, place: str, message: str) -> UnreadableFile:
    return UnreadableFile([Problem(file, place, message)])
