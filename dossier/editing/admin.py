"""The base of every desk form: lookups instead of long lists, each language in its direction, why it changed."""

import re
from collections.abc import Callable
from functools import partial
from secrets import token_hex
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, models, transaction
from django.forms.models import BaseModelFormSet
from django.http import Http404, HttpResponseGone
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin
from simple_history.admin import SimpleHistoryAdmin

from dossier.text.languages import LANGUAGES, column, direction, tag

from .changes import edits, successive
from .fields import EDTFField
from .history import recorded
from .keys import give_key, key_field
from .merging import Begun, Merging, begun, begun_from, last_state, lock, with_head
from .side_by_side import SideBySide
from .widgets import LookupSelect, LookupSelectMultiple, TextArea

# Long texts in nine languages need room; short ones must not take it.
WIDGET_ROWS = {"rows": 3, "cols": 80}
# Codes, dates and addresses run from left to right in every language.
LEFT_TO_RIGHT = models.SlugField | models.URLField | models.DateField | EDTFField
LONGEST_NOTE = 2000
SAVED = "desk-saved"
DRAFTS_TOLD = 20


def in_all_languages(*names: str) -> list[str]:
    """The columns of translated fields, for a search in every language."""
    return [column(name, language) for name in names for language in LANGUAGES]


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


class DeskFields(admin.options.BaseModelAdmin):
    """How the fields of desk models are asked for, in forms and in inlines alike.

    Every reference to a record is a lookup. `related` names the references whose own references their label needs.
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
                # What the tabs are made of (languages.js).
                "data-translation": db_field.translated_field.name,
                "data-label": str(db_field.translated_field.verbose_name),
                "data-language": language,
                "data-language-name": LANGUAGES[language],
            }
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
        # Django leaves out what has a model of its own in between; ours hold nothing that set() could not fill.
        return db_field.formfield(widget=LookupSelectMultiple(db_field, self.admin_site), **kwargs)

    def get_queryset(self, request):
        owner = getattr(self, "fk_name", None)
        references = [
            each.name
            for each in self.opts.fields
            if each.many_to_one and each.related_model is not ContentType and each.name != owner
        ]
        return with_head(super().get_queryset(request).select_related(*references, *self.related))

    def merging(self, request, form: type[Any]) -> type[Any]:
        """The form class that this request needs: it knows from where the editor began."""
        return type(f"Merging{form.__name__}", (Merging, form), {"begun": Begun(request.POST)})


def lookups(form: Any) -> list[tuple[str, Any]]:
    """The fields of a form or form class that look records up, with their widgets."""
    fields = getattr(form, "base_fields", None) or form.fields
    widgets = [(name, getattr(field.widget, "widget", field.widget)) for name, field in fields.items()]
    return [(name, widget) for name, widget in widgets if isinstance(widget, LookupSelect | LookupSelectMultiple)]


class Within:
    admin_site: Any

    """What a lookup is narrowed to: parameters for the lookups of a form about `obj`, by field."""

    def lookups_within(self, request, obj) -> dict[str, dict[str, Any]]:
        return {}

    def prepare(self, request, obj: Any, form: Any, records: list[Any]) -> None:
        """Narrow the lookups of a form class, and tell them what `records` already refer to."""
        within = self.lookups_within(request, obj)
        for name, widget in lookups(form):
            widget.within = {key: value for key, value in within.get(name, {}).items() if value}
            self._refuse_others(form, name, widget.within)
            if isinstance(widget, LookupSelect):
                widget.learn(getattr(record, name) for record in records if name in record._state.fields_cache)

    def _refuse_others(self, form: Any, name: str, within: dict[str, Any]) -> None:
        """What the lookup does not offer, the form does not take."""
        field = form.base_fields[name]
        columns = getattr(self.admin_site.get_model_admin(field.queryset.model), "narrowed_by", {})
        wanted = {columns[key]: value for key, value in within.items() if key in columns and str(value).isdecimal()}
        field.queryset = field.queryset.filter(**wanted)


class DeskFormSet(BaseModelFormSet):
    """Records of an inline: new ones are given keys one after another, so that two of a kind differ."""

    prepare: Callable[[Any, list[Any]], None]
    queryset: Any
    _pk_field: Any

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            lock(self.queryset)
        # The records are kept for the forms, so reading them here costs nothing more.
        type(self).prepare(self.form, list(self.get_queryset()))

    def _existing_object(self, pk):
        """A record that the editor saw; where it was deleted meanwhile, as it was last."""
        inherited: Any = super()
        return inherited._existing_object(pk) or last_state(self.model, pk)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if getattr(form.instance, "gone", False):
            # The list of records that there are would not take it.
            form.fields[self._pk_field.name] = forms.IntegerField(initial=form.instance.pk, widget=forms.HiddenInput)

    def save_existing(self, form, obj, commit=True):
        return obj if form.left_alone else super().save_existing(form, obj, commit)

    def save_new(self, form, commit=True):
        record = super().save_new(form, commit=False)
        give_key(record)
        if commit:
            record.save()
            form.save_m2m()
        return record


class DeskInline(Within, DeskFields, InlineModelAdmin):
    """Records that are edited on the form of what they belong to."""

    extra = 0
    show_change_link = True
    formset: Any

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["form"] = self.merging(request, kwargs.get("form", self.form))
        bases = (DeskFormSet, kwargs.get("formset", self.formset))
        kwargs["formset"] = type("FormSet", bases, {"prepare": partial(self.prepare, request, obj)})
        return super().get_formset(request, obj, **kwargs)


class NewInline(DeskInline):
    """New records only; those that are there stand in a list of links beside it, however many they are."""

    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).none()

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


class TranslatedFields(TranslationBaseModelAdmin, InlineModelAdmin):
    """An inline with texts in nine languages."""

    def get_fieldsets(self, request, obj=None):
        if declared := self._get_declared_fieldsets(request, obj):
            return declared
        return super().get_fieldsets(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **self._get_form_or_formset(request, obj, **kwargs))


class ReasonGiven:
    """Forms of a ModelAdmin whose changes are recorded with the reason that is typed at their foot."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        with recorded(request.user, note_of(request)):
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)  # type: ignore[misc]
        with recorded(request.user, note_of(request)):
            return super().delete_view(request, object_id, extra_context)  # type: ignore[misc]

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)  # type: ignore[misc]
        with recorded(request.user, note_of(request)):
            return super().changelist_view(request, extra_context)  # type: ignore[misc]


