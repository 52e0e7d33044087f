"""Treaties: their names, parties, texts, articles and acts, and the events around them."""

from .events import Event, EventArticle, EventPerson, EventTreaty
from .parties import Name, NameDocument, Party, PartySuccession, Person
from .relations import TranslationStatus, TreatyRelation
from .steps import RatificationStep, StepActor, StepArticle
from .texts import Article, ArticleText, TreatyText
from .treaty import OfficialReference, Treaty, TreatyParty

__all__ = [
    "Article",
    "ArticleText",
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
    "TranslationStatus",
    "Treaty",
    "TreatyParty",
    "TreatyRelation",
    "TreatyText",
]
