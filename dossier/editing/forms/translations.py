"""Which text of a record the others translate, and whether they are up to date with it.

Both are derived from history: the source is the text that was written first, and a translation is out of date once
the source was changed after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from dossier.editing.forms.reviews import Review
from dossier.text.languages import LANGUAGES

Place = tuple[str, str]
"""A translated field of a record and one of its languages."""


class State(models.TextChoices):
    """The state of a text in one language, the most urgent first."""

    MISSING = "missing", _("empty")
    OUTDATED = "outdated", _("out of date")
    MACHINE = "machine", _("made by a machine, not reviewed")
    FILLED = "filled", _("filled")

    @property
    def sign(self) -> str:
        return {"missing": "○", "outdated": "↻", "machine": "◇", "filled": "●"}[self.value]


@dataclass(frozen=True)
class Written:
    """The history rows that first wrote and last changed a text, and the UTC day of the latter."""

    first: int
    last: int
    day: date


@dataclass(frozen=True)
class Text:
    """One field of a record in one language; `source` is the language whose text it translates, itself if none."""

    state: State
    source: str
    source_written: Written | None = None
    written: Written | None = None
    review: Review | None = None


def translated_columns(model: Any) -> dict[Place, str]:
    """The column, also the attribute name, of each translated field in each language."""
    return {
        (column.translated_field.name, column.language): column.column
        for column in model._meta.concrete_fields
        if hasattr(column, "translated_field")
    }


# A window function stores what it compares, so texts are hashed first; MATERIALIZED, or it would hash them itself.
WRITTEN = """
    WITH hashed AS MATERIALIZED (
        SELECT id, history_id, history_date, {hashes} FROM {history} WHERE id = ANY(%s)
    ), compared AS (
        SELECT *, {before} FROM hashed WINDOW earlier AS (PARTITION BY id ORDER BY history_id)
    )
    SELECT id, {found} FROM compared GROUP BY id
"""
HASH = "hashtextextended(nullif({column}, ''), 0) AS now_{number}"
BEFORE = "lag(now_{number}) OVER earlier AS before_{number}"
FOUND = """
    min(history_id) FILTER (WHERE now_{number} IS NOT NULL),
    max(history_id) FILTER (WHERE now_{number} IS DISTINCT FROM before_{number}),
    max(history_date) FILTER (WHERE now_{number} IS DISTINCT FROM before_{number})
"""


def written(model: Any, ids: Iterable[int]) -> dict[int, dict[Place, Written]]:
    """For each record that has ever had a text: when each was written. One query, however many records there are."""
    columns = translated_columns(model)

    def of_columns(template: str) -> str:
        return ", ".join(template.format(number=n, column=column) for n, column in enumerate(columns.values()))

    history = model.history.model._meta.db_table
    asked = WRITTEN.format(history=history, hashes=of_columns(HASH), before=of_columns(BEFORE), found=of_columns(FOUND))
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(ids)])
        return {pk: _places(columns, cells) for pk, *cells in cursor.fetchall()}


def _places(columns: Iterable[Place], cells: list[Any]) -> dict[Place, Written]:
    threes = zip(columns, zip(*[iter(cells)] * 3, strict=True), strict=True)
    return {
        place: Written(first, last, moment.astimezone(UTC).date())
        for place, (first, last, moment) in threes
        if first is not None
    }


def texts(record: Any, history: Mapping[Place, Written], reviews: Mapping[Place, Review]) -> dict[Place, Text]:
    """Each translated field of a record in each language, except those that nobody wrote in any."""
    states: dict[Place, Text] = {}
    columns = translated_columns(type(record))
    order = list(LANGUAGES)
    for field in dict.fromkeys(field for field, _language in columns):
        filled = [language for language in order if getattr(record, columns[field, language])]
        if not filled:
            continue

        def age(language: str, field: str = field) -> tuple[float, int]:
            known = history.get((field, language))
            return known.first if known else float("inf"), order.index(language)

        source = min(filled, key=age)
        for language in order:
            place = (field, language)
            said = history.get((field, source)), history.get(place), reviews.get(place)
            states[place] = Text(_state(*said) if language in filled else State.MISSING, source, *said)
    return states


def sources_then(model: Any, shown: Mapping[tuple[int, Place], Text]) -> dict[tuple[int, Place], str]:
    """The source of each text that is out of date, as it was when that text was last changed or reviewed.

    Texts are given by record and place. Asks the database once, and only where there are such texts.
    """
    outdated = {key: text for key, text in shown.items() if text.state == State.OUTDATED}
    rows = list(_rows_of_then(model, outdated)) if outdated else []
    columns = translated_columns(model)
    sources: dict[tuple[int, Place], str] = {}
    for (pk, place), text in outdated.items():
        then = max((row for row in rows if row.id == pk and _is_then(row, text)), key=lambda row: row.history_id)
        sources[pk, place] = getattr(then, columns[place[0], text.source]) or ""
    return sources


def _rows_of_then(model: Any, outdated: Mapping[tuple[int, Place], Text]) -> models.QuerySet:
    rows = model.history.order_by("-history_id")
    days = {(pk, text.review.reviewed_on) for (pk, _place), text in outdated.items() if text.review}
    reviewed = [
        # A review has seen the last row of its day.
        rows.filter(id=pk, history_date__lt=datetime.combine(day + timedelta(1), time(), UTC)).values("history_id")[:1]
        for pk, day in days
        if day
    ]
    wanted = models.Q(history_id__in=[text.written.last for text in outdated.values() if text.written])
    for newest in reviewed:
        wanted |= models.Q(history_id__in=newest)
    return rows.filter(wanted)


def _is_then(row: Any, text: Text) -> bool:
    reviewed_on = text.review.reviewed_on if text.review else None
    changed = text.written is not None and row.history_id == text.written.last
    return changed or (reviewed_on is not None and row.history_date.astimezone(UTC).date() <= reviewed_on)


def _state(source: Written | None, text: Written | None, review: Review | None) -> State:
    # Only the day of a review is known: what was changed on that very day counts as seen.
    reviewed_on = review.reviewed_on if review else None
    if source and text and source.last > text.last and (reviewed_on is None or source.day > reviewed_on):
        return State.OUTDATED
    return State.MACHINE if review and review.by_machine and not reviewed_on else State.FILLED
