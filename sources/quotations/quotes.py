"""Find quotations in the texts they are taken from, and link readers to them.

Knows neither models nor files: it takes two texts and returns a match.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from dossier.text.differences import Segment, differences

from .folding import FOLDS, Skeleton, fewest_folds, fold_quotation, skeleton

EXACT, NORMALISED, MISSING = "exact", "normalised", "missing"

# How many places that may match the quotation are checked.
_PLACES = 100
# Above this length the library's search is no longer bounded by the length of the text alone.
_PIECE = 64
_PIECES = 5
# In characters: how much of a missing quotation is compared; nobody quotes more.
_LONGEST = 4000
# Of 100; a passage with a lower score does not count as a nearest one.
_NEAR = 50
# How many similar places are compared character by character.
_WINDOWS = 6
# In characters: how far the nearest passage may extend beyond the window.
_REACH = 3
CONTEXT = 32


@dataclass(frozen=True)
class QuoteMatch:
    """How a quotation was found, and where in the text: text[start:end].

    `exact`, `normalised` (by the folds named) or `missing`. For a missing one, start and end are those of the nearest
    passage, and `segments` are the differences from it; both are empty if nothing in the text is similar.
    """

    how: str
    start: int = 0
    end: int = 0
    normalisations: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()


def find(quote: str, text: str) -> QuoteMatch:
    """Find the quotation in the text, in time linear in the length of the text."""
    at = text.find(quote) if quote.strip() else -1
    if at >= 0:
        return QuoteMatch(EXACT, at, at + len(quote))
    bones, sought = skeleton(text), Skeleton(quote).text
    places = _places(sought, bones)
    matches = [(names, span) for span in places if (names := fewest_folds(quote, text[slice(*span)])) is not None]
    if matches:
        names, span = min(matches, key=lambda match: len(match[0]))
        return QuoteMatch(NORMALISED, *span, normalisations=names)
    nearest = places[0] if places else _nearest(quote, sought[:_LONGEST], bones)
    if nearest is None:
        return QuoteMatch(MISSING)
    return QuoteMatch(MISSING, *nearest, segments=_marked(quote, text[slice(*nearest)]))


def _places(sought: str, bones: Skeleton) -> list[tuple[int, int]]:
    """Where in the text the whole skeleton occurs."""
    places: list[tuple[int, int]] = []
    at = bones.text.find(sought) if sought else -1
    while at >= 0 and len(places) < _PLACES:
        places.append(bones.span(at, at + len(sought)))
        at = bones.text.find(sought, at + 1)
    return places


def _nearest(quote: str, sought: str, bones: Skeleton) -> tuple[int, int] | None:
    """The passage of the text most similar to the quotation; None if there is none."""
    wanted = _comparable(quote)

    def unlikeness(span: tuple[int, int]) -> tuple[int, int, int, int]:
        """The number of changed, dropped, added or swapped characters; then split words, differing edges, length."""
        passage = _comparable(bones.original[slice(*span)])
        broken = sum(_within_word(bones.original, position) for position in span)
        swapped = sorted(passage) == sorted(wanted)
        edges = 0 if swapped else (passage[:1] != wanted[:1]) + (passage[-1:] != wanted[-1:])
        return OSA.distance(wanted, passage), broken, edges, abs(len(passage) - len(wanted))

    spans = [span for window in _windows(sought, bones.text) for span in _spans_about(window, sought, bones)]
    return min(spans, key=unlikeness, default=None)


def _spans_about(window: tuple[int, int], sought: str, bones: Skeleton) -> list[tuple[int, int]]:
    """The passages of the text that begin and end slightly before or after a window in its skeleton."""
    # The search for the best edges of a long one would cost more than it is worth.
    reach = _REACH if len(sought) <= _PIECE * _PIECES else 0
    first, last = (
        [bones.span(at, at + 1) for at in range(max(0, edge - reach), min(edge + reach, len(bones.text) - 1) + 1)]
        for edge in (window[0], window[1] - 1)
    )
    return [(start, end) for start, _ in first for _, end in last if start < end]


def _comparable(text: str) -> str:
    return fold_quotation(text[: 2 * _LONGEST], FOLDS.keys() - {"composition"})


def _within_word(text: str, position: int) -> bool:
    return 0 < position < len(text) and re.fullmatch(r"\w\w", text[position - 1 : position + 1]) is not None


def _windows(sought: str, text: str) -> list[tuple[int, int]]:
    """Approximate places of one skeleton in another: the best one, and others about as good."""
    if not sought or not text:
        return []
    pieces = [0]
    if len(sought) > _PIECE:
        pieces = [(len(sought) - _PIECE) * number // (_PIECES - 1) for number in range(_PIECES)]
    windows, best = [], float(_NEAR)
    for _ in range(_WINDOWS):
        score, at, taken = max(_likest(sought, start, text) for start in pieces)
        best = max(best, score)
        # Within one more differing character: spaces and capitals may still make such a place the nearest.
        if score < max(_NEAR, best - 100 / min(len(sought), _PIECE)):
            break
        windows.append((at, min(len(text), at + len(sought))))
        text = text[: taken[0]] + "\0" * (taken[1] - taken[0]) + text[taken[1] :]
        if len(sought) > _PIECE:
            break
    return windows


def _likest(sought: str, start: int, text: str) -> tuple[float, int, tuple[int, int]]:
    """The best place for the piece that begins at `start`: its score of 100, where the whole would begin, its span."""
    alignment = fuzz.partial_ratio_alignment(sought[start : start + _PIECE], text, score_cutoff=_NEAR)
    if alignment is None:
        return 0, 0, (0, 0)
    at = max(0, min(alignment.dest_start - alignment.src_start - start, len(text) - 1))
    return alignment.score, at, (alignment.dest_start, alignment.dest_end)


def _marked(quote: str, passage: str) -> tuple[Segment, ...]:
    """The differences from the quotation to the passage by character, without those that a fold removes."""
    return tuple(differences(_plain(quote), _plain(passage), by_sign=True, alike=_alike))


def _plain(text: str) -> str:
    return " ".join(fold_quotation(text, {"joiners"}).split())


def _alike(sign: str) -> str:
    return fold_quotation(sign, {"width", "han", "arabic-letters", "arabic-marks"})


def selector(finding: QuoteMatch, text: str) -> dict[str, str] | None:
    """The place as a TextQuoteSelector of the W3C Web Annotation model; None if the quotation is missing."""
    if finding.how == MISSING:
        return None
    return {
        "type": "TextQuoteSelector",
        "exact": text[finding.start : finding.end],
        "prefix": text[max(0, finding.start - CONTEXT) : finding.start],
        "suffix": text[finding.end : finding.end + CONTEXT],
    }


# Text fragments, as specified in https://wicg.github.io/scroll-to-text-fragment/

_DIRECTIVE = ":~:"
# A longer one is identified by its first and last words, the only way to match text across paragraphs.
_WHOLE = 200
_WORDS_AT_EDGE = 5
_SIGNS_AT_EDGE = 15


def text_fragment(quote: str, *, prefix: str = "", suffix: str = "") -> str:
    """The fragment that makes a browser scroll to the quotation: `#:~:text=…`. Empty for a quotation without words.

    `prefix` and `suffix` tell apart several occurrences. Ellipses at its edges are not part of it.
    """
    words = " ".join(quote.split()).strip("… ")
    if not words:
        return ""
    parts = [_encoded(words)]
    if len(words) > _WHOLE or "\n" in quote.strip():
        parts = [_encoded(edge) for edge in _edges(words)]
    before, after = (" ".join(context.split()) for context in (prefix, suffix))
    if before:
        parts.insert(0, f"{_encoded(before)}-")
    if after:
        parts.append(f"-{_encoded(after)}")
    return f"#{_DIRECTIVE}text={','.join(parts)}"


def with_text_fragment(url: str, quote: str, *, prefix: str = "", suffix: str = "") -> str:
    """The address with a text fragment for the quotation; its own fragment is kept, a former text fragment replaced."""
    fragment = text_fragment(quote, prefix=prefix, suffix=suffix)
    if not url or not fragment:
        return url
    address = url.partition(_DIRECTIVE)[0].removesuffix("#")
    return address + (fragment.removeprefix("#") if "#" in address else fragment)


def _encoded(words: str) -> str:
    # A hyphen has a special meaning in the directive.
    return percent_encoded(words, safe="").replace("-", "%2D")


def _edges(words: str) -> tuple[str, str]:
    parts = words.split(" ")
    if len(parts) >= 2 * _WORDS_AT_EDGE:
        return " ".join(parts[:_WORDS_AT_EDGE]), " ".join(parts[-_WORDS_AT_EDGE:])
    size = min(_SIGNS_AT_EDGE, len(words) // 2)
    return words[:size].strip(), words[-size:].strip()
