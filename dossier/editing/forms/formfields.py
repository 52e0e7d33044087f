"""Form fields of desk models: lookups instead of long lists, each language in its direction."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from dossier.editing.fields import EDTFField
from dossier.editing.forms.merging import Begun, Merging, with_head
from dossier.editing.forms.widgets import LookupSelect, LookupSelectMultiple, TextArea
from dossier.editing.keys import key_field
from dossier.editing.requests import are_numbers
from dossier.text.languages import LANGUAGES, direction, tag

# Long texts in nine languages need room; short ones must not take it.
WIDGET_ROWS = {"rows": 3, "cols": 80}
# Codes, days and addresses run from left to right in every language.
LEFT_TO_RIGHT = models.SlugField | models.URLField | models.DateField


def form_of(record: models.Model) -> str:
    """The address of a record's form; empty where it has none."""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


def choices_of(field: ArrayField) -> forms.Field:
    """A list of codes, chosen by boxes."""
    return forms.MultipleChoiceField(
        choices=field.base_field.choices or (),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
    )


class DeskFields(BaseModelAdmin):
    """Form fields of desk models, in forms and in inlines alike.

    Every foreign key is a lookup. `related` names further relations, which the labels of related records need.
    """

    related: tuple[str, ...] = ()
    formfield_overrides = {models.TextField: {"widget": TextArea}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return choices_of(db_field)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        widget: Any = field.widget
        attributes = getattr(widget, "widget", widget).attrs
        if language := getattr(db_field, "language", None):
            attributes |= {
                "lang": tag(language),
                "dir": direction(language),
                # The tabs are built from these (languages.js).
                "data-translation": db_field.translated_field.name,
                "data-label": str(db_field.translated_field.verbose_name),
                "data-language": language,
                "data-language-name": LANGUAGES[language],
            }
        elif isinstance(db_field, EDTFField):
            # EDTF runs from left to right, but a Persian date that is typed does not.
            attributes |= {"dir": "auto", "data-date": reverse("read_date")}
            if db_field.calendar:
                attributes["data-date-calendar"] = db_field.calendar
        elif isinstance(db_field, LEFT_TO_RIGHT):
            attributes |= {"dir": "ltr", "lang": "en"}
        elif isinstance(db_field, models.CharField | models.TextField) and not db_field.choices:
            attributes.setdefault("dir", "auto")
        if isinstance(db_field, models.TextField):
            attributes |= WIDGET_ROWS
        if db_field.name == key_field(db_field.model) and hasattr(db_field.model, "suggested_key"):
            field.required = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is not ContentType:
            kwargs.setdefault("widget", LookupSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        # Django skips fields with their own through model; ours hold nothing that set() cannot fill.
        return db_field.formfield(widget=LookupSelectMultiple(db_field, self.admin_site), **kwargs)

    def get_queryset(self, request):
        owner = getattr(self, "fk_name", None)
        references = [
            column.name
            for column in self.opts.fields
            if column.many_to_one and column.related_model is not ContentType and column.name != owner
        ]
        return with_head(super().get_queryset(request).select_related(*references, *self.related))

    def merging(self, request, form: type[Any]) -> type[Any]:
        """The form class for this request: it knows the state from which the editor began."""
        return type(f"Merging{form.__name__}", (Merging, form), {"begun": Begun(request.POST)})


def lookups(form: Any) -> list[tuple[str, Any]]:
    """The fields of a form or form class that are lookups, with their widgets."""
    # Only a form itself has fields; the base_fields of a class may be empty, as for a user who may only view.
    fields = form.base_fields if isinstance(form, type) else form.fields  # type: ignore[attr-defined]  # a form's class
    widgets = [(name, getattr(field.widget, "widget", field.widget)) for name, field in fields.items()]
    return [(name, widget) for name, widget in widgets if isinstance(widget, LookupSelect | LookupSelectMultiple)]


class Within:
    """Forms whose lookups offer, and take, only what belongs to the same dossier."""

    admin_site: Any

    def lookups_within(self, request, obj) -> dict[str, dict[str, Any]]:
        """Parameters for the lookups of a form about `obj`, by field."""
        return {}

    def prepare(self, request, obj: Any, form: Any, records: list[Any]) -> None:
        """Narrow the lookups of a form class, and give them the records that `records` already refer to."""
        within = self.lookups_within(request, obj)
        for name, widget in lookups(form):
            widget.within = {key: value for key, value in within.get(name, {}).items() if value}
            self._refuse_others(form, name, widget.within)
            if isinstance(widget, LookupSelect):
                widget.learn(getattr(record, name) for record in records if name in record._state.fields_cache)

    def _refuse_others(self, form: Any, name: str, within: dict[str, Any]) -> None:
        """Make the form refuse what the lookup does not offer."""
        field = form.base_fields[name]
        columns = getattr(self.admin_site.get_model_admin(field.queryset.model), "narrowed_by", {})
        wanted = {columns[key]: value for key, value in within.items() if key in columns and are_numbers(str(value))}
        field.queryset = field.queryset.filter(**wanted)
