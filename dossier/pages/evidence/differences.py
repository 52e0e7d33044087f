"""Differences that nobody has asked about: between sources, or between them, or a treaty's rule, and the record."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from sources.comparison import OPEN_TOPICS, WORDINGS, Reading, alike, kind_of_difference
from sources.vocabulary import QuestionKind, ValueType
from treaties.law.hints import Hint, other_than_its_rule

from ..context import Context
from ..naming import day_of, point_key, subject_name
from ..texts import Page
from .apparatus import SLIGHT, by_value, origins, value
from .own_values import denied
from .series import series


def found(context: Context) -> list[Page]:
    """Every such difference, in the form of a question that is not yet examined."""
    by_sources = (_difference(context, *point, cited, kind, own) for point, cited, kind, own in _differing(context))
    return [*by_sources, *map(partial(_by_rule, context), other_than_its_rule(context.history))]


def counted(dossier: dict) -> int:
    """How many differences a dossier has, examined or not."""
    return len(dossier.get("questions", [])) + len(found(Context(dossier, "en")))


def compared(context: Context) -> int:
    """How many points have values of at least two independent origins, so that they could differ."""
    with_value = ([citation for citation in cited if citation.get("value")] for cited in _points(context).values())
    return sum(len(origins(context, cited)) > 1 for cited in with_value)


def _points(context: Context) -> dict[tuple[str, str, str], list[dict]]:
    """The citations that answer one question, by record, field and topic."""
    points: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
    for citation in context.listed("citations"):
        if citation.get("topic", "") not in OPEN_TOPICS:
            points[citation["subject"], citation.get("field", ""), citation.get("topic", "")].append(citation)
    return points


def _differing(context: Context) -> Iterator[tuple[tuple[str, str, str], list[dict], str, Reading | None]]:
    """Each point with its citations, the kind of the difference, and the record's own value if a source denies it."""
    for point, cited in _points(context).items():
        subject, field, topic = point
        kind = kind_of_difference((Reading.of(each) for each in cited), wording=(field or topic) in WORDINGS) or ""
        own = denied(context, subject, field, cited)
        if own:
            kind = kind or QuestionKind.CONFLICT
        if own or (kind and _has_unasked(cited)):
            yield point, cited, str(kind), own


def _has_unasked(cited: list[dict]) -> bool:
    """Whether a value is given that no question on the point has."""
    given = [citation for citation in cited if citation.get("value")]
    groups = alike([Reading.of(citation) for citation in given])
    return any(all(not given[place].get("question") for place in group) for group in groups)


def _difference(
    context: Context, subject: str, field: str, topic: str, cited: list[dict], kind: str, own: Reading | None
) -> Page:
    recorded = own and {"value": own.value, "value_type": own.value_type, "value_calendar": own.calendar}
    of = subject_name(context, subject)
    return {
        "key": point_key(subject, field, topic),
        "topic": None,
        "point": {"subject": of, "field": field, "topic": topic},
        "reason": None,
        "note": None,
        "kind": kind,
        "slight": kind in SLIGHT,
        "outcome": "",
        "subjects": [of],
        "documents": len({citation["document"] for citation in cited}),
        "origin_count": len(origins(context, cited)),
        "preferred": None,
        "recorded": value(context, {"field": field, **recorded}) if recorded else None,
        "derived": None,
        "points": [{"field": field, "topic": topic, "of": None, "values": by_value(context, cited)}],
        "series": series(context, cited) if kind == QuestionKind.SERIES else None,
    }


def _by_rule(context: Context, hint: Hint) -> Page:
    """The recorded day of entry into force, and that which follows from the treaty's own rule."""
    step = context.record("steps", hint.acts[0])
    field = "effective" if step.get("effective") else "date"
    subject = f"steps/{hint.acts[0]}"
    day = {"value_type": ValueType.DATE}
    return _difference(context, subject, field, "", [], QuestionKind.CONFLICT, None) | {
        "key": point_key(subject, "rule", ""),
        "recorded": value(context, {**day, "value": day_of(step, field)}),
        "derived": value(context, {**day, "value": hint.value}),
        "points": [],
    }
