"""What a treaty is: its names, parties, texts, articles, acts, and what surrounds it."""

from .events import Event, EventArticle, EventPerson, EventTreaty
from .parties import Name, NameDocument, Party, PartySuccession, Person
from .steps import RatificationStep, StepActor, StepArticle
from .treaty import (
    Article,
    ArticleText,
    OfficialReference,
    TranslationStatus,
    Treaty,
    TreatyParty,
    TreatyRelation,
    TreatyText,
)

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
