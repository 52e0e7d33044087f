"""A record of a dossier file, compared with the same record on the desk."""

from dataclasses import dataclass, field
from typing import Any

from .assemble import is_blank
from .table import Row, Table


@dataclass(frozen=True)
class Difference:
    """One field whose value in the file differs from the desk."""

    field: str
    before: Any
    after: Any

    def __str__(self):
        return f"{self.field}: {self.before!r} → {self.after!r}"


@dataclass
class Entry:
    """One record of the file, with the same record on the desk as `row`."""

    table: Table
    place: str
    path: str
    parent: "Entry | None"
    given: dict
    deleted: bool
    row: Row | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """`new`, `changed`, `unchanged`, `conflict` (the desk has another value) or `deleted`."""
        if self.deleted:
            return "deleted"
        if self.row is None:
            return "new"
        if not self.differences:
            return "unchanged"
        # Filling an empty field is not a conflict.
        return "changed" if all(is_blank(difference.before) for difference in self.differences) else "conflict"
