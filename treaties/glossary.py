"""What the terms of the site mean, from glossary.yaml: one definition for each code of a vocabulary."""

import functools
from dataclasses import dataclass
from pathlib import Path

import yaml

from sources import vocabulary as source_terms

from . import vocabulary as treaty_terms


@dataclass(frozen=True)
class Term:
    """A code of a vocabulary, its label, what it means by language, and the rule on which that rests."""

    code: str
    label: object
    definition: dict[str, str]
    basis: str


@functools.cache
def glossary() -> dict[str, list[Term]]:
    """The terms by vocabulary, in the order in which the vocabularies list them."""
    text = Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8")
    sections = {}
    for name, defined in yaml.safe_load(text).items():
        choices = getattr(treaty_terms, name, None) or getattr(source_terms, name)
        sections[name] = [
            Term(code, label, defined[code]["definition"], defined[code].get("basis", ""))
            for code, label in choices.choices
            if code in defined
        ]
    return sections
