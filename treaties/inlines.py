"""What is edited on the form of what it belongs to: names, participants, references, and new records of a dossier."""

from django.contrib import admin
from django.contrib.contenttypes.admin import GenericStackedInline
from django.utils.translation import gettext_lazy as _

from dossier.editing.forms.inlines import DeskInline, NewInline, TranslatedFields
from sources.models import Question

from . import models


class NameInline(DeskInline, TranslatedFields, GenericStackedInline):
    model = models.Name
    ct_field, ct_fk_field = "subject_type", "subject_id"
    fields = [("language", "kind"), "text", "copy_of"]
    classes = ["collapse"]


class ParticipantInline(DeskInline, admin.StackedInline):
    model = models.TreatyParty
    fields = [("party", "position", "capacity")]


class ReferenceInline(DeskInline, admin.StackedInline):
    model = models.OfficialReference
    fields = [("scheme", "value"), "scheme_name", "url"]


class NewTextInline(NewInline, TranslatedFields, admin.StackedInline):
    model = models.TreatyText
    fields = [("language", "authenticity"), "copy_of"]
    verbose_name, verbose_name_plural = _("new text"), _("new texts")


class NewArticleInline(NewInline, TranslatedFields, admin.StackedInline):
    model = models.Article
    fields = [("number", "kind", "main_provision"), "heading"]
    verbose_name, verbose_name_plural = _("new article"), _("new articles")


class NewStepInline(NewInline, TranslatedFields, admin.StackedInline):
    model = models.RatificationStep
    fields = [("kind", "date"), "party"]
    verbose_name, verbose_name_plural = _("new step"), _("new steps")


class NewEventInline(NewInline, TranslatedFields, admin.StackedInline):
    model = models.Event
    fields = [("kind", "date"), "title"]
    verbose_name, verbose_name_plural = _("new event"), _("new events")


class NewRelationInline(NewInline, TranslatedFields, admin.StackedInline):
    model = models.TreatyRelation
    fk_name = "treaty"
    fields = [("kind", "date"), "other", "other_text"]
    verbose_name, verbose_name_plural = _("new relation"), _("new relations")


class NewQuestionInline(NewInline, TranslatedFields, GenericStackedInline):
    model = Question
    ct_field, ct_fk_field = "dossier_type", "dossier_id"
    fields = ["topic", "kind"]
    verbose_name, verbose_name_plural = _("new question"), _("new questions")


class ArticleTextInline(DeskInline, admin.StackedInline):
    model = models.ArticleText
    fk_name = "article"
    related = ("text__treaty",)

    def lookups_within(self, request, obj):
        return {"text": {"treaty": obj.treaty_id}} if obj else {}


class ArticleNumberInline(DeskInline, admin.StackedInline):
    model = models.ArticleNumber
    fields = [("number", "valid_from", "valid_until")]
    classes = ["collapse"]


class ActorInline(DeskInline, TranslatedFields, admin.StackedInline):
    model = models.StepActor
    fields = [("person", "party"), "capacity"]
