import hashlib
import json

import pytest
from django.contrib.auth import get_user_model

from dossier.format.assemble import canonical_json
from dossier.format.checks import Unpublishable
from dossier.public.caching import generation
from dossier.publication.models import Edition, EditionPage, Publication
from dossier.publication.publishing import dossier_of, in_present_terms, publish, withdraw
from dossier.text.languages import LANGUAGES
from tests.makers import make_article, make_citation, make_person, make_question, make_source, make_step, make_treaty
from treaties.models import Person, Treaty

pytestmark = pytest.mark.django_db


def test_first_edition_has_its_pages_in_nine_languages():
    treaty = make_treaty("antarctic")
    make_article(treaty, "1")
    make_citation(treaty, document=make_source("gazette"))
    edition = publish("antarctic", note="The first.")

    assert (edition.number, edition.note) == (1, "The first.")
    # Of a list without records no page is kept.
    lists = ("participants@1", "articles@1", "sources@1", "places")
    assert sorted(EditionPage.objects.values_list("language", "part")) == sorted(
        (language, part) for language in LANGUAGES for part in ("head", "articles/1", "sources/gazette", *lists)
    )


def test_edition_is_hashed_and_holds_the_dossier():
    make_treaty("antarctic")
    edition = publish("antarctic")

    assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest()
    assert dossier_of(edition)["slug"] == "antarctic"
    assert edition.content == json.dumps(dossier_of(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_publishing_what_has_not_changed_makes_no_edition():
    treaty = make_treaty("antarctic")
    publish("antarctic")
    treaty.note_internal = "only for the desk"
    treaty.save()

    assert publish("antarctic") is None
    assert Edition.objects.count() == 1


def test_change_makes_the_next_edition_and_leaves_the_first():
    treaty = make_treaty("antarctic", title_en="Old")
    first = publish("antarctic")
    treaty.title_en = "New"
    treaty.save()
    second = publish("antarctic")

    assert (second.number, Publication.objects.get().edition) == (2, second)
    assert dossier_of(Edition.objects.get(pk=first.pk))["title"] == {"en": "Old"}


def test_every_publication_and_withdrawal_makes_cached_pages_old():
    make_treaty("antarctic")
    before = generation()
    publish("antarctic")
    withdraw("antarctic", reason="An error.")

    assert generation() == before + 2


def test_withdrawn_dossier_comes_back_with_its_next_publication():
    make_treaty("antarctic")
    publish("antarctic")
    withdraw("antarctic", reason="An error.")
    assert list(Publication.objects.current()) == []
    publish("antarctic")

    assert [each.slug for each in Publication.objects.current()] == ["antarctic"]


def test_register_knows_parties_and_the_bounds_of_the_signature():
    treaty = make_treaty("antarctic", ("alba", "borea"))
    make_step(treaty, date="1901-03")
    publish("antarctic")

    found = Publication.objects.get()
    assert (found.parties, str(found.signed_earliest), str(found.signed_latest)) == (
        ["alba", "borea"],
        "1901-03-01",
        "1901-03-31",
    )


def test_what_a_confidential_document_says_is_not_published():
    treaty = make_treaty("antarctic")
    secret = make_source("leak", issuer_kind="confidential", title="Leaked")
    open_document = make_source("gazette")
    open_document.origins.create(origin=secret, relation="reports")
    make_citation(treaty, key="open", document=open_document, attributed_to=secret)
    make_citation(treaty, key="hidden", document=secret, quote="leaked words", quote_language="en")
    edition = publish("antarctic")

    dossier = dossier_of(edition)
    assert [each["key"] for each in dossier["citations"]] == ["open"]
    assert [each["key"] for each in dossier["sources"]] == ["gazette"]
    pages = json.dumps(list(EditionPage.objects.values_list("content", flat=True)))
    assert "leak" not in (edition.content + pages).lower()


@pytest.mark.parametrize("value", ["sources/gazette, sources/leak", "sources/leak,sources/gazette"])
def test_list_of_records_that_names_a_confidential_document_is_not_published(value):
    treaty = make_treaty("antarctic")
    make_source("leak", issuer_kind="confidential")
    make_citation(treaty, key="named", topic="other-documents", value=value, value_type="reference")
    make_citation(treaty, key="open", topic="other-documents", value="sources/gazette", value_type="reference")
    edition = publish("antarctic")

    assert [each["key"] for each in dossier_of(edition)["citations"]] == ["open"]
    assert "leak" not in edition.content


def test_question_that_only_a_confidential_document_answers_is_not_published():
    treaty = make_treaty("antarctic")
    secret = make_source("leak", issuer_kind="confidential")
    question = make_question(treaty, "q", outcome="preferred", preferred_value="LEAKED")
    make_citation(treaty, document=secret, question=question)
    make_citation(treaty, topic="speaker", value="sources/leak", value_type="reference")
    edition = publish("antarctic")

    assert "leak" not in edition.content.lower()


def test_person_whom_only_a_value_names_is_published_with_it():
    treaty = make_treaty("antarctic")
    make_person("ada")
    make_person("nobody-names-her")
    make_citation(treaty, topic="speaker", value="people/ada", value_type="reference")
    edition = publish("antarctic")

    assert [each["key"] for each in dossier_of(edition)["people"]] == ["ada"]
    assert Person.objects.count() == 2


def test_publishing_refuses_a_desk_that_does_not_fit_the_format():
    make_treaty("antarctic", subjects=["no-such-kind"])
    with pytest.raises(Unpublishable, match=r"subjects\[0\]: .* got “no-such-kind”"):
        publish("antarctic")

    assert Edition.objects.count() == 0


def test_publishing_an_unknown_dossier_is_an_error():
    with pytest.raises(Treaty.DoesNotExist):
        publish("nowhere")


def test_who_published_is_on_record_at_the_desk():
    user = get_user_model().objects.create_user("ada")
    make_treaty("antarctic")
    publish("antarctic", user=user, note="First.")

    newest = Publication.history.first()
    assert (newest.history_user_id, newest.history_change_reason) == (user.pk, "First.")


def test_earlier_edition_is_read_in_the_terms_of_today():
    steps = [
        {"key": "in-force", "kind": "entry-into-force", "articles": ["9"]},
        {"key": "reserves", "kind": "reservation", "articles": ["5"]},
    ]
    content = canonical_json({"slug": "pact", "steps": steps})

    earlier = in_present_terms(Edition(content=content, basis_in_articles=True))
    assert earlier["steps"] == [{"key": "in-force", "kind": "entry-into-force", "basis": ["9"]}, steps[1]]
    assert in_present_terms(Edition(content=content))["steps"] == steps
