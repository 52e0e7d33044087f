"""A dossier with long lists: each list has pages of its own, none of them is heavy, and every link arrives."""

import json
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command

from dossier.pages.edition import build_pages
from dossier.pages.folding import LISTS, LONGEST, MOST_RECORDS, unfold
from dossier.publication.models import EditionPage
from dossier.publication.publishing import withdraw
from tests.conventions import convention
from tests.public.test_views import text

pytestmark = pytest.mark.django_db
PARTIES = 70
LARGEST = 150_000


def publish_file(tmp_path, dossier):
    file = tmp_path / "convention.json"
    file.write_text(json.dumps(dossier), encoding="utf-8")
    call_command("import_dossier", str(file), "--publish")
    cache.clear()


@pytest.fixture
def published(tmp_path):
    publish_file(tmp_path, convention(PARTIES, 130))


def pages_of(client, name, language="en"):
    number = 1
    while True:
        page = client.get(f"/{language}/treaties/convention/{name}/", {"page": number})
        if page.status_code == 404:
            return
        yield page
        number += 1


def ids(page):
    return set(re.findall(r'\sid="([^"]+)"', page.content.decode()))


def test_every_page_is_small_and_every_record_is_on_one(client, published):
    records = {
        "participants": [f"participant-s{number:03}" for number in range(PARTIES)],
        "differences": [f"question-day-{number:03}" for number in range(130)],
    }
    for language in ("en", "ar"):
        overview = client.get(f"/{language}/treaties/convention/")
        assert len(overview.content) < LARGEST / 4
        for name in LISTS:
            found = list(pages_of(client, name, language))
            assert max(len(page.content) for page in found) < LARGEST, name
            for anchor in records.get(name, []):
                assert [anchor in ids(page) for page in found].count(True) == 1, anchor


def test_overview_says_how_much_there_is_and_where(client, published):
    shown = client.get("/en/treaties/convention/")

    assert "70 participants, and what each has done" in text(shown)
    assert "All 130 disagreements between sources" in text(shown)
    for name in ("participants", "chronicle", "articles", "differences", "sources"):
        assert f'href="/en/treaties/convention/{name}/"' in shown.content.decode()


def test_participants_have_their_status_on_the_day_that_is_asked_for(client, published):
    before = text(client.get("/en/treaties/convention/participants/", {"on": "1969-01-01"}))
    after = client.get("/en/treaties/convention/participants/", {"on": "2020-01-01", "page": 2})

    assert "bound since" not in before
    assert "bound since" in text(after)
    assert f"participant-s{MOST_RECORDS:03}" in ids(after)


def test_every_link_within_the_dossier_arrives(client, published):
    wanted = set()
    for name in ("", "articles/3/", "differences/day-010/", "participants/", "chronicle/", "sources/"):
        page = client.get(f"/en/treaties/convention/{name}").content.decode()
        wanted |= set(re.findall(r'href="(/en/treaties/convention/at/[^"]+)"', page))
        here = set(re.findall(r'\sid="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= here, name
    assert wanted
    for address in sorted(wanted)[:40]:
        leads = client.get(address)
        target, _hash, anchor = leads["Location"].partition("#")
        assert (leads.status_code, anchor) == (302, address.split("/")[-2])
        assert anchor in ids(client.get(target)), address


def test_address_of_a_passage_leads_to_the_page_that_has_it(client, published):
    def leads(anchor):
        return client.get(f"/en/treaties/convention/at/{anchor}/")["Location"]

    assert leads("article-3") == "/en/treaties/convention/articles/3/"
    assert leads("question-day-010") == "/en/treaties/convention/differences/day-010/"
    assert re.fullmatch(
        r"/en/treaties/convention/chronicle/(\?page=\d+)?#step-s069-consents", leads("step-s069-consents")
    )
    assert leads("nothing-such") == "/en/treaties/convention/#nothing-such"


def test_short_dossier_is_whole_and_its_lists_have_addresses_too(client, tmp_path):
    publish_file(tmp_path, convention(5, 3))
    overview = client.get("/en/treaties/convention/")

    assert {"step-s004-consents", "question-day-002", "article-3", "participant-s004"} <= ids(overview)
    assert "step-s004-consents" in ids(client.get("/en/treaties/convention/chronicle/"))
    assert client.get("/en/treaties/convention/names/").status_code == 200
    assert client.get("/en/treaties/convention/names/", {"page": 2}).status_code == 404
    assert client.get("/en/treaties/convention/at/step-s004-consents/")["Location"] == (
        "/en/treaties/convention/#step-s004-consents"
    )
    assert client.get("/en/treaties/convention/differences/day-009/").status_code == 404


def test_page_of_a_difference_is_about_it_alone(client, published):
    page = client.get("/en/treaties/convention/differences/day-010/")

    assert [anchor for anchor in ids(page) if anchor.startswith("question-")] == ["question-day-010"]
    assert "<h1>" in page.content.decode()


def test_unfolded_page_has_every_record_in_its_order():
    dossier = convention(LONGEST["participants"] + 1, 5)
    pages = build_pages(dossier, "en")
    whole = unfold(pages["head"], pages)

    assert (pages["head"]["folded"], whole["folded"]) == (True, False)
    assert [party["key"] for party in whole["parties"]] == [each["party"] for each in dossier["participants"]]
    assert {each["act"]["key"] for each in whole["reservations"]} == {
        step["key"] for step in dossier["steps"] if step["kind"] == "reservation"
    }
    assert [row["party"]["key"] for row in whole["participants"]] == [each["party"] for each in dossier["participants"]]
    assert {step["key"] for step in whole["steps"]} == {step["key"] for step in dossier["steps"]}


def test_earlier_edition_is_whole(client, published):
    shown = client.get("/en/treaties/convention/editions/1/")

    assert {"step-s069-consents", "question-day-129", "participant-s069", "party-s069"} <= ids(shown)
    assert "/at/" not in shown.content.decode()


def test_withdrawn_dossier_has_no_pages_left(client, published):
    withdraw("convention", reason="Wrong.")
    cache.clear()

    for name in ("participants/", "differences/day-010/", "chronicle/"):
        assert client.get(f"/en/treaties/convention/{name}").status_code == 410
    assert EditionPage.objects.exists()
