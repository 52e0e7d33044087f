"""What a history row changed, for the editor who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import EDTFBound
from dossier.text.differences import Segment, differences
from dossier.text.languages import direction, tag

from .recording import unwatched_columns

SECONDS_A_PAGE = 2.0
# The library's own labels are translated into few languages.
DONE = {"+": _("made"), "~": _("changed"), "-": _("deleted")}


@dataclass(frozen=True)
class Change:
    """One changed field of a record: its label, the language of its text, and the differences."""

    label: str
    language: str
    direction: str
    segments: list[Segment]


@dataclass
class Edit:
    """One history row: who, when, why, and what."""

    row: Any
    editor: str
    changes: list[Change] = field(default_factory=list)

    @property
    def done(self) -> str:
        """What happened to the record, in one word."""
        return str(DONE[self.row.history_type])


def edits(pairs: Iterable[tuple[Any, Any]]) -> list[Edit]:
    """Edits from pairs of a history row and an earlier row of the same record, or None.

    A record that was created or deleted has no changes. One query for the editors, and one for each model that a
    changed field refers to.
    """
    pairs = list(pairs)
    names = editors_of([row for row, _older in pairs])
    compared = [(Edit(row, names.get(row.history_user_id, "")), older) for row, older in pairs]
    changed = [
        (edit, older)
        for edit, older in compared
        if older is not None and "-" not in {edit.row.history_type, older.history_type}
    ]
    labels = _labels([(edit.row, older) for edit, older in changed])
    # One deadline for the whole page; past it, a text counts as replaced.
    deadline = monotonic() + SECONDS_A_PAGE
    for edit, older in changed:
        edit.changes = [
            _change(column, getattr(older, column.attname), getattr(edit.row, column.attname), labels, deadline)
            for column in _changed(edit.row, older)
        ]
    return [edit for edit, _older in compared]


def successive(rows: Iterable[Any], before: Any = None) -> list[tuple[Any, Any]]:
    """History rows of one record, the newest first, each with the one before it; `before` comes before the last."""
    rows = list(rows)
    return list(zip(rows, [*rows[1:], before][: len(rows)], strict=True))


def editors_of(rows: list[Any]) -> dict[int, str]:
    """The names of the accounts that wrote history rows, by primary key."""
    users = get_user_model()
    ids = {row.history_user_id for row in rows if row.history_user_id}
    return {user.pk: user.get_username() for user in users._default_manager.filter(pk__in=ids)}


def _fields(row: Any) -> list[models.Field]:
    unwatched = unwatched_columns(row.instance_type)
    return [
        column
        for column in row.tracked_fields
        if not column.primary_key and column.name not in unwatched and not isinstance(column, EDTFBound)
    ]


def _changed(row: Any, older: Any) -> list[models.Field]:
    return [column for column in _fields(row) if getattr(row, column.attname) != getattr(older, column.attname)]


def _labels(pairs: list[tuple[Any, Any]]) -> dict[tuple[type[models.Model], Any], str]:
    wanted: dict[Any, set] = {}
    for row, older in pairs:
        for column in _changed(row, older):
            if column.related_model:
                wanted.setdefault(column.related_model, set()).update(
                    {getattr(row, column.attname), getattr(older, column.attname)} - {None}
                )
    return {
        (model, record.pk): str(record)
        for model, keys in wanted.items()
        for record in model._default_manager.filter(pk__in=keys).select_related(*_references(model))
    }


def _references(model: type[models.Model]) -> list[str]:
    """The foreign keys of a model; its own label may be built from them."""
    return [column.name for column in model._meta.fields if column.many_to_one]


def _change(column: Any, old: Any, new: Any, labels: dict, deadline: float) -> Change:
    language = getattr(column, "language", "")
    return Change(
        str(column.verbose_name),
        tag(language),
        direction(language) if language else "auto",
        differences(
            _stored_value(column, old, labels), _stored_value(column, new, labels), seconds=deadline - monotonic()
        ),
    )


def _stored_value(column: Any, value: Any, labels: dict) -> str:
    """A value as an editor reads it: a code by its label, a record by its name, a list by its parts."""
    if value is None or value == "":
        return ""
    if column.related_model:
        return labels.get((column.related_model, value), f"{column.related_model._meta.verbose_name} {value}")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
