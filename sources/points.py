"""What a statement can be about: a field of a record, or a topic where the desk has no such field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import EDTFBound
from dossier.editing.typed_dates import as_edtf, read_once, with_forms

from .vocabulary import Topic, ValueType

# Fields that every record has and no source states.
OURS = {
    *("id", "key", "note_public", "note_internal"),
    *("subject_type", "subject_id", "dossier_type", "dossier_id"),
}


def cited_lists(model: type[models.Model]) -> tuple[str, ...]:
    """The related records, declared by the model, on which a source can be cited as on a field."""
    return getattr(model, "cited_lists", ())


def citable_fields(model: type[models.Model]) -> dict[str, object]:
    """The fields of a model about which sources can be cited: labels by name.

    A model lists in `editorial` the fields that the editors decide.
    """
    ours = OURS.union(getattr(model, "editorial", ()))
    fields: dict[str, object] = {
        field.name: field.verbose_name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.name not in ours and not hasattr(field, "translated_field") and not isinstance(field, EDTFBound)
    }
    for name in cited_lists(model):
        related: Any = model._meta.get_field(name).related_model
        fields[name] = related._meta.verbose_name_plural
    return fields


class PointField(forms.ChoiceField):
    """One choice among the fields of a record and the topics: `field:date` or `topic:troops`."""

    def __init__(self, model: type[models.Model] | None = None, **kwargs):
        super().__init__(label=_("About"), **kwargs)
        self.help_text = _("The field of the record on which the source speaks; a topic where no field fits.")
        if model is not None:
            self.offer(model)

    def offer(self, model: type[models.Model]) -> None:
        self.choices = [
            ("", "---------"),
            (_("Field of the record"), [(f"field:{name}", label) for name, label in citable_fields(model).items()]),
            (_("Topic"), [(f"topic:{code}", label) for code, label in Topic.choices]),
        ]


class CitationForm(forms.ModelForm):
    """A citation whose field or topic is one choice instead of two fields, one of which must be empty."""

    point = PointField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.subject_type_id and "point" in self.fields:
            point: Any = self.fields["point"]
            point.offer(self.instance.subject_type.model_class())
        if "value" in self.fields:
            value = self.fields["value"]
            value.help_text = with_forms(value.help_text)
            value.widget.attrs |= {
                "data-date": reverse("read_date"),
                "data-date-where": "value_type",
                "data-date-calendar": "value_calendar",
            }
        name = "field" if self.instance.field else "topic"
        if value := getattr(self.instance, name):
            self.initial["point"] = f"{name}:{value}"

    def clean(self):
        kind, _colon, value = self.cleaned_data.get("point", "").partition(":")
        self.instance.field = value if kind == "field" else ""
        self.instance.topic = value if kind == "topic" else ""
        self._read_date()
        return super().clean()

    def _read_date(self) -> None:
        """Let a value that is a date be typed as in any date field."""
        typed, calendar = (self.cleaned_data.get(name, "") for name in ("value", "value_calendar"))
        if not typed or self.cleaned_data.get("value_type") != ValueType.DATE:
            return
        try:
            self.cleaned_data["value"] = read_once(typed, calendar)
        except ValidationError as error:
            self.add_error("value", error)
            # The form is redisplayed with the date as understood; no message may be about the record's former value.
            sent: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form is sent
            sent[self.add_prefix("value")] = as_edtf(typed, calendar)
            self.data = sent
            self.instance.value = ""
