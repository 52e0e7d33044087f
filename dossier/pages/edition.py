"""The data of all public pages in one language: texts chosen, records with their evidence, footnotes numbered.

Built once, when an edition is published; a page is then rendered from one row and a template. Labels of codes and the
current status are left to the template, because they depend on the release and on the day.
"""

from dossier.format.translations import readable
from dossier.text.dates import bounds
from treaties.law.parties import is_multilateral
from treaties.vocabulary import Form

from . import entries
from .articles import article_pages
from .context import Context
from .evidence.apparatus import apparatus
from .evidence.differences import compared, found
from .evidence.questions import question
from .facts import coverage, facts, participants, unknown
from .folding import fold, measured
from .footnotes import Footnotes, marks_in
from .listing import title_of
from .reservations import reservations
from .sources import source_list, source_pages
from .texts import Page

# Increment when the structure of pages or of the search index changes: all editions are then rebuilt (publishing.py).
SHAPE = 7


# Texts that are shown among the key facts.
_OF_FACTS = ("other_subject", "place", "entry_into_force_condition", "laterality_reason")


def build_pages(dossier: dict, language: str) -> dict[str, Page]:
    """Every page of a dossier, as returned by with_origins(), by part.

    `head`, the pages of its lists and the `places` of passages in them (see fold()), `articles/SLUG`, `sources/KEY`.
    """
    context, footnotes = Context(dossier, language), Footnotes()
    head = _head(context)
    footnotes.number(head)
    head["sources"] = source_list(context, footnotes)
    footnotes.number(head["sources"])
    head["marks"] = sorted(marks_in(head))
    head |= _gathered(context, head)
    head |= measured(head)
    pages = {**article_pages(context, head), **source_pages(context, head)}
    for page in pages.values():
        footnotes.number(page)
    return {"head": head, **pages, **fold(head)}


def _head(context: Context) -> Page:
    """The dossier's own page, its parts in the order in which its sources are numbered."""
    dossier = context.dossier
    texts = context.texts(dossier)
    key_facts = facts(context, {name: texts.pop(name) for name in _OF_FACTS})
    return {
        "slug": dossier["slug"],
        **{name: texts.pop(name) for name in ("summary", "coverage_note", "note")},
        "title": title_of(dossier, context.language, context.kept),
        "checked_up_to": dossier.get("checked_up_to", ""),
        "acts_complete_until": dossier.get("acts_complete_until", ""),
        "names": entries.names(context, dossier),
        "parties": [entries.participant(context, participant) for participant in context.listed("participants")],
        "facts": key_facts,
        "steps": sorted((entries.step(context, step) for step in context.listed("steps")), key=_when),
        "events": [entries.event(context, event) for event in context.listed("events")],
        "articles": [entries.article(context, article) for article in context.listed("articles")],
        **{name: text for name, text in texts.items() if name != "title"},
        "relations": [entries.relation(context, relation) for relation in context.listed("relations")],
        "people": [entries.person(context, person) for person in context.listed("people")],
        "statements": apparatus(context, "treaty", without={fact["code"] for fact in key_facts}),
        "questions": sorted(
            (*(question(context, asked) for asked in context.listed("questions")), *found(context)),
            key=lambda asked: asked["slight"],
        ),
    }


def _gathered(context: Context, page: Page) -> Page:
    """What the page says a second time in other words: counts, tables, and the chronicle of acts and events."""
    multilateral = is_multilateral(context.history)
    commitment = context.history.form == Form.POLITICAL_COMMITMENT
    steps = ({**step, "is_step": True} for step in page["steps"])
    return {
        "readable": readable(context.dossier),
        "has_official_names": any(name["official"] for name in page["names"]),
        "ladder": 1 <= len(page["parties"]) <= 4,
        "multilateral": multilateral,
        "commitment": commitment,
        "participants": participants(page, commitment=commitment),
        "reservations": reservations(context),
        "acts": {step["key"]: _only(step, _OF_ACTS) for step in page["steps"]},
        "main": [_only(article, _OF_ARTICLES) for article in page["articles"] if article["main_provision"]],
        "timeline": sorted([*steps, *page["events"]], key=_when),
        "disputed": [_only(asked, _OF_QUESTIONS) for asked in page["questions"] if asked["kind"] == "conflict"][:3],
        "compared": compared(context),
        "coverage": coverage(context),
        "unknown": _unknown(context, page),
    }


# What is told of a record where only its name is.
_OF_ACTS = ("key", "kind", "date", "party", "party_name", "articles")
_OF_ARTICLES = ("slug", "number", "kind", "within", "heading")
_OF_QUESTIONS = ("key", "topic", "point", "outcome")


def _only(record: Page, names: tuple[str, ...]) -> Page:
    return {name: record[name] for name in names}


def _unknown(context: Context, page: Page) -> Page:
    gaps = unknown(context, page)
    return gaps | {
        "articles": [_only(article, _OF_ARTICLES) for article in gaps["articles"]],
        "undecided": [_only(asked, _OF_QUESTIONS) for asked in gaps["undecided"]],
    }


def _when(record: Page) -> tuple:
    """A sort key: the earliest day of a date; records without a date come last."""
    if not record["date"]:
        return (True, "", "")
    limits = bounds(record["date"])
    return (False, str(limits.earliest or ""), str(limits.latest or "9999"))
