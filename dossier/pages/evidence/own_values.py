"""What a record itself says on a point, and whether one of its sources says otherwise."""

from typing import Any

from django.db.models import DateField

from dossier.editing.fields import EDTFField
from dossier.format.mapping import table_of
from sources.comparison import Comparison, Reading, compare
from sources.vocabulary import Modality, ValueType

from ..context import Context

# A source that only expects a date, or gives none, does not contradict the record.
_NO_CONTRADICTION = {Modality.EXPECTS, Modality.GIVES_NO_VALUE}


def denied(context: Context, subject: str, field: str, cited: list[dict]) -> Reading | None:
    """The value of the field itself, if a source that is weighed in no question gives another."""
    record = context.at(subject)
    recorded = record.get(field)
    if not isinstance(recorded, str) or not recorded:
        return None
    kind = _type_of(subject, field)
    own = Reading(recorded, kind, record.get("calendar", "") if kind == ValueType.DATE else "")
    weighed = (
        citation
        for citation in cited
        if citation.get("value")
        and citation["value_type"] == kind
        and not citation.get("question")
        and citation.get("modality") not in _NO_CONTRADICTION
    )
    return own if any(compare(Reading.of(each), own) == Comparison.DIFFERENT for each in weighed) else None


def _type_of(subject: str, field: str) -> str:
    """The type of value that a field of a record holds. Only values of this type can be compared with it."""
    table: Any = table_of(subject)
    column = table.model._meta.get_field(field)
    if isinstance(column, EDTFField | DateField):
        return ValueType.DATE
    return ValueType.TERM if column.choices else ValueType.TEXT
