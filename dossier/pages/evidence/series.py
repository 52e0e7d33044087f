"""Figures of many days as a chart: the position of each sign, and the lines between them."""

from datetime import date
from typing import Any

from dossier.text.dates import bounds
from sources.comparison import number_range

from ..context import Context
from ..naming import subject_name
from ..texts import Page
from .apparatus import origins

# In the chart's own units; the page scales it.
WIDTH, HEIGHT, SIGN = 600, 240, 18
# After so many moves signs may overlap; the table distinguishes them.
MOST_MOVES = 12
# Greater figures are left out of the chart; readers see them among the values.
GREATEST = 10**15
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def series(context: Context, cited: list[dict]) -> Page | None:
    """Figures with their days, for a chart and a table; only those of the same origin are joined by a line."""
    figures = filter(None, (_figure(context, citation) for citation in cited))
    rows = sorted(figures, key=lambda row: (row["days"], row["least"]))
    if not rows:
        return None
    letters: dict[tuple, str] = {}
    for row in rows:
        # After Z all other origins share a sign; the table distinguishes them.
        letters.setdefault(tuple(row["origins"]), LETTERS[len(letters)] if len(letters) < len(LETTERS) else "…")
        row["letter"] = letters[tuple(row["origins"])]
    first = min(row["days"][0] for row in rows)
    last = max(row["days"][1] for row in rows)
    greatest = max(row["most"] or row["least"] for row in rows)
    step = _round_step(greatest)
    top = step * int(-(-greatest // step))
    taken: set[tuple[int, int]] = set()
    for row in rows:
        row["y"] = _scaled(top - row["least"], top, HEIGHT)
        start, end = (_scaled((day - first).days, (last - first).days, WIDTH) for day in row["days"])
        row["from"], row["to"] = start, end
        row["x"] = _beside(taken, (start + end) // 2, row["y"])
    return {
        "rows": [_row(context, row) for row in rows],
        "lines": _lines(rows),
        "ticks": [{"y": _scaled(top - value, top, HEIGHT), "value": value} for value in range(0, top + 1, step)],
        "months": _months(first, last),
    }


def _figure(context: Context, citation: dict) -> dict[str, Any] | None:
    if citation["value_type"] != "number" or not citation.get("as_of"):
        return None
    figure, days = number_range(citation.get("value", "")), bounds(citation["as_of"])
    if figure is None or days.earliest is None or days.latest is None:
        return None
    least = figure.earliest if figure.earliest is not None else figure.latest
    if least is None or max(least, figure.latest or least) > GREATEST:
        return None
    return {
        "citation": citation,
        "days": (days.earliest, days.latest),
        "least": float(least),
        "most": float(figure.latest) if figure.latest is not None else None,
        "or_more": figure.latest is None,
        "origins": origins(context, [citation]),
    }


def _row(context: Context, row: dict) -> Page:
    citation = row["citation"]
    return {
        **{name: row[name] for name in ("letter", "x", "y", "from", "to", "or_more")},
        "key": citation["key"],
        "as_of": citation["as_of"],
        "value": citation["value"],
        "topic": citation.get("topic", ""),
        "field": citation.get("field", ""),
        "subject": subject_name(context, citation["subject"]),
        "modality": citation["modality"],
        "origins": [context.mark(key) for key in row["origins"]],
        "source": context.mark(citation["document"]),
    }


def _scaled(part: float, whole: float, length: int) -> int:
    return round(length * part / whole) if whole else length // 2


def _beside(taken: set[tuple[int, int]], x: int, y: int) -> int:
    """The x of a sign, moved to the right while it overlaps another."""
    for _ in range(MOST_MOVES):
        if not any(abs(x - other) < SIGN and abs(y - level) < SIGN for other, level in taken):
            break
        x += SIGN
    taken.add((x, y))
    return x


def _lines(rows: list[dict]) -> list[Page]:
    """Lines from each figure to the next one of the same origins, field and topic."""
    lines = []
    latest: dict[tuple, dict] = {}
    for row in rows:
        matter = (*row["origins"], row["citation"].get("topic"), row["citation"].get("field"))
        if before := latest.get(matter):
            lines.append({"x1": before["x"], "y1": before["y"], "x2": row["x"], "y2": row["y"]})
        latest[matter] = row
    return lines


def _round_step(greatest: float) -> int:
    """A round step, of which about four reach the greatest value."""
    step = 1
    while step * 5 < greatest:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step


def _months(first: date, last: date) -> list[Page]:
    """The ticks of the chart: the first days of at most six months, evenly spaced."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = max(1, -(-months // 6))
    marks = []
    for number in range(1, months + 1, every):
        year, month = divmod(first.month - 1 + number, 12)
        day = date(first.year + year, month + 1, 1)
        marks.append({"x": _scaled((day - first).days, (last - first).days, WIDTH), "month": day.isoformat()[:7]})
    return marks
