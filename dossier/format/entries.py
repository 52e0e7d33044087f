"""A record of a dossier file beside the same record of the desk."""

from dataclasses import dataclass, field
from typing import Any

from .assemble import is_blank
from .mapping import Row, Table


@dataclass(frozen=True)
class Difference:
    """One field that the file has otherwise than the desk."""

    field: str
    before: Any
    after: Any

    def __str__(self):
        return f"{self.field}: {self.before!r} → {self.after!r}"


@dataclass
class Entry:
    """One record of the file beside the same record of the desk."""

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
        """`new`, `changed`, `unchanged`, `conflict` (the desk says otherwise) or `deleted`."""
        if self.deleted:
            return "deleted"
        if self.row is None:
            return "new"
        if not self.differences:
            return "unchanged"
        # To fill what was empty contradicts nobody.
        return "changed" if all(is_blank(each.before) for each in self.differences) else "conflict"
