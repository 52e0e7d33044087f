"""A dossier in which every text of every record is hostile, made from the tables and the schema of the format.

A new field is in it at once. Only what neither can say stands here: which records may name which, and what agrees.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dossier.format.mapping import PARTIES, PEOPLE, SHARED, SOURCES, STATUSES, SUBJECTS, TREATY, table_of
from dossier.format.schema import Dossier
from dossier.format.table import Table
from dossier.text.dates import PATTERN
from dossier.text.languages import LANGUAGES
from sources.models import Citation, Question, SourceDocument, SourceOrigin
from sources.vocabulary import IssuerKind
from treaties.models import Article, Party, PartySuccession, RatificationStep, TranslationStatus, Treaty, TreatyRelation

from .payloads import PAYLOADS

SLUG, OTHER = "hostile", "other"
# The languages in which texts of ours are written: one from left to right, one from right to left.
WRITTEN = ("en", "ar")
RECORDS = 8
SCHEMAS = {"Dossier": Dossier.model_json_schema()} | Dossier.model_json_schema()["$defs"]
HAVE_KEYS = [table for table in (PARTIES, PEOPLE, SOURCES, *TREATY.children) if table.key in {("key",), ("slug",)}]
# What a field with a form of its own may hold; the first that fits is taken.
WELL_FORMED = ("ko", "P1Y", "KP", "")
# Texts that must be the name of a field, or of a language.
NAME_FIELDS = {("citations", "field"), ("translation_statuses", "field"), ("translation_statuses", "language")}


@dataclass(frozen=True)
class Text:
    """One hostile text: the field, such as `steps.organ`, its place in the file, and what is written there."""

    field: str
    place: str
    payload: str
    written: str


@dataclass
class Maker:
    """Makes the dossier, and remembers where it has put what."""

    texts: list[Text] = field(default_factory=list)
    waiting: list[str] = field(default_factory=lambda: list(PAYLOADS))
    keys: dict = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)

    def payload(self, name: str, place: str, longest: int | None = None, *, in_address=False, one_line=False) -> str:
        """The next in turn that has room, so that every one of them comes to many fields."""
        # Each text ends with an element of its own, by which it is known again wherever it comes out, and by which
        # every field shows whether it is escaped, whichever payloads it has.
        number = f'"<x-{len(self.texts)}>'
        room = [text for text in self.waiting if len(text + number) < (longest or 1_000)]
        chosen = next(text for text in room if not one_line or text.strip().splitlines() == [text])
        self.waiting.remove(chosen)
        self.waiting.append(chosen)
        written = f"{chosen}\n{number}" if "\n" in chosen else f"{chosen}{number}"
        if in_address:
            written = "https://foreign.example/" + re.sub(r"\s", "", written)
        self.texts.append(Text(name, place, chosen, written))
        return written

    def dossier(self) -> dict:
        self.keys = {table.model: [f"{table.place}-{n}" for n in range(RECORDS)] for table in HAVE_KEYS}
        whole = {"format": "1"} | self.record(TREATY, 0, "", {TREATY.key[0]: SLUG})
        tables = [
            table for table in (*SHARED, *TREATY.children) if table.model is not Citation and table is not STATUSES
        ]
        for table in tables:
            whole[table.place] = self.records(table, table.place)
        self.paths = ["treaty", *paths([*SHARED, *TREATY.children], whole)]
        for table in (next(each for each in TREATY.children if each.model is Citation), STATUSES):
            whole[table.place] = self.records(table, table.place)
        return whole

    def records(self, table: Table, place: str, owner: int | None = None) -> list[dict]:
        """So many of each list, and two in a list that every record has of its own."""
        count = RECORDS if owner is None else 2
        if table is STATUSES or table.model is Citation:
            count = 3 * RECORDS
        if table.model is SourceOrigin:
            # Those before it, so that no chain of them is a circle.
            count = min(count, owner or 0)
        found = []
        for number in range(count):
            given = {table.key[0]: f"{table.place}-{number}"} if table.key in {("key",), ("slug",)} else {}
            turn = number if owner is None else owner + number
            record = self.record(table, turn, f"{place}[{number}]", given)
            found.append(record | self.agreement(table, turn, number))
        return found

    def record(self, table: Table, number: int, place: str, given: dict) -> dict:
        made = dict(given)
        for name, schema in SCHEMAS[table.schema.__name__]["properties"].items():
            if name in made or (table.place, name) in NAME_FIELDS:
                continue
            where = f"{place}.{name}" if place else name
            if name in table.references:
                made[name] = self.key(table.references[name], number)
            elif name in table.links:
                link = table.links[name]
                made[name] = [self.key(link.through._meta.get_field(link.other).related_model, number)]
            elif name in {*table.plain, *table.translated}:
                longest = table.model._meta.get_field(name).max_length
                made[name] = self.value(f"{table.place or 'treaty'}.{name}", where, schema, longest, number)
        if table is not TREATY:
            for child in table.children:
                made[child.place] = self.records(child, f"{place}.{child.place}", number)
        return made

    def agreement(self, table: Table, turn: int, number: int) -> dict:
        """What the fields of a record must say, so that they agree with each other."""
        before = turn - 1 - 2 * number
        if table.model is SourceDocument:
            return {"issuer_kind": IssuerKind.OTHER_MEDIA.value}
        if table.model is PartySuccession:
            return {"successor": self.key(Party, number - 1)}
        if table.model is SourceOrigin:
            return {"citation": None, "origin": self.key(SourceDocument, before)}
        if table.model is RatificationStep:
            return {"refers_to": self.key(RatificationStep, number - 1) if number else None}
        if table.model is Article:
            return {"parent": self.key(Article, number - 1) if number else None}
        if table.model is TreatyRelation:
            return {"other": None if number % 2 else OTHER}
        if table.model is Question:
            return {"outcome": "preferred"}
        if table.model is TranslationStatus:
            subject, languages = self.paths[number * len(self.paths) // (3 * RECORDS)], list(LANGUAGES)
            return {"subject": subject, "field": fields_of(subject)[0], "language": languages[number % len(languages)]}
        if table.model is Citation:
            subject = self.paths[number * len(self.paths) // (3 * RECORDS)]
            point = {"topic": "remark", "field": ""}
            if number % 2:
                point = {"topic": "", "field": fields_of(subject)[number % 3]}
            return {"subject": subject, "value_type": "text", "value_calendar": ""} | point
        return {}

    def key(self, model: Any, number: int) -> str | None:
        if model is Treaty:
            return OTHER
        keys = self.keys.get(model, [])
        return keys[number % len(keys)] if keys else None

    def value(self, name: str, place: str, schema: dict, longest: int | None, number: int) -> Any:
        match schema:
            case {"anyOf": [given, {"type": "null"}]}:
                return self.value(name, place, given, longest, number)
            case {"enum": codes}:
                return codes[number % len(codes)]
            case {"format": "date"}:
                return "2024-06-19"
            case {"pattern": pattern} if PATTERN in pattern:
                return f"19{number % 90 + 10}-06-19"
            case {"pattern": pattern} if re.fullmatch(pattern, "https://foreign.example/"):
                return self.payload(name, place, in_address=True)
            case {"pattern": pattern}:
                return next(text for text in WELL_FORMED if re.fullmatch(pattern, text))
            case {"type": "string"}:
                return self.payload(name, place, longest)
            case {"type": "integer"}:
                return number + 1
            case {"type": "boolean"}:
                return True
            case {"type": "array", "items": {"enum": codes}}:
                return codes
            case {"type": "array"}:
                return [self.payload(name, f"{place}[{each}]", longest) for each in range(2)]
            case {"type": "object"}:
                return {each: self.payload(name, f"{place}.{each}", longest) for each in WRITTEN}
        raise TypeError(f"nothing is known of {schema}")


def fields_of(path: str) -> list[str]:
    """What can be said of a record."""
    return [name for name in table_of(path).schema.model_fields if name not in {"format", "deleted", "kinds"}]


def paths(tables: list[Table], owner: dict, prefix: str = "") -> Iterator[str]:
    """Of every record in `owner` of which something can be said."""
    for table in tables:
        for each in owner.get(table.place, []):
            path = f"{prefix}{table.place}/{table.key_of(each)}"
            if table in SUBJECTS:
                yield path
            yield from paths(list(table.children), each, f"{path}/")


def spread(texts: list[Text]) -> dict[str, set[str]]:
    """The fields to which each payload has come."""
    found = defaultdict(set)
    for text in texts:
        found[text.payload].add(text.field)
    return found
