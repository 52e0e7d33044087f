"""A dossier as the law reads it: its acts with their bounds, those who take part, and its rule of entry into force."""

from collections import defaultdict
from collections.abc import Iterator

from dossier.text.dates import Bounds, bounds, in_gregorian, kind, span_of
from sources.vocabulary import Modality, Stance, ValueType

from ..vocabulary import DelayCounting
from .acts import Act, EntryRule, History, Participant, Succession

# Statements that give a value without asserting it.
_NOT_ASSERTED = {Modality.DENIES, Modality.EXPECTS, Modality.GIVES_NO_VALUE}

# The fields of a step with a date in its calendar.
DATES = ("date", "effective", "until")


def history_of(dossier: dict, recorded_on: str = "") -> History:
    """The history of a dossier in the format, recorded on the given ISO day.

    A day that the editors have not decided counts with the earliest and the latest of the values cited for it.
    """
    cited = _cited_dates(dossier)
    lives = {party["key"]: party for party in dossier.get("parties", [])}
    taking_part = {
        entry["party"]: entry.get("capacity", "party") for entry in reversed(dossier.get("participants", []))
    }
    return History(
        acts=tuple(_acts(dossier, cited)),
        participants=tuple(
            Participant(
                key,
                capacity=taking_part.get(key, ""),
                type=lives.get(key, {}).get("type", ""),
                exists_from=lives.get(key, {}).get("exists_from", ""),
                exists_until=lives.get(key, {}).get("exists_until", ""),
            )
            for key in dict.fromkeys([*reversed(taking_part), *lives])
        ),
        successions=tuple(
            Succession(each["predecessor"], each["successor"], each["kind"], each.get("date", ""))
            for each in dossier.get("successions", [])
        ),
        entry=entry_rule(dossier),
        complete_until=dossier.get("acts_complete_until", ""),
        recorded_on=recorded_on,
        laterality=dossier.get("laterality", ""),
        form=dossier.get("form", ""),
    )


def entry_rule(dossier: dict) -> EntryRule:
    """The treaty's own rule of entry into force, as far as the dossier has it in a form that can be reckoned with."""
    prefix = "entry_into_force_"
    return EntryRule(
        trigger=dossier.get(f"{prefix}method", ""),
        number=dossier.get(f"{prefix}number") or 0,
        parties=tuple(dossier.get(f"{prefix}parties", [])),
        date=dossier.get(f"{prefix}date", ""),
        delay=dossier.get(f"{prefix}delay", ""),
        counting=dossier.get(f"{prefix}counting") or DelayCounting.EXACT,
        later_delay=dossier.get("later_consent_delay", ""),
        later_counting=dossier.get("later_consent_counting") or DelayCounting.EXACT,
    )


def _acts(dossier: dict, cited: dict[tuple[str, str], list[Bounds]]) -> Iterator[Act]:
    for step in dossier.get("steps", []):
        dates = {name: in_gregorian(step.get(name, ""), step.get("calendar", "")) for name in DATES}
        days = {name: _day(dates[name], cited[step["key"], name]) for name in ("date", "effective")}
        yield Act(
            key=step["key"],
            kind=step["kind"],
            party=step.get("party") or "",
            date=days["date"][0],
            effective=days["effective"][0],
            until=dates["until"],
            standing=step.get("standing", "established"),
            territory=step.get("territory", ""),
            articles=tuple(step.get("articles", [])),
            between=step.get("between") or "",
            refers_to=step.get("refers_to") or "",
            between_us=step.get("between_us", ""),
            undecided=any(undecided for _day, undecided in days.values()),
        )


def _day(recorded: str, cited: list[Bounds]) -> tuple[str, bool]:
    """The day of an act, and whether sources differ on it without a decision."""
    if recorded:
        return recorded, kind(recorded) == "one-of" and len(set(cited)) > 1
    if not cited:
        return "", False
    if all(span.exact for span in cited):
        days = sorted({str(span.earliest) for span in cited})
        return (f"[{','.join(days)}]" if len(days) > 1 else days[0]), len(days) > 1
    earliest = min((span.earliest for span in cited if span.earliest), default=None)
    latest = max((span.latest for span in cited if span.latest), default=None)
    opens = any(span.earliest is None for span in cited)
    stays = any(span.latest is None for span in cited)
    return span_of(Bounds(None if opens else earliest, None if stays else latest)), len(set(cited)) > 1


def _cited_dates(dossier: dict) -> dict[tuple[str, str], list[Bounds]]:
    """The days that sources give for an act or its effect, by the key of the step and the field."""
    days: dict[tuple[str, str], list[Bounds]] = defaultdict(list)
    for citation in dossier.get("citations", []):
        place, _, key = citation["subject"].partition("/")
        if place != "steps" or citation.get("value_type") != ValueType.DATE or not citation.get("value"):
            continue
        denied = citation.get("stance") == Stance.DISPUTES or citation.get("modality") in _NOT_ASSERTED
        if not denied:
            days[key, citation.get("field", "")].append(bounds(citation["value"], citation.get("value_calendar", "")))
    return days
