"""From dossier files to the desk: a whole file or nothing, as ordinary recorded edits."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db import DatabaseError
from django.db.models import ProtectedError
from pydantic import ValidationError

from dossier.editing.history.recording import recorded
from dossier.text.problems import MOST_PROBLEMS, Problem, UnreadableFile
from dossier.text.prose import cites
from sources.lineage import circle
from sources.models import SourceDocument
from sources.prose import problems as problems_of_prose
from sources.vocabulary import IssuerKind
from treaties.models import Party, Person, Treaty

from .assemble import Desk
from .entries import Difference, Entry
from .former import kinds_told_apart
from .mapping import ORIGINS, PARTIES, PEOPLE, SHARED, SOURCES, TREATY, place_of, subjects_of, table_of
from .reading import problems_of
from .records import Record, records
from .schema import Dossier
from .table import ModelClass, Table
from .writing import Writer

MOST_NAMES = 2_000  # names to search for close matches


class ImportRefused(Exception):
    """Nothing was written: the desk has other values, and the import may not overwrite them."""

    def __init__(self, conflicts: list[Entry]):
        super().__init__(f"{len(conflicts)} conflicts")
        self.conflicts = conflicts


class Intake:
    """One file on its way to the desk. The constructor reads and compares; `apply` writes.

    `known_slugs` names dossiers that come with other files of the same import; `moved_to` maps a former address of a
    published dossier to its current one. Raises UnreadableFile with every problem of the file.
    """

    def __init__(
        self, raw: dict, name: str, known_slugs: Iterable[str] = (), moved_to: Callable[[str], str] = lambda slug: ""
    ):
        self.name = name
        raw = kinds_told_apart(raw)
        self.slugs = {*known_slugs, *Treaty.objects.values_list("slug", flat=True)}
        self.problems: list[Problem] = []
        self.slug: str = raw["slug"] if isinstance(raw.get("slug"), str) else ""
        self.treaty = Treaty.objects.filter(slug=self.slug).first()
        self.entries = list(self._entries(raw))
        self.desk = Desk(self.treaty, self._shared_keys(), withhold=False)
        self._check_slug(moved_to)
        self._match()
        self._validate(raw)
        self._check_references()
        if self.problems:
            raise UnreadableFile(self.problems)
        self._compare()

    @property
    def conflicts(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.verdict in {"conflict", "deleted"}]

    # Reading

    def _problem(self, place: str, message: str, value: Any = None) -> None:
        self.problems.append(Problem(self.name, place, message, value))

    def _entries(self, raw: dict) -> Iterator[Entry]:
        """Every record of the file, parents first."""
        entries: dict[Record | None, Entry] = {}
        seen: dict[tuple[Record | None, str], str] = {}
        for record in records(raw):
            if record.key and (first := seen.get((record.parent, record.path))):
                self._problem(record.place, f"Expected a key other than that of {first}", record.key)
            seen[record.parent, record.path] = record.place
            parent = entries.get(record.parent)
            # Deleting a record deletes its children; a file cannot delete a whole dossier.
            deleted = parent.deleted if parent else False
            if record.table is not TREATY:
                deleted = deleted or record.data.get("deleted") is True
            entry = Entry(record.table, record.place, record.path, parent, record.data, deleted)
            entries[record] = entry
            yield entry

    def _shared_keys(self) -> dict[ModelClass, set[str]]:
        keys: dict[ModelClass, set[str]] = {Party: set(), Person: set(), SourceDocument: set()}
        for entry in self.entries:
            if entry.table in {PARTIES, PEOPLE, SOURCES} and isinstance(entry.given.get("key"), str):
                keys[entry.table.model].add(entry.given["key"])
            for name, model in entry.table.references.items():
                if model in keys and isinstance(entry.given.get(name), str):
                    keys[model].add(entry.given[name])
            for name, link in entry.table.links.items():
                model = link.through._meta.get_field(link.other).related_model
                given = entry.given.get(name)
                if model in keys and isinstance(given, list):
                    keys[model].update(key for key in given if isinstance(key, str))
            keys[SourceDocument].update(_cited(entry))
        return keys

    def _check_slug(self, moved_to: Callable[[str], str]) -> None:
        if self.treaty is None and (present := moved_to(self.slug)):
            self._problem("slug", f"Expected the present address {present} instead of a former one", self.slug)

    def _match(self) -> None:
        for entry in self.entries:
            if match := self.desk.records.get(entry.path):
                entry.row = match[1]
            elif entry.deleted:
                self._problem(
                    entry.place,
                    "Expected “deleted” only on records of the desk (leave out the others)",
                    entry.path,
                )

    # Validation

    def _validate(self, raw: dict) -> None:
        """Validate the records of the file, merged with those of the desk, against the format."""
        try:
            valid = Dossier.model_validate(self._merged(raw, "treaty", TREATY))
        except ValidationError as error:
            self.problems += problems_of(error, self.name)
            return
        # Use the validated values: a year that YAML read as a number is a string again.
        for entry in self.entries:
            record: Any = valid
            for name, number in re.findall(r"(\w+)\[(\d+)\]", entry.place):
                record = getattr(record, name)[int(number)]
            entry.given = {name: getattr(record, name) for name in entry.given if name not in {"format", "deleted"}}

    def _merged(self, given: dict, path: str, table: Table) -> dict:
        match = self.desk.records.get(path)
        whole = {**(match[2] if match else {}), **given}
        prefix = "" if table is TREATY else f"{path}/"
        for child in (*table.children, *(SHARED if table is TREATY else ())):
            if isinstance(records := given.get(child.place), list):
                whole[child.place] = [
                    self._merged(record, f"{prefix}{child.place}/{child.key_of(record)}", child)
                    if isinstance(record, dict)
                    else record
                    for record in records
                ]
        return whole

    def _check_references(self) -> None:
        paths = {entry.path for entry in self.entries} | self.desk.records.keys()
        gone = {entry.path for entry in self.entries if entry.deleted}
        paths = {path for path in paths if gone.isdisjoint(_with_ancestors(path))} if gone else paths
        keys: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            if path.count("/") == 1:
                place, key = path.split("/")
                keys[place].add(key)
        for entry in self.entries:
            if entry.deleted:
                continue
            for name, model in entry.table.references.items():
                self._check_key(entry, name, model, entry.given.get(name), keys)
            for name, link in entry.table.links.items():
                model = link.through._meta.get_field(link.other).related_model
                given = entry.given.get(name)
                named = given if isinstance(given, list) else []
                times = Counter(key for key in named if isinstance(key, str))
                if twice := [key for key in times if times[key] > 1]:
                    self._problem(_join(entry.place, name), "Expected no duplicate keys", ", ".join(sorted(twice)))
                for number, key in enumerate(named):
                    self._check_key(entry, f"{name}[{number}]", model, key, keys)
            for name in entry.table.paths:
                # A field missing from the file keeps the desk's value.
                subject = (self._form(entry.path) | entry.given).get(name)
                if isinstance(subject, str) and table_of(subject) not in subjects_of(entry.table):
                    self._problem(
                        _join(entry.place, name),
                        "Expected the path of a record that this can be about, such as steps/KEY",
                        subject,
                    )
                elif isinstance(subject, str) and subject not in paths:
                    self._unknown(entry, name, subject, paths, "the path of a record that exists")
            if entry.table is ORIGINS and entry.parent and entry.given.get("origin") == entry.parent.given.get("key"):
                self._problem(f"{entry.place}.origin", "Expected a source other than this one")
            self._check_field(entry)
            self._check_prose(entry, keys[SOURCES.place])
            self._check_lengths(entry)
        self._check_cycles()

    def _form(self, path: str) -> dict:
        """The desk's record at that path."""
        return self.desk.records[path][2] if path in self.desk.records else {}

    def _check_key(self, entry: Entry, name: str, model: ModelClass, key: Any, keys: dict[str, set[str]]) -> None:
        if not isinstance(key, str) or not key:
            return
        place = place_of(model)
        if model is Treaty and key == self.slug:
            self._problem(_join(entry.place, name), "Expected a dossier other than this one", key)
        elif model is Treaty and key not in self.slugs:
            self._unknown(entry, name, key, self.slugs, "the slug of a dossier that exists")
        elif model is not Treaty and key not in keys[place]:
            self._unknown(entry, name, key, keys[place], f"a key that exists under {place}")

    def _unknown(self, entry: Entry, name: str, value: str, known: Collection[str], what: str) -> None:
        # Searching many names for close matches is slow, and nobody reads so many hints.
        few = len(known) <= MOST_NAMES and len(self.problems) < MOST_PROBLEMS
        near = difflib.get_close_matches(value, known, n=3, cutoff=0.5) if few else []
        hint = f", such as {', '.join(near)}" if near else ""
        self._problem(_join(entry.place, name), f"Expected {what}{hint}", value)

    def _check_field(self, entry: Entry) -> None:
        """Check that the field named by a citation or a status exists on its subject."""
        subject, name = entry.given.get("subject"), entry.given.get("field")
        if not (isinstance(subject, str) and isinstance(name, str) and name):
            return
        table = table_of(subject)
        if table and name not in table.schema.model_fields:
            near = difflib.get_close_matches(name, table.schema.model_fields, n=3, cutoff=0.4)
            hint = f", such as {', '.join(near)}" if near else ", or a topic"
            self._problem(f"{entry.place}.field", f"Expected a field of {subject[:100]}{hint}", name)

    def _check_prose(self, entry: Entry, known: set[str]) -> None:
        """Check that the sources cited in prose exist and may be published."""
        for name in entry.table.prose:
            given = entry.given.get(name)
            for language, text in given.items() if isinstance(given, dict) else ():
                for problem in problems_of_prose(text, known, self._confidential) if isinstance(text, str) else ():
                    self._problem(_join(_join(entry.place, name), language), problem)

    @cached_property
    def _confidential(self) -> set[str]:
        """The keys of the sources that may not be published, once the file is merged into the desk."""
        paths = {entry.path for entry in self.entries if entry.table is SOURCES} | self.desk.records.keys()
        given = {entry.path: entry.given for entry in self.entries if entry.table is SOURCES}
        issuers = {path: (self._form(path) | given.get(path, {})).get("issuer_kind") for path in paths}
        return {path.partition("/")[2] for path, issuer in issuers.items() if issuer == IssuerKind.CONFIDENTIAL}

    def _check_lengths(self, entry: Entry) -> None:
        """Check that no text is longer than its column."""
        for name in (*entry.table.plain, *entry.table.translated):
            longest = getattr(entry.table.model._meta.get_field(name), "max_length", None)
            given = entry.given.get(name)
            texts = given.items() if isinstance(given, dict) else [("", given)]
            for language, text in texts:
                if longest and isinstance(text, str) and len(text) > longest:
                    place = _join(_join(entry.place, name), language) if language else _join(entry.place, name)
                    self._problem(place, f"Expected at most {longest} characters instead of {len(text)}", text)

    def _check_cycles(self) -> None:
        origins: dict[str, set[str]] = {}
        for table, row, form in self.desk.records.values():
            if table.place == "origins" and form.get("relation") != "cites" and not form.get("citation"):
                parent = self.desk.path_of[SourceDocument, row.document_id].split("/")[1]
                origins.setdefault(parent, set()).add(form["origin"])
        for entry in self.entries:
            if entry.table.place == "origins" and not entry.deleted and not entry.given.get("citation"):
                origin = entry.given.get("origin")
                if isinstance(origin, str) and entry.given.get("relation") != "cites" and entry.parent:
                    origins.setdefault(entry.parent.path.split("/")[1], set()).add(origin)
        forms = {path: form for path, (_table, _row, form) in self.desk.records.items()}
        forms |= {entry.path: forms.get(entry.path, {}) | entry.given for entry in self.entries}
        steps, articles = (
            {
                path.split("/")[1]: {form[name]}
                for path, form in forms.items()
                if path.startswith(f"{place}/") and path.count("/") == 1 and isinstance(form.get(name), str)
            }
            for place, name in (("steps", "refers_to"), ("articles", "parent"))
        )
        for what, graph in (("sources", origins), ("steps", steps), ("articles", articles)):
            if cycle := circle(graph):
                shown = " → ".join(cycle if len(cycle) < 10 else [*cycle[:5], "…", *cycle[-3:]])
                self._problem(what, f"Expected a chain that ends, got a circle: {shown}")

    # Comparing

    def _compare(self) -> None:
        for entry in self.entries:
            if entry.row is None or entry.deleted:
                continue
            current = self.desk.records[entry.path][2]
            for name, value in entry.given.items():
                if name in _lists_of(entry.table):
                    continue
                if name in entry.table.translated:
                    before = current.get(name, {})
                    for language, text in value.items():
                        if before.get(language, "") != text:
                            entry.differences.append(Difference(f"{name}.{language}", before.get(language, ""), text))
                else:
                    blank: Any = type(value)() if isinstance(value, str | list | bool) else None
                    if current.get(name, blank) != value:
                        entry.differences.append(Difference(name, current.get(name, blank), value))

    # Writing

    def apply(self, *, update: bool, user=None, reason: str = "", progress: Callable = iter) -> Treaty:
        """Write the differences, in one transaction.

        Raises ImportRefused, with nothing written, if there are conflicts and `update` is not given, and
        UnreadableFile if a record to delete is still used.
        """
        if self.conflicts and not update:
            raise ImportRefused(self.conflicts)
        try:
            with recorded(user, reason):
                return Writer(self.entries, self.desk).write(progress)
        except ProtectedError as error:
            used = ", ".join(sorted({f"{row._meta.verbose_name} {row}"[:100] for row in error.protected_objects})[:5])
            problem = Problem(self.name, "", f"Expected to delete also what uses a deleted record: {used}")
            raise UnreadableFile([problem]) from None
        except DatabaseError as error:
            # Anything the checks above did not foresee: the database rejected the whole file.
            raise UnreadableFile(
                [Problem(self.name, "", f"Expected data that the database accepts: {error}")]
            ) from None


def _lists_of(table: Table) -> set[str]:
    """The fields of a record that hold child records, which are compared separately."""
    return {child.place for child in (*table.children, *(SHARED if table is TREATY else ()))}


def _with_ancestors(path: str) -> Iterator[str]:
    """The paths of the records that contain a record, then its own."""
    return accumulate(path.split("/"), "{}/{}".format)


def _cited(entry: Entry) -> set[str]:
    """The keys of the sources that the prose of a record cites."""
    given = [entry.given.get(name) for name in entry.table.prose]
    texts = [text for translations in given if isinstance(translations, dict) for text in translations.values()]
    return {cite.key for text in texts if isinstance(text, str) for cite in cites(text)}


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
