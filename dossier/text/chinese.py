"""Chinese in its two scripts: conversion of single characters, and of whole texts into the script they lack.

Characters are converted, never words: which word Taipei or Beijing uses is not ours to choose. A text that mixes the
scripts is simplified first, so that the result is the same.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from opencc import OpenCC

# The OpenCC configuration from simplified characters to each variant. Hong Kong has no address of its own yet.
VARIANTS = {"zh-Hans": "", "zh-Hant": "s2tw", "zh-Hant-HK": "s2hk"}

# How Taipei spells words whose characters leave a choice: the table of its legislature for laws (1973), and 夥伴.
_SPELLED = {"公佈": "公布", "頒佈": "頒布", "發佈": "發布", "宣佈": "宣布", "分佈": "分布", "伙伴": "夥伴"}
_MISSPELT = re.compile("|".join(_SPELLED))

_TO_TRADITIONAL_MARKS = str.maketrans("“”‘’", "「」『』")
_TO_SIMPLIFIED_MARKS = str.maketrans("「」『』", "“”‘’")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
# Han characters, and the marks of Chinese titles.
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff《》]")
_UNTOUCHED = re.compile(
    r"""
    `+[^`]*`+                                        # code
    | (?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)     # the target of a Markdown link
    | ^\[[^\]\n]+\]:\s*\S+                           # the same, at the foot of the text
    | https?://[^\s<>()\[\]，。；：、！？“”‘’「」『』《》（）]+
    """,
    re.VERBOSE | re.MULTILINE,
)
# Shorter words occur in a quotation by chance.
_SHORTEST_QUOTED = 6


@cache
def _signs(configuration: str) -> Callable[[str], str]:
    return OpenCC(configuration).convert


@lru_cache(maxsize=30_000)
def _to_simplified(sign: str) -> str:
    return _signs("t2s")(sign)


def simplified_sign(sign: str) -> str:
    """The simplified form of one traditional character, regardless of context."""
    return _to_simplified(sign) if sign >= "\u3400" else sign


@lru_cache(maxsize=4_096)
def converted(text: str, variant: str, kept: frozenset[str] = frozenset()) -> str:
    """A text of ours in another script: `variant` is one of VARIANTS. Code and addresses in it are left as they are.

    So are quotations: words between quotation marks that occur verbatim in `kept`, the titles and quotations of
    others. Other words between quotation marks are our own and are converted.
    """
    untouched = [match.span() for match in _UNTOUCHED.finditer(text)]
    pairs = list(_quoted(text, untouched))
    untouched += [(start + 1, end) for start, end in pairs if _is_of_others(text[start + 1 : end], kept)]
    signs, pieces, end = _with_marks(text, pairs, untouched, variant), [], 0
    for start, stop in sorted(untouched):
        if start >= end:
            pieces += [_in_signs(signs[end:start], variant), text[start:stop]]
            end = stop
    return "".join([*pieces, _in_signs(signs[end:], variant)])


def _in_signs(text: str, variant: str) -> str:
    simplified = _signs("t2s")(text)
    if not VARIANTS[variant]:
        return simplified
    made = _signs(VARIANTS[variant])(simplified)
    return _MISSPELT.sub(lambda match: _SPELLED[match[0]], made) if variant == "zh-Hant" else made


def _quoted(text: str, untouched: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The positions of matching opening and closing marks."""
    passed_over = {place for start, end in untouched for place in range(start, end)}
    opened: list[int] = []
    for place, sign in enumerate(text):
        if place in passed_over or _is_apostrophe(text, place):
            continue
        if sign in _PAIRS:
            opened.append(place)
        elif opened and sign == _PAIRS[text[opened[-1]]]:
            yield opened.pop(), place


def _is_apostrophe(text: str, place: int) -> bool:
    beside = text[place - 1 : place] + text[place + 1 : place + 2]
    return text[place] == "’" and len(beside) == 2 and beside.isalpha() and not _CHINESE.search(beside)


def _is_of_others(words: str, kept: frozenset[str]) -> bool:
    return words in kept or (len(words) >= _SHORTEST_QUOTED and any(words in quotation for quotation in kept))


def _with_marks(text: str, pairs: list[tuple[int, int]], untouched: list[tuple[int, int]], variant: str) -> str:
    """The characters of the text, with the variant's quotation marks wherever Chinese is beside them."""
    marks = _TO_TRADITIONAL_MARKS if VARIANTS[variant] else _TO_SIMPLIFIED_MARKS
    signs = list(text)
    for places in pairs:
        beside = (text[index] for place in places for index in (place - 1, place + 1) if 0 <= index < len(text))
        if _CHINESE.search("".join(beside)):
            for place in places:
                signs[place] = signs[place].translate(marks)
    return "".join(signs)
