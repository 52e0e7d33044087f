"""The last step of an intake: write the records of a file as rows of the desk."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField
from django.utils.dateparse import parse_date

from dossier.text.languages import column
from sources.models import Citation
from sources.quotations.checking import recheck
from treaties.models import Treaty

from .assemble import Desk
from .entries import Entry
from .mapping import TABLES, place_of, walk
from .table import ModelClass, Row


class Writer:
    """Writes the entries of an intake in the order in which they can refer to each other."""

    def __init__(self, entries: list[Entry], desk: Desk):
        self.entries = entries
        self.rows: dict[str, Row] = {path: row for path, (_table, row, _form) in desk.records.items()}
        self.rank = {table.model: number for number, table in enumerate(walk(TABLES))}

    def write(self, progress: Callable) -> Treaty:
        entries = [entry for entry in self.entries if entry.verdict != "unchanged"]
        waiting = [entry for entry in entries if not entry.deleted]
        waiting.sort(key=lambda entry: self.rank[entry.table.model])
        steps = iter(progress(waiting))
        while waiting:
            batch, complete = self._next(waiting)
            self._write_together(batch, steps)
            if complete:
                done = {id(entry) for entry in batch}
                waiting = [entry for entry in waiting if id(entry) not in done]
        for entry in entries:
            if not entry.deleted:
                self._write_links(entry)
        # Last: statements about a record are deleted with it, unless the file has moved them elsewhere.
        for entry in reversed(entries):
            if entry.deleted and entry.row is not None:
                entry.row.delete()
        # New rows are written by bulk_create(), which sends no signals.
        recheck(self.rows[entry.path] for entry in entries if entry.table.model is Citation and not entry.deleted)
        return self.rows["treaty"]

    def _next(self, waiting: list[Entry]) -> tuple[list[Entry], bool]:
        """The entries to write next, whole models at a time, so that rows keep the order of the file.

        A treaty may refer to one of its own articles: it is written without it first, and completed in a second pass.
        """
        by_model: dict[ModelClass, list[Entry]] = {}
        for entry in waiting:
            by_model.setdefault(entry.table.model, []).append(entry)
        for batch in by_model.values():
            if all(self._can_be_written(entry) for entry in batch):
                return batch, True
        return by_model[Treaty], False

    def _write_together(self, batch: list[Entry], steps: Iterator) -> None:
        by_model: dict[ModelClass, list[Row]] = {}
        for entry in batch:
            next(steps, None)
            if entry.path in self.rows:
                changed = self._set(entry, self.rows[entry.path])
                if changed:
                    self.rows[entry.path].save(update_fields=changed)
                continue
            row = entry.table.model()
            self._set(entry, row)
            self.rows[entry.path] = row
            by_model.setdefault(entry.table.model, []).append(row)
        for model, rows in by_model.items():
            model.objects.bulk_create(rows)
        for entry in batch:
            # A step may refer to one that stands later in the file.
            if entry.table.model in entry.table.references.values() and (
                changed := self._set(entry, self.rows[entry.path])
            ):
                self.rows[entry.path].save(update_fields=changed)

    def _parent_exists(self, entry: Entry) -> bool:
        return entry.parent is None or self._saved(entry.parent.path)

    def _saved(self, path: str) -> bool:
        return path in self.rows and self.rows[path].pk is not None

    def _can_be_written(self, entry: Entry) -> bool:
        if not self._parent_exists(entry):
            return False
        named = [
            f"{place_of(model)}/{entry.given[name]}"
            for name, model in entry.table.references.items()
            if entry.given.get(name) and model not in {Treaty, entry.table.model}
        ]
        named += [entry.given[name] for name in entry.table.paths if name in entry.given]
        return all(self._saved(path) for path in named)

    def _set(self, entry: Entry, row: Row) -> list[str]:
        """Set the file's values on the row and return the names of the columns that changed."""
        table, changed = entry.table, []

        def put(name: str, value: Any) -> None:
            if row.pk is None or getattr(row, name) != value:
                setattr(row, name, value)
                changed.append(name)

        if row.pk is None and entry.parent is not None:
            parent = self.rows[entry.parent.path]
            if table.generic_parent:
                put(f"{table.parent}_type", ContentType.objects.get_for_model(parent))
                put(f"{table.parent}_id", parent.pk)
            else:
                put(f"{table.parent}_id", parent.pk)
        for name, value in entry.given.items():
            if name in table.translated:
                for language, text in value.items():
                    put(column(name, language), text or None)
            elif name in table.references:
                put(f"{name}_id", self._referred(table.references[name], value))
            elif name in table.paths:
                subject = self.rows[value]
                put(f"{name}_type", ContentType.objects.get_for_model(subject))
                put(f"{name}_id", subject.pk)
            elif name in table.plain:
                is_day = isinstance(row._meta.get_field(name), DateField)
                put(name, (parse_date(value) if value else None) if is_day else value)
        return changed

    def _referred(self, model: ModelClass, key: str | None) -> int | None:
        if not key:
            return None
        if model is Treaty:
            # A dossier of the same import may not exist yet; the command then imports this one again.
            return Treaty.objects.filter(slug=key).values_list("pk", flat=True).first()
        row = self.rows.get(f"{place_of(model)}/{key}")
        return row.pk if row is not None else None

    def _write_links(self, entry: Entry) -> None:
        for name, link in entry.table.links.items():
            if name not in entry.given:
                continue
            model = link.through._meta.get_field(link.other).related_model
            owner = self.rows[entry.path].pk
            wanted = [pk for key in entry.given[name] if (pk := self._referred(model, key))]
            current = link.through.objects.filter(**{link.owner: owner})
            have = list(current.order_by("id").values_list(f"{link.other}_id", flat=True))
            if have == wanted:
                continue
            # Keep the rows that are already in the order of the file, and recreate the rest.
            keep = 0
            while keep < min(len(have), len(wanted)) and have[keep] == wanted[keep]:
                keep += 1
            current.filter(**{f"{link.other}__in": have[keep:]}).delete()
            link.through.objects.bulk_create(
                link.through(**{f"{link.owner}_id": owner, f"{link.other}_id": pk}) for pk in wanted[keep:]
            )
