"""Several editors on one record: all their changes are kept, and where two changed the same, the second one chooses.

A form says from which state of each record its editor began (`Begun`). When it comes back, each field is compared three
ways: as it was then, as it is now, as it was sent. A text in nine languages is nine fields, so two languages never
collide.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _

from dossier.editing.forms.widgets import one_line_end
from dossier.editing.history.changes import editors_of
from dossier.editing.history.recording import tracked_models
from dossier.text.differences import Segment, differences

MINE, THEIRS = "mine", "theirs"
# The whole record, where it was deleted by one and changed by the other.
GONE = "GONE"


def with_head(queryset: models.QuerySet) -> models.QuerySet:
    """Records with `history_head`, the number of their newest history row, read in one statement with them."""
    model: Any = queryset.model
    if model not in tracked_models():
        return queryset
    newest = model.history.filter(pk_of(model)).order_by("-history_id").values("history_id")[:1]
    return queryset.annotate(history_head=Subquery(newest))


def pk_of(model: Any) -> models.Q:
    return models.Q(**{model._meta.pk.attname: OuterRef("pk")})


def lock_against_writing(queryset: models.QuerySet) -> None:
    """Lock records against writes until the transaction ends; what is read from now on is their latest state."""
    list(queryset.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def last_state(model: Any, pk: Any) -> Any:
    """The last state of a record in history, marked `gone`; None if there never was one."""
    row = model.history.filter(**{model._meta.pk.attname: pk}).first() if model in tracked_models() else None
    if row is None:
        return None
    record = row.instance
    record.gone, record.history_head = True, row.history_id
    # A new record would be left out of what a form saves.
    record._state.adding = False
    return record


@dataclass(frozen=True)
class Conflict:
    """One field, or record, that two editors changed; `choice` names the second one's answer in the form."""

    choice: str
    head: int
    record: str
    label: str
    anchor: str
    language: str
    direction: str
    theirs: list[Segment]
    mine: list[Segment]
    editor: str
    when: datetime | None


class Begun:
    """From which state of each record an editor began, and how they answered conflicts, as their form says."""

    def __init__(self, posted: Mapping[str, str]):
        self._posted = posted
        try:
            states = json.loads(posted.get("begun", ""))
        except (ValueError, RecursionError):
            states = None
        self._states: dict[str, Any] = states if isinstance(states, dict) else {}

    def _state(self, record: Any) -> tuple[int | None, dict[str, list]]:
        state = self._states.get(_label(record))
        match state:
            case [int(head), dict(lists)] if 0 < head < 2**63:
                return head, {name: keys for name, keys in lists.items() if isinstance(keys, list)}
        return None, {}

    def head(self, record: Any) -> int | None:
        return self._state(record)[0]

    def list_of(self, record: Any, name: str) -> set[str] | None:
        """The primary keys that a list of the record held."""
        keys = self._state(record)[1].get(name)
        return None if keys is None else {str(key) for key in keys}

    def chosen(self, choice: str, head: int) -> str:
        """`mine` or `theirs` if the editor chose with the record's present state in view; otherwise empty."""
        answer, _dash, known = self._posted.get(f"choice-{choice}", "").partition("-")
        return answer if answer in {MINE, THEIRS} and known == str(head) else ""

    def row(self, record: Any) -> Any:
        """The history row from which the editor began; None where the form does not say."""
        pk = {record._meta.pk.attname: record.pk}
        return type(record).history.filter(history_id=self.head(record), **pk).first()


def begun(given: Iterable[Any]) -> str:
    """The hidden value with which forms identify the states they show, for `Begun` to read when they come back."""
    states = {}
    for form in given:
        if head := getattr(form.instance, "history_head", None):
            lists = {name: _keys(form[name].initial) for name in _lists(form)}
            states[_label(form.instance)] = [head, lists]
    return json.dumps(states, separators=(",", ":"))


def begun_from(record: Any) -> str:
    """The same for one record as it is now."""
    return json.dumps({_label(record): [record.history_head, {}]})


