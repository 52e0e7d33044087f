"""Each record of a dossier as shown on its page, with its apparatus."""

from dossier.text.dates import JULIAN
from treaties.vocabulary import NameKind, plane

from .context import Context
from .evidence.apparatus import apparatus
from .naming import article_name, articles_named, day_of, parts_above, party_name, person_name, step_name
from .texts import Page, quoted


def step(context: Context, step: dict) -> Page:
    return {
        **context.texts(step, "steps"),
        "key": step["key"],
        "kind": step["kind"],
        "plane": plane(step["kind"]).value,
        "party": step.get("party", ""),
        "party_name": party_name(context, step.get("party")),
        # A joint act, or one of a successor that the treaty does not name, spans the ladder.
        "has_column": step.get("party") in context.columns,
        **{name: day_of(step, name) for name in ("date", "effective", "until")},
        "printed": _as_printed(step),
        "instrument": step.get("instrument", ""),
        "number": step.get("number", ""),
        "votes": step.get("votes", ""),
        "territory": step.get("territory", ""),
        "standing": step.get("standing", "established"),
        "refers_to": step_name(context, step.get("refers_to", "")),
        "between_name": party_name(context, step.get("between")),
        "articles": articles_named(context, step),
        "basis": articles_named(context, {"articles": step.get("basis", [])}),
        "actors": [
            {
                **context.texts(actor, "steps", "actors"),
                "name": person_name(context, actor["person"]),
                "party": actor.get("party", ""),
                "party_name": party_name(context, actor.get("party")),
            }
            for actor in step.get("actors", [])
        ],
        "apparatus": apparatus(context, f"steps/{step['key']}", below=True),
    }


def _as_printed(step: dict) -> Page | None:
    """The calendar in which the sources print the date of a step, and the date in it."""
    calendar, words = step.get("calendar", ""), step.get("date_as_printed", "")
    date = step.get("date", "") if calendar == JULIAN and not words else ""
    return {"calendar": calendar, "date": date, "words": words} if date or words else None


def event(context: Context, event: dict) -> Page:
    return {
        **context.texts(event, "events"),
        "key": event["key"],
        "kind": event["kind"],
        "date": event.get("date", ""),
        "standing": event.get("standing", "established"),
        "articles": articles_named(context, event),
        "treaties": event.get("treaties", []),
        "people": [person_name(context, key) for key in event.get("people", [])],
        "apparatus": apparatus(context, f"events/{event['key']}"),
    }


def article(context: Context, article: dict) -> Page:
    return {
        **context.texts(article, "articles"),
        **article_name(context, article),
        "depth": min(len(parts_above(context, article)), 3),
        "number_basis": article.get("number_basis", "stated"),
        "main_provision": article.get("main_provision", False),
        "apparatus": apparatus(context, f"articles/{article['slug']}", below=True),
    }


def relation(context: Context, relation: dict) -> Page:
    return {
        **context.texts(relation, "relations"),
        "key": relation["key"],
        "kind": relation["kind"],
        "other": relation.get("other", ""),
        "date": relation.get("date", ""),
        "basis": articles_named(context, {"articles": [relation["basis"]]}) if "basis" in relation else [],
        "standing": relation.get("standing", "established"),
        "apparatus": apparatus(context, f"relations/{relation['key']}"),
    }


def participant(context: Context, participant: dict) -> Page:
    """A participant in the treaty, with the names and the successions of its party."""
    key = participant["party"]
    party = context.record("parties", key)
    return {
        **context.texts(party, "parties"),
        "key": key,
        "capacity": participant.get("capacity", "party"),
        "name": party_name(context, key) or quoted(key, "en"),
        "exists_from": party.get("exists_from", ""),
        "exists_until": party.get("exists_until", ""),
        "successions": [
            {
                **context.texts(succession, "successions"),
                "kind": succession["kind"],
                "date": succession.get("date", ""),
                "of": other,
                "party": party_name(context, succession[other]),
            }
            for succession in context.listed("successions")
            for other, own in (("successor", "predecessor"), ("predecessor", "successor"))
            if succession[own] == key
        ],
        "names": names(context, party, f"parties/{key}/"),
    }


def person(context: Context, person: dict) -> Page:
    return {
        **context.texts(person, "people"),
        "key": person["key"],
        "name": person_name(context, person["key"]),
        "names": names(context, person, f"people/{person['key']}/"),
    }


def names(context: Context, bearer: dict, prefix: str = "") -> list[Page]:
    """The names of the treaty, or of the party or person whose path is the prefix."""
    return [_name(context, name, f"{prefix}names/{name['key']}") for name in bearer.get("names", [])]


def _name(context: Context, name: dict, path: str) -> Page:
    official = name["kind"] == NameKind.OFFICIAL
    return {
        **context.texts(name, "names"),
        "key": name["key"],
        "words": quoted(name["text"], name["language"]),
        "kind": name["kind"],
        "authenticity": _authenticity(context, name) if official else "",
        "official": official,
        "copy_of": party_name(context, name.get("copy_of")),
        "unverified": name.get("unverified", False),
        "marks": [context.mark(key) for key in name.get("given_by", []) if key in context.sources],
        "apparatus": apparatus(context, path),
    }


def _authenticity(context: Context, name: dict) -> str:
    """The authenticity of the treaty text that has this title."""
    for text in context.listed("texts"):
        if text["language"] == name["language"] and text.get("copy_of") == name.get("copy_of"):
            return text["authenticity"]
    return ""
