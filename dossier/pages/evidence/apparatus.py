"""The apparatus: for each fact, which sources state it, in which words, and how many independent origins they have."""

from collections import defaultdict
from collections.abc import Iterable

from dossier.text.dates import JULIAN, bounds
from sources.comparison import OPEN_TOPICS, WORDINGS, Comparison, Reading, alike, compare, kind_of_difference
from sources.quotations.quotes import with_text_fragment
from sources.vocabulary import QuestionKind

from ..context import Context
from ..footnotes import Evidence
from ..naming import person_name, point_key, record_name
from ..texts import Page, quoted
from .own_values import denied

# The vocabulary in which a citation's value is written, by the field it is about.
TERMS = {
    "instrument": "Instrument",
    "entry_into_force_method": "EntryIntoForceMethod",
    "renewal": "Renewal",
    "kind": "StepKind",
}
# Differences that are no contradiction: a line of small type, not an alarm.
SLIGHT = {QuestionKind.PRECISION, QuestionKind.SPELLING}


def apparatus(
    context: Context, path: str, *, below: bool = False, only: str = "", without: set[str] | None = None
) -> Evidence:
    """The statements of sources on a record, by point; with `below`, also those on its children.

    `only` selects one point, and `without` excludes some.
    """
    cited = list(context.citations.get(path, []))
    if below:
        for subject in context.subjects_below.get(path, []):
            cited += context.citations[subject]
    if only:
        cited = [citation for citation in cited if _point(citation) == only]
    if without:
        cited = [citation for citation in cited if _point(citation) not in without]
    questions = _questions(context, cited)
    points = _points(context, cited)
    content = {
        "points": points,
        "marks": [context.mark(key) for key in dict.fromkeys(citation["document"] for citation in cited)],
        "origins": len(origins(context, cited)),
        "questions": questions,
        # Differences are marked even if no question has been recorded.
        "differs": "" if questions else strongest(point["kind"] for point in points),
        "difference": next((point["key"] for point in points if point["kind"]), ""),
    }
    return Evidence(content, [(citation["document"], f"citation-{citation['key']}") for citation in cited])


def _questions(context: Context, cited: list[dict]) -> list[Page]:
    keys = dict.fromkeys(citation["question"] for citation in cited if citation.get("question"))
    questions = [question for key in keys if (question := context.record("questions", key))]
    return [
        {
            "key": question["key"],
            "topic": context.words(question.get("topic")) or quoted(question["key"], "en"),
            "kind": question["kind"],
            "outcome": question["outcome"],
            "slight": question["kind"] in SLIGHT,
        }
        for question in questions
    ]


def _points(context: Context, cited: list[dict]) -> list[Page]:
    """Citations by point, that is by field or topic of a record, with the values side by side."""
    groups: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
    for citation in cited:
        groups[citation["subject"], citation.get("field", ""), citation.get("topic", "")].append(citation)
    return [
        {
            "field": field,
            "topic": topic,
            # The name of a child record, such as an actor of a step.
            "of": _hanging(context, subject),
            "kind": _kind(group, field or topic)
            or (QuestionKind.CONFLICT if denied(context, subject, field, group) else ""),
            "key": point_key(subject, field, topic),
            "values": by_value(context, group),
        }
        for (subject, field, topic), group in groups.items()
    ]


def _denial(context: Context, subject: str, field: str, cited: list[dict]) -> str:
    return QuestionKind.CONFLICT if denied(context, subject, field, cited) else ""


def _hanging(context: Context, subject: str) -> Page | None:
    place, _, key = subject.rpartition("/")
    return person_name(context, key) if place.endswith("/actors") else None


def _kind(cited: list[dict], point: str) -> str:
    """How the sources differ on one point, as far as their values show; empty if they do not."""
    if point in OPEN_TOPICS:
        return ""
    readings = (Reading.of(citation) for citation in cited)
    return kind_of_difference(readings, wording=point in WORDINGS) or ""


def origins(context: Context, cited: Iterable[dict]) -> list[str]:
    """The unique keys of the documents on which the citations are ultimately based."""
    by_citation = (
        context.lineage.origins_of_passage(citation["document"], citation["key"], citation.get("attributed_to", ""))
        for citation in cited
    )
    return list(dict.fromkeys(origin for origins in by_citation for origin in origins))


# Values side by side


