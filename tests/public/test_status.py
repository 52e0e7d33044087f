"""The status on pages and for programs: what is said, how it is known, and for which days."""

import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command

from dossier.publication.models import StatusInterval
from tests.public.test_views import text

pytestmark = pytest.mark.django_db

CONVENTION = {
    "format": "1",
    "slug": "pact",
    "title": {"en": "Pact"},
    "acts_complete_until": "1999-12-31",
    "later_consent_delay": "P90D",
    "entry_into_force_method": "number-of-deposits",
    "entry_into_force_number": 2,
    "entry_into_force_delay": "P90D",
    "participants": [
        *({"party": key, "position": number} for number, key in enumerate(("alba", "borea", "caria", "corda"), 1)),
        {"party": "docke", "position": 5, "capacity": "guarantor"},
    ],
    "parties": [{"key": key, "name": {"en": key.title()}} for key in ("alba", "borea", "caria", "corda", "docke")],
    "articles": [{"slug": "5", "number": "5"}, {"slug": "9", "number": "9", "position": 2}],
    "steps": [
        {"key": "alba", "kind": "deposit", "party": "alba", "date": "1950-01-01"},
        {"key": "borea", "kind": "deposit", "party": "borea", "date": "1950-10-14"},
        {"key": "in-force", "kind": "entry-into-force", "date": "1951-01-12", "basis": ["9"]},
        {"key": "caria", "kind": "accession", "party": "caria", "date": "1955-05-12"},
        {"key": "signs", "kind": "signature-subject-to-ratification", "party": "corda", "date": "1949-01-01"},
        {
            "key": "isle",
            "kind": "territorial-withdrawal",
            "party": "alba",
            "date": "1985-02-01",
            "territory": "The isle",
        },
        {"key": "reserves", "kind": "reservation", "party": "caria", "date": "1955-05-12", "articles": ["5"]},
        {
            **{"key": "objects", "kind": "objection", "party": "alba", "date": "1956-01-01", "between": "caria"},
            "between_us": "not-in-force",
        },
    ],
}


def publish_file(tmp_path, dossier=CONVENTION, **changes):
    file = tmp_path / "pact.json"
    file.write_text(json.dumps(dossier | changes), encoding="utf-8")
    call_command("import_dossier", str(file), "--publish", "--update")
    cache.clear()


@pytest.fixture
def published(tmp_path):
    publish_file(tmp_path)


def shown(client, day="", language="en", slug="pact"):
    return text(client.get(f"/{language}/treaties/{slug}/", {"on": day} if day else {}))


def test_api_answers_for_the_treaty_and_each_party(client, published):
    answer = client.get("/api/treaties/pact/status/?on=1955-07-01").json()

    assert (answer["slug"], answer["edition"], answer["on"]) == ("pact", 1, "1955-07-01")
    assert answer["treaty"] == {
        **{"code": "in-force", "since": "1951-01-12", "known": "recorded", "rule": "entry-into-force"},
        **{"acts": ["in-force"], "ground": "", "undecided": False, "denied_until": "", "limits": [], "readings": []},
    }
    assert list(answer["parties"]) == ["alba", "borea", "caria", "corda"]
    assert {key: (each["code"], each["known"]) for key, each in answer["parties"].items()} == {
        "alba": ("in-force", "recorded"),
        "borea": ("in-force", "recorded"),
        "caria": ("signed-not-in-force", "derived"),
        "corda": ("signed-not-in-force", "derived"),
    }


def test_api_has_every_interval(client, published):
    answer = client.get("/api/treaties/pact/status/").json()
    of_caria = [each for each in answer["intervals"] if each["party"] == "caria"]

    assert [(each["first"], each["last"], each["code"]) for each in of_caria if each["code"] == "in-force"] == [
        ("1955-08-10", None, "in-force")
    ]
    assert of_caria[0]["first"] is of_caria[-1]["last"] is None
    assert answer["on"] == date.today().isoformat()


def test_api_names_the_limits_and_what_is_no_day(client, published):
    answer = client.get("/api/treaties/pact/status/?on=1990-01-01").json()
    assert [(each["code"], each["territory"]) for each in answer["parties"]["alba"]["limits"]] == [
        ("ended", "The isle")
    ]

    refused = client.get("/api/treaties/pact/status/?on=soon")
    assert refused.status_code == 400
    assert refused.json() == {"error": "on: Expected a day such as 2024-11-01, got “soon”."}
    assert client.get("/api/treaties/none/status/").status_code == 404


def test_api_names_other_readings(client, tmp_path):
    steps = [*CONVENTION["steps"], {"key": "left", "kind": "withdrawal-effective", "party": "alba", "date": "1960"}]
    publish_file(tmp_path, steps=[*steps[:-1], steps[-1] | {"standing": "disputed"}])

    alba = client.get("/api/treaties/pact/status/?on=1970-01-01").json()["parties"]["alba"]
    assert [(each["because"], each["code"], each["acts"]) for each in alba["readings"]] == [
        ("contested", "terminated", ["alba", "in-force", "left"])
    ]


