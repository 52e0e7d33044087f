from modeltranslation.translator import TranslationOptions, register

from dossier.editing.history.recording import track

from .models import Capture, Citation, Question, SourceDocument, SourceOrigin


@register(SourceDocument)
class SourceDocumentTranslation(TranslationOptions):
    fields = ("title_translated", "note_public")
    empty_values = None


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("topic", "reason", "note_public")
    empty_values = None


@register(Citation)
class CitationTranslation(TranslationOptions):
    fields = ("quote_translation", "note_public")
    empty_values = None


track(SourceDocument, SourceOrigin, Capture, Question, Citation)
