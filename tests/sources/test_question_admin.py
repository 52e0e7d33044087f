"""Questions at the desk, over real requests: proposed, grouped, decided or not, stale."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from sources.models import Citation, Question, SourceDocument
from tests.forms import errors, submit
from tests.makers import (
    make_article,
    make_citation,
    make_event,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import Event

pytestmark = pytest.mark.django_db
PROPOSED = "/admin/sources/question/proposed/"


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("nora", password="correct horse battery", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return user


@pytest.fixture
def dated():
    """Two citations of one date that differ, and the step they speak of."""
    treaty = make_treaty("antarctic")
    step = make_step(treaty, "01-signature", date="")
    return step, [
        make_citation(treaty, step, f"c{number}", field="date", value=value, value_type="date")
        for number, value in enumerate(("1901-03-04", "1901-03-05"))
    ]


def listed(client, address):
    return [str(record) for record in client.get(address).context["cl"].queryset]


def test_a_question_is_made_of_what_differs(client, editor, dated):
    step, citations = dated
    (point, address, kind) = client.get(PROPOSED).context["points"][0]
    assert (point.citations, address, kind) == (
        citations,
        f"/admin/treaties/ratificationstep/{step.pk}/change/",
        "conflict",
    )

    response = client.post(PROPOSED, {"citation": citations[0].pk})

    question = Question.objects.get()
    assert response.url == f"/admin/sources/question/{question.pk}/change/"
    assert (question.kind, question.outcome, question.topic_en) == ("conflict", "open", f"Date: {step}")
    assert list(question.citations.order_by("pk")) == citations
    assert client.get(PROPOSED).context["points"] == []
    assert question.history.get().history_user_id == editor.pk


def test_what_is_compatible_is_said_at_once(client, editor, dated):
    client.post(PROPOSED, {"citation": dated[1][0].pk, "compatible": "yes"})

    assert Question.objects.get().outcome == "compatible"


def test_a_new_citation_joins_the_question_that_is_there(client, editor, dated):
    step, citations = dated
    question = make_question(step.treaty, "q")
    Citation.objects.filter(pk=citations[0].pk).update(question=question)

    client.post(PROPOSED, {"citation": citations[0].pk})

    assert list(question.citations.order_by("pk")) == citations
    assert Question.objects.get() == question


def test_what_was_asked_meanwhile_is_not_asked_twice(client, editor, dated):
    citations = dated[1]
    client.post(PROPOSED, {"citation": citations[0].pk})

    response = client.post(PROPOSED, {"citation": citations[0].pk}, follow=True)

    assert [str(each) for each in response.context["messages"]] == [
        "Somebody has already raised this question, or its citations have changed."
    ]
    assert Question.objects.count() == 1


def test_proposals_can_be_narrowed_to_a_dossier(client, editor, dated):
    other = make_treaty("arctic")

    assert len(client.get(f"{PROPOSED}?dossier={dated[0].treaty_id}").context["points"]) == 1
    assert client.get(f"{PROPOSED}?dossier={other.pk}").context["points"] == []
    assert client.get(f"{PROPOSED}?dossier=x").status_code == 200


def test_citations_of_several_records_are_weighed_in_one_question(client, editor, dated):
    step, citations = dated
    elsewhere = make_citation(step.treaty, step.treaty, topic="status", value="in force")
    foreign = make_citation(make_treaty("arctic"), topic="status", value="in force")
    question = make_question(step.treaty, "q")
    form = f"/admin/sources/question/{question.pk}/change/"

    assert submit(client, form, grouped=[citations[0].pk, elsewhere.pk]).status_code == 302
    assert set(question.citations.all()) == {citations[0], elsewhere}
    assert set(client.get(form).context["adminform"].form.initial["grouped"]) == {citations[0].pk, elsewhere.pk}

    submit(client, form, grouped=[elsewhere.pk])
    assert list(question.citations.all()) == [elsewhere]

    refused = submit(client, form, grouped=[foreign.pk])
    assert list(errors(refused)) == ["grouped"]
    assert list(question.citations.all()) == [elsewhere]


def test_forms_of_two_dossiers_do_not_narrow_each_other(client, editor, dated):
    first = make_question(dated[0].treaty, "q")
    other = make_treaty("arctic")
    second, citation = make_question(other, "q"), make_citation(other, topic="status", value="in force")
    for question in (first, second, first):
        assert client.get(f"/admin/sources/question/{question.pk}/change/").status_code == 200

    assert submit(client, f"/admin/sources/question/{second.pk}/change/", grouped=[citation.pk]).status_code == 302
    assert list(second.citations.all()) == [citation]


def test_nothing_is_undecided_while_the_desk_has_a_value(client, editor, dated):
    step, citations = dated
    question = make_question(step.treaty, "q")
    Citation.objects.update(question=question)
    step.date = "1901-03-04"
    step.save()
    form = f"/admin/sources/question/{question.pk}/change/"

    refused = submit(client, form, outcome="undecided")
    assert errors(refused) == {
        "outcome": [f"While a question is undecided, its field cannot have a value. Empty “date” of “{step}” first."]
    }
    step.date = ""
    step.save()
    assert submit(client, form, outcome="undecided").status_code == 302


def test_nothing_is_undecided_while_a_list_of_the_desk_holds_something(client, editor, dated):
    step, _citations = dated
    question = make_question(step.treaty, "q")
    make_citation(step.treaty, step, field="actors", value="people/ada", value_type="reference", question=question)
    make_citation(step.treaty, step, field="articles", value="articles/1", value_type="reference", question=question)
    step.actors.create(person=make_person("ada"))
    step.articles.add(make_article(step.treaty, "1"))
    form = f"/admin/sources/question/{question.pk}/change/"

    refused = submit(client, form, outcome="undecided")
    assert errors(refused) == {
        "outcome": [
            f"While a question is undecided, its field cannot have a value. Empty “{field}” of “{step}” first."
            for field in ("actors", "articles")
        ]
    }
    step.actors.all().delete()
    step.articles.clear()
    assert submit(client, form, outcome="undecided").status_code == 302


def test_of_a_record_that_is_gone_nothing_is_proposed(client, editor):
    treaty = make_treaty("antarctic")
    event = make_event(treaty)
    for value in ("1901", "1902"):
        make_citation(treaty, event, field="date", value=value, value_type="date")
    # As raw SQL would: Django's own deletion would take the citations along.
    Event.objects.filter(pk=event.pk)._raw_delete("default")

    assert client.get(PROPOSED).context["points"] == []


def test_lists_of_stale_questions_and_of_citations_that_no_longer_fit(client, editor, dated):
    step, citations = dated
    fresh = make_question(step.treaty, "fresh")
    gone = make_question(step.treaty, "stale", outcome="preferred", preferred_value="1901-03-04")
    Citation.objects.update(question=gone)
    misfit = make_citation(step.treaty, topic="speaker", value="people/nobody", value_type="reference")

    assert listed(client, "/admin/sources/question/?stale=yes") == [str(gone)]
    assert set(listed(client, "/admin/sources/question/")) == {str(gone), str(fresh)}
    assert listed(client, "/admin/sources/citation/?misfit=yes") == [str(misfit)]
    assert "no longer what the desk has" in client.get(f"/admin/sources/question/{gone.pk}/change/").content.decode()


def test_a_source_that_prose_cites_is_not_deleted_at_the_desk(client, editor):
    source = make_source("gazette")
    treaty = make_treaty("antarctic", summary_en="[@gazette]")
    address = f"/admin/sources/sourcedocument/{source.pk}/delete/"

    assert client.get(address).context["protected"] == [f"Treaty: {treaty}"]
    assert client.post(address, {"post": "yes"}).status_code == 200
    assert SourceDocument.objects.get() == source


def test_prose_that_cites_an_unknown_source_is_refused_in_the_form(client, editor):
    make_source("gazette")
    treaty = make_treaty("antarctic")

    refused = submit(client, f"/admin/treaties/treaty/{treaty.pk}/change/", summary_fa="[@gazette]\n[@gazettes, p. 3]")

    assert errors(refused) == {"summary_fa": ["Line 2: no source has the key gazettes. Near to it: gazette"]}
