"""What changed between two texts: word by word, and sign by sign where a script has no spaces between words."""

import re
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

# Thai, Lao, Burmese, Khmer; kana, Han (with its extensions), compatibility Han. Hangul has spaces.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A vowel or a tone stays with the consonant that bears it.
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
_TOKEN = re.compile(rf"[{_UNSPACED}][{_MARKS}]*|[^\W{_UNSPACED}]+|\s+|.", re.DOTALL)
# The library compares characters, so each different word becomes one; past the surrogates, which are none.
_FIRST = 0xE000
SECONDS = 1.0


@dataclass(frozen=True)
class Segment:
    """A piece of text that is `same`, `added` or `removed`."""

    change: str
    text: str


def differences(before: str, after: str, *, seconds: float = SECONDS) -> list[Segment]:
    """The pieces of both texts in their order. After so many seconds' search the rest counts as replaced."""
    tokens: dict[str, str] = {}
    words: list[str] = []

    def encoded(text: str) -> str:
        signs = []
        for token in _TOKEN.findall(text):
            if token not in tokens:
                tokens[token] = chr(_FIRST + len(words))
                words.append(token)
            signs.append(tokens[token])
        return "".join(signs)

    engine = diff_match_patch()
    # Zero would mean for ever.
    engine.Diff_Timeout = max(0.01, min(seconds, SECONDS))
    found = engine.diff_main(encoded(before), encoded(after), False)
    names = {-1: "removed", 0: "same", 1: "added"}
    return [Segment(names[kind], "".join(words[ord(sign) - _FIRST] for sign in signs)) for kind, signs in found]
