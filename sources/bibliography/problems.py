"""What is wrong with a bibliography, and how the reader of a terminal or a page is told."""

import re
from dataclasses import dataclass
from typing import Any

MOST_PROBLEMS = 100
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """One fault: in which file, where in it, what stands there, and what would be right."""

    file: str
    place: str
    message: str
    value: str = ""

    def __str__(self):
        parts = [
            printable(self.file),
            printable(self.place),
            f"“{_cut(self.value)}”" if self.value else "",
            self.message,
        ]
        return ": ".join(part for part in parts if part)


class UnreadableBibliography(Exception):
    """The file cannot be taken in. `problems` lists what is wrong with it, as far as anyone would read."""

    def __init__(self, problems: list[Problem]):
        if len(problems) > MOST_PROBLEMS:
            rest = Problem(problems[0].file, "", "has more problems than these; right would be to mend these first")
            problems = [*problems[:MOST_PROBLEMS], rest]
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def printable(text: str) -> str:
    """The text for a terminal or a log: what is no character to print is written as its escape."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def unfit(value: Any) -> str:
    """What PostgreSQL could not store of a text or of what is in a list or object; empty where all is well."""
    match value:
        case str() if "\x00" in value:
            return "holds a NUL character; right would be the text without it"
        case str() if _HALF.search(value):
            return "holds half of a surrogate pair; right would be the whole character"
        case dict():
            return next((found for pair in value.items() for each in pair if (found := unfit(each))), "")
        case list() | tuple():
            return next((found for each in value if (found := unfit(each))), "")
    return ""


def _cut(text: str) -> str:
    shown = printable(text[:200])
    return f"{shown[:80]}…" if len(shown) > 80 else shown
