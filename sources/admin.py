from django.contrib import admin

from dossier.editing.admin import DeskAdmin, TranslatedDeskAdmin

from .models import Capture, Citation, Question, SourceDocument, SourceOrigin


@admin.register(SourceDocument)
class SourceDocumentAdmin(TranslatedDeskAdmin):
    list_display = ["key", "title", "publisher", "language", "kind", "issued"]
    list_filter = ["kind", "issuer_kind", "language"]
    search_fields = ["key", "title", "publisher", "url"]


@admin.register(SourceOrigin)
class SourceOriginAdmin(DeskAdmin):
    list_display = ["document", "relation", "origin"]
    list_filter = ["relation"]
    list_select_related = ["document", "origin"]
    autocomplete_fields = ["document", "origin", "citation"]
    search_fields = ["document__key", "origin__key"]


@admin.register(Capture)
class CaptureAdmin(DeskAdmin):
    list_display = ["document", "captured_on", "media_type"]
    list_select_related = ["document"]
    autocomplete_fields = ["document"]


@admin.register(Question)
class QuestionAdmin(TranslatedDeskAdmin):
    list_display = ["key", "kind", "outcome", "preferred_value"]
    list_filter = ["kind", "outcome"]
    search_fields = ["key"]


@admin.register(Citation)
class CitationAdmin(TranslatedDeskAdmin):
    list_display = ["key", "document", "field", "topic", "value", "stance"]
    list_filter = ["stance", "modality", "value_type"]
    list_select_related = ["document"]
    autocomplete_fields = ["document", "attributed_to", "question"]
    search_fields = ["key", "quote", "value"]
