"""The base of every desk form: history beside translations, and each language's field in its own direction."""

from django.contrib import admin
from django.db import models
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin

from dossier.text.languages import direction, tag

# Long texts in nine languages need room; short ones must not take it.
WIDGET_ROWS = {"rows": 3, "cols": 90}


class LanguageMarkup(admin.ModelAdmin):
    """`lang` and `dir` on every input: those of its column, or `auto` where the text may be of any language."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        language = getattr(db_field, "language", None)
        if language:
            field.widget.attrs |= {"lang": tag(language), "dir": direction(language)}
        elif isinstance(db_field, models.CharField | models.TextField) and not db_field.choices:
            field.widget.attrs.setdefault("dir", "auto")
        if isinstance(db_field, models.TextField):
            field.widget.attrs |= WIDGET_ROWS
        return field


class DeskAdmin(LanguageMarkup, SimpleHistoryAdmin):
    """A desk model without texts of ours."""


class TranslatedDeskAdmin(LanguageMarkup, TranslationAdmin, SimpleHistoryAdmin):
    """A desk model with texts in nine languages."""

    def get_fields(self, request, obj=None):
        # Notes are inherited, so they would stand before what they are about.
        return sorted(super().get_fields(request, obj), key=lambda name: str(name).startswith("note_"))

    def get_readonly_fields(self, request, obj=None):
        # A key stands in files, editions and other people's footnotes.
        fixed = [name for name in ("key", "slug") if obj and name in {f.name for f in self.model._meta.fields}]
        return [*super().get_readonly_fields(request, obj), *fixed]


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the program writes and nobody edits."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
