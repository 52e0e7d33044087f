"""Base admin classes of the desk; forms/ has how their forms are built, merged and saved."""

from secrets import token_hex

from django.contrib import admin
from django.db import models
from django.urls import reverse
from modeltranslation.admin import TranslationAdmin

from dossier.text.languages import LANGUAGES, column

from .forms.formfields import DeskFields, Within, form_of
from .forms.merging import begun
from .forms.saving import Saving
from .forms.side_by_side import SideBySide
from .history_admin import HistoryPages
from .keys import give_key, key_field
from .parts import Part
from .requests import are_numbers
from .search.query import Searching


def in_all_languages(*names: str) -> list[str]:
    """The columns of translated fields, for a search in every language."""
    return [column(name, language) for name in names for language in LANGUAGES]


class DeskAdmin(Searching, Saving, Within, DeskFields, HistoryPages):
    """A desk model: every change with its reason, every record with its history."""

    save_on_top = True
    object_history_template = "editing/history.html"
    delete_confirmation_template = "editing/confirm_deletion.html"
    delete_selected_confirmation_template = "editing/confirm_deletions.html"
    # False for models that are reached through another form and have no entry on the index page.
    indexed = True
    # What the admin offers besides the form itself.
    parts: tuple[type[Part], ...] = ()
    # Query parameters of a lookup, and the column that each one filters by.
    narrowed_by: dict[str, str] = {}

    class Media:
        css = {"all": ["dossier/desk.css"]}
        js = ["dossier/languages.js", "dossier/lookups.js", "dossier/dates.js"]

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.offered = [part(self) for part in self.parts]

    def get_urls(self):
        return [*(page for part in self.offered for page in part.urls()), *super().get_urls()]

    def owners(self, obj) -> list[models.Model | None]:
        """The records that this one belongs to, outermost first, for links above its form; None for a deleted one."""
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["above"] = [template for part in self.offered for template in part.above]
        context["below"] = [template for part in self.offered for template in part.below]
        for part in self.offered:
            context |= part.on_form(request, context, obj)
        owners = self.owners(obj) if obj else []
        context["belongs_to"] = [(owner, form_of(owner)) for owner in owners if owner]
        forms = [context["adminform"].form]
        for inline in context["inline_admin_formsets"]:
            forms += inline.formset.initial_forms
        posted = request.POST if request.method == "POST" else None
        context["begun"] = begun(forms) if posted is None else posted.get("begun", "")
        context["draft"] = posted.get("draft", "") if posted else token_hex(8)
        context["conflicts"] = [conflict for form in forms for conflict in form.conflicts]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changelist_view(self, request, extra_context=None):
        told = {name: value for part in self.offered for name, value in part.on_list(request).items()}
        return super().changelist_view(request, told | (extra_context or {}))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for part in self.offered:
            part.saved(request, form, formsets, change)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = self.merging(request, kwargs.get("form", self.form))
        form = super().get_form(request, obj, change=change, **kwargs)
        self.prepare(request, obj, form, [obj] if obj else [])
        return form

    def get_fieldsets(self, request, obj=None):
        """Put the key first and the notes last; being inherited, the notes would otherwise come before it."""
        if self.fieldsets:
            return super().get_fieldsets(request, obj)
        key = key_field(self.model)
        return [
            (name, options | {"fields": sorted(options["fields"], key=lambda field: _rank(str(field), key))})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        # A key is used in files, editions and other people's footnotes.
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
            queryset = queryset.filter(**{column: value for column, value in asked.items() if are_numbers(value)})
        return super().get_search_results(request, queryset, search_term)


def _rank(field: str, key: str) -> int:
    if field.startswith("note_"):
        return 2
    return 0 if field in {key, "treaty"} else 1


class TranslatedDeskAdmin(DeskAdmin, TranslationAdmin):
    """A desk model with texts in nine languages."""

    parts: tuple[type[Part], ...] = (SideBySide,)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the program writes and nobody edits."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LinkAdmin(DeskAdmin):
    """Rows that are edited on their owner's form; here is their history."""

    indexed = False

    def has_add_permission(self, request):
        return False
