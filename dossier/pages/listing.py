"""The data of a dossier for the register: its title, its parties and its acts."""

from dataclasses import asdict

from dossier.format.translations import readable
from dossier.text.prose import plain
from treaties.status import Act
from treaties.status import bound_parties as parties_of_status
from treaties.vocabulary import NameKind

from .texts import chinese_of_others, quoted, words

STATUS_FIELDS = ("key", "kind", "party", "date", "effective", "until", "standing", "territory")


def register_acts(dossier: dict) -> list[dict]:
    """The acts that determine the status, as arguments of treaties.status.Act."""
    steps = dossier.get("steps", [])
    return [asdict(Act(**{name: step[name] for name in STATUS_FIELDS if step.get(name)})) for step in steps]


def bound_parties(dossier: dict) -> list[str]:
    """The keys of the parties that participate for themselves, without a depositary."""
    participants = dossier.get("participants", [])
    return parties_of_status((participant["party"], participant.get("capacity", "")) for participant in participants)


def title_of(dossier: dict, language: str, kept: frozenset[str] = frozenset()) -> dict | None:
    """The title to display; if there is none, the first official one, or else the slug."""
    official = [name for name in dossier.get("names", []) if name["kind"] == NameKind.OFFICIAL]
    named = quoted(official[0]["text"], official[0]["language"]) if official else quoted(dossier["slug"], "en")
    return words(dossier.get("title"), language, kept) or named


def listing(dossier: dict, language: str) -> dict:
    """A line of the register, for a dossier as returned by with_origins()."""
    kept = chinese_of_others(dossier)
    names = {party["key"]: words(party.get("name"), language, kept) for party in dossier.get("parties", [])}
    summary = words(dossier.get("summary"), language, kept)
    return {
        "title": title_of(dossier, language, kept),
        "readable": readable(dossier),
        "summary": summary and summary | {"text": plain(summary["text"])},
        "parties": [names[key] for key in bound_parties(dossier) if names.get(key)],
        "party_names": {key: names[key] for key in bound_parties(dossier) if names.get(key)},
    }