def by_value(context: Context, cited: list[dict]) -> list[Page]:
    """The values side by side, the preferred one first, each with its citations and their origins."""
    readings = [Reading.of(citation) for citation in cited]
    groups = [[cited[place] for place in places] for places in alike(readings)]
    values = []
    for group in groups:
        resting_on = origins(context, group)
        documents = dict.fromkeys(citation["document"] for citation in group)
        values.append(
            {
                "value": value(context, group[0]),
                "standing": _standing(context, group),
                "documents": len(documents),
                # A document that is its own origin is not named again.
                "origins": [context.mark(key) for key in resting_on] if resting_on != list(documents) else [],
                "origin_count": len(resting_on),
                "citations": [citation_line(context, citation) for citation in group],
            }
        )
    return sorted(values, key=lambda value: value["standing"] != "preferred")


def _standing(context: Context, group: list[dict]) -> str:
    """The standing of a value: `preferred`, `less-precise` than the preferred one, or empty."""
    question = context.record("questions", group[0].get("question", ""))
    preferred = question.get("preferred_value", "")
    if not preferred or not group[0].get("value"):
        return ""
    if any(citation["value"] == preferred and citation["stance"] != "disputes" for citation in group):
        return "preferred"
    wanted = Reading(preferred, type_of(preferred, group[0]))
    return "less-precise" if compare(Reading.of(group[0]), wanted) == Comparison.LESS_PRECISE else ""


def value(context: Context, citation: dict) -> Page:
    """The value of a citation by its type, as the template _value.html prints it."""
    text, kind = citation.get("value", ""), citation["value_type"]
    if kind == "reference":
        return {"type": kind, "names": [record_name(context, path) for path in text.split(", ") if path]}
    if kind == "term":
        return {"type": kind, "vocabulary": TERMS.get(citation.get("field", ""), ""), "text": text}
    if kind == "date" and text:
        return {"type": kind, "text": text} | _in_other_calendar(text, citation.get("value_calendar", ""))
    # The wording of a name is in the language of its source; every other value is in the editors' words.
    language = citation.get("quote_language", "") if citation.get("field") == "text" else "en"
    return {"type": kind if text else "none", "text": text, "words": quoted(text, language)}


def citation_line(context: Context, citation: dict) -> Page:
    """One statement: its source, location, quotation and kind."""
    document, speaker = citation["document"], citation.get("attributed_to", "")
    source = context.sources[document]
    url, quote = source.get("url", ""), citation.get("quote", "")
    return {
        **context.texts(citation, "citations"),
        "key": citation["key"],
        "source": context.mark(document),
        # A document that is its own speaker is not named twice.
        "attributed_to": context.mark(speaker) if speaker in context.sources and speaker != document else None,
        "issued": source.get("issued", ""),
        # With a text fragment, so that browsers scroll to the quotation.
        "url": with_text_fragment(url, quote) if url and quote else url,
        "archive_url": source.get("archive_url", ""),
        "locator": citation.get("locator", ""),
        "quote": quoted(quote, citation.get("quote_language", "")),
        "translation_origin": citation.get("translation_origin", ""),
        "translation_reviewed_on": citation.get("translation_reviewed_on", ""),
        "stance": citation["stance"],
        "modality": citation["modality"],
        "as_of": citation.get("as_of", ""),
        "as_reported": citation.get("as_reported", ""),
        "date_basis": citation.get("date_basis", ""),
    }


def strongest(kinds: Iterable[str]) -> str:
    """The most serious of several kinds of difference. Figures of different days are not a difference."""
    present = set(kinds)
    order = (QuestionKind.CONFLICT, QuestionKind.SPELLING, QuestionKind.PRECISION)
    return next((kind.value for kind in order if kind in present), "")


def type_of(preferred: str, citation: dict) -> str:
    """The type of a preferred value: that of the citation it is compared with, or text if it does not parse as such."""
    kind = citation["value_type"]
    if kind == "date":
        try:
            bounds(preferred)
        except ValueError:
            return "text"
    return "text" if kind == "reference" and "/" not in preferred else kind


def _point(citation: dict) -> str:
    """The field or the topic of a citation, spelled like the codes of the key facts."""
    return citation.get("field") or citation["topic"].replace("-", "_")


def _in_other_calendar(date: str, calendar: str) -> Page:
    """For a date of another calendar: its name, and the corresponding Gregorian days."""
    if calendar != JULIAN:
        return {"calendar": "", "in_source": calendar}
    days = bounds(date, calendar)
    gregorian = str(days.earliest) if days.exact else f"{days.earliest or '..'}/{days.latest or '..'}"
    return {"calendar": calendar, "gregorian": gregorian}
