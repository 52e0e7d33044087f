"""Files and editions of earlier releases are read in the terms of today."""

import json

import pytest

from dossier.format.former import FormerKind, clauses_told_apart, kinds_told_apart
from dossier.publication.models import Edition
from dossier.publication.publishing import in_present_terms
from tests.publication.test_commands import run
from treaties.models import Treaty
from treaties.vocabulary import Form, Laterality, Subject

pytestmark = pytest.mark.django_db
FILE = {"format": "1", "slug": "amity", "title": {"en": "Amity"}}


def take_in(tmp_path, **fields):
    file = tmp_path / "amity.json"
    file.write_text(json.dumps(FILE | fields), encoding="utf-8")
    return run("import_dossier", str(file))


def test_every_former_kind_is_a_form_a_subject_or_multilateral():
    assert {kind.value for kind in FormerKind} <= {*Form.values, *Subject.values, Laterality.MULTILATERAL}


def test_forms_subjects_and_number_of_sides_have_no_code_in_common():
    codes = [*Form.values, *Subject.values, *Laterality.values]

    assert len(codes) == len(set(codes))


def test_kinds_of_a_file_become_its_form_and_subjects(tmp_path):
    take_in(tmp_path, kinds=["friendship", "protocol", "commerce"])
    treaty = Treaty.objects.get(slug="amity")

    assert (treaty.form, treaty.subjects, treaty.laterality) == ("protocol", ["friendship", "commerce"], "")


@pytest.mark.parametrize(("parties", "expected"), [(2, "multilateral"), (3, "")])
def test_multilateral_is_kept_where_the_participants_do_not_show_it(tmp_path, parties, expected):
    keys = ["alba", "borea", "caria"][:parties]
    shared = {"participants": [{"party": key} for key in keys], "parties": [{"key": key} for key in keys]}
    take_in(tmp_path, kinds=["multilateral"], **shared)
    treaty = Treaty.objects.get(slug="amity")

    assert (treaty.laterality, treaty.subjects) == (expected, [])
    assert bool(treaty.laterality_reason_en) == bool(expected)


def test_wrong_kind_is_named_with_its_place(tmp_path):
    _out, error = take_in(tmp_path, kinds=["friendship", "frendship"])

    assert "amity.json: kinds[1]: Expected a term of the vocabulary such as friendship" in error


def test_statement_about_the_kinds_is_about_the_subjects():
    cited = {
        "kinds": ["peace"],
        "citations": [{"subject": "treaty", "field": "kinds"}, {"subject": "treaty", "field": "term"}],
    }

    assert [each["field"] for each in kinds_told_apart(cited)["citations"]] == ["subjects", "term"]


def test_what_is_said_today_is_not_overwritten():
    assert kinds_told_apart({"kinds": ["peace"], "subjects": ["trade"]})["subjects"] == ["trade"]


def test_edition_of_an_earlier_release_is_read_in_present_terms():
    steps = [
        {"key": "force", "kind": "entry-into-force", "articles": ["9"]},
        {"key": "reserves", "kind": "reservation", "articles": ["5"]},
    ]
    content = json.dumps(FILE | {"kinds": ["alliance"], "steps": steps})
    former = Edition(slug="amity", number=1, content=content, basis_in_articles=True)
    present = in_present_terms(former)

    assert present["subjects"] == ["alliance"]
    assert "kinds" not in present
    assert [(step.get("articles"), step.get("basis")) for step in present["steps"]] == [(None, ["9"]), (["5"], None)]
    assert json.loads(former.content)["kinds"] == ["alliance"]


def test_dossier_without_steps_stays_as_it_is():
    assert clauses_told_apart(FILE) == FILE
