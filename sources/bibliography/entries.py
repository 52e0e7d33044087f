"""An entry of a bibliography as it was read, and how much of one file may hold."""

from dataclasses import dataclass

from .fields import Source

LARGEST_FILE = 5_000_000  # bytes: some ten thousand plain entries
MOST_ENTRIES = 5_000
LONGEST_VALUE = 50_000  # characters of one field
DEEPEST = 30

# Of another's entry these are guessed, so they contradict nothing that the desk says.
GUESSED = {"kind", "issuer_kind", "reuse", "extent_read"}


@dataclass(frozen=True)
class Entry:
    """One source of a file: its place for people, its name there, and whether we wrote it."""

    place: str
    name: str
    source: Source
    ours: bool
