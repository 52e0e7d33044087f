"""Differences between two texts: by word, and by character in scripts without spaces between words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from diff_match_patch import diff_match_patch

# Thai, Lao, Burmese, Khmer; kana, Han (with its extensions), compatibility Han. Hangul has spaces.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and tone marks stay with their consonant.
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
_TOKEN = re.compile(rf"[{UNSPACED}][{MARKS}]*|[^\W{UNSPACED}]+|\s+|.", re.DOTALL)
# The library compares characters, so each distinct word is encoded as one, starting past the surrogates.
_FIRST = 0xE000
# Each character with its combining marks.
_SIGN = re.compile(rf".[{MARKS}\u0300-\u036f\u064b-\u065f\u0670]*", re.DOTALL)
SECONDS = 1.0
_CHANGES = {-1: "removed", 0: "same", 1: "added"}


@dataclass(frozen=True)
class Segment:
    """A piece of text that is `same`, `added` or `removed`."""

    change: str
    text: str


def differences(
    before: str,
    after: str,
    *,
    seconds: float = SECONDS,
    by_sign: bool = False,
    alike: Callable[[str], str] = str,
) -> list[Segment]:
    """The pieces of both texts in order. After `seconds` of searching, the rest counts as replaced.

    `by_sign` compares characters in every script. Pieces that `alike` maps to the same text count as the same, and
    are returned as they are in `after`.
    """
    pieces = _SIGN if by_sign else _TOKEN
    old, new = pieces.findall(before), pieces.findall(after)
    tokens: dict[str, str] = {}
    engine = diff_match_patch()
    # Zero would mean no limit.
    engine.Diff_Timeout = max(0.01, min(seconds, SECONDS))
    encoded = [
        "".join(tokens.setdefault(alike(word), chr(_FIRST + len(tokens))) for word in text) for text in (old, new)
    ]
    olds, news = iter(old), iter(new)
    segments = []
    for kind, signs in engine.diff_main(*encoded, False):
        removed = "".join(islice(olds, len(signs))) if kind <= 0 else ""
        added = "".join(islice(news, len(signs))) if kind >= 0 else ""
        segments.append(Segment(_CHANGES[kind], added or removed))
    return segments
