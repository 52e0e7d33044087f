"""Restore records from history, any number at once, with their primary keys. Knows nothing of treaties."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .naming import generic_references, names, subject_of
from .recording import desk_models, unwatched_columns

# Any tracked model, and any row of its history: too dynamic for narrower types.
Model = Any
Row = Any
Rows = dict[Model, dict[int, Row]]
Numbers = Mapping[Model, set[int]]


def newest(model: Model, ids: Iterable[int], until: datetime | None = None) -> dict[int, Row]:
    """The newest history row of each record, or the newest of those up to a moment."""
    ids = list(ids)
    if not ids:
        return {}
    rows = model.history.filter(id__in=ids)
    if until is not None:
        rows = rows.filter(history_date__lte=until)
    return {row.id: row for row in rows.order_by("id", "-history_id").distinct("id")}


def live(model: Model, ids: Iterable[int]) -> set[int]:
    return set(model._base_manager.filter(pk__in=list(ids)).values_list("pk", flat=True))


def lock_against_references(model: Model, ids: Iterable[int]) -> None:
    """Lock records that may be deleted: until the transaction ends, nobody else writes them or refers to them."""
    list(model._base_manager.filter(pk__in=list(ids)).order_by("pk").select_for_update().values_list("pk"))


def references(row: Row) -> Iterator[tuple[Model, int]]:
    """The tracked records that a history row refers to."""
    tracked = desk_models()
    for column in row.instance_type._meta.concrete_fields:
        if column.related_model in tracked and (pk := getattr(row, column.attname)):
            yield column.related_model, pk
    for reference in generic_references(row.instance_type):
        model, pk = subject_of(row, reference)
        if model in tracked:
            yield model, pk


def missing(rows: Iterable[Row], coming: Numbers) -> dict[Model, set[int]]:
    """The records that history rows refer to and that are neither on the desk nor `coming`."""
    named: dict[Model, set[int]] = defaultdict(set)
    for row in rows:
        for model, pk in references(row):
            named[model].add(pk)
    left = {model: ids - coming.get(model, set()) for model, ids in named.items()}
    return {model: gone for model, ids in left.items() if ids and (gone := ids - live(model, ids))}


def deleted_in_cascade(returning: Rows, leave: Numbers) -> Rows:
    """The last rows of the records that were deleted in cascade with these, and of those deleted with them in turn.

    Left out are the records of `leave`, and those with a file, because the file was deleted too.
    """
    cascaded: Rows = defaultdict(dict)
    fresh = {model: rows for model, every in returning.items() if (rows := _deleted(newest(model, every)))}
    while fresh:
        further: Rows = defaultdict(dict)
        for model in desk_models():
            if any(isinstance(column, models.FileField) for column in model._meta.fields):
                continue
            for target, rows in fresh.items():
                for row in _deleted_with(model, target, rows):
                    if row.id not in {*cascaded[model], *returning.get(model, {}), *leave.get(model, set())}:
                        further[model][row.id] = row
        for model, rows in further.items():
            cascaded[model] |= rows
        fresh = further
    return cascaded


def with_dependencies(rows: Rows, leave: Numbers, shared: Collection[Model]) -> Rows:
    """These rows, those deleted in cascade with their records, and the rows of `shared` models that all of them need.

    A row deleted in cascade that refers to a record gone for good is left out.
    """
    collected = _merged(rows, deleted_in_cascade(rows, leave))
    while needed := {
        model: ids for model, ids in missing(_every(collected), _ids(collected)).items() if model in shared
    }:
        collected = _merged(collected, {model: newest(model, ids) for model, ids in needed.items()})
    return _whole(_merged(collected, deleted_in_cascade(collected, leave)), rows)


def _merged(rows: Rows, others: Rows) -> Rows:
    return {model: others.get(model, {}) | rows.get(model, {}) for model in {**rows, **others}}


def _every(rows: Rows) -> list[Row]:
    return [row for of_model in rows.values() for row in of_model.values()]


def _ids(rows: Rows) -> Numbers:
    return {model: {*of_model} for model, of_model in rows.items()}


def emptied_references(returning: Rows, leave: Numbers) -> dict[Model, list[tuple[Row, Row]]]:
    """The records whose reference was emptied when these were deleted and still is, with that reference filled in.

    Each with its newest history row. Left out are the records of `leave` and of `returning`.
    """
    emptied: dict[Model, dict[int, tuple[Row, Row]]] = defaultdict(dict)
    for target, rows in returning.items():
        deleted = _deleted(newest(target, rows))
        for model in desk_models() if deleted else []:
            for column in model._meta.concrete_fields:
                if column.related_model is not target or column.remote_field.on_delete is not models.SET_NULL:
                    continue
                for pk, named in _emptied(model, column.attname, deleted):
                    if pk not in {*leave.get(model, set()), *returning.get(model, {})}:
                        present = newest(model, [pk])[pk]
                        again, present = emptied[model].get(pk, (copy(present), present))
                        if present.history_type != "-" and getattr(present, column.attname) is None:
                            setattr(again, column.attname, named)
                            emptied[model][pk] = again, present
    return {model: list(pairs.values()) for model, pairs in emptied.items()}


def _emptied(model: Model, column: str, deleted: dict[int, Row]) -> list[tuple[int, int]]:
    """The records whose reference was emptied in the transaction that deleted its target, each with that target."""
    before = model.history.filter(id=OuterRef("id"), pk__lt=OuterRef("pk")).order_by("-pk").values(column)[:1]
    transactions = {row.history_transaction for row in deleted.values()}
    rows = model.history.filter(history_transaction__in=transactions, history_type="~", **{column: None})
    emptied = rows.annotate(before=Subquery(before)).filter(before__in=list(deleted))
    return [
        (pk, named)
        for pk, named, transaction in emptied.values_list("id", "before", "history_transaction")
        if transaction == deleted[named].history_transaction
    ]


def _deleted(rows: dict[int, Row]) -> dict[int, Row]:
    return {pk: row for pk, row in rows.items() if row.history_type == "-"}


def _deleted_with(model: Model, target: Model, rows: dict[int, Row]) -> Iterator[Row]:
    """The records of `model` whose last deletion was in one transaction with that of a record they referred to."""
    transactions = {row.history_transaction for row in rows.values()}
    for named, of_type in _references_to(model, target):
        deleted = model.history.filter(history_type="-", history_transaction__in=transactions)
        candidates = deleted.filter(**of_type, **{f"{named}__in": list(rows)})
        for row in _deleted(newest(model, set(candidates.values_list("id", flat=True)))).values():
            with_it = rows.get(getattr(row, named))
            if with_it and row.history_transaction == with_it.history_transaction:
                yield row


def _references_to(model: Model, target: Model) -> Iterator[tuple[str, dict[str, Any]]]:
    """The columns by which `model` refers to `target`, each with the filter for its content type, if any."""
    for column in model._meta.concrete_fields:
        if column.related_model is target:
            yield column.attname, {}
    for generic in generic_references(model):
        yield generic.fk_field, {generic.ct_field: ContentType.objects.get_for_model(target)}


def _whole(kept: Rows, wanted: Rows) -> Rows:
    """The rows without those that refer to missing records; `wanted` rows stay, so that they are reported."""
    while gone := missing(_every(kept), _ids(kept)):
        left = {
            model: {
                pk: row
                for pk, row in rows.items()
                if pk in wanted.get(model, {})
                or not any(number in gone.get(named, set()) for named, number in references(row))
            }
            for model, rows in kept.items()
        }
        if left == kept:
            break
        kept = left
    return kept


@dataclass
class Restoration:
    """The changes that bring records back to some of their history rows.

    `back` holds a history row of each deleted record; `changed`, for each existing record that differs, such a row and
    the newest one; `gone` the newest row of each record that did not exist then. `instead` overrides history's values
    for columns of a model.
    """

    back: dict[Model, list[Row]] = field(default_factory=dict)
    changed: dict[Model, list[tuple[Row, Row]]] = field(default_factory=dict)
    gone: dict[Model, list[Row]] = field(default_factory=dict)
    instead: dict[tuple[Model, str], Any] = field(default_factory=dict)
    # Records that will refer again to what comes back, each with its newest row.
    naming: dict[Model, list[tuple[Row, Row]]] = field(default_factory=dict)
    # Reasons not to restore, in words.
    hindrances: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        rows: Rows,
        gone: Numbers,
        leave: Numbers,
        shared: Collection[Model],
        instead: dict[tuple[Model, str], Any] | None = None,
    ) -> "Restoration":
        """The restoration of these history rows, without the records of `gone`.

        The records deleted in cascade with a record come back with it, and the references emptied by its deletion,
        except for the records of `leave`. So do the last rows of `shared` models that all of them need.
        """
        rows = with_dependencies(rows, leave, shared)
        restoration = cls(instead=instead or {}, naming=emptied_references(rows, leave))
        for model, wanted in rows.items():
            present = newest(model, wanted)
            restoration.back[model] = [row for pk, row in wanted.items() if present[pk].history_type == "-"]
            restoration.changed[model] = [
                (row, present[pk])
                for pk, row in wanted.items()
                if present[pk].history_type != "-" and restoration._differs(row, present[pk])
            ]
        for model, ids in gone.items():
            restoration.gone[model] = list(newest(model, ids).values())
        restoration.hindrances = [*restoration._missing_needs(), *restoration._clashes(), *restoration._dependents()]
        return restoration

    @property
    def is_nothing(self) -> bool:
        return not any(rows for part in (self.back, self.changed, self.naming, self.gone) for rows in part.values())

    @property
    def digest(self) -> str:
        """Two restorations with the same digest make the same changes."""
        parts = [
            [row.pk for rows in self.back.values() for row in rows],
            [(row.pk, present.pk) for pairs in self.changed.values() for row, present in pairs],
            [(row.pk, *references(row)) for pairs in self.naming.values() for row, _present in pairs],
            [row.pk for rows in self.gone.values() for row in rows],
            sorted((column, value) for (_model, column), value in self.instead.items()),
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def numbers(self, *parts: str) -> dict[Model, set[int]]:
        """The primary keys of the records in some of `back`, `changed` and `gone`."""
        numbers: dict[Model, set[int]] = defaultdict(set)
        for part in parts:
            for model, rows in getattr(self, part).items():
                numbers[model] |= {(row[0] if isinstance(row, tuple) else row).id for row in rows}
        return numbers

    def apply(self) -> None:
        """Write it. Raises IntegrityError if it conflicts with the desk; the transaction is then unusable."""
        gone, changed, back = self.numbers("gone"), self.numbers("changed"), self.numbers("back")
        with connection.cursor() as cursor:
            for model, ids in gone.items():
                self._delete(cursor, model, ids)
            for model in changed:
                rows = [row.pk for row, _present in self.changed[model]]
                self._update(cursor, model, rows)
            for model in back:
                self._insert(cursor, model, [row.pk for row in self.back[model]])
            for pairs in self.naming.values():
                for again, present in pairs:
                    self._name_again(again, present)
            # Check deferred constraints here, where the error can still be handled, and not at commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def _delete(self, cursor: Any, model: Model, ids: set[int]) -> None:
        for relation in model._meta.related_objects:
            if relation.related_model not in desk_models() and relation.on_delete is models.CASCADE:
                relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids}).delete()
        if ids:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = ANY(%s)', [list(ids)])  # noqa: S608  # our models' own

    def _update(self, cursor: Any, model: Model, rows: list[int]) -> None:
        columns = [column.column for column in _watched(model)]
        values, given = self._values(model, columns)
        pairs = ", ".join(f'"{column}" = {value}' for column, value in zip(columns, values, strict=True))
        if rows:
            cursor.execute(
                f'UPDATE "{model._meta.db_table}" t SET {pairs}'  # noqa: S608  # table and column names are our models' own
                f" FROM {model.history.model._meta.db_table} h WHERE h.history_id = ANY(%s) AND h.id = t.id",
                [*given, rows],
            )

    def _insert(self, cursor: Any, model: Model, rows: list[int]) -> None:
        columns: list[str] = [column.column for column in model._meta.concrete_fields if not column.generated]
        values, given = self._values(model, columns)
        quoted = ", ".join(f'"{column}"' for column in columns)
        if rows:
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({quoted}) SELECT {", ".join(values)}'  # noqa: S608  # the same
                f" FROM {model.history.model._meta.db_table} h WHERE h.history_id = ANY(%s) ORDER BY h.id",
                [*given, rows],
            )

    def _name_again(self, again: Row, present: Row) -> None:
        given = {column.attname: getattr(again, column.attname) for column in _watched(again.instance_type)}
        lost = {column: value for column, value in given.items() if value != getattr(present, column)}
        again.instance_type._base_manager.filter(pk=again.id).update(**lost)

    def _values(self, model: Model, columns: list[str]) -> tuple[list[str], list[Any]]:
        """SQL for the values of columns, from history or from `instead`, and its parameters."""
        sql = ["%s" if (model, column) in self.instead else f'h."{column}"' for column in columns]
        return sql, [self.instead[model, column] for column in columns if (model, column) in self.instead]

    def _differs(self, row: Row, present: Row) -> bool:
        return any(
            self.instead.get((row.instance_type, column.column), getattr(row, column.attname))
            != getattr(present, column.attname)
            for column in _watched(row.instance_type)
        )

    # Reasons not to restore

    def _missing_needs(self) -> Iterator[str]:
        rows = [row for of_model in self.back.values() for row in of_model]
        rows += [row for of_model in self.changed.values() for row, _present in of_model]
        for model, ids in missing(rows, self.numbers("back")).items():
            for what in _called(newest(model, ids).values()):
                yield _("It needs something that has been deleted: {record}. Restore that first.").format(record=what)

    def _clashes(self) -> Iterator[str]:
        """Unique values that another record has taken meanwhile."""
        moving = self.numbers("gone", "changed")
        for model in {*self.back, *self.changed}:
            rows = [row.pk for row in self.back.get(model, [])]
            rows += [row.pk for row, _present in self.changed.get(model, [])]
            for columns in _unique(model) if rows else []:
                values, given = self._values(model, columns)
                same = " AND ".join(f't."{column}" = {value}' for column, value in zip(columns, values, strict=True))
                with connection.cursor() as cursor:
                    cursor.execute(
                        f'SELECT t.id FROM {model.history.model._meta.db_table} h JOIN "{model._meta.db_table}" t'  # noqa: S608  # the same
                        f" ON t.id <> h.id AND {same} WHERE h.history_id = ANY(%s) AND t.id <> ALL(%s)",
                        [*given, rows, list(moving[model])],
                    )
                    taken = [pk for (pk,) in cursor.fetchall()]
                for what in _called(newest(model, taken).values()):
                    yield _("Its place is taken by another record: {record}. Rename or delete that first.").format(
                        record=what
                    )

    def _dependents(self) -> Iterator[str]:
        """Other records that refer to what would be deleted."""
        moving = self.numbers("gone", "changed")
        for target, ids in self.numbers("gone").items():
            for model in desk_models() if ids else []:
                dependents: set[int] = set()
                for column, of_type in _references_to(model, target):
                    referring = model._base_manager.filter(**of_type, **{f"{column}__in": list(ids)})
                    dependents |= set(referring.values_list("pk", flat=True)) - moving[model]
                for what in _called(newest(model, dependents).values()):
                    yield _("This record needs something that would be removed: {record}.").format(record=what)


def _watched(model: Model) -> list[Any]:
    unwatched = unwatched_columns(model)
    return [
        column
        for column in model._meta.concrete_fields
        if not column.generated and not column.primary_key and column.column not in unwatched
    ]


def _unique(model: Model) -> Iterator[list[str]]:
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            yield [column.column]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            yield [model._meta.get_field(name).column for name in constraint.fields]


def _called(rows: Iterable[Row]) -> list[str]:
    """Records in words: their kind and their name."""
    rows = list(rows)
    told = names(rows)
    return [f"{capfirst(row.instance_type._meta.verbose_name)} “{told[row]}”" for row in rows]