def test_table_tells_each_participant_in_its_own_words(client, published):
    rows = re.findall(r'<tr id="participant-(\w+)">.*?</tr>', client.get("/en/treaties/pact/").content.decode(), re.S)
    page = shown(client)

    assert rows == ["alba", "borea", "caria", "corda", "docke"]
    assert "The isle: no longer extends to the territory since 1 February 1985" in page
    assert "bound since 10 August 1955" in page
    assert "signed on 1 January 1949; not bound up to 31 December 1999, nothing recorded since" in page
    assert "signed on 1 January 1949, not bound" in shown(client, "1960-01-01")
    assert "guarantor" in page


def test_rule_of_entry_into_force_is_told_with_its_arithmetic(client, published):
    page = shown(client)

    assert "2 deposits" in page
    assert "delay: 90 days" in page
    assert "for those who consent later: 90 days" in page
    assert "derived from the acts: 12 January 1951, counted from 14 October 1950" in page


def test_reservation_stands_with_its_answers(client, published):
    page = shown(client)

    assert "Alba: objection: not in force between the two" in page
    assert "all others: no objection within twelve months: the articles apply as reserved" in page
    assert "with respect to: Caria" in page


def test_silence_is_told_as_silence(client, tmp_path):
    steps = [{"key": "signs", "kind": "signature-subject-to-ratification", "date": "1897-02-02"}]
    two = CONVENTION["participants"][:2]
    publish_file(tmp_path, {**CONVENTION, "acts_complete_until": ""}, steps=steps, participants=two)

    assert "Signed 2 February 1897. Entry into force: not recorded." in shown(client)
    assert "not in force" not in shown(client)
    register = text(client.get("/en/"))
    assert "Signed 2 February 1897. Entry into force: not recorded." in register


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("1902-01-01/..", "In force: day not recorded, but on or after 1 January 1902."),
        ("../1902-01-01", "In force: day not recorded, but on or before 1 January 1902."),
        ("", "In force: day not recorded."),
        ("[1902-01-01,1902-03-01]", "In force since 1 January 1902 or 1 March 1902."),
        ("1902-01-01/1902-01-02", "In force since 1 January 1902 or 2 January 1902."),
        ("1902-01-01/1902-05-01", "In force since some day between 1 January 1902 and 1 May 1902."),
        ("1902-01", "In force since January 1902."),
    ],
)
def test_no_sentence_ends_in_since(client, tmp_path, when, expected):
    steps = [{"key": "in-force", "kind": "entry-into-force", "date": when}]
    publish_file(tmp_path, steps=steps, participants=CONVENTION["participants"][:2], entry_into_force_number=None)

    assert expected in shown(client)


def test_open_question_with_a_set_of_days_is_published(client, tmp_path):
    steps = [{"key": "in-force", "kind": "entry-into-force", "date": "[1902-01-01,1902-03-01]"}]
    sources = [{"key": key, "kind": "scholarship", "language": "en", "title": key} for key in ("one", "other")]
    questions = [{"key": "day", "outcome": "undecided", "topic": {"en": "The day"}, "reason": {"en": "Two lists."}}]
    citations = [
        {
            **{"key": key, "subject": "steps/in-force", "field": "date", "document": key, "question": "day"},
            **{"value": value, "value_type": "date"},
        }
        for key, value in (("one", "1902-01-01"), ("other", "1902-03-01"))
    ]
    publish_file(
        tmp_path,
        **{"steps": steps, "sources": sources, "questions": questions, "citations": citations},
        **{"participants": CONVENTION["participants"][:2]},
    )

    assert "In force since 1 January 1902 or 1 March 1902. Sources differ on the day, and it is not decided." in shown(
        client
    )


@pytest.mark.parametrize("language", ["ar", "zh-hans", "th"])
def test_sentences_are_in_the_readers_language(client, published, language):
    page = shown(client, language=language)

    for english in ("bound", "signed on", "not recorded", "since", "no longer", "objection"):
        assert english not in page.lower()


def test_intervals_are_made_anew_for_each_edition(client, tmp_path, published):
    publish_file(tmp_path, acts_complete_until="2001-01-01")

    assert set(StatusInterval.objects.values_list("edition__number", flat=True)) == {1, 2}
    assert "not bound up to 1 January 2001" in shown(client)
    assert "not bound up to 31 December 1999" in text(client.get("/en/treaties/pact/editions/1/"))


@pytest.mark.parametrize("address", ["/en/", "/en/search/?q=pact"])
def test_lists_have_the_sign_of_the_status(client, published, address):
    assert 'class="shape in-force"' in client.get(address).content.decode()
