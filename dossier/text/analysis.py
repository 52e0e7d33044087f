"""Words to search by, in any script: what a text is found under, and what a query asks for.

The script of each run of signs decides how it is cut, never the language of the page: one paragraph may hold five.
Scripts without spaces between words, and Hangul, are cut into pairs of signs, which a query asks for as a phrase; the
others into words, by their stems. Both sides are written as PostgreSQL's own tsvector and tsquery literals.
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

# The dot between words that one writes together and another apart: 우호·협력, 弗拉基米尔·普京.
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
# Latin letters that are no other letter with a mark.
_PLAIN = str.maketrans("đøłıħŧŋðþ", "dolihtndt")

# Over what a word, and a number, is one word or number although it is cut there.
_HYPHENS = {"-", "\u2010", "\u2011"}
_THOUSANDS = {",", ".", " ", "'", "’", "٬"}

# What PostgreSQL takes of positions and of one lexeme.
_LAST_POSITION = 16_383
_LONGEST = 200

_english, _russian = Stemmer.Stemmer("english"), Stemmer.Stemmer("russian")


@lru_cache(maxsize=60_000)
def fold_sign(sign: str) -> str:
    """A sign without what makes no difference to a search: width, case, marks, the form of a letter or of a digit."""
    # Decomposition can bring out a mark that is to be dropped.
    wide = _DROPPED.sub("", unicodedata.normalize("NFKC", _DROPPED.sub("", sign)).casefold())
    return "".join(_one_form(each) for each in wide)


def _one_form(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return simplified_sign(sign).translate(_ONE_LETTER)


class Run(NamedTuple):
    """Signs of one script that stand together, folded. `start` is the first one's place in the folded text."""

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
    """A text folded sign by sign, with the way back to the original, which is in NFC."""

    def __init__(self, text: str):
        self.original = unicodedata.normalize("NFC", text)
        pieces = [fold_sign(sign) for sign in self.original]
        self.text = "".join(pieces)
        self._ends = list(accumulate(map(len, pieces)))

    def runs(self) -> Iterator[Run]:
        for found in _RUN.finditer(self.text):
            # The s of Korea’s is no word.
            if not (found.group() == "s" and self.text[found.start() - 1 : found.start()] in {"'", "’"}):
                yield Run(found.lastgroup or "", found.group(), found.start())

    def adjacent(self, one: Run, other: Run) -> bool:
        """Whether two words stand beside each other that another may write as one.

        In Arabic script over a space, in Latin letters over a hyphen, numbers over the mark of their thousands.
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
        """Where in the original the signs from `start` to `end` of the folded text stand, with the marks upon them."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1) + 1
        while last < len(self.original) and (
            unicodedata.category(self.original[last]).startswith("M")
            or (self._ends[last] == self._ends[last - 1] and self.original[last] not in _MIDDLE_DOTS)
        ):
            last += 1
        return first, last


def document_tokens(text: str, weight: str = "", after: int = 0) -> str:
    """What a text is found under, as a tsvector literal; `weight` is A to D, or nothing for PostgreSQL's own D.

    One passage at a time: past the 16,383rd sign PostgreSQL keeps no positions. `after` so many signs of another
    text, to which this one is joined, no phrase reaches over from the one into the other.
    """
    places: dict[str, set[int]] = {}
    for lexeme, place in _lexemes(Folded(text)):
        places.setdefault(lexeme, set()).add(min(after + place + 1, _LAST_POSITION))
    return " ".join(
        f"{_quoted(lexeme)}:{','.join(f'{place}{weight}' for place in sorted(found))}"
        for lexeme, found in places.items()
    )


def query_tokens(text: str) -> str:
    """What a query asks for, as a tsquery literal; empty where it holds no sign that could be found."""
    return " & ".join(_any(lexemes) or _phrases(run) for run, lexemes in asked(Folded(text)))


def asked(folded: Folded) -> Iterator[tuple[Run, list[str]]]:
    """Each run of a query with the lexemes of which a text must hold one; none where it is asked for as a phrase."""
    runs = list(folded.runs())
    for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False):
        if run.in_pairs:
            yield run, []
        elif run.script == "latin" and _plain(run.text) != run.text:
            # Who writes the marks means them.
            yield run, [_with_marks(run.text)]
        else:
            lexemes = _stems(run.script, run.text)
            if before and folded.adjacent(before, run):
                lexemes.append(joined(before, run))
            if after and folded.adjacent(run, after):
                lexemes.append(joined(run, after))
            yield run, lexemes


# Where each text is short enough to be read through at every search, parts of words can be found too, as one types
# them. What is cut into pairs for an index can be read as it stands; only words must still be found in other forms.


