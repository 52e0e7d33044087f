"""The desk of sources: documents with their origins, what they say, and where they differ."""

from django.contrib import admin
from django.contrib.contenttypes.admin import GenericStackedInline
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import (
    WIDGET_ROWS,
    DeskAdmin,
    DeskInline,
    LinkAdmin,
    NewInline,
    TranslatedDeskAdmin,
    TranslatedFields,
    in_all_languages,
)
from dossier.editing.widgets import LinesField

from .models import Capture, Citation, Question, SourceDocument, SourceOrigin
from .points import CitationForm, PointField


def form_of(record) -> str:
    """The address of a record's form; empty where it has none."""
    if record is None:
        return ""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


class NewCitationInline(NewInline, TranslatedFields, GenericStackedInline):
    """What a source says of the record on whose form this stands."""

    model = Citation
    form = CitationForm
    ct_field, ct_fk_field = "subject_type", "subject_id"
    verbose_name, verbose_name_plural = _("new citation"), _("new citations")
    fieldsets = [
        (None, {"fields": ["document", "point", ("value", "value_type"), ("quote", "quote_language"), "locator"]}),
        (
            _("More: stance, speaker, translation, question"),
            {
                "classes": ["collapse"],
                "fields": [
                    *("stance", "modality", "attributed_to", "as_reported", "as_of", "date_basis", "value_calendar"),
                    *("quote_translation", "translation_origin", "question", "note_public", "note_internal"),
                ],
            },
        ),
    ]

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["form"] = type("CitationOfRecordForm", (self.form,), {"point": PointField(self.parent_model)})
        return super().get_formset(request, obj, **kwargs)


class OriginInline(DeskInline, admin.StackedInline):
    model = SourceOrigin
    fk_name = "document"
    verbose_name_plural = _("from where it has what it says")


@admin.register(SourceDocument)
class SourceDocumentAdmin(TranslatedDeskAdmin):
    list_display = ["key", "title", "publisher", "language", "kind", "issuer_kind", "issued"]
    list_filter = ["kind", "issuer_kind", "language", "reuse", "extent_read"]
    search_fields = [
        *("key", "title", "title_transliterated", "publisher", "container_title", "url"),
        *in_all_languages("title_translated"),
    ]
    inlines = [OriginInline]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "authors":
            field = LinesField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=False)
            field.widget.attrs |= {"dir": "auto", **WIDGET_ROWS}
            return field
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(SourceOrigin)
class SourceOriginAdmin(LinkAdmin):
    list_display = ["document", "relation", "origin"]
    list_filter = ["relation"]
    search_fields = ["document__key", "origin__key"]


@admin.register(Capture)
class CaptureAdmin(DeskAdmin):
    list_display = ["document", "captured_on", "media_type"]
    search_fields = ["document__key", "document__title"]


class OfDossierAdmin(TranslatedDeskAdmin):
    """Records of one dossier: made on the form of what they are about, listed and changed here."""

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("dossier")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        record = getattr(obj, "subject", None)
        context["belongs_to"] = [(each, form_of(each)) for each in (getattr(obj, "dossier", None), record) if each]
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("dossier"))
    def of_dossier(self, record):
        return record.dossier.slug


@admin.register(Question)
class QuestionAdmin(OfDossierAdmin):
    list_display = ["__str__", "of_dossier", "kind", "outcome", "preferred_value"]
    list_filter = ["kind", "outcome"]
    narrowed_by = {"dossier": "dossier_id"}
    search_fields = ["key", "preferred_value", *in_all_languages("topic")]
    exclude = ["dossier_type", "dossier_id"]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["citations"] = list(obj.citations.select_related("document")) if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Citation)
class CitationAdmin(OfDossierAdmin):
    form = CitationForm
    list_display = ["key", "of_dossier", "document", "about", "value", "stance", "question"]
    list_filter = ["stance", "modality", "value_type", "topic"]
    search_fields = ["key", "quote", "value", "document__key", "document__publisher", "document__title"]
    exclude = ["dossier_type", "dossier_id", "subject_type", "subject_id", "field", "topic"]

    def get_fields(self, request, obj=None):
        fields = [name for name in super().get_fields(request, obj) if name != "point"]
        fields.insert(fields.index("document") + 1, "point")
        return fields

    def lookups_within(self, request, obj):
        return {"question": {"dossier": obj.dossier_id}} if obj else {}

    @admin.display(description=_("about"))
    def about(self, citation):
        return citation.field or citation.get_topic_display()
