"""Where sources differ: the points on which they do, the questions about them, and the state of those questions.

A point is one field, or one topic, of one record. This module does not know which models exist.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dossier.editing.fields import EDTFField, in_english
from dossier.editing.keys import key_field
from dossier.text.dates import bounds

from .comparison import (
    OPEN_TOPICS,
    WORDINGS,
    Comparison,
    Reading,
    compare,
    fold_value,
    kind_of_difference,
    number_range,
)
from .models import Citation, Question
from .points import citable_fields, cited_lists
from .vocabulary import Outcome, Stance, Topic, ValueType

POINT = ("dossier_type", "dossier_id", "subject_type", "subject_id", "field", "topic")


def reading_of(citation: Citation) -> Reading:
    return Reading(
        value=citation.value,
        value_type=citation.value_type,
        calendar=citation.value_calendar,
        as_of=citation.as_of,
        date_basis=citation.date_basis,
        disputed=citation.stance == Stance.DISPUTES,
    )


@dataclass
class Point:
    """One field, or topic, of one record, and all citations about it."""

    citations: list[Citation]

    @property
    def subject(self) -> Any:
        return self.citations[0].subject

    @property
    def dossier(self) -> Any:
        return self.citations[0].dossier

    @property
    def label(self) -> str:
        """The field or the topic, in the editor's language."""
        return label_of_point(self.citations[0])

    @property
    def kind(self) -> str | None:
        """How the sources differ; None if they do not."""
        first = self.citations[0]
        wording = (first.field or first.topic) in WORDINGS
        return kind_of_difference((reading_of(citation) for citation in self.citations), wording=wording)

    @property
    def questions(self) -> list[Question]:
        """The questions in which some of the citations are weighed already."""
        return list(
            {citation.question_id: citation.question for citation in self.citations if citation.question}.values()
        )

    @property
    def unasked(self) -> list[Citation]:
        """The citations with a value that are not weighed in any question."""
        return [citation for citation in self.citations if citation.value and citation.question_id is None]


def label_of_point(citation: Citation) -> str:
    if citation.topic:
        return str(dict(Topic.choices).get(citation.topic, citation.topic))
    model = citation.subject_type.model_class()
    labels = citable_fields(model) if model else {}
    return capfirst(str(labels.get(citation.field, citation.field)))


def proposed(citations: models.QuerySet[Citation]) -> list[Point]:
    """The points on which some of these citations differ and are not all weighed in a question."""
    compared = citations.exclude(topic__in=OPEN_TOPICS).exclude(value="")
    # Most points have only one value: the database filters them out.
    several = (
        compared.order_by()
        .values(*POINT)
        .annotate(said=Count("value", distinct=True), unasked=Count("pk", filter=Q(question=None)))
        .filter(said__gt=1, unasked__gt=0)
    )
    keys = {tuple(row[name] for name in POINT) for row in several}
    wanted = Q(pk=None)
    for kind, subject in {(key[2], key[3]) for key in keys}:
        wanted |= Q(subject_type=kind, subject_id=subject)
    groups: dict[tuple, list[Citation]] = defaultdict(list)
    related = compared.select_related("document", "attributed_to", "question", "subject_type")
    for citation in related.filter(wanted).prefetch_related("subject", "dossier").order_by("pk"):
        groups[tuple(citation.serializable_value(name) for name in POINT)].append(citation)
    points = [Point(group) for key, group in groups.items() if key in keys]
    # No questions are proposed for deleted records; their citations are listed among those that no longer fit.
    return [point for point in points if point.kind and point.subject is not None]


def stale(questions: Iterable[Question]) -> list[Question]:
    """The questions whose preferred value is no longer that of the desk."""
    return [question for question in questions if question.outcome == Outcome.PREFERRED and _is_stale(question)]


def _is_stale(question: Question) -> bool:
    fields = [citation for citation in question.citations.all() if citation.field and citation.subject is not None]
    on_desk = [agrees for citation in fields if (agrees := _desk_has(citation, question.preferred_value)) is not None]
    # The question may concern several records; one that has the value is enough.
    return bool(on_desk) and not any(on_desk)


