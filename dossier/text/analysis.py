"""Words to search by, in any script: what a text is found under, and what a query asks for.

The script of each run of signs decides how it is cut, never the language of the page: one paragraph may hold five.
Scripts without spaces between words, and Hangul, are cut into pairs of signs, which a query asks for as a phrase; the
others into words, by their stems. Both sides are written as PostgreSQL's own tsvector and tsquery literals.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import Stemmer

from .chinese import simplified_sign

_HAN = "\u3005\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Thai, Lao, Burmese, Khmer with their vowels and tones, of which Python's word class knows only some.
_SOUTH_EAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u0870-\u08c9"
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_LATIN = "a-z\u00df-\u00f6\u00f8-\u024f\u0250-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<south_east>[{_SOUTH_EAST}]+)|(?P<hangul>[{_HANGUL}]+(?: [{_HANGUL}]+)*)"
    rf"|(?P<arabic>[{_ARABIC}]+)|(?P<cyrillic>[{_CYRILLIC}]+)|(?P<latin>[{_LATIN}]+)|(?P<number>[0-9]+)"
    r"|(?P<other>[^\W\d_]+)"
)
_IN_PAIRS = {"han", "south_east", "hangul"}

# Vowel signs of Arabic, the tatweel, stress marks; joiners, controls of direction, soft hyphens, variation selectors.
_DROPPED = re.compile(
    "[\u0300\u0301\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0621\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef\0\ud800-\udfff]"
)
# Normalisation would tear these vowels of Thai and Lao apart.
_KEPT = {"\u0e33", "\u0eb3"}
_ONE_LETTER = {
    ord(other): letter
    for letter, others in {"ي": "ىئیېۍے", "ه": "ةۀۂۃەہھ", "ا": "أإآٱ", "و": "ؤ", "ك": "کڪ", "е": "ё"}.items()
    for other in others
}
# Latin letters that are no other letter with a mark.
_PLAIN = str.maketrans("đøłıħŧŋðþ", "dolihtndt")

# What PostgreSQL takes of positions and of one lexeme.
_LAST_POSITION = 16_383
_LONGEST = 200

_english, _russian = Stemmer.Stemmer("english"), Stemmer.Stemmer("russian")


@lru_cache(maxsize=60_000)
def fold_sign(sign: str) -> str:
    """A sign without what makes no difference to a search: width, case, marks, the form of a letter or of a digit."""
    if sign in _KEPT:
        return sign
    # Decomposition can bring out a mark that is to be dropped.
    wide = _DROPPED.sub("", unicodedata.normalize("NFKC", _DROPPED.sub("", sign)).casefold())
    return "".join(_one_form(each) for each in wide)


def _one_form(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return simplified_sign(sign).translate(_ONE_LETTER)


@dataclass(frozen=True)
class Run:
    """Signs of one script that stand together, folded. `start` is the first one's place in the folded text."""

    script: str
    text: str
    start: int

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

    def adjacent(self, one: Run | None, other: Run | None) -> bool:
        """Whether two words of Arabic script stand beside each other with nothing but space between."""
        if one is None or other is None or {one.script, other.script} != {"arabic"}:
            return False
        return self.text[one.start + len(one.text) : other.start].isspace()


def document_tokens(text: str, weight: str = "") -> str:
    """What a text is found under, as a tsvector literal; `weight` is A to D, or nothing for PostgreSQL's own D.

    One passage at a time: past the 16,383rd sign PostgreSQL keeps no positions.
    """
    places: dict[str, set[int]] = {}
    for lexeme, place in _lexemes(Folded(text)):
        places.setdefault(lexeme, set()).add(min(place + 1, _LAST_POSITION))
    return " ".join(
        f"{_quoted(lexeme)}:{','.join(f'{place}{weight}' for place in sorted(found))}"
        for lexeme, found in places.items()
    )


def query_tokens(text: str) -> str:
    """What a query asks for, as a tsquery literal; empty where it holds no sign that could be found."""
    folded = Folded(text)
    runs = list(folded.runs())
    return " & ".join(
        _asked(run, before if folded.adjacent(before, run) else None, after if folded.adjacent(run, after) else None)
        for before, run, after in zip([None, *runs], runs, [*runs[1:], None], strict=False)
    )


