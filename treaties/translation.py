from dossier.editing.history.recording import track
from dossier.editing.localizing import localize

from .models import (
    Article,
    ArticleNumber,
    ArticleText,
    EntryParty,
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
    StepBasis,
    TranslationStatus,
    Treaty,
    TreatyParty,
    TreatyRelation,
    TreatyText,
)

DESK = (
    Party,
    PartySuccession,
    Person,
    Name,
    NameDocument,
    Treaty,
    TreatyParty,
    EntryParty,
    OfficialReference,
    TreatyText,
    Article,
    ArticleNumber,
    ArticleText,
    RatificationStep,
    StepArticle,
    StepBasis,
    StepActor,
    Event,
    EventTreaty,
    EventArticle,
    EventPerson,
    TreatyRelation,
    TranslationStatus,
)

localize(*DESK)
track(*DESK)
