"""Treaties: their names, parties, texts, articles and acts, and the events around them."""

from .events import Event, EventArticle, EventPerson, EventTreaty
from .participation import EntryParty, OfficialReference, TreatyParty
from .parties import Name, NameDocument, Party, PartySuccession, Person
from .relations import TranslationStatus, TreatyRelation
from .steps import RatificationStep, StepActor, StepArticle, StepBasis
from .texts import Article, ArticleNumber, ArticleText, TreatyText
from .treaty import Treaty

__all__ = [
    "Article",
    "ArticleNumber",
    "ArticleText",
    "EntryParty",
    "Event",
    "EventArticle",
    "EventPerson",
    "EventTreaty",
    "Name",
    "NameDocument",
    "OfficialReference",
    "Party",
    "PartySuccession",
    "Person",
    "RatificationStep",
    "StepActor",
    "StepArticle",
    "StepBasis",
    "TranslationStatus",
    "Treaty",
    "TreatyParty",
    "TreatyRelation",
    "TreatyText",
]
