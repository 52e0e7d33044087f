"""From the desk to the dossier format."""

import json
import re
from collections import defaultdict
from datetime import date
from typing import Any

import yaml
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet

from dossier.text.languages import LANGUAGES, column
from dossier.text.prose import cites
from sources.models import Citation, Question, SourceDocument
from sources.vocabulary import IssuerKind, ValueType
from treaties.models import Name, Party, PartySuccession, Person, TranslationStatus, Treaty
from treaties.vocabulary import SuccessionKind

from . import schema as shape
from .mapping import ORIGINS, PARTIES, PEOPLE, SOURCES, STATUSES, SUCCESSIONS, TREATY, place_of, walk
from .table import ModelClass, Row, Table


def assemble(treaty: Treaty) -> dict:
    """The dossier of `treaty` as the desk has it now, in the format, empty fields left out."""
    return Desk(treaty).dossier(treaty)


def canonical_json(dossier: dict) -> str:
    """The canonical serialization of a dossier, from which its hash is computed."""
    return json.dumps(dossier, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_json(dossier: dict) -> str:
    return json.dumps(dossier, ensure_ascii=False, indent=2) + "\n"


class _Dumper(yaml.SafeDumper):
    """YAML as people write it: blocks for long texts, no line folding, no aliases."""

    def ignore_aliases(self, data):
        return True


class _QuickDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # either may be the base
    """The same through libyaml, in a quarter of the time. It escapes every character beyond U+FFFF."""

    ignore_aliases = _Dumper.ignore_aliases


def _block_text(dumper, text):
    if any(character in "\x85\u2028\u2029\ufeff" for character in text):
        # YAML treats these as line breaks or drops them, so they must be escaped.
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    style = "|" if "\n" in text and not any(line != line.rstrip() for line in text.split("\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


class _Line(dict):
    """A short record, written on one line because a dossier holds thousands of them."""


def _line(dumper, line):
    return dumper.represent_mapping("tag:yaml.org,2002:map", line.items(), flow_style=True)


for _dumper_class in (_Dumper, _QuickDumper):
    _dumper_class.add_representer(str, _block_text)
    _dumper_class.add_representer(_Line, _line)


def as_yaml(dossier: dict) -> str:
    statuses = [_Line(status) for status in dossier.get("translation_statuses", [])]
    written = dossier | ({"translation_statuses": statuses} if statuses else {})
    # The slow dumper keeps rare Han characters readable.
    dumper = _Dumper if max(canonical_json(dossier)) > "\uffff" else _QuickDumper
    return yaml.dump(written, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000)


class Desk:
    """The rows of one dossier, each with its path and its representation in the format.

    `records` maps a path to (table, row, form without children). `treaty` may be None, for a dossier that does
    not exist yet; `shared` lists, by key, shared rows to load even if the dossier does not refer to them.
    Confidential documents are withheld, except from an intake, which must recognise them.
    """

    def __init__(
        self, treaty: Treaty | None, shared: dict[ModelClass, set[str]] | None = None, *, withhold: bool = True
    ):
        self._confidential = Q(issuer_kind=IssuerKind.CONFIDENTIAL) if withhold else Q(pk=None)
        self.records: dict[str, tuple[Table, Row, dict]] = {}
        self.path_of: dict[tuple[ModelClass, int], str] = {}
        self.children: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._needed: dict[ModelClass, set[int]] = defaultdict(set)
        self._keys: dict[ModelClass, dict[int, str]] = defaultdict(dict)
        self._withheld: set[int] = set()
        self._types = ContentType.objects.get_for_models(*(table.model for table in _subjects()))
        if treaty is not None:
            self._load(TREATY, [treaty])
            self._need_people_in_values()
            self._need_sources_in_prose()
        self._load_shared(shared or {})
        self._load_statuses()

    def dossier(self, treaty: Treaty) -> dict:
        """The whole dossier, in the field order of the format."""
        nested = {"format": shape.VERSION} | self._nested(self.path_of[Treaty, treaty.pk])
        for table in (PARTIES, SUCCESSIONS, PEOPLE, SOURCES, STATUSES):
            if paths := self.children["", table.place]:
                nested[table.place] = [self._nested(path) for path in paths]
        return _in_order(nested, shape.Dossier)

    def _nested(self, path: str) -> dict:
        table, _row, form = self.records[path]
        form = dict(form)
        for child in table.children:
            if paths := self.children[path, child.place]:
                form[child.place] = [self._nested(child_path) for child_path in paths]
        return _in_order(form, table.schema)

    def _load(self, table: Table, rows: list[Row]) -> None:
        """Load rows of `table`, then their children."""
        rows = [row for row in rows if (table.model, row.pk) not in self.path_of]
        self._learn_keys(table, rows)
        links = self._links(table, rows)
        taken = []
        for row in rows:
            form = self._form(table, row, links)
            if form is None:
                continue
            parent = self._parent_path(table, row)
            prefix = f"{parent}/" if parent not in {"", "treaty"} else ""
            path = f"{prefix}{table.place}/{table.key_of(form)}" if table is not TREATY else "treaty"
            self.records[path] = (table, row, form)
            self.path_of[table.model, row.pk] = path
            self.children[parent, table.place].append(path)
            taken.append(row)
        for child in table.children:
            if child is not ORIGINS:
                self._load(child, self._child_rows(child, table, taken))

    def _parent_path(self, table: Table, row: Row) -> str:
        if not table.parent:
            return ""
        if table.parent == "subject":
            model = next(model for model, kind in self._types.items() if kind.pk == row.subject_type_id)
            return self.path_of[model, row.subject_id]
        if table.parent == "dossier":
            return "treaty"
        model = table.model._meta.get_field(table.parent).related_model
        return self.path_of[model, getattr(row, f"{table.parent}_id")]

    def _child_rows(self, child: Table, table: Table, rows: list[Row]) -> list[Row]:
        pks = [row.pk for row in rows]
        if not pks:
            return []
        if child.generic_parent:
            children = child.model.objects.filter(
                **{f"{child.parent}_type": self._types[table.model], f"{child.parent}_id__in": pks}
            )
        else:
            children = child.model.objects.filter(**{f"{child.parent}__in": pks})
        if child.model is Citation:
            # What a confidential document says is as confidential as the document.
            children = self._without_confidential(children)
        if child.model is Question:
            children = self._without_secret_questions(children)
        order = ["position", "id"] if child.place == "articles" else ["id"]
        return list(children.order_by(*order))

    def _secret_documents(self) -> QuerySet[SourceDocument]:
        return SourceDocument.objects.filter(self._confidential)

    def _without_confidential(self, citations: QuerySet[Citation]) -> QuerySet[Citation]:
        """Exclude citations of a confidential document, and those whose value names one."""
        secret = {f"sources/{key}" for key in self._secret_documents().values_list("key", flat=True)}
        # A value may name several records, with or without spaces after the commas.
        references = citations.filter(value_type=ValueType.REFERENCE, value__contains="sources/")
        naming = [pk for pk, value in references.values_list("pk", "value") if secret & {*re.split(r"[,\s]+", value)}]
        return citations.exclude(document__in=self._secret_documents()).exclude(pk__in=naming)

    def _without_secret_questions(self, questions: QuerySet[Question]) -> QuerySet[Question]:
        """Exclude questions with citations of confidential documents only: the preferred value would be theirs."""
        secret = Count("citations", filter=Q(citations__document__in=self._secret_documents()))
        counted = questions.annotate(spoken=Count("citations"), secret=secret)
        return counted.exclude(spoken__gt=0, secret=F("spoken"))

    def _learn_keys(self, table: Table, rows: list[Row]) -> None:
        for name, model in table.references.items():
            self._learn(model, {getattr(row, f"{name}_id") for row in rows})
        if table.paths:
            for model, kind in self._types.items():
                self._learn(model, {row.subject_id for row in rows if row.subject_type_id == kind.pk})

    def _learn(self, model: ModelClass, pks: set) -> None:
        unknown = {pk for pk in pks if pk is not None} - self._keys[model].keys()
        if unknown and (name := _key_field(model)):
            self._keys[model].update(model.objects.filter(pk__in=unknown).values_list("pk", name))
            if model is SourceDocument:
                secret = self._secret_documents().filter(pk__in=unknown)
                self._withheld.update(secret.values_list("pk", flat=True))

    def _links(self, table: Table, rows: list[Row]) -> dict[str, dict[int, list[str]]]:
        keys: dict[str, dict[int, list[str]]] = {}
        for name, link in table.links.items():
            pairs = list(
                link.through.objects.filter(**{f"{link.owner}__in": [row.pk for row in rows]})
                .order_by("id")
                .values_list(f"{link.owner}_id", f"{link.other}_id")
            )
            model = link.through._meta.get_field(link.other).related_model
            self._learn(model, {other for _, other in pairs})
            keys[name] = defaultdict(list)
            for owner, other in pairs:
                if key := self._reference(model, other):
                    keys[name][owner].append(key)
        return keys

    def _reference(self, model: ModelClass, pk: int | None) -> str | None:
        if pk is None or (model is SourceDocument and pk in self._withheld):
            return None
        self._needed[model].add(pk)
        return self._keys[model].get(pk)

    def _form(self, table: Table, row: Row, links: dict) -> dict | None:
        """The record in the format without empty fields, or None if it must not leave the desk."""
        form: dict = {}
        for name in table.plain:
            value = getattr(row, name)
            form[name] = value.isoformat() if isinstance(value, date) else value
        for name in table.translated:
            form[name] = {code: text for code in LANGUAGES if (text := getattr(row, column(name, code)))}
        for name, model in table.references.items():
            form[name] = self._reference(model, getattr(row, f"{name}_id"))
        for name in table.paths:
            form[name] = self._path(getattr(row, f"{name}_type_id"), getattr(row, f"{name}_id"))
            if form[name] is None:
                return None
        for name, by_owner in links.items():
            form[name] = by_owner[row.pk]
        return {name: value for name, value in form.items() if not is_blank(value)}

    def _path(self, type_pk: int, pk: int) -> str | None:
        model = next((model for model, kind in self._types.items() if kind.pk == type_pk), None)
        if model is None:
            return None
        if path := self.path_of.get((model, pk)):
            return path
        if model in {Party, Person, SourceDocument}:
            # The subject of a statement, which nothing else in the dossier refers to.
            self._learn(model, {pk})
            key = self._reference(model, pk)
            return f"{place_of(model)}/{key}" if key else None
        if model is Name and (name := Name.objects.filter(pk=pk).first()):
            parent = self._path(name.subject_type_id, name.subject_id)
            return f"{parent}/names/{name.key}" if parent else None
        return None

    def _need_people_in_values(self) -> None:
        """Add people and parties that only the value of a citation names, such as `people/putin`."""
        named: dict[ModelClass, set[str]] = {Person: set(), Party: set()}
        for _table, row, _form in self.records.values():
            if isinstance(row, Citation) and row.value_type == ValueType.REFERENCE:
                for part in row.value.split(", "):
                    place, _, key = part.partition("/")
                    if place in {"people", "parties"}:
                        named[Person if place == "people" else Party].add(key)
        for model, keys in named.items():
            self._needed[model].update(model.objects.filter(key__in=keys).values_list("pk", flat=True))

    def _need_sources_in_prose(self) -> None:
        texts = (
            text
            for table, _row, form in self.records.values()
            for name in table.prose
            for text in form.get(name, {}).values()
        )
        keys = {cite.key for text in texts for cite in cites(text)}
        cited = SourceDocument.objects.filter(key__in=keys).exclude(pk__in=self._secret_documents())
        self._needed[SourceDocument].update(cited.values_list("pk", flat=True))

    def _load_shared(self, asked: dict[ModelClass, set[str]]) -> None:
        for table in (PEOPLE, PARTIES, SOURCES):
            keys = asked.get(table.model, set())
            self._needed[table.model].update(table.model.objects.filter(key__in=keys).values_list("pk", flat=True))
        # People refer to parties, names to parties and documents, documents to their origins.
        while fresh := self._fresh():
            for table, rows in fresh:
                self._load(table, rows)
                if table is SOURCES:
                    self._load_origins(rows)
                if table is PARTIES:
                    self._need_continuing_states(rows)
        parties = [pk for model, pk in self.path_of if model is Party]
        self._load(
            SUCCESSIONS,
            list(PartySuccession.objects.filter(predecessor__in=parties, successor__in=parties).order_by("id")),
        )
        for table in (PARTIES, PEOPLE, SOURCES):
            self.children["", table.place].sort(key=lambda path: self.records[path][1].pk)

    def _need_continuing_states(self, parties: list[Row]) -> None:
        """A state that continues a party has what the party had, whether or not the treaty names it."""
        continuing = PartySuccession.objects.filter(predecessor__in=parties, kind=SuccessionKind.CONTINUATION)
        self._needed[Party].update(continuing.values_list("successor", flat=True))

    def _fresh(self) -> list[tuple[Table, list[Row]]]:
        fresh = []
        for table in (PEOPLE, PARTIES, SOURCES):
            loaded = {pk for model, pk in self.path_of if model is table.model}
            if missing := self._needed[table.model] - loaded - self._withheld_of(table):
                fresh.append((table, list(table.model.objects.filter(pk__in=missing).order_by("id"))))
        return [(table, rows) for table, rows in fresh if rows]

    def _withheld_of(self, table: Table) -> set[int]:
        return self._withheld if table is SOURCES else set()

    def _load_origins(self, documents: list[Row]) -> None:
        rows = ORIGINS.model.objects.filter(document__in=[row.pk for row in documents]).order_by("id")
        # A passage's own origin belongs to the dossier in which the passage is cited.
        ours = [pk for model, pk in self.path_of if model is Citation]
        rows = rows.filter(Q(citation=None) | Q(citation__in=ours)).exclude(origin__in=self._secret_documents())
        self._load(ORIGINS, list(rows))

    def _load_statuses(self) -> None:
        by_type: dict[int, list[int]] = defaultdict(list)
        for model, pk in self.path_of:
            if model in self._types:
                by_type[self._types[model].pk].append(pk)
        wanted = Q(pk=None)
        for kind, pks in by_type.items():
            wanted |= Q(subject_type=kind, subject_id__in=pks)
        self._load(STATUSES, list(TranslationStatus.objects.filter(wanted).order_by("id")))


def _in_order(form: dict, schema: type[shape.Record]) -> dict:
    """The fields in the order of the schema, inherited fields after the record's own."""
    names = sorted(
        schema.model_fields, key=lambda name: schema is not shape.Dossier and name in shape.Noted.model_fields
    )
    return {name: form[name] for name in names if name in form}


def is_blank(value: Any) -> bool:
    """Whether a field is empty. Zero is not empty."""
    return value is None or value is False or value == "" or value == [] or value == {}


def _subjects() -> list[Table]:
    """The tables whose records can be the subject of a citation, a name or a status."""
    return [table for table in walk() if table.model is not TranslationStatus]


def _key_field(model: ModelClass) -> str | None:
    for name in ("key", "slug"):
        if name in {field.name for field in model._meta.fields}:
            return name
    return None
