"""What of a quotation leaves the desk."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from dossier.format.assemble import as_json, assemble
from dossier.format.intake import Intake
from dossier.format.reading import read_dossier
from dossier.format.reuse import within_reuse
from dossier.publication.models import Edition
from dossier.publication.publishing import publish
from sources.models import Citation, QuoteCheck
from tests.makers import make_capture, make_citation, make_source, make_treaty

pytestmark = pytest.mark.django_db
LONG = " ".join(f"word{number}" for number in range(50))


def quoted(count):
    return " ".join(f"word{number}" for number in range(count)) + "…"


@pytest.fixture
def treaty():
    treaty = make_treaty("amity")
    for reuse in ("official-text", "licensed", "quotation", "unknown"):
        document = make_source(reuse, reuse=reuse)
        make_citation(
            treaty, key=reuse, document=document, quote=LONG, quote_language="en", quote_translation_ru=LONG.upper()
        )
    return treaty


@pytest.fixture
def reviewer(client):
    user = User.objects.create_user("someone", is_staff=True)
    user.groups.set(Group.objects.filter(name="Reviewer"))
    client.force_login(user)
    return client


def test_edition_holds_as_much_of_each_quotation_as_its_source_allows(treaty):
    publish("amity")
    content = Edition.objects.get().content
    found = {each["key"]: (each["quote"], each["quote_translation"]) for each in json.loads(content)["citations"]}

    whole = (LONG, {"ru": LONG.upper()})
    assert found == {
        "official-text": whole,
        "licensed": whole,
        "quotation": (quoted(40), {"ru": quoted(40).upper()}),
        "unknown": (quoted(8), {"ru": quoted(8).upper()}),
    }


def test_site_sets_the_lengths(treaty, settings):
    settings.QUOTATION_WORDS, settings.FRAGMENT_WORDS = 3, 2

    found = {each["key"]: each["quote"] for each in within_reuse(assemble(treaty))["citations"]}
    assert found == {"official-text": LONG, "licensed": LONG, "quotation": quoted(3), "unknown": quoted(2)}


def test_preview_and_page_show_no_more(treaty, reviewer):
    Citation.objects.filter(key__in=["official-text", "licensed"]).delete()
    publish("amity")
    for address in ("/admin/treaties/treaty/preview/amity/en/treaties/amity/", "/en/treaties/amity/"):
        page = reviewer.get(address).content.decode()
        assert "word39…" in page
        assert "word40" not in page


def test_export_of_the_desk_holds_them_whole(treaty, tmp_path):
    call_command("export_dossier", "amity", output=tmp_path / "amity.json")

    exported = json.loads((tmp_path / "amity.json").read_text())
    assert [each["quote"] for each in exported["citations"]] == [LONG] * 4
    assert exported == json.loads(as_json(assemble(treaty)))


def test_publish_page_names_what_is_shortened_and_no_difference_where_nothing_changed(treaty, reviewer):
    publish("amity")
    response = reviewer.get(f"/admin/treaties/treaty/{treaty.pk}/publish/")

    assert (response.context["shortened"], response.context["differences"]) == (["quotation", "unknown"], [])


def test_quotations_of_these_dossiers_are_short_enough(dossier_files):
    for file in dossier_files:
        dossier = read_dossier(file)
        assert within_reuse(dossier) == dossier
        unknown = dossier | {"sources": []}
        assert within_reuse(unknown) == unknown


def test_quotations_taken_in_are_checked(treaty):
    make_capture(make_source("gazette"), "The treaty was signed.")
    citation = {"key": "new", "subject": "treaty", "topic": "statement", "document": "gazette"}
    dossier = assemble(treaty)
    dossier["sources"].append({"key": "gazette", "kind": "news", "issuer_kind": "other-media"})
    dossier["citations"].append(citation | {"quote": "was signed", "quote_language": "en"})
    Intake(dossier, "x").apply(update=True)
    assert list(QuoteCheck.objects.values_list("citation__key", "result")) == [("new", "exact")]

    dossier["citations"][-1]["quote"] = "was sealed"
    Intake(dossier, "x").apply(update=True)
    assert list(QuoteCheck.objects.values_list("citation__key", "result")) == [("new", "missing")]
