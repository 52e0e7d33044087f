"""The address at which a register or series shows a treaty, where it follows from the reference by a rule."""

import re
from collections.abc import Callable
from urllib.parse import quote

from .vocabulary import ReferenceScheme

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_UN = "https://treaties.un.org"


def address(scheme: str, value: str) -> str:
    """The address of a reference; empty where the series has no rule, or the reference is not in its form."""
    rule = _RULES.get(scheme)
    if rule is None:
        return ""
    pattern, made = rule
    match = re.fullmatch(pattern, value.strip(), re.IGNORECASE)
    return made(match) if match else ""


def _unts(match: re.Match) -> str:
    volume, number = match["volume"], match["number"]
    return f"{_UN}/doc/Publication/UNTS/Volume%20{volume}/volume-{volume}-I-{number}-English.pdf"


def _mtdsg(match: re.Match) -> str:
    chapter, number = match["chapter"].upper(), match["number"].replace(".", "-")
    return f"{_UN}/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no={chapter}-{number}&chapter={_arabic(chapter)}&clang=_en"


def _arabic(roman: str) -> int:
    digits = [_ROMAN[letter] for letter in roman]
    # A smaller digit before a greater one is taken from it: IX is 9.
    signed = [-digit if digit < max(digits[place:]) else digit for place, digit in enumerate(digits)]
    return sum(signed)


_CETS = (
    r"(?:C?ETS\s*)?(?:no\.\s*)?(?P<number>\d{1,3})",
    lambda match: (
        f"https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum={int(match['number']):03}"
    ),
)
_RULES: dict[str, tuple[str, Callable[[re.Match], str]]] = {
    ReferenceScheme.UNTS: (r"vol\.\s*(?P<volume>\d{1,4}),\s*no\.\s*(?:I-)?(?P<number>\d{1,6})", _unts),
    ReferenceScheme.MTDSG: (r"(?P<chapter>[IVXLC]{1,6})[-. ](?P<number>\d{1,3}(?:[-.][a-z0-9]{1,3})*)", _mtdsg),
    ReferenceScheme.CN: (
        r"C\.?N\.?\s*(?P<number>\d{1,5})\.(?P<year>\d{4})(?:\..*)?",
        lambda match: f"{_UN}/doc/Publication/CN/{match['year']}/CN.{match['number']}.{match['year']}-Eng.pdf",
    ),
    ReferenceScheme.CETS: _CETS,
    ReferenceScheme.ETS: _CETS,
    ReferenceScheme.CELEX: (
        r"(?:CELEX:?\s*)?(?P<number>[0-9][0-9A-Z/()_]{5,30})",
        lambda match: f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{quote(match['number'], safe='')}",
    ),
    ReferenceScheme.ELI: (
        r"(?:https?://data\.europa\.eu/)?(?P<path>eli/[a-z0-9_/.()-]{3,100})",
        lambda match: f"https://data.europa.eu/{match['path']}",
    ),
    ReferenceScheme.ILO: (
        r"(?P<number>[CPR]\d{3})",
        lambda match: (
            "https://normlex.ilo.org/dyn/nrmlx_en/f"
            f"?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:{match['number'].upper()}"
        ),
    ),
    ReferenceScheme.BOE: (
        r"(?P<number>BOE-[A-Z]-\d{4}-\d{1,6})",
        lambda match: f"https://www.boe.es/buscar/doc.php?id={match['number'].upper()}",
    ),
}