def _lexemes(folded: Folded) -> Iterator[tuple[str, int]]:
    """Each lexeme of a text with the place of its first sign."""
    before = None
    for run in folded.runs():
        if run.in_pairs:
            yield from _pairs(run)
        else:
            for lexeme in _forms(run):
                yield lexeme, run.start
            if before is not None and folded.adjacent(before, run):
                # What one writes in two words, another writes in one: the non-joiner between them is often lost.
                yield _arabic_stem(before.text + run.text), before.start
        before = run


def _pairs(run: Run) -> Iterator[tuple[str, int]]:
    """Every two signs that stand together, and the last alone; over a space, with it and without."""
    place = run.start
    for index, sign in enumerate(run.text):
        if sign != " ":
            beside = run.text[index + 1 : index + 3]
            yield sign + (beside if beside.startswith(" ") else beside[:1]), place
            place += 1


def _asked(run: Run, before: Run | None, after: Run | None) -> str:
    match run.script:
        case "hangul":
            return " & ".join(_phrase(word, over_space=len(word) > 3) for word in run.text.split(" "))
        case "han" | "south_east":
            return _phrase(run.text)
        case "arabic":
            joined = [before.text + run.text] if before else []
            joined += [run.text + after.text] if after else []
            return _any([_arabic_stem(each) for each in (run.text, *joined)])
        case "latin" if _plain(run.text) != run.text:
            # Who writes the marks means them.
            return _quoted(run.text)
    return _any(_stems(run))


def _phrase(signs: str, *, over_space: bool = False) -> str:
    if len(signs) == 1:
        return f"{_quoted(signs)}:*"
    pairs = [signs[index : index + 2] for index in range(len(signs) - 1)]
    return " <-> ".join(_any([pair, f"{pair[0]} {pair[1]}"]) if over_space else _quoted(pair) for pair in pairs)


def _any(lexemes: list[str]) -> str:
    alternatives = [_quoted(each) for each in dict.fromkeys(lexemes)]
    return alternatives[0] if len(alternatives) == 1 else f"({' | '.join(alternatives)})"


def _quoted(lexeme: str) -> str:
    escaped = lexeme[:_LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


# Words


def _forms(run: Run) -> list[str]:
    """The lexemes under which a word of a text is found."""
    found = _stems(run)
    if run.script == "latin" and _plain(run.text) != run.text:
        found.append(run.text)
    if run.script == "arabic" and run.text[0] in _PROCLITICS and len(run.text) > 3:
        # Added here alone: taken from a query it would cost many a word its first letter.
        found.append(_arabic_stem(run.text[1:]))
    return list(dict.fromkeys(found))


def _stems(run: Run) -> list[str]:
    match run.script:
        case "latin":
            return [_english.stemWord(_plain(run.text))]
        case "cyrillic":
            stem = _russian.stemWord(run.text)
            # The stemmer takes endings from words that have none: a word that ends in a consonant is kept whole too.
            return [stem] if run.text[-1] in _VOWELS else [stem, run.text]
        case "arabic":
            return [_arabic_stem(run.text)]
    return [run.text]


def _plain(word: str) -> str:
    """A Latin word without its marks."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).translate(_PLAIN)


_VOWELS = "аеиоуыэюяьй"
_PROCLITICS = "وفبلك"
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
# Arabic and Persian endings together: which of the two languages a word is, nobody says.
_ENDINGS = ("هايي", "هاي", "يا", "تين", "تان", "ها", "ات", "ون", "ين", "ان", "يه", "ه", "ي")
_SHORTEST_STEM = 3


@lru_cache(maxsize=30_000)
def _arabic_stem(word: str) -> str:
    article = next((each for each in _ARTICLES if word.startswith(each)), "")
    if len(word) - len(article) >= _SHORTEST_STEM:
        word = word[len(article) :]
    while ending := next(
        (each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST_STEM), ""
    ):
        word = word[: -len(ending)]
    return word