def _desk_has(citation: Citation, value: str) -> bool | None:
    """Whether the field that a citation is about has this value; None if the two cannot be compared."""
    record: Any = citation.subject
    name = citation.field
    if name in cited_lists(type(record)):
        return None
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if isinstance(field, models.ForeignKey):
        other = getattr(record, name)
        return other is not None and value.rpartition("/")[2] == getattr(other, key_field(type(other)), "")
    if isinstance(field, EDTFField):
        present = Reading(
            getattr(record, name), ValueType.DATE, getattr(record, field.calendar) if field.calendar else ""
        )
        return bool(present.value) and compare(present, _as_date(value)) == Comparison.SAME
    if hasattr(type(record), f"{name}_en"):
        # Our own wording may be longer.
        said, held = fold_value(value), fold_value(in_english(record, name))
        return said in held or held in said
    return fold_value(str(getattr(record, name) or "")) == fold_value(value)


def _as_date(value: str) -> Reading:
    try:
        bounds(value)
    except ValueError:
        return Reading(value, ValueType.TEXT)
    return Reading(value, ValueType.DATE)


def asserted(question: Question) -> list[tuple[Any, str]]:
    """The records and fields that have a value although the question about them is undecided.

    A record whose standing is disputed or only reported asserts nothing, so two readings may be kept as two records.
    """
    values: list[tuple[Any, str]] = []
    for citation in question.citations.exclude(field=""):
        record: Any = citation.subject
        # A model may have records that the editors do not assert.
        if not getattr(record, "is_asserted", True):
            continue
        if record is not None and not is_empty(record, citation.field) and (record, citation.field) not in values:
            values.append((record, citation.field))
    return values


def is_empty(record: Any, name: str) -> bool:
    """Whether a field of a record is blank, in every language if it is translated."""
    listed = getattr(record, name, None)
    if isinstance(listed, models.Manager):
        return not listed.exists()
    columns = [field.name for field in record._meta.fields if getattr(field, "translated_field", None)]
    ours = [column for column in columns if record._meta.get_field(column).translated_field.name == name]
    return not any(getattr(record, column, None) for column in ours or [name])


def misfit(citation: Citation) -> str:
    """Why the value of a citation is not valid for what it is about, in a sentence; empty if it is."""
    if citation.subject is None:
        return _("The record to which it refers is gone.")
    if citation.field and citation.field not in citable_fields(type(citation.subject)):
        return _("The record has no such field.")
    if not citation.value:
        return ""
    match citation.value_type:
        case ValueType.DATE:
            try:
                bounds(citation.value, citation.value_calendar)
            except ValueError as error:
                return str(error)
        case ValueType.NUMBER:
            if number_range(citation.value) is None:
                return _("The value is not a number. Enter digits, such as 3000 or >3000.")
        case ValueType.REFERENCE:
            if gone := [path for path in citation.value.split(", ") if not _exists(path, citation)]:
                return _("No record has the key %(keys)s.") % {"keys": ", ".join(gone)}
        case ValueType.TERM:
            codes = _codes(citation)
            if codes and citation.value not in codes:
                return _("Unknown term. Use one of: %(codes)s.") % {"codes": ", ".join(sorted(codes))}
    return ""


def _codes(citation: Citation) -> set[str]:
    subject: Any = citation.subject
    if not citation.field or citation.field in cited_lists(type(subject)):
        return set()
    choices = getattr(subject._meta.get_field(citation.field), "choices", None) or ()
    return {str(code) for code, _label in choices}


@cache
def _places() -> dict[str, type[models.Model]]:
    """The models whose records values can refer to, by the first part of their paths: people/putin."""
    listed = ((getattr(model, "listed_as", ""), model) for model in apps.get_models())
    return {place: model for place, model in listed if place}


def _exists(path: str, citation: Citation) -> bool:
    place, _slash, key = path.partition("/")
    model: Any = _places().get(place)
    if model is None:
        return False
    records = model.objects.filter(**{key_field(model): key})
    # Records that belong to a dossier are looked up in the citation's own.
    owner = next((field.name for field in model._meta.fields if field.related_model is type(citation.dossier)), None)
    return records.filter(**{owner: citation.dossier_id} if owner else {}).exists()
