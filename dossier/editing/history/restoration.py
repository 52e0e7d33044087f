"""Records put back as history has them, any number at once, with their own numbers. Knows no treaty."""

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

# Which model and which row of its history it is, no type can say.
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
    """Let nobody else write these records, or refer to them, before the end of the transaction: some may be deleted."""
    list(model._base_manager.filter(pk__in=list(ids)).order_by("pk").select_for_update().values_list("pk"))


def references(row: Row) -> Iterator[tuple[Model, int]]:
    """The tracked records that a history row names."""
    tracked = desk_models()
    for each in row.instance_type._meta.concrete_fields:
        if each.related_model in tracked and (pk := getattr(row, each.attname)):
            yield each.related_model, pk
    for each in generic_references(row.instance_type):
        model, pk = subject_of(row, each)
        if model in tracked:
            yield model, pk


def missing(rows: Iterable[Row], coming: Numbers) -> dict[Model, set[int]]:
    """What history rows name and is neither on the desk nor `coming`."""
    named: dict[Model, set[int]] = defaultdict(set)
    for row in rows:
        for model, pk in references(row):
            named[model].add(pk)
    left = {model: ids - coming.get(model, set()) for model, ids in named.items()}
    return {model: gone for model, ids in left.items() if ids and (gone := ids - live(model, ids))}


def taken_along(returning: Rows, leave: Numbers) -> Rows:
    """What the deletion of these records took along in a cascade, as it last was, and what that took along.

    Left out are the records of `leave`, and those with a file, which went with them.
    """
    found: Rows = defaultdict(dict)
    fresh = {model: rows for model, every in returning.items() if (rows := _deleted(newest(model, every)))}
    while fresh:
        further: Rows = defaultdict(dict)
        for model in desk_models():
            if any(isinstance(each, models.FileField) for each in model._meta.fields):
                continue
            for target, rows in fresh.items():
                for row in _hung_on(model, target, rows):
                    if row.id not in {*found[model], *returning.get(model, {}), *leave.get(model, set())}:
                        further[model][row.id] = row
        for model, rows in further.items():
            found[model] |= rows
        fresh = further
    return found


def gathered(rows: Rows, leave: Numbers, shared: Collection[Model]) -> Rows:
    """These rows, what the deletion of their records took along, and what all that needs of `shared` models.

    What was taken along and names a record that is gone for good is left out.
    """
    found = _merged(rows, taken_along(rows, leave))
    while needed := {model: ids for model, ids in missing(_every(found), _ids(found)).items() if model in shared}:
        found = _merged(found, {model: newest(model, ids) for model, ids in needed.items()})
    return _whole(_merged(found, taken_along(found, leave)), rows)


def _merged(rows: Rows, others: Rows) -> Rows:
    return {model: others.get(model, {}) | rows.get(model, {}) for model in {**rows, **others}}


def _every(rows: Rows) -> list[Row]:
    return [row for of_model in rows.values() for row in of_model.values()]


def _ids(rows: Rows) -> Numbers:
    return {model: {*of_model} for model, of_model in rows.items()}


def let_go(returning: Rows, leave: Numbers) -> dict[Model, list[tuple[Row, Row]]]:
    """The records that lost a reference when these were deleted and have none since, as they would be with it again.

    Each with its newest history row. Left out are the records of `leave` and of `returning`.
    """
    found: dict[Model, dict[int, tuple[Row, Row]]] = defaultdict(dict)
    for target, rows in returning.items():
        deleted = _deleted(newest(target, rows))
        for model in desk_models() if deleted else []:
            for each in model._meta.concrete_fields:
                if each.related_model is not target or each.remote_field.on_delete is not models.SET_NULL:
                    continue
                for pk, named in _emptied(model, each.attname, deleted):
                    if pk not in {*leave.get(model, set()), *returning.get(model, {})}:
                        present = newest(model, [pk])[pk]
                        again, present = found[model].get(pk, (copy(present), present))
                        if present.history_type != "-" and getattr(present, each.attname) is None:
                            setattr(again, each.attname, named)
                            found[model][pk] = again, present
    return {model: list(pairs.values()) for model, pairs in found.items()}


def _emptied(model: Model, column: str, deleted: dict[int, Row]) -> list[tuple[int, int]]:
    """The records whose reference was emptied in the transaction that deleted what it named, and what that was."""
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