def document_letters_and_words(text: str) -> tuple[str, str]:
    """The letters of a text, and its words as a tsvector literal without places.

    The letters are those of the lines as they stand; again without the marks of Latin letters, where they bear any;
    and without spaces in Hangul.
    """
    folded = Folded(text)
    plain = _LATIN_WITH_MARKS.sub(lambda found: _plain(found.group()), folded.text)
    lines = [line for each in (folded.text, plain, _HANGUL_SPACE.sub("", folded.text)) for line in each.split("\n")]
    words = dict.fromkeys(lexeme for lexeme, _place in _lexemes(folded, pairs=False))
    return "\n".join(dict.fromkeys(lines)), " ".join(map(_quoted, words))


def query_letters_and_words(text: str) -> tuple[list[str], str]:
    """What must all stand among the letters, and a tsquery literal of the words; either may be empty."""
    runs = list(Folded(text).runs())
    words = " ".join(run.text for run in runs if not run.in_pairs)
    return [part for run in runs if run.in_pairs for part in run.text.split(" ")], query_tokens(words)


def _lexemes(folded: Folded, *, pairs: bool = True) -> Iterator[tuple[str, int]]:
    """Each lexeme of a text with the place of its first sign."""
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
    """Every two signs that stand together, and the last alone; over a space, with it and without."""
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
    # Every second pair, and the last, are enough: their places say that nothing stands between.
    last = len(signs) - 2
    starts = sorted({*range(0, last, 2), last})
    phrase = ""
    for before, start in zip([0, *starts], starts, strict=False):
        pair = signs[start : start + 2]
        phrase += f" <{start - before}> " if start else ""
        phrase += _any([pair, f"{pair[0]} {pair[1]}"]) if over_space else _quoted(pair)
    return phrase


def _any(lexemes: list[str]) -> str:
    alternatives = [_quoted(each) for each in dict.fromkeys(lexemes)]
    return f"({' | '.join(alternatives)})" if len(alternatives) > 1 else "".join(alternatives)


def _quoted(lexeme: str) -> str:
    escaped = lexeme[:_LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


# Words


@lru_cache(maxsize=60_000)
def forms(script: str, word: str) -> tuple[str, ...]:
    """The lexemes under which a word of a text is found."""
    found = _stems(script, word)
    if script == "latin" and _plain(word) != word:
        found.append(_with_marks(word))
    if script == "arabic":
        # Added here alone: taken from a query it would cost many a word its first or last letter.
        words = [word]
        if word[0] in _PROCLITICS and len(word) > 3:
            words.append(word[1:])
        words += [_OWNED.sub("ه", each) for each in words]
        found += map(_arabic_stem, words)
    return tuple(dict.fromkeys(found))


def joined(one: Run, other: Run) -> str:
    """Two words as one: what one writes apart, another writes together, and the non-joiner between is often lost."""
    return _stems(one.script, one.text + other.text)[0]


def _stems(script: str, word: str) -> list[str]:
    match script:
        case "latin":
            return [_english.stemWord(_plain(word))]
        case "cyrillic":
            found = [_russian.stemWord(word)]
            # The stemmer takes endings from words that have none: a word that ends in a consonant is kept whole too.
            if word[-1] not in _VOWELS:
                found.append(word)
            # It takes one letter more from Кореи than from Корея.
            if soft := _SOFT.fullmatch(word):
                found.append(soft.group(1))
            return list(dict.fromkeys(found))
        case "arabic":
            return [_arabic_stem(word)]
    return [word]


def without_marks(text: str) -> str:
    """A text with its Latin letters as one writes them who has no marks."""
    return "".join(_plain(sign) if unicodedata.name(sign, "").startswith("LATIN") else sign for sign in text)


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).translate(_PLAIN)


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
# Arabic and Persian endings together: which of the two languages a word is, nobody says.
_ENDINGS = ("هايي", "هاي", "يا", "تين", "تان", "ها", "ات", "ون", "ين", "ان", "يه", "ه", "ي")
_SHORTEST_STEM = 3


@lru_cache(maxsize=30_000)
def _arabic_stem(word: str) -> str:
    article = next((each for each in _ARTICLES if word.startswith(each)), "")
    if len(word) - len(article) >= _SHORTEST_STEM:
        word = word[len(article) :]
    shortest = _SHORTEST_STEM
    while ending := next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= shortest), ""):
        word = word[: -len(ending)]
        # What is left of الولايات without a second ending would be ولا.
        shortest = _SHORTEST_STEM + 1
    return word
