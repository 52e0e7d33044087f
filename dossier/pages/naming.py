"""The names of records in references to them on pages."""

import re

from dossier.text.dates import in_gregorian
from treaties.vocabulary import OWN_NUMBERS

from .context import Context
from .texts import Page, quoted


def party_name(context: Context, key: str | None) -> Page | None:
    party = context.record("parties", key or "")
    return (context.words(party.get("name")) or quoted(party["key"], "en")) if party else None


def person_name(context: Context, key: str) -> Page | None:
    return context.words(context.record("people", key).get("name")) or quoted(key, "en")


def record_name(context: Context, path: str) -> Page | None:
    """The name of the record at a path, in the reader's language."""
    place, _, key = path.partition("/")
    if place == "people":
        return person_name(context, key)
    if place == "parties":
        return party_name(context, key)
    if place == "sources" and key in context.sources:
        return context.short(key)
    if record := context.record(place, key):
        texts = record.get("title") or record.get("heading") or record.get("other_text")
        return context.words(texts) or quoted(key, "en")
    return quoted(path, "en")


def article_name(context: Context, article: dict) -> Page:
    """The parts of an article's name, as the filter `article_name` prints them.

    `within` has the parts of the treaty that are named with it, the outermost first: an annex, which has numbers of
    its own, and any other without which two articles would have one name.
    """
    above = parts_above(context, article)
    alike = context.articles_alike[article["kind"], article.get("number", "")] > 1
    within = [part for part in above if alike or part["kind"] in OWN_NUMBERS]
    return {**_own_name(context, article), "within": [_own_name(context, part) for part in within]}


def _own_name(context: Context, article: dict) -> Page:
    return {
        "slug": article["slug"],
        "number": article.get("number", ""),
        "kind": article["kind"],
        "heading": context.words(article.get("heading")),
    }


def parts_above(context: Context, article: dict) -> list[dict]:
    """The parts of the treaty to which an article belongs, the outermost first."""
    above: list[dict] = []
    while (whole := context.record("articles", article.get("parent") or "")) and whole not in above:
        above.append(whole)
        article = whole
    return above[::-1]


def articles_named(context: Context, record: dict) -> list[Page]:
    """The names of the articles that a record refers to."""
    articles = (context.record("articles", slug) for slug in record.get("articles", []))
    return [article_name(context, article) for article in articles if article]


def step_name(context: Context, key: str) -> Page | None:
    """The parts of a link to another step."""
    step = context.record("steps", key)
    return {"key": key, "kind": step["kind"], "date": day_of(step)} if step else None


def day_of(record: dict, name: str = "date") -> str:
    """A date of a record in the Gregorian calendar."""
    return in_gregorian(record.get(name, ""), record.get("calendar", ""))


def point_key(subject: str, field: str, topic: str) -> str:
    """The key of a difference on a point about which there is no question."""
    return "point-" + re.sub(r"[^a-z0-9_]+", "-", f"{subject}-{field or topic}".lower()).strip("-")


def subject_name(context: Context, path: str) -> Page:
    """The parts of a link to the subject of a statement: its place on the dossier's page, and a name or a term."""
    place, _, rest = path.partition("/")
    key = rest.partition("/")[0]
    record = context.record(place, key)
    subject: Page = {"place": place, "key": key, "words": None, "term": None, "date": day_of(record)}
    match place:
        case "treaty":
            subject["words"] = context.words(context.dossier.get("title"))
        case "articles":
            subject["article"] = article_name(context, record)
        case "steps":
            subject["term"] = ["StepKind", record["kind"]]
        case "relations":
            subject["term"] = ["RelationKind", record["kind"]]
        case "names":
            subject["words"] = quoted(record["text"], record["language"])
        case _:
            subject["words"] = record_name(context, f"{place}/{key}")
    return subject