def page_state(request, model: Any, pk: str) -> tuple[str, bool]:
    """The hidden value for a page that shows a record, and whether the record was written since the page was shown.

    A client that posts without the value, such as a script, is never stale.
    """
    looked = request.method == "POST" and "begun" in request.POST
    if looked:
        lock_against_writing(model._base_manager.filter(pk=pk))
    newest = last_state(model, pk)
    if newest is None:
        return "", False
    return begun_from(newest), looked and Begun(request.POST).head(newest) != newest.history_head


def _label(record: Any) -> str:
    return f"{record._meta.label_lower}.{record.pk}"


def _lists(form: Any) -> list[str]:
    return [name for name, field in form.fields.items() if isinstance(field, forms.ModelMultipleChoiceField)]


def _keys(records: Any) -> list[Any]:
    return [getattr(record, "pk", record) for record in records or ()]


class Merging(forms.ModelForm):
    """A form that writes only the fields that its editor changed."""

    begun: Begun
    _errors: Any

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        # Fields that somebody else changed meanwhile and this editor left alone.
        self.kept: list[str] = []
        # True if the editor chose to leave the whole record as somebody else left it.
        self.left_alone = False

    @property
    def is_gone(self) -> bool:
        """Whether the record was deleted after the form was opened: `instance` is then as it was last."""
        return getattr(self.instance, "gone", False)

    @cached_property
    def head(self) -> int | None:
        return getattr(self.instance, "history_head", None)

    def _clean_fields(self):
        inherited: Any = super()
        inherited._clean_fields()
        if self.head is None:
            return
        if self.is_gone:
            self._settle_whole(changed=self.has_changed(), theirs=_("deleted"), mine=_("changed, and not yet saved"))
        elif self.cleaned_data.get(DELETION_FIELD_NAME):
            changed = self.begun.head(self.instance) != self.head
            self._settle_whole(changed=changed, theirs=_("changed"), mine=_("to be deleted"))
        else:
            self._merge()

    def _merge(self) -> None:
        base = self._initial_then()
        for name, field in self.fields.items():
            if field.disabled or name == DELETION_FIELD_NAME or (base is not None and name not in base):
                continue
            if isinstance(field, forms.ModelMultipleChoiceField):
                self._merge_list(name, field)
                continue
            now, sent = self.get_initial_for_field(field, name), self[name].data
            moved = base is None or base[name] != now
            if not _differs(field, now if base is None else base[name], sent):
                self._keep(name, field, now, moved and base is not None)
            elif moved and _differs(field, now, sent):
                self._settle(name, field, now, sent)

    def _initial_then(self) -> dict[str, Any] | None:
        """What the fields held when the editor began; None if that is unknown."""
        if self.begun.head(self.instance) == self.head:
            return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        row = self.begun.row(self.instance)
        if row is None:
            return None
        then = type(self)(instance=row.instance, prefix=self.prefix)
        return {name: then.get_initial_for_field(field, name) for name, field in then.fields.items()}

    def _merge_list(self, name: str, field: Any) -> None:
        """Merge a list: the additions and removals of both editors are kept."""
        if name not in self.cleaned_data:
            return
        now = {str(key) for key in _keys(self.get_initial_for_field(field, name))}
        then = self.begun.list_of(self.instance, name)
        sent = {str(record.pk) for record in self.cleaned_data[name]}
        merged = (now | sent) if then is None else (now | (sent - then)) - (then - sent)
        if merged != sent:
            self.cleaned_data[name] = field.queryset.filter(pk__in=merged)
            self.kept.append(name)

    def _keep(self, name: str, field: forms.Field, now: Any, moved: bool) -> None:
        """Leave a field that this editor did not touch exactly as it is, line ends included."""
        if moved:
            self._leave(name, field)
            self.kept.append(name)
        elif isinstance(now, str) and name in self.cleaned_data:
            self.cleaned_data[name] = now

    def _leave(self, name: str, field: forms.Field) -> None:
        """Keep the present value of the record."""
        self._errors.pop(name, None)
        try:
            self.instance._meta.get_field(name)
        except FieldDoesNotExist:
            self.cleaned_data[name] = field.to_python(self.get_initial_for_field(field, name))
        else:
            self.cleaned_data[name] = getattr(self.instance, name)

    def _settle(self, name: str, field: forms.Field, now: Any, sent: Any) -> None:
        choice = self.add_prefix(name)
        answer = self.begun.chosen(choice, self.head or 0)
        if answer == MINE:
            return
        if answer == THEIRS:
            self._leave(name, field)
            return
        said = differences(_form_value(field, now), _form_value(field, sent))
        widget: Any = field.widget
        attributes = getattr(widget, "widget", widget).attrs
        self.conflicts.append(
            Conflict(
                choice=choice,
                head=self.head or 0,
                record=str(self.instance),
                label=str(field.label or name),
                anchor=self[name].id_for_label,
                language=attributes.get("lang", ""),
                direction=attributes.get("dir", "auto"),
                theirs=[segment for segment in said if segment.change != "added"],
                mine=[segment for segment in said if segment.change != "removed"],
                **_by(self._last_change(name)),
            )
        )
        self.add_error(name, _changed_meanwhile())

    def _settle_whole(self, *, changed: bool, theirs: str, mine: str) -> None:
        """One of two deleted the record, the other changed it."""
        choice = self.add_prefix(GONE)
        answer = self.begun.chosen(choice, self.head or 0)
        if not changed or answer == MINE:
            return
        if answer == THEIRS:
            self.cleaned_data[DELETION_FIELD_NAME] = False
            self.left_alone = True
            return
        self.conflicts.append(
            Conflict(
                choice=choice,
                head=self.head or 0,
                record=str(self.instance),
                label=str(self.instance._meta.verbose_name),
                anchor=f"{self.prefix}",
                language="",
                direction="auto",
                theirs=[Segment("same", theirs)],
                mine=[Segment("same", mine)],
                **_by(self._rows_since(0).last()),
            )
        )
        self.cleaned_data[DELETION_FIELD_NAME] = False
        self.add_error(None, _changed_meanwhile())

    def _rows_since(self, head: int) -> models.QuerySet:
        pk = {self.instance._meta.pk.attname: self.instance.pk}
        return type(self.instance).history.filter(history_id__gte=head, **pk).order_by("history_id")

    def _last_change(self, name: str) -> Any:
        """The history row that gave a field its present value."""
        rows = list(self._rows_since(self.begun.head(self.instance) or 0))
        attribute = getattr(self.instance._meta.get_field(name), "attname", "") if _has(self.instance, name) else ""
        changed = [
            row
            for older, row in zip(rows, rows[1:], strict=False)
            if not attribute or getattr(older, attribute) != getattr(row, attribute)
        ]
        return next(reversed(changed or rows), None)


