"""Definitions and sources of the site's terms, from glossary.yaml: one entry for each code."""

import functools
from dataclasses import dataclass
from pathlib import Path

import yaml

from sources import vocabulary as source_terms

from . import vocabulary as treaty_terms


@dataclass(frozen=True)
class Word:
    """A term in one language, and its source, an article of a treaty or a document; empty while unverified."""

    term: str
    source: str


@dataclass(frozen=True)
class Term:
    """A code of a vocabulary, its label, its words and definitions by language, and the legal basis."""

    code: str
    label: object
    words: dict[str, Word]
    definition: dict[str, str]
    basis: str


@functools.cache
def glossary() -> dict[str, list[Term]]:
    """The terms by vocabulary, in the order in which the vocabularies list them."""
    sections = {}
    for name, defined in entries().items():
        choices = getattr(treaty_terms, name, None) or getattr(source_terms, name)
        sections[name] = [_term(code, label, defined[code]) for code, label in choices.choices if code in defined]
    return sections


def entries() -> dict[str, dict[str, dict]]:
    """The file as it is written: by vocabulary and code."""
    text = Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8")
    # The C version of the safe loader, if PyYAML has it, saves the first request a second.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506  # either is safe


def sourced(language: str) -> tuple[int, int]:
    """How many terms have a source in a language, and how many there are."""
    words = [term.words[language] for terms in glossary().values() for term in terms]
    return sum(bool(word.source) for word in words), len(words)


def _term(code: str, label: object, entry: dict) -> Term:
    words = {language: Word(word["term"], word.get("source", "")) for language, word in entry["terms"].items()}
    return Term(code, label, words, entry["definition"], entry.get("basis", ""))
