"""Texts in LaTeX. Macros are replaced by what they print; none is defined, run or read from a file."""

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

_ESCAPES = str.maketrans(
    {
        **{character: f"\\{character}" for character in "$&#%_"},
        **{"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
        **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    }
)
# Pairs that LaTeX would typeset as one character: dashes, quotation marks, Spanish question marks.
_LIGATURES = re.compile(r"(?<=-)-|(?<=')'|(?<=`)`|(?<=[?!])`")
_DRAWN = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}
# Escapes of single characters, as we write them and most others do.
_PLAIN = re.compile(r"\\[$&#%_]|\\text(?:backslash|brace(?:left|right)|ascii(?:tilde|circum))\{\}")
_UNESCAPED = {escape: chr(code) for code, escape in _ESCAPES.items()}
_TOKENS = re.compile(rf"{_PLAIN.pattern}|---?|``|''|[~{{}}]")


class Undecodable(ValueError):
    """The LaTeX cannot be decoded."""


def encoded(text: str) -> str:
    """The text for a field of BibTeX, on one line. Its braces balance, however a program counts them."""
    return _LIGATURES.sub(lambda match: f"{{}}{match[0]}", " ".join(text.split()).translate(_ESCAPES))


def needs_latex(value: str) -> bool:
    """Whether it contains more than braces, dashes and escapes of single characters."""
    rest = _PLAIN.sub("", value) if "\\" in value else value
    return "\\" in rest or "$" in rest


@lru_cache(maxsize=20_000)
def decoded(value: str) -> str:
    """The text that a field prints, on one line. Raises Undecodable."""
    if not needs_latex(value):
        # Decoding LaTeX takes a millisecond for a title, and most titles have none.
        text = _TOKENS.sub(lambda match: _UNESCAPED.get(match[0]) or _DRAWN[match[0]], value)
        return " ".join(text.split())
    # A percent sign or an ampersand is never meant as a comment or a column separator.
    value = re.sub(r"(?<!\\)([&%])", r"\\\1", value)
    if len(re.findall(r"(?<!\\)[$]", value)) % 2:
        value = re.sub(r"(?<!\\)[$]", r"\\$", value)
    try:
        return " ".join(_converter().latex_to_text(value).split())
    except (RecursionError, ValueError, IndexError, KeyError, AttributeError, TypeError):
        raise Undecodable(value) from None


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    macros = get_default_latex_context_db()
    mine = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "TeX": "TeX", "LaTeX": "LaTeX"}
    mine |= {"relax": "", "noopsort": ""}
    specs = [MacroTextSpec(name, simplify_repl=text) for name, text in mine.items()]
    specs.append(MacroTextSpec("url", simplify_repl="%s"))
    macros.add_context_category("bibliographies", macros=specs, prepend=True)
    return LatexNodes2Text(latex_context=macros)
