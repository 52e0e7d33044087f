"""Origins, not outlets: documents followed back to those who took what they say from nobody.

Five papers that print one agency's report are one voice. Documents are named by key.
"""

import graphlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

from .vocabulary import OriginRelation

Node = TypeVar("Node")


@dataclass(frozen=True)
class Derivation:
    """That a document took something from another: the whole of it, or the passage of one citation."""

    document: str
    origin: str
    relation: str
    citation: str = ""

    @property
    def merges(self) -> bool:
        """Whether the two are one voice. A pointer to further reading depends on nothing."""
        return self.relation != OriginRelation.CITES

    @property
    def copies(self) -> bool:
        """Whether the document has no voice of its own, as a translation has none."""
        return self.relation in {OriginRelation.TRANSLATES, OriginRelation.MIRRORS}


class Lineage:
    """The derivations among documents, asked for what stands behind one of them."""

    def __init__(self, derivations: Iterable[Derivation]):
        self.derivations = list(derivations)
        self._behind: dict[str, list[str]] = defaultdict(list)
        self._behind_passage: dict[str, list[str]] = defaultdict(list)
        for each in self.derivations:
            if each.merges and each.citation:
                self._behind_passage[each.citation].append(each.origin)
            elif each.merges:
                self._behind[each.document].append(each.origin)
        self.origins = cache(self._origins)
        self._copied = {each.document: each.origin for each in self.derivations if each.copies and not each.citation}

    def origins_of_passage(self, document: str, citation: str = "", speaker: str = "") -> tuple[str, ...]:
        """The origins of what one citation quotes.

        Who speaks in the passage is its origin, whatever that one repeats elsewhere, unless it is but a copy of
        another. Where no speaker is named: the origins of the passage, or else those of the document.
        """
        if speaker:
            return (self._original(speaker),)
        if passage := self._behind_passage.get(citation):
            return tuple(dict.fromkeys(origin for each in passage for origin in self.origins(each)))
        return self.origins(document)

    def _original(self, document: str) -> str:
        """What a document copies, as a translation or a mirror does; itself where it copies nothing."""
        seen = {document}
        while (behind := self._copied.get(document)) and behind not in seen:
            seen.add(behind)
            document = behind
        return document

    def _origins(self, document: str) -> tuple[str, ...]:
        """The documents from which it has what it says, each derived from nothing; itself where it took nothing."""
        found, seen, waiting = [], {document}, [document]
        while waiting:
            each = waiting.pop(0)
            behind = self._behind.get(each, [])
            if not behind:
                found.append(each)
            for origin in behind:
                # What goes round in a circle is followed once.
                if origin not in seen:
                    seen.add(origin)
                    waiting.append(origin)
        # Where a circle came about all the same, nobody is first: the document stands for itself.
        return tuple(found) or (document,)

    def ancestors(self, document: str) -> set[str]:
        """All that stands behind a document, pointers included."""
        return _reached(document, self._upwards)

    def descendants(self, document: str) -> set[str]:
        """All that has something from a document, through others too."""
        return _reached(document, self._downwards)

    @cached_property
    def _upwards(self) -> dict[str, set[str]]:
        return _steps((each.document, each.origin) for each in self.derivations)

    @cached_property
    def _downwards(self) -> dict[str, set[str]]:
        return _steps((each.origin, each.document) for each in self.derivations)

    def circle(self) -> list[str]:
        """Documents that depend on each other in a circle, the first once more at the end; empty without one."""
        graph: dict[str, set[str]] = {document: set(origins) for document, origins in self._behind.items()}
        return circle(graph)


def _steps(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for start, end in pairs:
        found[start].add(end)
    return found


def _reached(document: str, steps: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [document]
    while waiting:
        fresh = steps.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found - {document}


def circle(graph: dict[Node, set[Node]]) -> list[Node]:
    """A circle in a graph of dependences, the first node once more at the end; empty where there is none."""
    try:
        tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        return error.args[1][::-1]
    return []
