"""Walk through a dossier in the format: each record with its table, its path and its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from .mapping import SHARED, TREATY
from .table import Table


@dataclass(frozen=True, eq=False)
class Record:
    """One record of a dossier.

    `path` is how others refer to it: `steps/01-signature/actors/ada`, or `treaty` for the dossier itself. `place` is
    its location in a file: `steps[0].actors[1]`. `parent` is the record that contains it; shared records have none.
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
    """Yield every record, parents first. In a dossier not yet validated, anything that is not a record is skipped."""
    whole = Record(TREATY, "treaty", "", dossier, None)
    yield whole
    for table in SHARED:
        yield from _listed(table, dossier, None)
    for table in TREATY.children:
        yield from _listed(table, dossier, whole)


def _listed(table: Table, holder: dict, parent: Record | None, path: str = "", place: str = "") -> Iterator[Record]:
    listed = holder.get(table.place)
    for number, data in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(data, dict):
            continue
        own = f"{path}{table.place}/{table.key_of(data)}"
        record = Record(table, own, f"{place}{table.place}[{number}]", data, parent)
        yield record
        for child in table.children:
            yield from _listed(child, data, record, f"{own}/", f"{record.place}.")
