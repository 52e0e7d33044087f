"""Problems of a file, and how they are reported on a terminal or a page."""

import re
from dataclasses import dataclass
from typing import Any

MOST_PROBLEMS = 100
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """One fault: the file, the place in it, the value there, and what would be right."""

    file: str
    place: str
    message: str
    value: Any = None

    def __str__(self):
        got = "" if self.value is None else f", got “{shortened(self.value)}”"
        sentence = f"{self.message.removesuffix('.')}{got}."
        return ": ".join(filter(None, [printable(self.file), printable(self.place), sentence]))


class UnreadableFile(Exception):
    """The file cannot be imported. `problems` lists at most MOST_PROBLEMS of its faults."""

    def __init__(self, problems: list[Problem]):
        if len(problems) > MOST_PROBLEMS:
            more = f"Expected at most {MOST_PROBLEMS} problems, got more: correct these first"
            rest = Problem(problems[0].file, "", more)
            problems = [*problems[:MOST_PROBLEMS], rest]
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def printable(text: str) -> str:
    """The text for a terminal or a log, with unprintable characters escaped."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def shortened(value: Any) -> str:
    """The beginning of a value, for a terminal."""
    return cut(printable((value if isinstance(value, str) else repr(value))[:200]))


def cut(text: str) -> str:
    return f"{text[:80]}…" if len(text) > 80 else text


def not_storable(text: str) -> str:
    """Why PostgreSQL cannot store a text; empty if it can. It rejects NUL, and UTF-8 cannot encode half a surrogate
    pair."""
    if "\x00" in text:
        return "Expected text without NUL characters"
    return "Expected text without unpaired surrogates" if _HALF.search(text) else ""
