"""Entries of bibliographies compared with the documents of the desk, and their import: all of them or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from dossier.editing.history.recording import recorded
from dossier.editing.keys import give_keys, lock_keys
from sources.models import SourceDocument

from .entries import GUESSED, Entry
from .fields import EMPTY, LOCALIZED, Source, columns, of_document
from .matching import Known, Match

# The choices for an entry.
SKIP, ADD, FILL, OVERWRITE = "skip", "add", "fill", "overwrite"


@dataclass(frozen=True)
class Difference:
    """One field in which the entry differs from the desk: `title`, `title_translated.ko`."""

    field: str
    before: Any
    after: Any

    def __str__(self):
        return f"{self.field}: {self.before!r} → {self.after!r}"


@dataclass
class Line:
    """An entry and the matching document, if the desk has it."""

    entry: Entry
    match: Match | None = None
    document: SourceDocument | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """`new`, `unchanged`, `changed` (something empty is filled) or `conflict` (the desk says otherwise)."""
        if self.document is None:
            return "new"
        if not self.differences:
            return "unchanged"
        return "changed" if not any(difference.before for difference in self.differences) else "conflict"


def compared(entries: Iterable[Entry], documents: QuerySet[SourceDocument] | None = None) -> list[Line]:
    """Each entry with the matching document of the desk."""
    on_desk = {
        document.key: document for document in (SourceDocument.objects.all() if documents is None else documents)
    }
    known = Known(of_document(document) for document in on_desk.values())
    lines = [Line(entry, known.find(entry.source, ours=entry.ours)) for entry in entries]
    for line in lines:
        if line.match:
            line.document = on_desk[line.match.key]
            line.differences = list(_differences(line.entry, of_document(line.document)))
    return lines


def _differences(entry: Entry, before: Source) -> Iterable[Difference]:
    for name, value in entry.source.items():
        if name == "key" or (name in GUESSED and not entry.ours):
            continue
        if name in LOCALIZED:
            was = before.get(name, {})
            yield from (
                Difference(f"{name}.{code}", was.get(code, ""), text)
                for code, text in value.items()
                if text != was.get(code)
            )
        elif value != before.get(name, EMPTY[name]):
            yield Difference(name, before.get(name, EMPTY[name]), value)


def duplicates(lines: Iterable[Line]) -> list[tuple[Line, Line]]:
    """Pairs of entries that match the same document: nothing tells which of them is right."""
    first: dict[str, Line] = {}
    pairs = [(first.setdefault(line.match.key, line), line) for line in lines if line.match]
    return [(one, other) for one, other in pairs if one is not other]


def import_lines(choices: Iterable[tuple[Line, str]], *, user=None, reason: str) -> list[SourceDocument]:
    """Do with each line what was chosen for it, in one transaction. Returns the documents added or changed."""
    with recorded(user, reason):
        new: list[SourceDocument] = []
        changed: list[tuple[SourceDocument, list[str]]] = []
        for line, choice in choices:
            if choice == ADD:
                new.append(SourceDocument(**columns(line.entry.source)))
            elif choice in {FILL, OVERWRITE} and line.document is not None:
                names = _apply_differences(line.document, line.differences, overwrite=choice == OVERWRITE)
                changed += [(line.document, names)] if names else []
        _give_keys(new)
        SourceDocument.objects.bulk_create(new, batch_size=500)
        for document, names in changed:
            document.save(update_fields=names)
        return [*new, *(document for document, _names in changed)]


def lock_imports() -> None:
    """Make other imports wait until this transaction ends: their comparison would miss what this one adds."""
    lock_keys(SourceDocument)


def _apply_differences(document: SourceDocument, differences: Iterable[Difference], *, overwrite: bool) -> list[str]:
    """Set on the document the values in which the entry differs. Returns the names of the changed columns."""
    wanted: Source = {}
    for difference in differences:
        if overwrite or not difference.before:
            name, _dot, code = difference.field.partition(".")
            if code:
                wanted.setdefault(name, {})[code] = difference.after
            else:
                wanted[name] = difference.after
    values = columns(wanted)
    for name, value in values.items():
        setattr(document, name, value)
    return list(values)


def _give_keys(new: list[SourceDocument]) -> None:
    """Leave each document its own key if that is free; give the others a new one."""
    taken = set(SourceDocument.objects.filter(key__in=[document.key for document in new]).values_list("key", flat=True))
    for document in new:
        if document.key in taken:
            document.key = ""
    give_keys(new)
