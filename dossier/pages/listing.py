"""The data of a dossier for the register: its title, its parties and what it is about."""

from dossier.format.translations import readable
from dossier.text.prose import plain
from treaties.law.histories import history_of
from treaties.law.parties import can_be_bound
from treaties.vocabulary import NameKind

from .texts import chinese_of_others, quoted, words


def bound_parties(dossier: dict) -> list[str]:
    """The keys of the participants that can be bound, so of no depositary and no guarantor."""
    return can_be_bound(history_of(dossier).participants)


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
    parties = {key: names[key] for key in bound_parties(dossier) if names.get(key)}
    return {
        "title": title_of(dossier, language, kept),
        "readable": readable(dossier),
        "summary": summary and summary | {"text": plain(summary["text"])},
        "parties": list(parties.values()),
        "party_names": parties,
    }
