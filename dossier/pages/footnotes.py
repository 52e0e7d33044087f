"""Footnotes: one number for each source throughout the dossier, with links from each use to the source and back.

Pages are built without numbers. Then they are traversed once, in reading order, and each source gets the number of its
first mark.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from .texts import MARKS, Page


class Mark(dict[str, Any]):
    """A reference to a source by its number: `number`, `key`, and the name of the source."""


class Note(Mark):
    """A mark in running text. The footnote links back to its `id`."""


class Evidence(dict[str, Any]):
    """The apparatus of a record. Footnotes link back to the citations in it, given as (source, id)."""

    def __init__(self, content: Page, cited: list[tuple[str, str]]):
        super().__init__(content)
        self.cited = cited


class Footnotes:
    """The numbers of a dossier's sources in one language, and the ids of the uses of each on its page."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.uses: dict[str, list[str]] = defaultdict(list)
        self._noted: Counter[str] = Counter()

    def number_of(self, source: str) -> int:
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def number(self, part: Any) -> None:
        """Set the number of every mark in a part of a page. A mark that occurs in several parts is numbered once."""
        for piece in _pieces(part):
            if isinstance(piece, Mark) and not piece["number"]:
                piece["number"] = self.number_of(piece["key"])
                if isinstance(piece, Note):
                    self._noted[piece["key"]] += 1
                    piece["id"] = f"cite-{piece['number']}-{self._noted[piece['key']]}"
                    self.uses[piece["key"]].append(piece["id"])
            elif isinstance(piece, Evidence):
                for source, place in piece.cited:
                    self.uses[source].append(place)


def uses_in(part: Any) -> set[str]:
    """The ids in a numbered part of a page to which footnotes link back."""
    places: set[str] = set()
    for piece in _pieces(part):
        if isinstance(piece, Note):
            places.add(piece["id"])
        elif isinstance(piece, Evidence):
            places.update(place for _source, place in piece.cited)
    return places


def marks_in(part: Any) -> set[str]:
    """Which of MARKS occur on any text in a part of a page."""
    return {mark for piece in _pieces(part) if "lang" in piece for mark in MARKS if mark in piece}


def _pieces(part: Any) -> Iterator[dict[str, Any]]:
    """Every dict in nested dicts and lists, in order, parents first."""
    waiting = [part]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, dict):
            yield piece
            waiting.extend(reversed(piece.values()))
        elif isinstance(piece, list):
            waiting.extend(reversed(piece))
