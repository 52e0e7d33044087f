"""Differences are found, whether or not somebody has asked about them."""

import re

import pytest
from django.core.cache import cache

from dossier.publication.publishing import publish
from tests.conventions import convention
from tests.makers import make_citation, make_question, make_source, make_step, make_treaty
from tests.pages.test_evidence import head
from tests.public.test_folding import publish_file
from tests.public.test_views import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def step():
    return make_step(make_treaty("amity"), "signed", date="1901-03-04")


def cite(step, value, **fields):
    fields = {"field": "date", "value_type": "date"} | fields
    return make_citation(step.treaty, step, document=make_source(), value=value, **fields)


def published(**options):
    publish("amity")
    cache.clear()
    return head("amity", **options)


def listed():
    return {asked["key"]: (asked["kind"], asked["outcome"]) for asked in published()["questions"]}


def test_two_values_without_a_question_are_a_difference(step):
    step.date = ""
    step.save()
    cite(step, "1901-03-04")
    cite(step, "1901-03-05")

    assert listed() == {"point-steps-signed-date": ("conflict", "")}


def test_source_that_contradicts_the_record_is_a_difference(step, client):
    cite(step, "1901-03-05")
    page = published()

    assert [(asked["key"], asked["recorded"]["text"]) for asked in page["questions"]] == [
        ("point-steps-signed-date", "1901-03-04")
    ]
    assert page["steps"][0]["apparatus"]["differs"] == "conflict"
    shown = client.get("/en/treaties/amity/")
    assert "4 March 1901 recorded in this dossier" in text(shown)
    assert "Sources differ: conflict (not yet examined)" in text(shown)
    assert 'href="#question-point-steps-signed-date"' in shown.content.decode()
    alone = client.get("/en/treaties/amity/differences/point-steps-signed-date/")
    assert "Signature subject to ratification, 4 March 1901: date" in text(alone)


def test_source_that_disputes_the_recorded_value_contradicts_it(step):
    cite(step, "1901-03-04", stance="disputes")

    assert listed() == {"point-steps-signed-date": ("conflict", "")}


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ("1901-03-04", {}),
        ("1901-03", {}),
        ("1901-03-05", {"modality": "expects"}),
        ("", {"modality": "gives-no-value"}),
        ("on a Monday", {"value_type": "text"}),
        ("ukase", {"field": "instrument", "value_type": "text"}),
        ("1901-03-05", {"field": "", "topic": "remark"}),
    ],
)
def test_what_does_not_contradict_the_record_is_no_difference(step, value, fields):
    cite(step, value, **fields)

    assert listed() == {}


def test_term_is_compared_by_its_code(step):
    step.instrument = "decree"
    step.save()
    cite(step, "law", field="instrument", value_type="term")

    assert listed() == {"point-steps-signed-instrument": ("conflict", "")}


def test_date_is_compared_in_the_calendar_of_the_act(step):
    step.date, step.calendar = "1901-02-19", "julian"
    step.save()
    cite(step, "1901-03-04")
    cite(step, "1901-02-19", value_calendar="julian")

    assert listed() == {}


def test_question_takes_the_place_of_what_it_weighs(step):
    question = make_question(step.treaty, "day", outcome="preferred", preferred_value="1901-03-04")
    for value in ("1901-03-04", "1901-03-05"):
        cite(step, value, question=question)
    assert listed() == {"day": ("conflict", "preferred")}

    # A value that it does not have is a difference still.
    cite(step, "1901-03-06")
    assert listed() == {"day": ("conflict", "preferred"), "point-steps-signed-date": ("conflict", "")}


def test_difference_of_precision_comes_after_the_conflicts(step):
    cite(step, "1901")
    cite(step, "1901-03-04")
    other = make_step(step.treaty, "force", kind="entry-into-force", date="1902")
    cite(other, "1903")

    assert list(listed().items()) == [
        ("point-steps-force-date", ("conflict", "")),
        ("point-steps-signed-date", ("precision", "")),
    ]


def test_other_day_than_the_treatys_own_rule_gives_is_a_difference(client, step):
    treaty = step.treaty
    treaty.entry_into_force_method, treaty.entry_into_force_delay = "exchange-of-instruments", "P30D"
    treaty.save()
    make_step(treaty, "exchange", kind="exchange-of-instruments-of-ratification", date="1902-01-01")
    force = make_step(treaty, "force", kind="entry-into-force", date="1902-01-31")
    assert listed() == {}
    force.date = "1902-03-01"
    force.save()

    assert listed() == {"point-steps-force-rule": ("conflict", "")}
    shown = text(client.get("/en/treaties/amity/differences/point-steps-force-rule/"))
    assert "1 March 1902 recorded in this dossier" in shown
    assert "31 January 1902 By its own rule the treaty would have entered into force on another day." in shown
    assert "1 difference between sources" in text(client.get("/en/"))


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (0, "Not compared: no point has values of two independent origins."),
        (1, "Not compared: no point has values of two independent origins."),
        (2, "No difference found: 1 point was compared."),
    ],
)
def test_no_difference_is_said_only_where_something_was_compared(step, client, sources, said):
    for _source in range(sources):
        cite(step, "1901-03-04")
    published()

    assert said in text(client.get("/en/treaties/amity/"))
    assert said in text(client.get("/en/treaties/amity/differences/"))


def test_documents_of_one_origin_are_not_compared(step, client):
    one, other = cite(step, "1901-03-04"), cite(step, "1901-03-04")
    other.document.origins.create(origin=one.document, relation="reports")

    assert published()["compared"] == 0


def test_conflicts_of_a_convention_are_counted_without_questions(client, tmp_path):
    dossier = convention(70, 130)
    for citation in dossier["citations"]:
        del citation["question"]
    conflicts = len(
        {
            each["subject"]
            for each in dossier["citations"]
            if each["key"].endswith("1") and each["value"] != step_of(dossier, each)["date"]
        }
    )
    publish_file(tmp_path, dossier | {"questions": []})
    overview = client.get("/en/treaties/convention/")

    assert f"All {conflicts} disagreements between sources" in text(overview)
    found, number = set(), 1
    while (page := client.get("/en/treaties/convention/differences/", {"page": number})).status_code == 200:
        found |= set(re.findall(r'id="question-([^"]+)"', page.content.decode()))
        number += 1
    assert len(found) == conflicts


def step_of(dossier, citation):
    return next(step for step in dossier["steps"] if citation["subject"] == f"steps/{step['key']}")


def test_register_counts_the_differences_of_a_dossier(client, step):
    cite(step, "1901-03-05")
    make_question(step.treaty, "day")
    published()
    shown = client.get("/en/")

    assert "2 differences between sources" in text(shown)
    assert 'href="/en/treaties/amity/differences/"' in shown.content.decode()
    assert len(head("amity")["questions"]) == 2
