"""The one walk through a dossier in the format: each record with its table, its path and its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from .mapping import SHARED, TREATY, Table


@dataclass(frozen=True, eq=False)
class Record:
    """One record of a dossier.

    `path` is how others name it: `steps/01-signature/actors/ada`, and `treaty` for the whole. `place` is where it
    stands in a file: `steps[0].actors[1]`. `parent` is the record that holds it; what dossiers share has none.
    """

    table: Table
    path: str
    place: str
    data: dict
    parent: "Record | None"

    @property
    def key(self) -> str:
        return self.table.key_of(self.data)


def records(dossier: dict) -> Iterator[Record]:
    """Every record, parents first. In a file that nobody has validated, what does not look like one is passed over."""
    whole = Record(TREATY, "treaty", "", dossier, None)
    yield whole
    for table in SHARED:
        yield from _listed(table, dossier, None)
    for table in TREATY.children:
        yield from _listed(table, dossier, whole)


def _listed(table: Table, holder: dict, parent: Record | None, path: str = "", place: str = "") -> Iterator[Record]:
    found = holder.get(table.place)
    for number, data in enumerate(found if isinstance(found, list) else []):
        if not isinstance(data, dict):
            continue
        own = f"{path}{table.place}/{table.key_of(data)}"
        record = Record(table, own, f"{place}{table.place}[{number}]", data, parent)
        yield record
        for child in table.children:
            yield from _listed(child, data, record, f"{own}/", f"{record.place}.")
