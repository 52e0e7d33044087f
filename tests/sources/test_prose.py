import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from sources.models import SourceDocument
from sources.prose import citing, problems, prose_fields
from tests.makers import make_article, make_question, make_source, make_treaty
from treaties.models import Article, Event, Treaty

pytestmark = pytest.mark.django_db


def test_fields_of_prose_are_those_that_readers_see_as_markdown():
    assert prose_fields(Treaty) == ["summary", "background", "aftermath", "coverage_note"]
    assert (prose_fields(Article), prose_fields(Event)) == (["summary"], ["description"])


def test_prose_that_cites_an_unknown_key_is_refused_with_its_place():
    make_source("gazette")
    make_source("secret-cable", issuer_kind="confidential")
    treaty = make_treaty(
        "antarctic", summary_ko="One [@gazette, p. 3].\n\n- two [@gazete]\n- [@secret-cable], [@Three]"
    )

    with pytest.raises(ValidationError) as refused:
        treaty.full_clean()

    assert refused.value.message_dict == {
        "summary_ko": [
            "Line 4: “[@Three]” is not a valid citation. Use [@key] or [@key, p. 3].",
            "Line 3: no source has the key gazete. Near to it: gazette",
            "Line 4: the source secret-cable is confidential, and what is published may not name it.",
        ]
    }


def test_records_that_cite_a_source_are_found_in_every_language():
    make_source("gazette")
    treaty = make_treaty("antarctic", background_th="[@gazette]")
    article = make_article(treaty, summary_en="As [-@gazette] says")
    question = make_question(treaty, reason_ar="`[@gazette]` and [@gazette-2]")

    assert set(citing("gazette")) == {treaty, article}
    assert set(citing("gazette-2")) == {question}


def test_a_source_that_prose_cites_is_not_deleted():
    source = make_source("gazette")
    make_treaty("antarctic", background_th="[@gazette]")

    with pytest.raises(ProtectedError), transaction.atomic():
        source.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        SourceDocument.objects.all().delete()

    assert SourceDocument.objects.get() == source


def test_only_the_first_unknown_keys_are_compared_with_all_others():
    found = problems(" ".join(f"[@cable-{number}]" for number in range(1000)), ["cable-x"])

    assert len(found) == 1000
    assert [message.endswith("Near to it: cable-x") for message in found[:6]] == [True] * 5 + [False]
