"""The part of a text that best matches a query, in pieces, some of which are the hits.

The original text is cut, never the folded one, so that readers see what the source wrote.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .analysis import Folded, Run, asked, forms, joined

_SIZE = 220
# In characters: how far before its first hit a window begins.
_BEFORE = 40
# In characters: how far a cut may move to fall between words.
_NUDGE = 24


@dataclass(frozen=True)
class Piece:
    text: str
    found: bool


@dataclass(frozen=True)
class Snippet:
    """Pieces that together are one stretch of the text, and whether there is more text before and after it."""

    pieces: list[Piece]
    more_before: bool
    more_after: bool


def snippet(text: str, queries: Iterable[str], size: int = _SIZE) -> Snippet:
    """The stretch of at most about `size` characters with the most hits of the queries.

    A query of several words, such as a name, counts only if the text has all of them.
    """
    folded = Folded(text)
    spans = _merged(folded.span(*place) for query in queries for place in _places(folded, Folded(query)))
    original = folded.original
    start, end = _window(original, spans, size)
    pieces, at = [], start
    for span in spans:
        # What is longer than the window is marked as far as it is shown.
        first, last = max(span[0], start), min(span[1], end)
        if first < last:
            pieces += [Piece(original[at:first], False), Piece(original[first:last], True)]
            at = last
    pieces.append(Piece(original[at:end], False))
    return Snippet([piece for piece in pieces if piece.text], start > 0, end < len(original))


def _places(folded: Folded, query: Folded) -> list[tuple[int, int]]:
    """The hits of a folded query in the folded text; none unless the text has all of the query's words."""
    words = [run for run in folded.runs() if not run.in_pairs]
    places: list[tuple[int, int]] = []
    for run, lexemes in asked(query):
        hits = list(_signs(folded, run)) if run.in_pairs else list(_whole_words(folded, words, set(lexemes)))
        if not hits:
            return []
        places += hits
    return places


def _signs(folded: Folded, run: Run) -> Iterator[tuple[int, int]]:
    for word in run.text.split(" "):
        # Hangul is written with and without its spaces.
        between = " ?" if run.script == "hangul" and len(word) > 3 else ""
        for hit in re.finditer(between.join(map(re.escape, word)), folded.text):
            yield hit.span()


def _whole_words(folded: Folded, words: list[Run], wanted: set[str]) -> Iterator[tuple[int, int]]:
    for before, run in zip([None, *words], words, strict=False):
        if not wanted.isdisjoint(forms(run.script, run.text)):
            yield run.start, run.end
        elif before is not None and folded.adjacent(before, run) and joined(before, run) in wanted:
            yield before.start, run.end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, with touching ones merged."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _window(text: str, spans: list[tuple[int, int]], size: int) -> tuple[int, int]:
    """The start and end of the text to show: with as many spans as fit, cut between words if possible."""
    if len(text) <= size:
        return 0, len(text)
    best, most = 0, -1
    for first, last in spans or [(0, 0)]:
        before = max(0, min(_BEFORE, (size - last + first) // 2))
        start = max(0, min(first - before, len(text) - size))
        held = sum(start <= one and other <= start + size for one, other in spans)
        if held > most:
            best, most = start, held
    start, end = best, min(len(text), best + size)
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    latest = min(inside[0][0] if inside else end, start + _NUDGE)
    earliest = max(inside[-1][1] if inside else start, end - _NUDGE)
    return _cut(text, start, latest, 1) if start else 0, _cut(text, end, earliest, -1) if end < len(text) else end


def _cut(text: str, at: int, limit: int, step: int) -> int:
    """The first word boundary from `at` to `limit`; `at` itself in scripts without spaces between words."""
    for place in range(at, limit, step):
        if text[place - 1].isspace() or text[place].isspace():
            return place
    # Not between a letter and its marks.
    near = (place for place in range(at, at + step * _NUDGE, step) if 0 < place < len(text))
    return next((place for place in near if not unicodedata.category(text[place]).startswith("M")), at)
