"""Origins, not outlets: documents traced back to those that took their content from no other.

Five papers that print one agency's report are one voice. Documents are identified by key.
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
    """A document's debt to another, for all of its content or for the passage of one citation."""

    document: str
    origin: str
    relation: str
    citation: str = ""

    @property
    def merges(self) -> bool:
        """Whether the two are one voice. A mere reference creates no dependence."""
        return self.relation != OriginRelation.CITES

    @property
    def copies(self) -> bool:
        """Whether the document has no voice of its own, such as a translation."""
        return self.relation in {OriginRelation.TRANSLATES, OriginRelation.MIRRORS}


class Lineage:
    """The derivations among documents, for queries about the origins of one of them."""

    def __init__(self, derivations: Iterable[Derivation]):
        self.derivations = list(derivations)
        self._behind: dict[str, list[str]] = defaultdict(list)
        self._behind_passage: dict[str, list[str]] = defaultdict(list)
        for derivation in self.derivations:
            if derivation.merges and derivation.citation:
                self._behind_passage[derivation.citation].append(derivation.origin)
            elif derivation.merges:
                self._behind[derivation.document].append(derivation.origin)
        self.origins = cache(self._origins)
        self._copied = {
            derivation.document: derivation.origin
            for derivation in self.derivations
            if derivation.copies and not derivation.citation
        }

    def origins_of_passage(self, document: str, citation: str = "", speaker: str = "") -> tuple[str, ...]:
        """The origins of what one citation quotes.

        The speaker of the passage is its origin, whatever that one repeats elsewhere, unless it is only a copy of
        another. Without a named speaker: the origins of the passage, or else those of the document.
        """
        if speaker:
            return (self._original(speaker),)
        if passage := self._behind_passage.get(citation):
            return tuple(dict.fromkeys(origin for passage_origin in passage for origin in self.origins(passage_origin)))
        return self.origins(document)

    def _original(self, document: str) -> str:
        """The document that a translation or a mirror copies; the document itself if it copies none."""
        seen = {document}
        while (behind := self._copied.get(document)) and behind not in seen:
            seen.add(behind)
            document = behind
        return document

    def _origins(self, document: str) -> tuple[str, ...]:
        """The underived documents from which it has its content; the document itself if it took nothing."""
        origins, seen, waiting = [], {document}, [document]
        while waiting:
            current = waiting.pop(0)
            behind = self._behind.get(current, [])
            if not behind:
                origins.append(current)
            for origin in behind:
                # A cycle is followed only once.
                if origin not in seen:
                    seen.add(origin)
                    waiting.append(origin)
        # In a cycle no document is first, so the document counts as its own origin.
        return tuple(origins) or (document,)

    def ancestors(self, document: str) -> set[str]:
        """All documents from which a document is derived, references included."""
        return _reached(document, self._upwards)

    def descendants(self, document: str) -> set[str]:
        """All documents derived from a document, directly or through others."""
        return _reached(document, self._downwards)

    @cached_property
    def _upwards(self) -> dict[str, set[str]]:
        return _steps((derivation.document, derivation.origin) for derivation in self.derivations)

    @cached_property
    def _downwards(self) -> dict[str, set[str]]:
        return _steps((derivation.origin, derivation.document) for derivation in self.derivations)

    def circle(self) -> list[str]:
        """A cycle of documents that depend on each other, the first repeated at the end; empty if there is none."""
        graph: dict[str, set[str]] = {document: set(origins) for document, origins in self._behind.items()}
        return circle(graph)


def _steps(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    steps: dict[str, set[str]] = defaultdict(set)
    for start, end in pairs:
        steps[start].add(end)
    return steps


def _reached(document: str, steps: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [document]
    while waiting:
        fresh = steps.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached - {document}


def circle(graph: dict[Node, set[Node]]) -> list[Node]:
    """A cycle in a graph of dependencies, with the first node repeated at the end; empty if there is none."""
    try:
        tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        return error.args[1][::-1]
    return []