def _hung_on(model: Model, target: Model, rows: dict[int, Row]) -> Iterator[Row]:
    """The records of `model` that were deleted for the last time together with a record that they named."""
    transactions = {row.history_transaction for row in rows.values()}
    for named, of_type in _naming(model, target):
        deleted = model.history.filter(history_type="-", history_transaction__in=transactions)
        candidates = deleted.filter(**of_type, **{f"{named}__in": list(rows)})
        for row in _deleted(newest(model, set(candidates.values_list("id", flat=True)))).values():
            with_it = rows.get(getattr(row, named))
            if with_it and row.history_transaction == with_it.history_transaction:
                yield row


def _naming(model: Model, target: Model) -> Iterator[tuple[str, dict[str, Any]]]:
    """The columns by which records of `model` name one of `target`, and what tells that it is of that kind."""
    for each in model._meta.concrete_fields:
        if each.related_model is target:
            yield each.attname, {}
    for generic in generic_references(model):
        yield generic.fk_field, {generic.ct_field: ContentType.objects.get_for_model(target)}


def _whole(found: Rows, wanted: Rows) -> Rows:
    """The rows but for those that name what is gone; what is wanted stays, to be complained of."""
    while gone := missing(_every(found), _ids(found)):
        left = {
            model: {
                pk: row
                for pk, row in rows.items()
                if pk in wanted.get(model, {})
                or not any(each in gone.get(named, set()) for named, each in references(row))
            }
            for model, rows in found.items()
        }
        if left == found:
            break
        found = left
    return found


