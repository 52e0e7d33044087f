"""Named differences that may exist between a quotation and its document although the words are the same.

A fold removes one such difference from a text. The folds that two texts need to become equal are how they differ.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, combinations

from dossier.text.chinese import simplified_sign
from dossier.text.differences import UNSPACED

_ZWNJ = "\u200c"
# Soft hyphen, joiners and non-joiners, marks and controls of direction, variation selectors, byte order mark.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef]"
)
# Vowel signs, doubling, signs of recitation, and the tatweel that only stretches a word.
_ARABIC_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
# Combining hamza and madda: what is left of أ إ آ ؤ ئ ۀ when they are decomposed.
_SEATED = dict.fromkeys(range(0x653, 0x656))
_ARABIC_LETTERS = str.maketrans("ىئیکۀةەھہأإآٱؤ", "يييكهههههااااو") | _SEATED
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
# Chinese and Thai have no spaces between words; a line break in them is typographic.
_SPACES_OF_UNSPACED = re.compile(rf"(?<=[{UNSPACED}])\s+|\s+(?=[{UNSPACED}])")
_SPACES = re.compile(r"\s+")


def _space(text: str) -> str:
    return _SPACES.sub(" ", _SPACES_OF_UNSPACED.sub("", text)).strip()


def _without_invisible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _of_one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _simplified(text: str) -> str:
    """Simplify each character by itself, so that its context does not change the comparison."""
    return "".join(map(simplified_sign, text))


def _of_one_arabic_form(text: str) -> str:
    return text.translate(_ARABIC_LETTERS).translate(_DIGITS)


def _without_arabic_marks(text: str) -> str:
    return _ARABIC_MARKS.sub("", text)


# By name, in the order in which they are tried: if one suffices, later ones are not reported.
FOLDS: dict[str, Callable[[str], str]] = {
    "space": _space,
    "joiners": _without_invisible,
    "composition": _decomposed,
    "width": _of_one_width,
    "han": _simplified,
    "arabic-letters": _of_one_arabic_form,
    "arabic-marks": _without_arabic_marks,
}
# The order of application: before spaces are folded, wide ones become narrow and invisible characters are removed.
_ORDER = ("joiners", "width", "composition", "han", "arabic-letters", "arabic-marks", "space")


def fold_quotation(text: str, names: Iterable[str]) -> str:
    """The text without the differences named."""
    wanted = set(names)
    for name in _ORDER:
        if name in wanted:
            text = FOLDS[name](text)
    return text


def fewest_folds(one: str, other: str) -> tuple[str, ...] | None:
    """The fewest folds that make two texts equal; None if no folds do."""
    if not _equal(one, other, FOLDS):
        return None
    sets = (names for size in range(len(FOLDS) + 1) for names in combinations(FOLDS, size))
    return next(names for names in sets if _equal(one, other, names))


def _equal(one: str, other: str, names: Iterable[str]) -> bool:
    if fold_quotation(one, names) == fold_quotation(other, names):
        return True
    # Persian writes the same compound with a non-joiner, with a space or with neither.
    parted = {"space", "joiners"} <= set(names) and _ZWNJ in one + other
    return parted and fold_quotation(one.replace(_ZWNJ, " "), names) == fold_quotation(other.replace(_ZWNJ, " "), names)


class _Bones(dict[int, str]):
    """What is left of a character in a skeleton, computed on first use."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        parts = [part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)]
        folded = fold_quotation("".join(parts), {"joiners", "han", "arabic-letters", "arabic-marks"})
        bone = _SPACES.sub("", folded).casefold()
        self[code] = bone
        return bone


_BONES = _Bones()
_STEP = 64


class Skeleton:
    """A text without anything that folds remove, and more, with a mapping back to positions in the text.

    Equal texts have equal skeletons, but not the reverse: a match must be checked again.
    """

    def __init__(self, text: str):
        self.original = text
        pieces = [text[start : start + _STEP].translate(_BONES) for start in range(0, len(text), _STEP)]
        self.text = "".join(pieces)
        self._starts = [0, *accumulate(map(len, pieces))]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text from which text[start:end] of the skeleton comes, with the marks after them."""
        first, last = self._origin(start), self._origin(end - 1) + 1
        while last < len(self.original) and unicodedata.combining(self.original[last]):
            last += 1
        return first, last

    def _origin(self, position: int) -> int:
        piece = bisect_right(self._starts, position) - 1
        left = position - self._starts[piece]
        origin = piece * _STEP
        for sign in self.original[origin : origin + _STEP]:
            left -= len(_BONES[ord(sign)])
            if left < 0:
                break
            origin += 1
        return origin


@lru_cache(maxsize=2)
def skeleton(text: str) -> Skeleton:
    """The skeleton of a text, cached while many quotations are searched for in it."""
    return Skeleton(text)
