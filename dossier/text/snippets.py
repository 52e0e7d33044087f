"""The part of a text that answers a query, in pieces of which some are what was looked for.

The original text is cut, never the folded one, so that a reader sees what the source wrote.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .analysis import Folded, Run, asked, forms, joined

_SIZE = 220
# Where a text without hits is cut, and how far before its first hit a window begins.
_BEFORE = 40
# How far a cut may move to fall between words.
_NUDGE = 24


@dataclass(frozen=True)
class Piece:
    text: str
    found: bool


@dataclass(frozen=True)
class Snippet:
    """Pieces that together are one stretch of the text; whether more of it stands before and after."""

    pieces: list[Piece]
    more_before: bool
    more_after: bool


def snippet(text: str, queries: Iterable[str], size: int = _SIZE) -> Snippet:
    """The stretch of at most about `size` characters that holds most of what the queries ask for.

    Of a query of several words, such as a name, all must stand in the text.
    """
    folded = Folded(text)
    spans = _merged(folded.span(*place) for query in queries for place in _places(folded, Folded(query)))
    original = folded.original
    start, end = _window(original, spans, size)
    pieces, at = [], start
    for found in spans:
        # What is longer than the window is marked as far as it is shown.
        first, last = max(found[0], start), min(found[1], end)
        if first < last:
            pieces += [Piece(original[at:first], False), Piece(original[first:last], True)]
            at = last
    pieces.append(Piece(original[at:end], False))
    return Snippet([piece for piece in pieces if piece.text], start > 0, end < len(original))


def _places(folded: Folded, query: Folded) -> list[tuple[int, int]]:
    """Where the folded text holds what the folded query asks for; nowhere, unless it holds all of it."""
    words = [run for run in folded.runs() if not run.in_pairs]
    places: list[tuple[int, int]] = []
    for run, lexemes in asked(query):
        found = list(_signs(folded, run)) if run.in_pairs else list(_whole_words(folded, words, set(lexemes)))
        if not found:
            return []
        places += found
    return places


def _signs(folded: Folded, run: Run) -> Iterator[tuple[int, int]]:
    for word in run.text.split(" "):
        # Hangul is written with and without its spaces.
        between = " ?" if run.script == "hangul" and len(word) > 3 else ""
        for found in re.finditer(between.join(map(re.escape, word)), folded.text):
            yield found.span()


def _whole_words(folded: Folded, words: list[Run], wanted: set[str]) -> Iterator[tuple[int, int]]:
    for before, run in zip([None, *words], words, strict=False):
        if not wanted.isdisjoint(forms(run.script, run.text)):
            yield run.start, run.end
        elif before is not None and folded.adjacent(before, run) and joined(before, run) in wanted:
            yield before.start, run.end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _window(text: str, spans: list[tuple[int, int]], size: int) -> tuple[int, int]:
    """From where to where the text is shown: with as many spans as fit, cut between words where there are any."""
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
    """The first place from `at` to `limit` where a word ends; `at` itself in scripts that do not part words."""
    for place in range(at, limit, step):
        if text[place - 1].isspace() or text[place].isspace():
            return place
    # Not between a letter and the marks upon it.
    near = (place for place in range(at, at + step * _NUDGE, step) if 0 < place < len(text))
    return next((place for place in near if not unicodedata.category(text[place]).startswith("M")), at)
