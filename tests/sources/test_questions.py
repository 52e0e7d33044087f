import pytest
from django.core.exceptions import ValidationError

from sources.models import Citation, SourceOrigin
from sources.questions import misfit, proposed, stale
from tests.makers import (
    make_article,
    make_citation,
    make_party,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)

pytestmark = pytest.mark.django_db


def dated(treaty, step, value, **fields):
    return make_citation(treaty, step, field="date", value=value, value_type="date", **fields)


def test_a_point_on_which_sources_differ_is_proposed():
    treaty = make_treaty("antarctic")
    step = make_step(treaty)
    citations = [dated(treaty, step, "1901-03-04"), dated(treaty, step, "1901-03-05")]
    make_citation(treaty, step, field="place", value="Alba")

    (point,) = proposed(Citation.objects.all())

    assert point.citations == citations
    assert (point.subject, point.label, point.kind) == (step, "Date", "conflict")


def test_what_is_weighed_already_is_not_proposed():
    treaty = make_treaty("antarctic")
    step = make_step(treaty)
    question = make_question(treaty)
    for value in ("1901-03-04", "1901-03-05"):
        dated(treaty, step, value, question=question)

    assert proposed(Citation.objects.all()) == []


def test_what_agrees_or_is_a_remark_is_not_proposed():
    treaty = make_treaty("antarctic")
    step = make_step(treaty)
    for value in ("1901-03-04", "1901-03-04"):
        dated(treaty, step, value)
    for value in ("a step forward", "a step back"):
        make_citation(treaty, treaty, topic="remark", value=value)

    assert proposed(Citation.objects.all()) == []


def test_the_same_field_of_two_records_is_not_one_point():
    treaty = make_treaty("antarctic")
    dated(treaty, make_step(treaty), "1901-03-04")
    dated(treaty, make_step(treaty), "1901-03-05")

    assert proposed(Citation.objects.all()) == []


def test_proposals_take_few_queries(django_assert_max_num_queries):
    treaty = make_treaty("antarctic")
    for _ in range(20):
        step = make_step(treaty)
        for value in ("1901-03-04", "1901-03-05"):
            dated(treaty, step, value)

    with django_assert_max_num_queries(6):
        assert len(proposed(Citation.objects.all())) == 20


@pytest.mark.parametrize(
    ("field", "on_desk", "preferred", "expected"),
    [
        ("date", "1901-03-04", "1901-03-04", []),
        ("date", "1901-03-05", "1901-03-04", ["q"]),
        ("date", "", "1901-03-04", ["q"]),
        ("instrument", "law", "law", []),
        ("instrument", "decree", "law", ["q"]),
        ("organ_en", "The upper house, by decree", "the upper house", []),
        ("organ_en", "The lower house", "the upper house", ["q"]),
    ],
)
def test_a_preferred_value_that_the_desk_no_longer_has_is_stale(field, on_desk, preferred, expected):
    treaty = make_treaty("antarctic")
    step = make_step(treaty, **{field: on_desk})
    question = make_question(treaty, "q", outcome="preferred", preferred_value=preferred)
    make_citation(treaty, step, field=field.removesuffix("_en"), value=preferred, question=question)

    assert [each.key for each in stale([question])] == expected


def test_a_preferred_record_is_compared_by_its_key():
    treaty = make_treaty("antarctic")
    step = make_step(treaty, party="alba")
    question = make_question(treaty, "q", outcome="preferred", preferred_value="parties/alba")
    make_citation(treaty, step, field="party", value="parties/alba", value_type="reference", question=question)

    assert stale([question]) == []
    step.party = make_party("corea")
    step.save()
    assert stale([type(question).objects.get()]) == [question]


def test_a_preferred_value_of_a_topic_cannot_be_stale():
    treaty = make_treaty("antarctic")
    question = make_question(treaty, "q", outcome="preferred", preferred_value="an alliance")
    make_citation(treaty, treaty, topic="alliance", value="an alliance", question=question)

    assert stale([question]) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"field": "date", "value": "1901-03-04", "value_type": "date"}, ""),
        ({"field": "number", "value": "many", "value_type": "number"}, "The value is not a number"),
        ({"field": "number", "value": ">3000", "value_type": "number"}, ""),
        ({"topic": "speaker", "value": "people/ada", "value_type": "reference"}, ""),
        (
            {"topic": "speaker", "value": "people/ada, people/bea", "value_type": "reference"},
            "No record has the key people/bea.",
        ),
        ({"topic": "scope", "value": "articles/1", "value_type": "reference"}, ""),
        ({"topic": "scope", "value": "articles/2", "value_type": "reference"}, "No record has the key articles/2."),
        ({"field": "instrument", "value": "law", "value_type": "term"}, ""),
        ({"field": "instrument", "value": "edict", "value_type": "term"}, "Unknown term. Use one of: "),
        ({"field": "gone", "value": "x"}, "The record has no such field."),
    ],
)
def test_a_value_that_no_longer_fits_is_told(fields, expected):
    treaty = make_treaty("antarctic")
    make_person("ada")
    make_article(treaty, "1")
    make_article(make_treaty("arctic"), "2")
    citation = make_citation(treaty, make_step(treaty), **fields)

    found = misfit(citation)

    assert found.startswith(expected)
    assert bool(found) == bool(expected)


def test_a_date_that_is_none_does_not_fit():
    treaty = make_treaty("antarctic")
    citation = make_citation(treaty, make_step(treaty), field="date", value="1901", value_type="date")
    citation.value = "in spring"

    assert misfit(citation).endswith(", got “in spring”.")


def test_a_circle_of_origins_is_refused_with_its_path():

    a, b, c = (make_source(key) for key in "abc")
    SourceOrigin.objects.create(document=a, origin=b, relation="reports")
    SourceOrigin.objects.create(document=b, origin=c, relation="mirrors")
    SourceOrigin(document=c, origin=a, relation="cites").full_clean()

    with pytest.raises(ValidationError) as refused:
        SourceOrigin(document=c, origin=a, relation="quotes").full_clean()

    assert refused.value.message_dict == {"origin": ["These origins form a circle: c → a → b → c."]}
