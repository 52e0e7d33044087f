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
# The library's own words for them are in few languages.
DONE = {"+": _("made"), "~": _("changed"), "-": _("deleted")}


@dataclass(frozen=True)
class Change:
    """One field of one record: its label, the language of its text, and what became of it."""

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
        """What became of the record, in a word."""
        return str(DONE[self.row.history_type])


def edits(pairs: Iterable[tuple[Any, Any]]) -> list[Edit]:
    """History rows, each with an earlier one of the same record to compare it with, or None.

    What was made or deleted has no changes. Asks the database once for the editors and once for each kind of record
    that a changed field refers to.
    """
    pairs = list(pairs)
    names = editors_of([row for row, _older in pairs])
    found = [(Edit(row, names.get(row.history_user_id, "")), older) for row, older in pairs]
    changed = [
        (edit, older)
        for edit, older in found
        if older is not None and "-" not in {edit.row.history_type, older.history_type}
    ]
    labels = _labels([(edit.row, older) for edit, older in changed])
    # For all of the page together; past it, a text counts as replaced.
    deadline = monotonic() + SECONDS_A_PAGE
    for edit, older in changed:
        edit.changes = [
            _change(each, getattr(older, each.attname), getattr(edit.row, each.attname), labels, deadline)
            for each in _changed(edit.row, older)
        ]
    return [edit for edit, _older in found]


def successive(rows: Iterable[Any], before: Any = None) -> list[tuple[Any, Any]]:
    """History rows of one record, the newest first, each with the one before it; `before` comes before the last."""
    rows = list(rows)
    return list(zip(rows, [*rows[1:], before][: len(rows)], strict=True))


def editors_of(rows: list[Any]) -> dict[int, str]:
    """The names of the accounts that wrote history rows, by their numbers."""
    users = get_user_model()
    ids = {row.history_user_id for row in rows if row.history_user_id}
    return {user.pk: user.get_username() for user in users._default_manager.filter(pk__in=ids)}


def _fields(row: Any) -> list[models.Field]:
    unwatched = unwatched_columns(row.instance_type)
    return [
        each
        for each in row.tracked_fields
        if not each.primary_key and each.name not in unwatched and not isinstance(each, EDTFBound)
    ]


def _changed(row: Any, older: Any) -> list[models.Field]:
    return [each for each in _fields(row) if getattr(row, each.attname) != getattr(older, each.attname)]


def _labels(pairs: list[tuple[Any, Any]]) -> dict[tuple[type[models.Model], Any], str]:
    wanted: dict[Any, set] = {}
    for row, older in pairs:
        for each in _changed(row, older):
            if each.related_model:
                wanted.setdefault(each.related_model, set()).update(
                    {getattr(row, each.attname), getattr(older, each.attname)} - {None}
                )
    return {
        (model, record.pk): str(record)
        for model, keys in wanted.items()
        for record in model._default_manager.filter(pk__in=keys).select_related(*_references(model))
    }


def _references(model: type[models.Model]) -> list[str]:
    """The references of a model, of which its own label may be made."""
    return [each.name for each in model._meta.fields if each.many_to_one]


def _change(each: Any, old: Any, new: Any, labels: dict, deadline: float) -> Change:
    language = getattr(each, "language", "")
    return Change(
        str(each.verbose_name),
        tag(language),
        direction(language) if language else "auto",
        differences(_stored_value(each, old, labels), _stored_value(each, new, labels), seconds=deadline - monotonic()),
    )


def _stored_value(each: Any, value: Any, labels: dict) -> str:
    """A value as an editor reads it: a code by its label, a record by its name, a list by its parts."""
    if value is None or value == "":
        return ""
    if each.related_model:
        return labels.get((each.related_model, value), f"{each.related_model._meta.verbose_name} {value}")
    if each.choices:
        return str(dict(each.flatchoices).get(value, value))
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
