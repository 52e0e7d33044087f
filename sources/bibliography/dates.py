"""Dates: from EDTF to the date parts of CSL, and from the dates of other programs to EDTF."""

import re
from typing import Any

from babel.dates import get_month_names

from dossier.text.dates import bounds

# What others write for a missing date.
WITHOUT = {"", "n.d.", "n. d.", "nd", "no date", "undated", "s.a.", "s. a.", "s.d.", "o. j.", "o.j.", "forthcoming"}
WITHOUT |= {"in press", "б. г.", "б.г.", "不详", "不詳", "date unknown", "unknown"}
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MONTHS = {
    name.lower().rstrip("."): number
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale="en").items()
} | {"sept": 9}


class NoDate(ValueError):
    """The value is not a date."""


def to_csl(value: str) -> dict[str, Any]:
    """The date parts of an EDTF date, the first and the last of several; with `circa` if it is not certain."""
    days = _DAY.findall(value)
    parts = [[int(number) for number in day.split("-")] for day in (days if len(days) < 3 else [days[0], days[-1]])]
    doubtful = any(mark in value for mark in "?~%[") or ".." in value
    return {"date-parts": parts} | ({"circa": True} if doubtful else {})


def from_csl(value: Any) -> str:
    """A date of CSL-JSON in EDTF, empty if it says that there is none. Raises NoDate."""
    if isinstance(value, str):
        return from_text(value)
    if not isinstance(value, dict):
        raise NoDate(value)
    parts = value.get("date-parts") or []
    if not isinstance(parts, list):
        raise NoDate(parts)
    ends = [_edtf(part) for part in parts if part and part != [""]]
    if not ends:
        return from_text(str(value.get("edtf") or value.get("literal") or value.get("raw") or ""))
    mark = "~" if value.get("circa") and str(value["circa"]).lower() not in {"0", "false"} else ""
    return _checked("/".join(f"{end}{mark}" for end in ends[:2]))


def _edtf(part: Any) -> str:
    try:
        numbers = [int(number) for number in part if number not in ("", None, 0)]
    except (TypeError, ValueError, OverflowError):
        raise NoDate(part) from None
    return "-".join(f"{number:0{2 if place else 4}}" for place, number in enumerate(numbers[:3]))


def from_text(text: str) -> str:
    """A date as people and programs write it, in EDTF: 2024, 2024/06/19/, June 2024, 19 June 2024, c. 1995."""
    if _is_edtf(text.strip()):
        return text.strip()
    plain = text.strip("[]() \t")
    if plain.lower() in WITHOUT:
        return ""
    about = re.fullmatch(r"(?:c\.|ca\.?|circa|about)\s*(.+)", plain, re.IGNORECASE)
    return _checked(f"{_certain(about[1])}~") if about else _certain(plain)


def _certain(text: str) -> str:
    """A date in EDTF, without the words for uncertainty."""
    plain = text.strip("[]() \t")
    if _is_edtf(plain):
        return plain
    # A timestamp: only the day counts.
    plain = re.sub(r"(?<=\d{4}-\d{2}-\d{2})T.*", "", plain)
    numbers = [part for part in re.split(r"[/.\-\s]+", plain) if part]
    if 1 <= len(numbers) <= 3 and all(part.isdecimal() and part.isascii() for part in numbers) and len(numbers[0]) == 4:
        return _checked("-".join([numbers[0], *(f"{int(part):02}" for part in numbers[1:])]))
    return _in_words(plain, text)


def _in_words(plain: str, text: str) -> str:
    words = [word.lower() for word in re.split(r"[\s,./-]+", plain) if word]
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    numbers = [int(word) for word in words if word.isdecimal() and word.isascii() and len(word) <= 4]
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if month is None or len(years) != 1 or len(days) > 1 or len(words) != 1 + len(numbers):
        raise NoDate(text)
    return _checked("-".join([f"{years[0]:04}", f"{month:02}", *(f"{day:02}" for day in days)]))


def month_of(text: str) -> str:
    """An English month, or its number, as two digits; empty if it is neither."""
    word = text.strip().lower().rstrip(".")
    number = _MONTHS.get(word) or (int(word) if word.isdecimal() and word.isascii() and len(word) < 3 else 0)
    return f"{number:02}" if 1 <= number <= 12 else ""


def _is_edtf(text: str) -> bool:
    try:
        return bool(text) and bool(bounds(text))
    except ValueError:
        return False


def _checked(value: str) -> str:
    if not _is_edtf(value):
        raise NoDate(value)
    return value
