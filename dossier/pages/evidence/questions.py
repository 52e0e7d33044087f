"""Questions on which sources differ, each with its values side by side."""

from collections import defaultdict

from sources.vocabulary import QuestionKind

from ..context import Context
from ..naming import subject_name
from ..texts import Page, quoted
from .apparatus import SLIGHT, by_value, origins, type_of, value
from .series import series


def question(context: Context, question: dict) -> Page:
    """A question with the editors' assessment, and its citations by value."""
    cited = context.asked[question["key"]]
    subjects = dict.fromkeys(citation["subject"] for citation in cited)
    texts = context.texts(question, "questions")
    points = _points(context, cited)
    named = any(value["standing"] == "preferred" for point in points for value in point["values"])
    return {
        **texts,
        "key": question["key"],
        "topic": texts["topic"] or quoted(question["key"], "en"),
        "point": None,
        "recorded": None,
        "derived": None,
        "kind": question["kind"],
        "slight": question["kind"] in SLIGHT,
        "outcome": question["outcome"],
        "subjects": [subject_name(context, subject) for subject in subjects],
        "documents": len({citation["document"] for citation in cited}),
        "origin_count": len(origins(context, cited)),
        # A preferred value that no source states in these words is shown separately.
        "preferred": None if named else _preferred(context, question, cited),
        "points": points,
        "series": series(context, cited) if question["kind"] == QuestionKind.SERIES else None,
    }


def _preferred(context: Context, question: dict, cited: list[dict]) -> Page | None:
    if not (preferred := question.get("preferred_value", "")):
        return None
    kinds = (type_of(preferred, citation) for citation in cited)
    kind = next((kind for kind in kinds if kind != "text"), "text")
    return value(context, {"value": preferred, "value_type": kind})


def _points(context: Context, cited: list[dict]) -> list[Page]:
    """The citations by field or topic only: one question may concern several records."""
    points: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for citation in cited:
        points[citation.get("field", ""), citation.get("topic", "")].append(citation)
    return [
        {"field": field, "topic": topic, "of": None, "values": by_value(context, group)}
        for (field, topic), group in points.items()
    ]
