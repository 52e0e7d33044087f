"""The lineage of one source as a small graph: one line a document, origins above, an arc for each dependence."""

from collections import defaultdict

from sources.lineage import Derivation, Lineage

# In pixels: of a line, of the step between two arcs, and of what an arc may stand out.
LINE, STEP, ROOM = 28, 9, 72
# More than these are left to the list below the graph.
MOST = 30


def descent(lineage: Lineage, key: str) -> dict | None:
    """Rows with their y, and arcs between them as SVG paths; None where nothing stands behind or follows.

    The start of each line lies at x = 0 and the arcs bulge to negative x, so that a page from right to left can turn
    the whole over.
    """
    above, below = lineage.ancestors(key), lineage.descendants(key)
    near = [each for each in lineage.derivations if {each.document, each.origin} <= above | {key}]
    near += [each for each in lineage.derivations if {each.document, each.origin} <= below | {key}]
    edges = list({(each.document, each.origin): each for each in near}.values())
    if not edges:
        return None
    order = [*_upwards(edges, above), key, *reversed(_downwards(edges, below))]
    shown = order[:MOST] if key in order[:MOST] else [*order[: MOST - 1], key]
    place = {each: number for number, each in enumerate(shown)}
    return {
        "rows": [
            {"key": each, "y": LINE * number + LINE // 2, "role": _role(each, key, edges)}
            for each, number in place.items()
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
    """What stands behind a source, each after its own origins."""
    behind: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.origin in documents:
            behind[edge.document].append(edge.origin)
    ordered: dict[str, None] = {}
    met: set[str] = set()
    waiting = sorted(documents, reverse=True)
    # Each document is met once: of the ways from one to another there may be more than anyone can follow.
    while waiting:
        each = waiting[-1]
        if each not in met:
            met.add(each)
            waiting += [origin for origin in reversed(behind[each]) if origin not in met]
        else:
            ordered.setdefault(waiting.pop())
    return list(ordered)


def _downwards(edges: list[Derivation], documents: set[str]) -> list[str]:
    turned = [Derivation(edge.origin, edge.document, edge.relation) for edge in edges]
    return _upwards(turned, documents)


def _role(document: str, key: str, edges: list[Derivation]) -> str:
    if document == key:
        return "here"
    return "" if any(each.document == document and each.merges for each in edges) else "origin"


def _arc(start: int, end: int, edge: Derivation) -> dict:
    out = min(ROOM - 8, STEP + STEP * abs(end - start))
    top, bottom = LINE * start + LINE // 2, LINE * end + LINE // 2
    return {
        "path": f"M-6 {top}C-{out} {top} -{out} {bottom} -6 {bottom}",
        "pointer": not edge.merges,
    }
