"""Round-trip of what a format has no field for.

Each format writes a source plainly, as every program reads it, and besides that the extras: the fields that cannot be
read back from the plain form. An extra is used only if the plain form still says what it said when the extra was
written, so that a date changed in another program stays changed.
"""

import json
import re
from collections.abc import Callable, Iterator

from django.db.models import TextChoices

from sources.vocabulary import DocumentKind, ExtentRead, IssuerKind, Reuse

from .fields import EMPTY, LOCALIZED, Source, filled

CODES: dict[str, type[TextChoices]] = {
    "kind": DocumentKind,
    "issuer_kind": IssuerKind,
    "reuse": Reuse,
    "extent_read": ExtentRead,
}
# Incremented when the format of the extras changes.
VERSION = "1"
MARK = "dossier"


def extras(source: Source, through: Callable[[Source], Source]) -> Source:
    """The fields that are lost when a source is written and read again in the plain form, as `through` does."""
    source, plain = filled(source), through(source)
    return {
        name: source.get(name, empty)
        for name, empty in EMPTY.items()
        if source.get(name, empty) != plain.get(name, empty)
    }


def with_extras(plain: Source, given: Source, through: Callable[[Source], Source]) -> Source:
    """The source of the plain form, completed by the extras that still belong to it."""
    whole = filled(plain | given)
    then = through(whole)
    kept = {name: value for name, value in given.items() if then.get(name) == plain.get(name)}
    return filled(plain | kept)


# As lines of text, for formats without structured fields


def lines(given: Source) -> Iterator[tuple[str, str]]:
    """The extras as pairs of a name and one line of text: `title_translated-ko`, `kind`, `authors`."""
    yield "version", VERSION
    for name, value in given.items():
        if name in LOCALIZED and value:
            yield from ((f"{name}-{code}", _line(text)) for code, text in value.items())
        else:
            yield name, _line(value or "")


def from_lines(pairs: Iterator[tuple[str, str]]) -> Source | None:
    """The extras in lines; None if none of them is ours. Raises ValueError with what is wrong."""
    given: Source = {}
    version = ""
    for name, line in pairs:
        field, _dash, code = name.partition("-")
        if name == "version":
            version = line
        elif field in LOCALIZED and code:
            given.setdefault(field, {})[code] = _value(line)
        elif field in EMPTY:
            given[field] = _value(line) or EMPTY[field]
        else:
            raise ValueError(f"Expected a field of a source, one of {', '.join(EMPTY)}, got “{MARK}-{name[:60]}”")
    if given and not version:
        raise ValueError(f"Expected {MARK}-version {VERSION} beside the other fields named {MARK}-")
    return checked(given) if version else None


def checked(given: Source) -> Source:
    """Return the extras if each has the type of its field. Raises ValueError."""
    for name, value in given.items():
        if name not in EMPTY:
            raise ValueError(f"Expected a field of a source, one of {', '.join(EMPTY)}, got “{name[:60]}”")
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        if type(value) is not type(EMPTY[name]) or not all(isinstance(text, str) for text in texts):
            form = {"": "a text", "[]": "a list of texts", "{}": "texts by language"}[str(EMPTY[name])]
            raise ValueError(f"Expected {form} as {name}")
        if name in CODES and value not in CODES[name].values:
            known = ", ".join(CODES[name].values)
            raise ValueError(f"Expected one of {known} as {name}, got “{value[:60]}”")
    return given


def _line(value: str | list[str]) -> str:
    if isinstance(value, str) and value == " ".join(value.split()) and value[:1] not in {'"', "["}:
        return value
    text = json.dumps(value, ensure_ascii=False)
    # White space that a program might collapse, and characters at which it might break lines.
    return re.sub(r"(?<=\s)\s|[^\S ]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _value(line: str) -> str | list[str]:
    if line[:1] not in {'"', "["}:
        return line
    try:
        return json.loads(line)
    except ValueError:
        raise ValueError(f"Expected the whole line as it was written, got “{line[:40]}”") from None
