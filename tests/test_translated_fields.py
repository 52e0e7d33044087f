"""No translated field is forgotten: each is edited, exported, imported, shown, found, and on the board."""

import json
import re
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from dossier.desk.board import board, records_of
from dossier.format.assemble import assemble
from dossier.format.mapping import TREATY, walk
from dossier.format.records import records
from treaties.models import Treaty

pytestmark = pytest.mark.django_db

# One record for each list of the format that holds texts of ours.
DOSSIER = {
    "format": "1",
    "slug": "amity",
    "participants": [{"party": "alba"}, {"party": "borea"}],
    "subjects": ["other"],
    "laterality": "bilateral",
    "names": [{"key": "press", "language": "en", "text": "The Amity"}],
    "texts": [{"key": "en", "language": "en", "authenticity": "authentic"}],
    "articles": [{"slug": "1", "number": "1", "texts": [{"text": "en", "body": "Peace."}]}],
    "steps": [{"key": "signed", "kind": "signature-definitive", "date": "1900", "actors": [{"person": "ada"}]}],
    "events": [{"key": "visit", "kind": "military", "date": "1901"}],
    "relations": [{"key": "pact", "kind": "amends"}],
    "questions": [{"key": "day"}],
    "citations": [
        {"key": "c1", "subject": "steps/signed", "field": "date", "document": "gazette", "question": "day"}
        | {"quote": "Signed today.", "quote_language": "en", "value": "1900", "value_type": "date"}
    ],
    "parties": [
        {"key": "alba", "names": [{"key": "en", "language": "en", "text": "Alba"}]},
        {"key": "borea"},
    ],
    "successions": [{"predecessor": "borea", "successor": "alba", "kind": "succession"}],
    "people": [{"key": "ada", "names": [{"key": "en", "language": "en", "text": "Ada"}]}],
    "sources": [{"key": "gazette", "kind": "official", "title": "Gazette", "url": "https://gazette.example/"}],
}
FIELDS = [(table, name) for table in walk() for name in table.translated]


def word(table, name):
    """A word of which no other field of the dossier has a part."""
    number = FIELDS.index((table, name))
    return "zz" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}") + "word"


def text(table, name):
    return f"{word(table, name)} [@gazette]" if name in table.prose else word(table, name)


def filled():
    """The dossier with every text of ours, each a word of its own; prose cites the source too."""
    dossier = deepcopy(DOSSIER)
    for record in records(dossier):
        for name in record.table.translated:
            record.data[name] = {"en": text(record.table, name)}
    return dossier


def forgotten(is_there):
    """The fields of which something is not true."""
    return [f"{table.model.__name__}.{name} in {table.place}" for table, name in FIELDS if not is_there(table, name)]


@pytest.fixture
def treaty(tmp_path):
    file = tmp_path / "amity.json"
    file.write_text(json.dumps(filled()), encoding="utf-8")
    call_command("import_dossier", str(file), "--publish")
    cache.clear()
    return Treaty.objects.get(slug="amity")


@pytest.fixture
def pages(client, treaty):
    """The pages of the dossier as one text."""
    addresses = ["treaties/amity/", "treaties/amity/articles/1/", "sources/gazette/"]
    return "\n".join(client.get(f"/en/{address}").content.decode() for address in addresses)


def test_the_dossier_has_a_record_of_every_table_with_texts():
    present = {record.table for record in records(DOSSIER)}

    assert {table for table, _name in FIELDS} <= present


def test_each_is_imported_and_exported(treaty):
    exported = json.dumps(assemble(treaty))

    assert forgotten(lambda table, name: text(table, name) in exported) == []


def test_each_has_a_field_on_a_form(admin_client, treaty):
    forms = {}
    for model in {table.model for table, _name in FIELDS}:
        address = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        record = model.objects.first()
        forms[model] = admin_client.get(reverse(address, args=[record.pk])).content.decode()

    assert forgotten(lambda table, name: re.search(rf'name="(?:[\w-]+-)?{name}_en"', forms[table.model])) == []


def test_each_is_on_a_page(pages):
    assert forgotten(lambda table, name: word(table, name) in pages) == []


def test_each_prose_is_on_a_page_with_its_notes(pages):
    def is_noted(table, name):
        note = rf'{word(table, name)}<span class="cites"><a class="mark" id="cite-'
        return name not in table.prose or re.search(note, pages)

    assert forgotten(is_noted) == []


def test_each_is_found_by_search(client, treaty):
    def is_found(table, name):
        (line, *_rest) = client.get("/en/search/", {"q": word(table, name)}).context["lines"] or [{"slug": ""}]
        return line["slug"] == "amity"

    assert forgotten(is_found) == []


def test_each_of_a_dossiers_own_is_on_its_board(treaty):
    own = {table for table in walk((TREATY,)) if not table.apparatus}
    sections = {section.title: section for section in board(records_of(treaty)).sections}

    def is_counted(table, name):
        section = sections.get(str(table.model._meta.verbose_name_plural))
        return table not in own or (section and english(section.rows[0]).wanted == len(table.translated))

    def english(row):
        return next(cell for cell in row.cells if cell.language == "en")

    assert forgotten(is_counted) == []
