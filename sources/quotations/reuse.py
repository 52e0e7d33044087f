"""How much of a quotation readers see, depending on the rights in its source.

Words are counted in scripts that separate them by spaces, characters in others, such as Chinese, Japanese and Thai.
"""

import re
from dataclasses import dataclass

from dossier.text.differences import MARKS, UNSPACED

from ..vocabulary import Reuse

OMISSION = "…"
# In characters. Without a limit, text without spaces would count as one word.
_LONGEST_WORD = 40
_SIGNS = rf"{UNSPACED}\u3000-\u303f\uff00-\uffef"
_UNIT = re.compile(rf"[{_SIGNS}][{MARKS}]*|[^\s{_SIGNS}]{{1,{_LONGEST_WORD}}}")
# A vowel that Thai and Lao write before its consonant belongs to the next syllable.
_LEADING_VOWELS = "เแโใไເແໂໃໄ"


@dataclass(frozen=True)
class Length:
    """A number of words, or of characters of a script without spaces; a mixed text may use a share of both."""

    words: int
    characters: int


@dataclass(frozen=True)
class Limits:
    """How much readers see: of a source that may be quoted, and of one whose rights are not known."""

    quotation: Length
    fragment: Length

    def of(self, reuse: str) -> Length | None:
        """The length for a source; None if all of it may be reproduced."""
        if reuse in {Reuse.OFFICIAL_TEXT, Reuse.LICENSED}:
            return None
        return self.quotation if reuse == Reuse.QUOTATION else self.fragment


def public_quote(quote: str, reuse: str, limits: Limits) -> str:
    """What readers see of a quotation: all of it, or its beginning up to the end of a word, and an ellipsis.

    Only the script decides whether words or characters count, so a name in another script is counted by its own rule.
    """
    length = limits.of(reuse)
    if length is None:
        return quote
    end = _end(quote, length)
    if end == len(quote):
        return quote
    return quote[:end].rstrip().rstrip(_LEADING_VOWELS) + OMISSION


def _end(quote: str, length: Length) -> int:
    """The end of the units that fit into the length; the end of the quotation if all of them do."""
    # In integers: a word uses as many units as the limit has characters, and a character as many as it has words.
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
