"""The mapping between desk fields and the dossier format, used by both assembly and intake.

A desk field that is neither mapped here nor excluded by name fails a test, so the two cannot drift apart.
"""

from collections.abc import Iterator
from functools import cache

from sources.models import Citation, Question, SourceDocument, SourceOrigin
from treaties.models import (
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

from . import schema as shape
from .table import Links, ModelClass, Table

INTERNAL = {"note_internal": "for the desk only"}


def _names() -> Table:
    return Table(
        Name,
        "names",
        shape.Name,
        key=("key",),
        parent="subject",
        plain=("key", "language", "text", "kind", "valid_from", "valid_until", "unverified"),
        references={"copy_of": Party},
        links={"given_by": Links(NameDocument, "name", "document")},
        excluded=INTERNAL,
    )


PARTIES = Table(
    Party,
    "parties",
    shape.Party,
    key=("key",),
    plain=("key", "iso_3166", "iso_3166_alpha_3", "type", "exists_from", "exists_until"),
    children=(_names(),),
    excluded=INTERNAL,
    titles=("name", "official_name"),
    renditions=("official_name",),
    spot="party-",
)
SUCCESSIONS = Table(
    PartySuccession,
    "successions",
    shape.Succession,
    key=("predecessor", "successor", "kind"),
    plain=("kind", "date"),
    references={"predecessor": Party, "successor": Party},
    excluded=INTERNAL,
)
PEOPLE = Table(
    Person,
    "people",
    shape.Person,
    key=("key",),
    plain=("key",),
    references={"party": Party},
    children=(_names(),),
    excluded=INTERNAL,
    titles=("name",),
    spot="person-",
)
ORIGINS = Table(
    SourceOrigin,
    "origins",
    shape.Origin,
    key=("origin", "citation"),
    parent="document",
    plain=("relation", "evidence"),
    references={"origin": SourceDocument, "citation": Citation},
)
SOURCES = Table(
    SourceDocument,
    "sources",
    shape.Source,
    key=("key",),
    plain=(
        *("key", "kind", "language", "title", "title_transliterated", "authors", "publisher", "container_title"),
        *("volume", "issue", "pages", "doi", "url", "archive_url", "archived_on", "issued", "accessed", "issuer_kind"),
        *("reuse", "extent_read"),
    ),
    children=(ORIGINS,),
    excluded=INTERNAL,
    headings=("title_translated",),
    renditions=("title_translated",),
    spot="source-",
    apparatus=True,
)
TREATY = Table(
    Treaty,
    "",
    shape.Dossier,
    key=("slug",),
    plain=(
        *("slug", "form", "subjects", "entry_into_force_method", "entry_into_force_number", "entry_into_force_date"),
        *("entry_into_force_delay", "entry_into_force_counting", "later_consent_delay", "later_consent_counting"),
        *("laterality", "term", "renewal", "notice_period", "disclosed_on", "checked_up_to", "acts_complete_until"),
    ),
    references={"entry_into_force_clause": Article},
    links={"entry_into_force_parties": Links(EntryParty, "treaty", "party")},
    children=(
        _names(),
        Table(
            TreatyParty,
            "participants",
            shape.Participant,
            key=("party", "capacity"),
            parent="treaty",
            plain=("position", "capacity"),
            references={"party": Party},
        ),
        Table(
            OfficialReference,
            "references",
            shape.OfficialReference,
            key=("scheme", "value"),
            parent="treaty",
            plain=("scheme", "scheme_name", "value", "url"),
        ),
        Table(
            TreatyText,
            "texts",
            shape.TreatyText,
            key=("key",),
            parent="treaty",
            plain=("key", "language", "authenticity", "translator_origin"),
            references={"copy_of": Party, "source": SourceDocument},
            excluded=INTERNAL,
        ),
        Table(
            Article,
            "articles",
            shape.Article,
            key=("slug",),
            parent="treaty",
            plain=("slug", "number", "number_basis", "position", "kind", "main_provision"),
            references={"parent": Article},
            children=(
                Table(
                    ArticleNumber,
                    "numbers",
                    shape.ArticleNumber,
                    key=("number", "valid_from"),
                    parent="article",
                    plain=("number", "valid_from", "valid_until"),
                ),
                Table(
                    ArticleText,
                    "texts",
                    shape.ArticleText,
                    key=("text", "valid_from"),
                    parent="article",
                    plain=("body", "valid_from", "valid_until"),
                    references={"text": TreatyText},
                ),
            ),
            excluded=INTERNAL,
            headings=("heading",),
            spot="article-",
        ),
        Table(
            RatificationStep,
            "steps",
            shape.Step,
            key=("key",),
            parent="treaty",
            plain=(
                *("key", "kind", "date", "effective", "until", "calendar", "date_as_printed", "instrument", "number"),
                *("votes", "territory", "between_us", "standing"),
            ),
            references={"party": Party, "between": Party, "refers_to": RatificationStep},
            links={
                "articles": Links(StepArticle, "step", "article"),
                "basis": Links(StepBasis, "step", "article"),
            },
            children=(
                Table(
                    StepActor,
                    "actors",
                    shape.StepActor,
                    key=("person",),
                    parent="step",
                    references={"person": Person, "party": Party},
                ),
            ),
            excluded=INTERNAL,
            spot="step-",
        ),
        Table(
            Event,
            "events",
            shape.Event,
            key=("key",),
            parent="treaty",
            plain=("key", "kind", "date", "standing"),
            links={
                "treaties": Links(EventTreaty, "event", "treaty"),
                "articles": Links(EventArticle, "event", "article"),
                "people": Links(EventPerson, "event", "person"),
            },
            excluded=INTERNAL,
            headings=("title",),
            spot="event-",
        ),
        Table(
            TreatyRelation,
            "relations",
            shape.Relation,
            key=("key",),
            parent="treaty",
            plain=("key", "kind", "date", "standing"),
            references={"other": Treaty, "basis": Article},
            excluded=INTERNAL,
            headings=("other_text",),
            spot="relation-",
        ),
        Table(
            Question,
            "questions",
            shape.Question,
            key=("key",),
            parent="dossier",
            plain=("key", "kind", "outcome", "preferred_value"),
            excluded=INTERNAL,
            headings=("topic",),
            spot="question-",
        ),
        Table(
            Citation,
            "citations",
            shape.Citation,
            key=("key",),
            parent="dossier",
            plain=(
                *("key", "field", "topic", "locator", "quote", "quote_language", "translation_origin"),
                *("translation_reviewed_on", "stance", "modality", "value", "value_type", "value_calendar", "as_of"),
                *("as_reported", "date_basis"),
            ),
            references={"document": SourceDocument, "attributed_to": SourceDocument, "question": Question},
            paths=("subject",),
            excluded=INTERNAL,
            renditions=("quote_translation",),
            spot="citation-",
            apparatus=True,
        ),
    ),
    excluded=INTERNAL,
    titles=("title",),
)
STATUSES = Table(
    TranslationStatus,
    "translation_statuses",
    shape.TranslationStatus,
    key=("subject", "field", "language"),
    plain=("field", "language", "origin", "reviewed_on"),
    paths=("subject",),
)

# Parties, people and sources are shared between dossiers: each holds the rows that it refers to.
TABLES = (PARTIES, SUCCESSIONS, PEOPLE, SOURCES, TREATY, STATUSES)
# The top-level lists of a dossier that are not children of the treaty.
SHARED = (PARTIES, SUCCESSIONS, PEOPLE, SOURCES, STATUSES)

# Desk models that are not part of any dossier.
NOT_ASSEMBLED = {
    "sources.Capture": "a copy of another's work, never public",
    "sources.QuoteCheck": "computed from captures, for the desk only",
    "sources.LinkCheck": "found by the program, true only for its day",
}


def walk(tables: tuple[Table, ...] = TABLES) -> Iterator[Table]:
    """Every table, parents first."""
    for table in tables:
        yield table
        yield from walk(table.children)


# What a statement can be about.
SUBJECTS = [
    table for table in walk((PARTIES, PEOPLE, SOURCES, TREATY)) if table.model not in {SourceOrigin, Question, Citation}
]


def subjects_of(table: Table) -> list[Table]:
    """The tables that the records of a table can be about; for a status, every table with translated fields."""
    return [*SUBJECTS, *(other for other in walk() if other.translated)] if table is STATUSES else SUBJECTS


@cache
def place_of(model: ModelClass) -> str:
    """The name of the list that holds the records of a model in the format."""
    return next(table.place for table in walk() if table.model is model)


@cache
def table_at(*places: str) -> Table:
    """The table of a list: the treaty's for no places; `"steps"`; or `"steps", "actors"` for a nested list."""
    table, tables = TREATY, (*SHARED, *TREATY.children)
    for place in places:
        table = next(listed for listed in tables if listed.place == place)
        tables = table.children
    return table


def table_of(path: str) -> Table | None:
    """The table of the record that a path names: `steps/KEY`, `parties/KEY/names/KEY`."""
    if path == "treaty":
        return TREATY
    tables: tuple[Table, ...] = (PARTIES, SUCCESSIONS, PEOPLE, SOURCES, *TREATY.children)
    table = None
    while path:
        place, _, rest = path.partition("/")
        table = next((listed for listed in tables if listed.place == place), None)
        if table is None:
            return None
        # The rest of the path is the key, which may contain a slash: a text valid in 1990/1991.
        tables, path = table.children, rest.partition("/")[2] if table.children else ""
    return table
