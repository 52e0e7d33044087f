"""An entry of a bibliography as it was read, and the limits of a file."""

from dataclasses import dataclass

from .fields import Source

LARGEST_FILE = 5_000_000  # bytes: some ten thousand plain entries
MOST_ENTRIES = 5_000
LONGEST_VALUE = 50_000  # characters of one field

# These are guessed for entries that we did not write, so they do not contradict the desk.
GUESSED = {"kind", "issuer_kind", "reuse", "extent_read"}


@dataclass(frozen=True)
class Entry:
    """One source of a file: its place in the file, for messages, its name there, and whether we wrote it."""

    place: str
    name: str
    source: Source
    ours: bool
