"""Search tokens in any script: those under which a text is indexed, and those that a query asks for.

The script of each run of characters decides how it is split, never the language of the page: one paragraph may hold
five. Scripts without spaces between words, and Hangul, are split into pairs of characters, which a query asks for as a
phrase; the others into words, by their stems. Both sides are written as PostgreSQL's tsvector and tsquery literals.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import Stemmer

from .chinese import simplified_sign

_HAN = "\u3005\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Thai, Lao, Burmese, Khmer with their vowels and tones, of which Python's word class knows only some.
_SOUTH_EAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u0870-\u08c9"
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_MARKED_LATIN = "\u00df-\u00f6\u00f8-\u024f\u0250-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f"
_LATIN = f"a-z{_MARKED_LATIN}"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<south_east>[{_SOUTH_EAST}]+)|(?P<hangul>[{_HANGUL}]+(?: [{_HANGUL}]+)*)"
    rf"|(?P<arabic>[{_ARABIC}]+)|(?P<cyrillic>[{_CYRILLIC}]+)|(?P<latin>[{_LATIN}]+)|(?P<number>[0-9]+)"
    r"|(?P<other>[^\W\d_]+)"
)
_LATIN_WITH_MARKS = re.compile(rf"(?<![{_LATIN}])[a-z]*[{_MARKED_LATIN}\u0302-\u036f][{_LATIN}\u0302-\u036f]*")
_HANGUL_SPACE = re.compile(rf"(?<=[{_HANGUL}]) (?=[{_HANGUL}])")
_IN_PAIRS = {"han", "south_east", "hangul"}

# The dot between words that some write together and others apart: 우호·협력, 弗拉基米尔·普京.
_MIDDLE_DOTS = "\u00b7\u2027\u30fb\u318d\uff65"
# Vowel signs of Arabic, the tatweel, stress marks; joiners, controls of direction, soft hyphens, variation selectors.
_DROPPED = re.compile(
    rf"[{_MIDDLE_DOTS}]|"
    "[\u0300\u0301\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0621\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef\0\ud800-\udfff]"
)
_ONE_LETTER = {
    ord(other): letter
    for letter, others in {"ي": "ىئیېۍے", "ه": "ةۀۂۃەہھ", "ا": "أإآٱ", "و": "ؤ", "ك": "کڪ", "е": "ё"}.items()
    for other in others
}
# Latin letters that do not decompose into another letter and a mark.
_PLAIN = str.maketrans("đøłıħŧŋðþ", "dolihtndt")

# Separators across which two parts may be one word, or one number.
_HYPHENS = {"-", "\u2010", "\u2011"}
_THOUSANDS = {",", ".", " ", "'", "’", "٬"}

# PostgreSQL's limits for positions, and ours (in characters) for one lexeme.
_LAST_POSITION = 16_383
_LONGEST = 200

_english, _russian = Stemmer.Stemmer("english"), Stemmer.Stemmer("russian")


@lru_cache(maxsize=60_000)
def fold_sign(sign: str) -> str:
    """A character without what a search ignores: width, case, marks, the variant of a letter or of a digit."""
    # Decomposition can produce a mark that must be dropped.
    wide = _DROPPED.sub("", unicodedata.normalize("NFKC", _DROPPED.sub("", sign)).casefold())
    return "".join(_one_form(character) for character in wide)


def _one_form(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return simplified_sign(sign).translate(_ONE_LETTER)


class Run(NamedTuple):
    """Adjacent characters of one script, folded. `start` is the index of the first one in the folded text."""

    script: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def in_pairs(self) -> bool:
        return self.script in _IN_PAIRS


class Folded:
    """A text folded character by character, with a mapping back to the original, which is in NFC."""

    def __init__(self, text: str):
        self.original = unicodedata.normalize("NFC", text)
        pieces = [fold_sign(sign) for sign in self.original]
        self.text = "".join(pieces)
        self._ends = list(accumulate(map(len, pieces)))

    def runs(self) -> Iterator[Run]:
        for match in _RUN.finditer(self.text):
            # The s of Korea’s is not a word.
            if not (match.group() == "s" and self.text[match.start() - 1 : match.start()] in {"'", "’"}):
                yield Run(match.lastgroup or "", match.group(), match.start())

    def adjacent(self, one: Run, other: Run) -> bool:
        """Whether two adjacent words may also be written as one.

        In Arabic script across a space, in Latin script across a hyphen, numbers across a thousands separator.
        """
        if one.script != other.script:
            return False
        between = self.text[one.end : other.start]
        match one.script:
            case "arabic":
                return between.isspace()
            case "latin":
                return between in _HYPHENS
            case "number":
                return between in _THOUSANDS and len(other.text) == 3
        return False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The start and end in the original of a slice of the folded text, with the marks on its last character."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1) + 1
        while last < len(self.original) and (
            unicodedata.category(self.original[last]).startswith("M")
            or (self._ends[last] == self._ends[last - 1] and self.original[last] not in _MIDDLE_DOTS)
        ):
            last += 1
        return first, last


def document_tokens(text: str, weight: str = "", after: int = 0) -> str:
    """The tokens of a text, as a tsvector literal; `weight` is A to D, or empty for PostgreSQL's default, D.

    Pass one passage at a time: past the 16,383rd character PostgreSQL keeps no positions. `after` shifts the positions
    by so many characters of a text to which this one is joined, so that no phrase matches across the two.
    """
    places: dict[str, set[int]] = {}
    for lexeme, place in _lexemes(Folded(text)):
        places.setdefault(lexeme, set()).add(min(after + place + 1, _LAST_POSITION))
    return " ".join(
        f"{_quoted(lexeme)}:{','.join(f'{place}{weight}' for place in sorted(positions))}"
        for lexeme, positions in places.items()
    )


def query_tokens(text: str) -> str:
    """The tokens of a query, as a tsquery literal; empty if it has no searchable character."""
    return " & ".join(_any(lexemes) or _phrases(run) for run, lexemes in asked(Folded(text)))


def asked(folded: Folded) -> Iterator[tuple[Run, list[str]]]:
    """Each run of a query with the lexemes of which a text must have one; without any if it is searched as a phrase."""
    runs = list(folded.runs())
    for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False):
        if run.in_pairs:
            yield run, []
        elif run.script == "latin" and _plain(run.text) != run.text:
            # Marks in a query are taken to be meant.
            yield run, [_with_marks(run.text)]
        else:
            lexemes = _stems(run.script, run.text)
            if before and folded.adjacent(before, run):
                lexemes.append(joined(before, run))
            if after and folded.adjacent(run, after):
                lexemes.append(joined(run, after))
            yield run, lexemes


# Where texts are short enough to be scanned at every search, parts of words match too, while they are typed. What is
# split into pairs for an index can be compared as it is; only words still need their other forms.


def document_letters_and_words(text: str) -> tuple[str, str]:
    """The letters of a text, and its words as a tsvector literal without positions.

    The letters are the folded lines; the lines again without the marks on Latin letters, if they have any; and without
    the spaces in Hangul.
    """
    folded = Folded(text)
    plain = _LATIN_WITH_MARKS.sub(lambda match: _plain(match.group()), folded.text)
    lines = [line for form in (folded.text, plain, _HANGUL_SPACE.sub("", folded.text)) for line in form.split("\n")]
    words = dict.fromkeys(lexeme for lexeme, _place in _lexemes(folded, pairs=False))
    return "\n".join(dict.fromkeys(lines)), " ".join(map(_quoted, words))


def query_letters_and_words(text: str) -> tuple[list[str], str]:
    """The parts that the letters must all contain, and a tsquery literal of the words; either may be empty."""
    runs = list(Folded(text).runs())
    words = " ".join(run.text for run in runs if not run.in_pairs)
    return [part for run in runs if run.in_pairs for part in run.text.split(" ")], query_tokens(words)


def _lexemes(folded: Folded, *, pairs: bool = True) -> Iterator[tuple[str, int]]:
    """Each lexeme of a text with the index of its first character."""
    before = None
    for run in folded.runs():
        if run.in_pairs:
            if pairs:
                yield from _pairs(run)
        else:
            for lexeme in forms(run.script, run.text):
                yield lexeme, run.start
            if before is not None and folded.adjacent(before, run):
                yield joined(before, run), before.start
        before = run


def _pairs(run: Run) -> Iterator[tuple[str, int]]:
    """Every two adjacent characters, and the last one alone; across a space, with it and without."""
    place = run.start
    for index, sign in enumerate(run.text):
        if sign != " ":
            beside = run.text[index + 1 : index + 3]
            yield sign + (beside if beside.startswith(" ") else beside[:1]), place
            place += 1


def _phrases(run: Run) -> str:
    return " & ".join(
        _phrase(word, over_space=run.script == "hangul" and len(word) > 3) for word in run.text.split(" ")
    )


def _phrase(signs: str, *, over_space: bool = False) -> str:
    if len(signs) == 1:
        return f"{_quoted(signs)}:*"
    # Every second pair, and the last, are enough: their positions imply what is between them.
    last = len(signs) - 2
    starts = sorted({*range(0, last, 2), last})
    phrase = ""
    for before, start in zip([0, *starts], starts, strict=False):
        pair = signs[start : start + 2]
        phrase += f" <{start - before}> " if start else ""
        phrase += _any([pair, f"{pair[0]} {pair[1]}"]) if over_space else _quoted(pair)
    return phrase


def _any(lexemes: list[str]) -> str:
    alternatives = [_quoted(lexeme) for lexeme in dict.fromkeys(lexemes)]
    return f"({' | '.join(alternatives)})" if len(alternatives) > 1 else "".join(alternatives)


def _quoted(lexeme: str) -> str:
    escaped = lexeme[:_LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


# Words


@lru_cache(maxsize=60_000)
def forms(script: str, word: str) -> tuple[str, ...]:
    """The lexemes under which a word of a text is indexed."""
    lexemes = _stems(script, word)
    if script == "latin" and _plain(word) != word:
        lexemes.append(_with_marks(word))
    if script == "arabic":
        # Only for texts: in a query, many words would lose a first or last letter that belongs to them.
        words = [word]
        if word[0] in _PROCLITICS and len(word) > 3:
            words.append(word[1:])
        words += [_OWNED.sub("ه", stripped) for stripped in words]
        lexemes += map(_arabic_stem, words)
    return tuple(dict.fromkeys(lexemes))


def joined(one: Run, other: Run) -> str:
    """The lexeme of two words as one: some write them together, and the non-joiner between them is often lost."""
    return _stems(one.script, one.text + other.text)[0]


def _stems(script: str, word: str) -> list[str]:
    match script:
        case "latin":
            return [_english.stemWord(_plain(word))]
        case "cyrillic":
            stems = [_russian.stemWord(word)]
            # The stemmer removes endings from words that have none: a word that ends in a consonant is kept whole too.
            if word[-1] not in _VOWELS:
                stems.append(word)
            # It removes one letter more from Кореи than from Корея.
            if soft := _SOFT.fullmatch(word):
                stems.append(soft.group(1))
            return list(dict.fromkeys(stems))
        case "arabic":
            return [_arabic_stem(word)]
    return [word]


def without_marks(text: str) -> str:
    """A text with its Latin letters as they are typed without diacritics."""
    return "".join(_plain(sign) if unicodedata.name(sign, "").startswith("LATIN") else sign for sign in text)


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_PLAIN)


def _with_marks(word: str) -> str:
    """A word with the marks of its letters, its tones last: hòa and hoà are one word in two spellings."""
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _TONES.sub("", decomposed)) + "".join(_TONES.findall(decomposed))


_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SOFT = re.compile("(.+?е)(?:[яиюей]|ям|ями|ях|ей|ею|ем)")
_VOWELS = "аеиоуыэюяьй"
_PROCLITICS = "وفبلك"
# The feminine ending before a pronoun: معاهدة, معاهدتها.
_OWNED = re.compile("(?<=...)ت(?:ها|هما|هم|نا|ه)$")
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
# Arabic and Persian endings together: nothing says which of the two languages a word is in.
_ENDINGS = ("هايي", "هاي", "يا", "تين", "تان", "ها", "ات", "ون", "ين", "ان", "يه", "ه", "ي")
_SHORTEST_STEM = 3


@lru_cache(maxsize=30_000)
def _arabic_stem(word: str) -> str:
    article = next((prefix for prefix in _ARTICLES if word.startswith(prefix)), "")
    if len(word) - len(article) >= _SHORTEST_STEM:
        word = word[len(article) :]
    shortest = _SHORTEST_STEM
    while ending := next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= shortest), ""):
        word = word[: -len(ending)]
        # Removing a second ending would reduce الولايات to ولا.
        shortest = _SHORTEST_STEM + 1
    return word
