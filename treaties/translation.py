from modeltranslation.translator import TranslationOptions, register

from dossier.editing.history.recording import track

from .models import (
    Article,
    ArticleText,
    Event,
    EventArticle,
    EventPerson,
    EventTreaty,
    Name,
    NameDocument,
    OfficialReference,
    Party,
    PartySuccession,
    Person,
    RatificationStep,
    StepActor,
    StepArticle,
    TranslationStatus,
    Treaty,
    TreatyParty,
    TreatyRelation,
    TreatyText,
)


class Translated(TranslationOptions):
    # With "", the first save in the admin would turn every missing translation into an empty one.
    empty_values = None


@register(Party)
class PartyTranslation(Translated):
    fields = ("name", "official_name", "designation_note", "note_public")


@register(Person)
class PersonTranslation(Translated):
    fields = ("name", "office", "note_public")


@register([Name, PartySuccession, TreatyText])
class NotedTranslation(Translated):
    fields = ("note_public",)


@register(Treaty)
class TreatyTranslation(Translated):
    fields = ("title", "summary", "background", "aftermath", "place", "coverage_note", "note_public")


@register(Article)
class ArticleTranslation(Translated):
    fields = ("heading", "summary", "note_public")


@register(RatificationStep)
class RatificationStepTranslation(Translated):
    fields = ("organ", "place", "note_public")


@register(StepActor)
class StepActorTranslation(Translated):
    fields = ("capacity",)


@register(Event)
class EventTranslation(Translated):
    fields = ("title", "description", "place", "note_public")


@register(TreatyRelation)
class TreatyRelationTranslation(Translated):
    fields = ("other_text", "scope", "note_public")


track(
    Party,
    PartySuccession,
    Person,
    Name,
    NameDocument,
    Treaty,
    TreatyParty,
    OfficialReference,
    TreatyText,
    Article,
    ArticleText,
    RatificationStep,
    StepArticle,
    StepActor,
    Event,
    EventTreaty,
    EventArticle,
    EventPerson,
    TreatyRelation,
    TranslationStatus,
)
