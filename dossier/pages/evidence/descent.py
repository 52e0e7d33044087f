"""The lineage of one source as a small graph: one line a document, origins above, an arc for each dependence."""

from collections import defaultdict

from sources.lineage import Derivation, Lineage

# In pixels: the height of a line, the step between two arcs, and the room for arcs.
LINE, STEP, ROOM = 28, 9, 72
# The most documents in a graph; any others are only in the list below it.
MOST = 30


def descent(lineage: Lineage, key: str) -> dict | None:
    """Rows with their y, and arcs between them as SVG paths; None if the source has no ancestors and no descendants.

    The start of each line is at x = 0 and the arcs bulge to negative x, so that a right-to-left page can mirror the
    whole graph.
    """
    above, below = lineage.ancestors(key), lineage.descendants(key)
    near = [edge for edge in lineage.derivations if {edge.document, edge.origin} <= above | {key}]
    near += [edge for edge in lineage.derivations if {edge.document, edge.origin} <= below | {key}]
    edges = list({(edge.document, edge.origin): edge for edge in near}.values())
    if not edges:
        return None
    order = [*_upwards(edges, above), key, *reversed(_downwards(edges, below))]
    shown = order[:MOST] if key in order[:MOST] else [*order[: MOST - 1], key]
    place = {document: number for number, document in enumerate(shown)}
    return {
        "rows": [
            {"key": document, "y": LINE * number + LINE // 2, "role": _role(document, key, edges)}
            for document, number in place.items()
        ],
        "arcs": [
            _arc(place[edge.origin], place[edge.document], edge)
            for edge in edges
            if edge.origin in place and edge.document in place
        ],
        "height": LINE * len(shown),
        "room": ROOM,
        "left_out": len(order) - len(shown),
    }


def _upwards(edges: list[Derivation], documents: set[str]) -> list[str]:
    """The ancestors of a source, each after its own origins."""
    behind: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.origin in documents:
            behind[edge.document].append(edge.origin)
    ordered: dict[str, None] = {}
    met: set[str] = set()
    waiting = sorted(documents, reverse=True)
    # Visit each document once: the number of paths between documents may be exponential.
    while waiting:
        document = waiting[-1]
        if document not in met:
            met.add(document)
            waiting += [origin for origin in reversed(behind[document]) if origin not in met]
        else:
            ordered.setdefault(waiting.pop())
    return list(ordered)


def _downwards(edges: list[Derivation], documents: set[str]) -> list[str]:
    turned = [Derivation(edge.origin, edge.document, edge.relation) for edge in edges]
    return _upwards(turned, documents)


def _role(document: str, key: str, edges: list[Derivation]) -> str:
    if document == key:
        return "here"
    return "" if any(edge.document == document and edge.merges for edge in edges) else "origin"


def _arc(start: int, end: int, edge: Derivation) -> dict:
    out = min(ROOM - 8, STEP + STEP * abs(end - start))
    top, bottom = LINE * start + LINE // 2, LINE * end + LINE // 2
    return {
        "path": f"M-6 {top}C-{out} {top} -{out} {bottom} -6 {bottom}",
        "pointer": not edge.merges,
    }
