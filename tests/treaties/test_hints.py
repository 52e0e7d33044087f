"""What an editor is told to look at again: after saving, on the overview, before publication, at import."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse

from dossier.format.assemble import assemble
from tests.forms import submit
from tests.makers import make_party, make_step, make_treaty
from tests.public.test_views import text
from tests.publication.test_commands import run
from treaties.hints import namesakes

pytestmark = pytest.mark.django_db

EARLY = "The entry into force is dated before the signature. (steps/in-force, steps/signed)"


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("editor", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Reviewer"))
    client.force_login(user)
    return user


@pytest.fixture
def treaty():
    treaty = make_treaty("amity", parties=["alba", "borea"])
    make_step(treaty, "signed", kind="signature-definitive", date="1902-01-01")
    make_step(treaty, "in-force", kind="entry-into-force", date="1901-01-01")
    return treaty


def form_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def told_after_saving(client, record):
    response = submit(client, form_of(record))
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request) if message.level_tag == "warning"]


def test_saving_a_step_names_what_is_odd_about_it_and_nothing_else(client, editor, treaty):
    other = make_step(treaty, "far", kind="registration-un", date="1903-01-01", until="9999-12-31")

    assert told_after_saving(client, treaty.steps.get(key="in-force")) == [EARLY]
    assert told_after_saving(client, other) == ["The date looks like a placeholder. 9999-12-31 (steps/far)"]


def test_overview_and_publication_name_every_hint(client, editor, treaty):
    for address in ("overview_dossier", "publish_dossier"):
        assert EARLY in text(client.get(reverse(f"admin:{address}", args=[treaty.pk])))


def test_import_names_the_hints_of_what_it_brings_and_refuses_nothing(treaty, tmp_path):
    dossier = assemble(treaty) | {"slug": "other"}
    file = tmp_path / "other.json"
    file.write_text(json.dumps(dossier), encoding="utf-8")

    out, err = run("import_dossier", str(file))
    assert [line for line in out.splitlines() if line.startswith("check")] == [f"check other {EARLY}"]
    assert err == ""
    assert "check" not in run("import_dossier", str(file))[0]


def test_import_names_a_new_party_whose_name_is_known(treaty, tmp_path):
    make_party("su", name_en="Soviet Union")
    party = {"key": "ussr", "name": {"en": "Soviet Union"}}
    dossier = {"format": "1", "slug": "other", "parties": [party], "participants": [{"party": "ussr"}]}
    file = tmp_path / "other.json"
    file.write_text(json.dumps(dossier), encoding="utf-8")

    assert "check other parties/ussr has the name of parties/su" in run("import_dossier", str(file))[0].splitlines()
    assert "check" not in run("import_dossier", str(file))[0]


def test_party_of_a_name_that_is_known_already_is_named(client, editor):
    known, new = make_party("su", name_en="Soviet Union"), make_party("ussr", official_name_en="soviet union")
    make_party("ru", name_en="Russia")

    assert namesakes(new) == [known]
    assert told_after_saving(client, new) == ["Another party has the same name: Soviet Union (su)."]


def test_name_in_another_language_counts_too(editor):
    known, new = make_party("su", name_en="Soviet Union"), make_party("ussr", name_ru="Советский Союз")
    known.names.create(key="ru", language="ru", text="СОВЕТСКИЙ СОЮЗ", kind="press")

    assert namesakes(new) == [known]
    assert namesakes(make_party("none")) == []
