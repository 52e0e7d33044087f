"""The history of a dossier: of the treaty and of every record that was ever part of it, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery

from dossier.editing.forms.formfields import form_of
from dossier.editing.history.changes import Edit, edits
from dossier.editing.history.naming import names
from dossier.format.belonging import in_history, record_ids
from dossier.format.table import ModelClass
from treaties.models import Treaty

OUTSIDE = "outside"


@dataclass(frozen=True)
class Asked:
    """The filters of a timeline; an empty string is no filter.

    `person` is the id of a user, or OUTSIDE for changes not made at the desk; `kind` is the label of a model, `change`
    a history type, and `language` one in which a text was added, changed or removed.
    """

    person: str = ""
    kind: str = ""
    change: str = ""
    language: str = ""


@dataclass(frozen=True)
class Line:
    """One history row for display: the kind and the name of its record, and the URL of its form, if it still exists."""

    edit: Edit
    kind: str
    label: str
    name: str
    address: str


@dataclass
class Heading:
    """The rows written by one transaction for one reason.

    `moment` is when all of it was done; if it deleted the dossier, the last moment before.
    """

    moment: datetime
    ends: datetime
    deletes: bool
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """The position of a row in the timeline. `number` is the index of its model."""

    number: int
    history_id: int
    transaction: int
    begins: datetime
    ends: datetime
    deletes: bool


class Timeline:
    """The filtered rows of a dossier's history, for a paginator: its length, and headings by slice."""

    def __init__(self, treaty: int, asked: Asked):
        self.treaty, self.asked = treaty, asked
        self.ids = record_ids(treaty, in_history)
        self.models: list[ModelClass] = list(self.ids)

    def __len__(self) -> int:
        sql, params = self._rows()
        where, wanted = self._narrowed()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM ({sql}) AS row {where}",  # noqa: S608  # names are our models' own
                [*params, *wanted],
            )
            return cursor.fetchone()[0]

    def __getitem__(self, rows: slice) -> list[Heading]:
        return self._headings(self._places(rows.start, rows.stop))

    def _places(self, start: int, stop: int) -> list[_Place]:
        sql, params = self._rows()
        where, wanted = self._narrowed()
        # Rows that are filtered out still belong to their transaction, so filter last.
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT number, history_id, history_transaction, begins, ends, deletes
                  FROM (SELECT row.*, min(history_date) OVER t AS begins, max(history_date) OVER t AS ends,
                               bool_or(number = 0 AND history_type = '-') OVER t AS deletes
                          FROM ({sql}) AS row WINDOW t AS (PARTITION BY history_transaction)) AS told
                 {where}
                 ORDER BY ends DESC, history_transaction DESC, history_date DESC, number, history_id DESC
                 LIMIT %s OFFSET %s
                """,  # noqa: S608  # table and column names are our models' own
                [*params, *wanted, stop - start, start],
            )
            return [_Place(*row) for row in cursor.fetchall()]

    def _rows(self) -> tuple[str, list[Any]]:
        """The query for every row of the dossier's history, without its content, and its parameters."""
        arms: list[str] = []
        params: list[Any] = []
        for number, model in enumerate(self.models):
            ids, given = self.ids[model].query.sql_with_params()
            arms.append(
                f"""
                SELECT {number} AS number, h.history_id, h.history_date, h.history_type, h.history_user_id,
                       h.history_transaction, {self._in_language(model)} AS in_language
                  FROM {model.history.model._meta.db_table} h WHERE h.id IN ({ids})
                """  # noqa: S608  # table and column names are our models' own
            )
            params += given
        return " UNION ALL ".join(arms), params

    def _in_language(self, model: ModelClass) -> str:
        """The SQL for whether a text in the chosen language differs from the previous row."""
        columns = [
            model_field.column
            for model_field in model._meta.fields
            if getattr(model_field, "language", "") == self.asked.language
        ]
        if not self.asked.language or not columns:
            return "false"
        texts = ", ".join(f"""coalesce(h."{column}", '')""" for column in columns)
        none = f"array_fill(''::text, ARRAY[{len(columns)}])"
        now = f"CASE WHEN h.history_type = '-' THEN {none} ELSE ARRAY[{texts}]::text[] END"
        return f"{now} <> lag({now}, 1, {none}) OVER (PARTITION BY h.id ORDER BY h.history_id)"

    def _narrowed(self) -> tuple[str, list[Any]]:
        """The filters as a WHERE clause, and its parameters."""
        asked = self.asked
        conditions: list[str] = []
        params: list[Any] = []
        if asked.person == OUTSIDE:
            conditions.append("history_user_id IS NULL")
        elif asked.person:
            conditions.append("history_user_id = %s")
            params.append(int(asked.person))
        if asked.kind:
            conditions.append("number = %s")
            params.append([model._meta.label_lower for model in self.models].index(asked.kind))
        if asked.change:
            conditions.append("history_type = %s")
            params.append(asked.change)
        if asked.language:
            conditions.append("in_language")
        return f"WHERE {' AND '.join(conditions)}" if conditions else "", params

    def _headings(self, places: list[_Place]) -> list[Heading]:
        lines = self._lines(places)
        headings = []
        for _same, group in groupby(places, key=lambda place: (place.transaction, *_why(lines[place]))):
            together = list(group)
            first = together[0]
            moment = first.begins - timedelta(microseconds=1) if first.deletes else first.ends
            headings.append(Heading(moment, first.ends, first.deletes, [lines[place] for place in together]))
        return headings

    def _lines(self, places: list[_Place]) -> dict[_Place, Line]:
        """The lines for places. The number of queries depends on the kinds of record, not on the number of rows."""
        by_model: dict[ModelClass, list[_Place]] = {}
        for place in places:
            by_model.setdefault(self.models[place.number], []).append(place)
        pairs: dict[_Place, tuple[Any, Any]] = {}
        for model, of_model in by_model.items():
            pairs |= _with_predecessors(model, of_model)
        told = names([row for row, _before in pairs.values()], within=Treaty(pk=self.treaty))
        return {
            place: Line(
                edit,
                self.models[place.number]._meta.label_lower,
                str(self.models[place.number]._meta.verbose_name),
                told[edit.row],
                form_of(self.models[place.number](pk=edit.row.id)) if edit.row.there else "",
            )
            for place, edit in zip(pairs, edits(pairs.values()), strict=True)
        }