@dataclass
class Restoration:
    """What must be written so that records are again as some of their history rows have them.

    `back` holds a history row of each record that is gone, `changed` such a row and the newest for each that is there
    and differs, `gone` the newest of each that was not there. `instead` gives other values than history's for columns
    of a model.
    """

    back: dict[Model, list[Row]] = field(default_factory=dict)
    changed: dict[Model, list[tuple[Row, Row]]] = field(default_factory=dict)
    gone: dict[Model, list[Row]] = field(default_factory=dict)
    instead: dict[tuple[Model, str], Any] = field(default_factory=dict)
    # Records that would name again what comes back, each with its newest row.
    naming: dict[Model, list[tuple[Row, Row]]] = field(default_factory=dict)
    # What stands against it, in words.
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
        """To the state of these history rows, and without the records of `gone`.

        What the deletion of a record took along or let go comes back with it, save for the records of `leave`; and
        what all that needs of `shared` models, as it last was.
        """
        rows = gathered(rows, leave, shared)
        found = cls(instead=instead or {}, naming=let_go(rows, leave))
        for model, wanted in rows.items():
            present = newest(model, wanted)
            found.back[model] = [row for pk, row in wanted.items() if present[pk].history_type == "-"]
            found.changed[model] = [
                (row, present[pk])
                for pk, row in wanted.items()
                if present[pk].history_type != "-" and found._differs(row, present[pk])
            ]
        for model, ids in gone.items():
            found.gone[model] = list(newest(model, ids).values())
        found.hindrances = [*found._needs(), *found._clashes(), *found._clinging()]
        return found

    @property
    def is_nothing(self) -> bool:
        return not any(rows for part in (self.back, self.changed, self.naming, self.gone) for rows in part.values())

    @property
    def digest(self) -> str:
        """Two restorations with the same digest do the same."""
        parts = [
            [row.pk for rows in self.back.values() for row in rows],
            [(row.pk, present.pk) for pairs in self.changed.values() for row, present in pairs],
            [(row.pk, *references(row)) for pairs in self.naming.values() for row, _present in pairs],
            [row.pk for rows in self.gone.values() for row in rows],
            sorted((column, value) for (_model, column), value in self.instead.items()),
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def numbers(self, *parts: str) -> dict[Model, set[int]]:
        """The records of some of `back`, `changed` and `gone`."""
        found: dict[Model, set[int]] = defaultdict(set)
        for part in parts:
            for model, rows in getattr(self, part).items():
                found[model] |= {(row[0] if isinstance(row, tuple) else row).id for row in rows}
        return found

    def apply(self) -> None:
        """Write it. Raises IntegrityError where the desk is in the way; the transaction is then of no use."""
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
            # Here, and not after the last word was said.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def _delete(self, cursor: Any, model: Model, ids: set[int]) -> None:
        for each in model._meta.related_objects:
            if each.related_model not in desk_models() and each.on_delete is models.CASCADE:
                each.related_model._base_manager.filter(**{f"{each.field.name}__in": ids}).delete()
        if ids:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = ANY(%s)', [list(ids)])  # noqa: S608  # our models' own

    def _update(self, cursor: Any, model: Model, rows: list[int]) -> None:
        columns = [each.column for each in _watched(model)]
        values, given = self._values(model, columns)
        pairs = ", ".join(f'"{column}" = {value}' for column, value in zip(columns, values, strict=True))
        if rows:
            cursor.execute(
                f'UPDATE "{model._meta.db_table}" t SET {pairs}'  # noqa: S608  # table and column names are our models' own
                f" FROM {model.history.model._meta.db_table} h WHERE h.history_id = ANY(%s) AND h.id = t.id",
                [*given, rows],
            )

    def _insert(self, cursor: Any, model: Model, rows: list[int]) -> None:
        columns: list[str] = [each.column for each in model._meta.concrete_fields if not each.generated]
        values, given = self._values(model, columns)
        quoted = ", ".join(f'"{column}"' for column in columns)
        if rows:
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({quoted}) SELECT {", ".join(values)}'  # noqa: S608  # the same
                f" FROM {model.history.model._meta.db_table} h WHERE h.history_id = ANY(%s) ORDER BY h.id",
                [*given, rows],
            )

    def _name_again(self, again: Row, present: Row) -> None:
        given = {each.attname: getattr(again, each.attname) for each in _watched(again.instance_type)}
        lost = {column: value for column, value in given.items() if value != getattr(present, column)}
        again.instance_type._base_manager.filter(pk=again.id).update(**lost)

    def _values(self, model: Model, columns: list[str]) -> tuple[list[str], list[Any]]:
        """What history, or `instead` of it, has for columns: SQL, and its parameters."""
        sql = ["%s" if (model, column) in self.instead else f'h."{column}"' for column in columns]
        return sql, [self.instead[model, column] for column in columns if (model, column) in self.instead]

    def _differs(self, row: Row, present: Row) -> bool:
        return any(
            self.instead.get((row.instance_type, each.column), getattr(row, each.attname))
            != getattr(present, each.attname)
            for each in _watched(row.instance_type)
        )

    # What stands against it

    def _needs(self) -> Iterator[str]:
        rows = [row for of_model in self.back.values() for row in of_model]
        rows += [row for of_model in self.changed.values() for row, _present in of_model]
        for model, ids in missing(rows, self.numbers("back")).items():
            for what in _called(newest(model, ids).values()):
                yield _("It needs something that has been deleted: {record}. Restore that first.").format(record=what)

    def _clashes(self) -> Iterator[str]:
        """Where another record has by now what only one can have."""
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

    def _clinging(self) -> Iterator[str]:
        """Records beside it that hang on what would go."""
        moving = self.numbers("gone", "changed")
        for target, ids in self.numbers("gone").items():
            for model in desk_models() if ids else []:
                clinging: set[int] = set()
                for column, of_type in _naming(model, target):
                    found = model._base_manager.filter(**of_type, **{f"{column}__in": list(ids)})
                    clinging |= set(found.values_list("pk", flat=True)) - moving[model]
                for what in _called(newest(model, clinging).values()):
                    yield _("This record needs something that would be removed: {record}.").format(record=what)


def _watched(model: Model) -> list[Any]:
    unwatched = unwatched_columns(model)
    return [
        each
        for each in model._meta.concrete_fields
        if not each.generated and not each.primary_key and each.column not in unwatched
    ]


def _unique(model: Model) -> Iterator[list[str]]:
    for each in model._meta.concrete_fields:
        if each.unique and not each.primary_key:
            yield [each.column]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            yield [model._meta.get_field(name).column for name in constraint.fields]


def _called(rows: Iterable[Row]) -> list[str]:
    """Records in words: their kind and their name."""
    rows = list(rows)
    told = names(rows)
    return [f"{capfirst(row.instance_type._meta.verbose_name)} “{told[row]}”" for row in rows]
