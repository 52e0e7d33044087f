"""The desk of sources: documents with their origins, citations of them, and questions on which they differ."""

from django.contrib import admin, messages
from django.contrib.contenttypes.admin import GenericStackedInline
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import LinkAdmin, TranslatedDeskAdmin, in_all_languages
from dossier.editing.forms.formfields import WIDGET_ROWS
from dossier.editing.forms.inlines import DeskInline, NewInline, TranslatedFields
from dossier.editing.forms.widgets import LinesField
from dossier.editing.parts import Part

from .bibliography.admin import BibliographyImport
from .links.admin import Links, LinksFilter, WithLinks
from .models import Citation, Question, SourceDocument, SourceOrigin
from .points import CitationForm, PointField
from .prose import citing
from .question_admin import Asking, Misfit, Proposals, Stale
from .questions import label_of_point
from .quotations.admin import ByCheck, Captures, check_in_words, quotation_checked
from .quotations.checking import shown_to_readers, with_result


class NewCitationInline(NewInline, TranslatedFields, GenericStackedInline):
    """New citations about the record on whose form they are."""

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


class CitationsListed(Part):
    """Links below the form of a record to what sources say of it."""

    below = ("sources/_citations.html",)

    def on_form(self, request, context, obj):
        return {"citations": list(obj.citations.select_related("document")) if obj else []}


class OriginInline(DeskInline, admin.StackedInline):
    model = SourceOrigin
    fk_name = "document"
    verbose_name_plural = _("its sources")


@admin.register(SourceDocument)
class SourceDocumentAdmin(WithLinks, TranslatedDeskAdmin):
    list_display = ["key", "title", "publisher", "language", "kind", "issuer_kind", "issued", "links"]
    list_filter = ["kind", "issuer_kind", "language", "reuse", "extent_read", LinksFilter]
    search_fields = [
        *("key", "title", "title_transliterated", "authors", "publisher", "container_title", "url", "doi"),
        *in_all_languages("title_translated"),
    ]
    inlines = [OriginInline]
    parts: tuple[type[Part], ...] = (*TranslatedDeskAdmin.parts, Links, Captures, BibliographyImport)
    change_list_template = "sources/document_list.html"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "authors":
            field = LinesField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=False)
            field.widget.attrs |= {"dir": "auto", **WIDGET_ROWS}
            return field
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        named = [
            f"{capfirst(record._meta.verbose_name)}: {record}" for document in objs for record in citing(document.key)
        ]
        return deleted, counts, lacking, [*protected, *named]


@admin.register(SourceOrigin)
class SourceOriginAdmin(LinkAdmin):
    list_display = ["document", "relation", "origin"]
    list_filter = ["relation"]
    search_fields = ["document", "origin"]


class OfDossierAdmin(TranslatedDeskAdmin):
    """Records of one dossier: added on the form of what they are about, listed and changed here."""

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("dossier")

    def owners(self, obj):
        return [obj.dossier]

    @admin.display(description=_("dossier"))
    def of_dossier(self, record):
        return record.dossier.slug


@admin.register(Question)
class QuestionAdmin(Asking, OfDossierAdmin):
    parts: tuple[type[Part], ...] = (*OfDossierAdmin.parts, CitationsListed, Proposals)
    list_display = ["__str__", "of_dossier", "kind", "outcome", "preferred_value"]
    list_filter = ["kind", "outcome", Stale]
    narrowed_by = {"dossier": "dossier_id"}
    change_form_template = "sources/question_form.html"
    change_list_template = "sources/question_list.html"
    search_fields = ["key", "preferred_value", *in_all_languages("topic")]
    exclude = ["dossier_type", "dossier_id"]


@admin.register(Citation)
class CitationAdmin(OfDossierAdmin):
    form = CitationForm
    list_display = ["key", "of_dossier", "checked", "document", "about", "value", "stance", "question"]
    list_filter = [ByCheck, Misfit, "stance", "modality", "value_type", "topic"]
    narrowed_by = {"dossier": "dossier_id"}
    search_fields = ["key", "quote", "value", "as_reported", "document", *in_all_languages("quote_translation")]
    exclude = ["dossier_type", "dossier_id", "subject_type", "subject_id", "field", "topic"]
    readonly_fields = ["quotation_checked"]

    def get_queryset(self, request):
        return with_result(super().get_queryset(request))

    def get_fieldsets(self, request, obj=None):
        """Put fields that are not the model's own next to the fields they concern, and not at the end."""
        beside = {"point": "document", "quotation_checked": "quote"}
        [(name, options)] = super().get_fieldsets(request, obj)
        fields = [field for field in options["fields"] if field not in beside]
        for moved, field in beside.items():
            fields.insert(fields.index(field) + 1, moved)
        return [(name, options | {"fields": fields})]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if (shown := shown_to_readers(obj)) != obj.quote:
            messages.warning(request, _("Readers will see only: “{words}”").format(words=shown))

    @admin.display(description=_("check"), ordering="checked")
    def checked(self, citation):
        return check_in_words(citation)

    @admin.display(description=_("check of the quotation"))
    def quotation_checked(self, citation):
        return quotation_checked(citation)

    def owners(self, obj):
        return [*super().owners(obj), obj.subject]

    def lookups_within(self, request, obj):
        return {"question": {"dossier": obj.dossier_id}} if obj else {}

    @admin.display(description=_("about"))
    def about(self, citation):
        return label_of_point(citation)