def _why(line: Line) -> tuple:
    row = line.edit.row
    return row.history_user_id, row.history_role, row.history_change_reason


def _with_predecessors(model: ModelClass, places: Iterable[_Place]) -> dict[_Place, tuple[Any, Any]]:
    """The history row at each place, and the previous row of the same record."""
    before = model.history.filter(id=OuterRef("id"), pk__lt=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    there = Exists(model._base_manager.filter(pk=OuterRef("id")))
    numbers = {place.history_id: place for place in places}
    rows = list(model.history.filter(pk__in=numbers).annotate(before=Subquery(before), there=there))
    earlier = model.history.in_bulk([row.before for row in rows if row.before])
    return {numbers[row.pk]: (row, earlier.get(row.before)) for row in rows}


@dataclass(frozen=True)
class Deleted:
    """A dossier that is no longer on the desk."""

    pk: int
    slug: str
    when: datetime
    edit: Edit


def deleted_dossiers() -> list[Deleted]:
    """The dossiers that are in the history and no longer on the desk, the last deleted first."""
    history = in_history(Treaty)
    newest = history.order_by("id", "-history_id").distinct("id").values("history_id")
    rows = history.filter(history_id__in=newest, history_type="-").order_by("-history_date", "-history_id")
    return [
        Deleted(edit.row.id, edit.row.slug, edit.row.history_date, edit) for edit in edits((row, None) for row in rows)
    ]