def _changed_meanwhile() -> ValidationError:
    return ValidationError(
        _("Somebody else changed this meanwhile. Nothing is saved until you have chosen, at the head of the form."),
        code="conflict",
    )


def _has(record: Any, name: str) -> bool:
    return name in {column.name for column in record._meta.fields}


def _by(row: Any) -> dict[str, Any]:
    if row is None:
        return {"editor": "", "when": None}
    return {"editor": editors_of([row]).get(row.history_user_id, row.history_role), "when": row.history_date}


def _differs(field: forms.Field, before: Any, sent: Any) -> bool:
    """Whether an editor changed a field. Browsers send every line end as two characters, which changes nothing."""
    before, sent = one_line_end(before), one_line_end(sent)
    return before != sent and field.has_changed(before, sent)


def _form_value(field: Any, value: Any) -> str:
    """A value as an editor reads it: the name of a record, the label of a code, a text as it is."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelChoiceField):
        records: Any = field.queryset
        record = records.model._default_manager.filter(pk=getattr(value, "pk", value)).first()
        return str(record or value)
    if isinstance(field, forms.ChoiceField):
        chosen = [str(code) for code in (value if isinstance(value, list) else [value])]
        choices: Any = field.choices
        labels = {str(code): str(label) for code, label in _flat(choices)}
        return "\n".join(labels.get(code, code) for code in chosen)
    if isinstance(field, forms.BooleanField):
        return _("Yes") if field.to_python(value) else _("No")
    return one_line_end("\n".join(map(str, value)) if isinstance(value, list) else str(value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield code, label
