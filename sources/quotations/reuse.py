"""How much of a quotation readers see, by what the rights in its source let us reproduce.

Words are counted where a script parts them by spaces; signs where it does not, as in Chinese, Japanese and Thai.
"""

import re
from dataclasses import dataclass

from dossier.text.differences import MARKS, UNSPACED

from ..vocabulary import Reuse

OMISSION = "…"
# Without an end to it, a word without a space would be a text of any length.
_LONGEST_WORD = 40
_SIGNS = rf"{UNSPACED}\u3000-\u303f\uff00-\uffef"
_UNIT = re.compile(rf"[{_SIGNS}][{MARKS}]*|[^\s{_SIGNS}]{{1,{_LONGEST_WORD}}}")
# A vowel that Thai and Lao write before its consonant belongs to the next syllable.
_LEADING_VOWELS = "เแโใไເແໂໃໄ"


@dataclass(frozen=True)
class Length:
    """So many words, or so many signs of a script without spaces; a mixed text may use a share of both."""

    words: int
    characters: int


@dataclass(frozen=True)
class Limits:
    """How much readers see: of a source that may be quoted, and of one of which nobody has asked yet."""

    quotation: Length
    fragment: Length

    def of(self, reuse: str) -> Length | None:
        """The length for a source; None where all of it may be reproduced."""
        if reuse in {Reuse.OFFICIAL_TEXT, Reuse.LICENSED}:
            return None
        return self.quotation if reuse == Reuse.QUOTATION else self.fragment


def public_quote(quote: str, reuse: str, limits: Limits) -> str:
    """What readers see of a quotation: all of it, or its beginning up to the end of a word, and dots.

    Words and signs are told apart by the script alone, so that a name in another script counts as what it is.
    """
    length = limits.of(reuse)
    if length is None:
        return quote
    end = _end(quote, length)
    if end == len(quote):
        return quote
    return quote[:end].rstrip().rstrip(_LEADING_VOWELS) + OMISSION


def _end(quote: str, length: Length) -> int:
    """Where the units that the length has room for end; the end of the quotation where it has room for all."""
    # In whole numbers: a word takes as many parts of the room as there may be characters, and the other way about.
    room, end = length.words * length.characters, 0
    for unit in _UNIT.finditer(quote):
        if re.match(rf"[{_SIGNS}]", unit[0]):
            room -= length.words * len(unit[0])
        elif any(sign.isalnum() for sign in unit[0]):
            room -= length.characters
        if room < 0:
            return end
        end = unit.end()
    return len(quote)
