"""Records that are edited on their owner's form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.options import InlineModelAdmin
from django.forms.models import BaseModelFormSet
from modeltranslation.admin import TranslationBaseModelAdmin

from dossier.editing.forms.formfields import DeskFields, Within
from dossier.editing.forms.merging import last_state, lock_against_writing
from dossier.editing.keys import give_key


class DeskFormSet(BaseModelFormSet):
    """Records of an inline: new ones are given keys one after another, so that two of a kind differ."""

    prepare: Callable[[Any, list[Any]], None]
    queryset: Any
    model: Any
    _pk_field: Any

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            lock_against_writing(self.queryset)
        # The records are kept for the forms, so reading them here costs nothing more.
        type(self).prepare(self.form, list(self.get_queryset()))

    def _existing_object(self, pk):
        """A record that the editor saw; if it was deleted meanwhile, its last state."""
        inherited: Any = super()
        record = inherited._existing_object(pk)
        # A record that still exists belongs to another form.
        return record or (None if self.model._base_manager.filter(pk=pk).exists() else last_state(self.model, pk))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if getattr(form.instance, "gone", False):
            # Django's own field takes only records that exist.
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
    """Records that are edited on their owner's form."""

    extra = 0
    show_change_link = True
    formset: Any

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["form"] = self.merging(request, kwargs.get("form", self.form))
        bases = (DeskFormSet, kwargs.get("formset", self.formset))
        kwargs["formset"] = type("FormSet", bases, {"prepare": partial(self.prepare, request, obj)})
        return super().get_formset(request, obj, **kwargs)


class NewInline(DeskInline):
    """New records only; the existing ones are listed as links beside it, however many there are."""

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