class DeskAdmin(ReasonGiven, Within, DeskFields, SimpleHistoryAdmin):
    """A desk model: every change with its reason, every record with its history."""

    save_on_top = True
    object_history_template: Any = "admin/history.html"
    object_history_form_template = "admin/earlier_state.html"
    delete_confirmation_template: Any = "admin/confirm_deletion.html"
    delete_selected_confirmation_template: Any = "admin/confirm_deletions.html"
    history_list_per_page = 50
    # False for what is reached through another form: it has no entry on the first page.
    indexed = True
    # Parameters of a lookup's address, and the column each compares.
    narrowed_by: dict[str, str] = {}

    class Media:
        css = {"all": ["dossier/desk.css"]}
        js = ["dossier/languages.js", "dossier/lookups.js"]

    # Forms

    def owners(self, obj) -> list[models.Model | None]:
        """What a record belongs to, the widest first, for the links above its form. None: it is gone."""
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        owners = self.owners(obj) if obj else []
        context["belongs_to"] = [(each, form_of(each)) for each in owners if each]
        forms = [context["adminform"].form]
        for each in context["inline_admin_formsets"]:
            forms += each.formset.initial_forms
        posted = request.POST if request.method == "POST" else None
        context["begun"] = begun(forms) if posted is None else posted.get("begun", "")
        context["draft"] = posted.get("draft", "") if posted else token_hex(8)
        context["conflicts"] = [each for form in forms for each in form.conflicts]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = self.merging(request, kwargs.get("form", self.form))
        form = super().get_form(request, obj, change=change, **kwargs)
        self.prepare(request, obj, form, [obj] if obj else [])
        return form

    def get_fieldsets(self, request, obj=None):
        """What a record is called first, and last the notes, which are inherited and so would come before it."""
        if self.fieldsets:
            return super().get_fieldsets(request, obj)
        key = key_field(self.model)
        return [
            (name, options | {"fields": sorted(options["fields"], key=lambda field: _rank(str(field), key))})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        # A key stands in files, editions and other people's footnotes.
        fixed = [key_field(self.model)] if obj and key_field(self.model) else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def save_model(self, request, obj, form, change):
        give_key(obj)
        super().save_model(request, obj, form, change)

    def get_model_perms(self, request):
        return super().get_model_perms(request) if self.indexed else {}

    def get_search_results(self, request, queryset, search_term):
        """A lookup may be narrowed to the records of one dossier (see Within)."""
        if request.path == reverse("admin:autocomplete"):
            asked = {column: request.GET.get(name, "") for name, column in self.narrowed_by.items()}
            queryset = queryset.filter(**{column: value for column, value in asked.items() if _are_numbers(value)})
        return super().get_search_results(request, queryset, search_term)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._save(request, object_id, form_url, extra_context)
        except (IntegrityError, OperationalError):
            # Somebody else took the same key, or waited for us while we waited for them. They are done now, so a
            # second try tells the editor what is wrong, or succeeds.
            return self._save(request, object_id, form_url, extra_context)

    def _save(self, request, object_id, form_url, extra_context):
        for each in request.FILES.values():
            each.seek(0)
        with transaction.atomic():
            if _are_numbers(object_id or ""):
                lock(self.model._base_manager.filter(pk=object_id))
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if getattr(request, "is_saved", False):
            tell_saved(request, response)
        return response

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            # What the editor sent is shown again (kept.py), instead of a message alone.
            return HttpResponseGone()
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.is_saved = True
        merged = [form, *(each for formset in formsets for each in formset.initial_forms)]
        if kept := [str(each.fields[name].label) for each in merged for name in each.kept]:
            said = _("Somebody else changed the same record meanwhile. Kept as they left it: {fields}")
            messages.info(request, said.format(fields=", ".join(kept)))

    # History

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library asks only whether the record may be viewed, and saves what is posted.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        if not _are_numbers(object_id, version_id):
            raise Http404
        try:
            with recorded(request.user, note_of(request)):
                lock(self.model._base_manager.filter(pk=object_id))
                newest = last_state(self.model, object_id)
                if newest and request.method == "POST" and Begun(request.POST).head(newest) != newest.history_head:
                    messages.error(request, _("Somebody changed this record meanwhile, so nothing is put back yet."))
                    return redirect(request.get_full_path())
                context = {"begun": begun_from(newest) if newest else ""} | (extra_context or {})
                return super().history_form_view(request, object_id, version_id, context)
        except IntegrityError:
            # Another record has its key by now, or what it belonged to is gone.
            messages.error(request, _("This state cannot be put back: what it belongs to is gone, or its key is used."))
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[object_id]))

    def history_view(self, request, object_id, extra_context=None):
        if not _are_numbers(object_id):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        rows = list(historical_records)
        older = None
        if rows:
            same = {self.opts.pk.attname: getattr(rows[-1], self.opts.pk.attname)}
            older = self.model.history.filter(**same, pk__lt=rows[-1].pk).first()
        historical_records.edits = edits(successive(rows, older))

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        return history_manager.filter(**{pk_name: object_id})


def tell_saved(request, response) -> None:
    """Name the draft in a cookie: the browser need not keep it any longer (drafts.js)."""
    known = request.COOKIES.get(SAVED, "").split(".")[-DRAFTS_TOLD:]
    told = [each for each in [*known, request.POST.get("draft", "")] if re.fullmatch("[0-9a-f]{16}", each)]
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(SAVED, ".".join(told), path=reverse("admin:index"), secure=secure, samesite="Lax")


def _are_numbers(*ids: str) -> bool:
    return all(each.isascii() and each.isdecimal() for each in ids)


def _rank(field: str, key: str) -> int:
    if field.startswith("note_"):
        return 2
    return 0 if field in {key, "treaty"} else 1


def note_of(request) -> str:
    """Why the editor makes this change, as typed at the foot of the form."""
    return request.POST.get("change_note", "").replace("\0", "").strip()[:LONGEST_NOTE]


class TranslatedDeskAdmin(SideBySide, DeskAdmin, TranslationAdmin):
    """A desk model with texts in nine languages."""


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the program writes and nobody edits."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LinkAdmin(DeskAdmin):
    """Rows that are edited on the form of what they belong to; here is their history."""

    indexed = False

    def has_add_permission(self, request):
        return False
