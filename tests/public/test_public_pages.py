"""What every public page costs, and the pages beside the dossier: sources, glossary, about, errors, moved addresses."""

import re

import pytest
from django.core.cache import cache
from django.urls import get_resolver

from dossier.pages.folding import LISTS
from dossier.publication.models import Edition, Publication
from dossier.publication.publishing import publish, rename, withdraw
from dossier.text.languages import LANGUAGES
from sources import vocabulary as source_terms
from sources.models import SourceOrigin
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
from treaties import vocabulary as treaty_terms
from treaties.glossary import glossary
from treaties.models import StepArticle, TreatyRelation

pytestmark = pytest.mark.django_db

# Public address → the most queries it may take, however much there is.
MOST_QUERIES = {
    "/en/": 3,
    "/en/treaties/antarctic/": 4,
    **dict.fromkeys((f"/en/treaties/antarctic/{name}/" for name in LISTS), 3),
    "/en/treaties/antarctic/differences/gazette/": 3,
    "/en/treaties/antarctic/at/article-1/": 2,
    "/en/treaties/antarctic/editions/": 3,
    "/en/treaties/antarctic/editions/1/": 4,
    "/en/treaties/antarctic/articles/1/": 2,
    "/en/search/": 3,
    "/en/sources/": 4,
    "/en/sources/gazette/": 2,
    "/en/glossary/": 1,
    "/en/about/": 1,
    "/api/treaties/": 2,
    "/api/treaties/antarctic/": 1,
    "/api/treaties/antarctic/editions/1/": 2,
    "/api/treaties/antarctic/status/": 3,
    "/api/treaties/antarctic/citations.bib": 2,
    "/api/treaties/antarctic/citations.ris": 2,
    "/api/treaties/antarctic/citations.json": 2,
    "/api/sources/gazette.bib": 2,
    "/api/sources/gazette.ris": 2,
    "/api/sources/gazette.json": 2,
    "/api/schema.json": 1,
    "/healthz/": 1,
    "/": 0,
}


def make_shelf(size):
    """A dossier with `size` of everything, and `size` others that name it."""
    treaty = make_treaty("antarctic", parties=[f"party-{number}" for number in range(size)])
    gazette = make_source("gazette")
    make_question(treaty, "gazette")
    articles = [make_article(treaty, str(number + 1), position=number) for number in range(size)]
    texts = [treaty.texts.create(key=f"t{number}", language="ko", authenticity="authentic") for number in range(size)]
    for number in range(size):
        step = make_step(treaty, party=f"party-{number}", date=f"1901-01-{number % 28 + 1:02}")
        StepArticle.objects.create(step=step, article=articles[0])
        step.actors.create(person=make_person())
        make_event(treaty, date="1901")
        articles[0].texts.create(text=texts[number], body="조약")
        source = make_source()
        SourceOrigin.objects.create(document=source, origin=gazette, relation="reports")
        for document in (gazette, source):
            for subject in (treaty, articles[0], step):
                make_citation(treaty, subject, document=document, question=make_question(treaty))
    publish("antarctic")
    for number in range(size):
        other = make_treaty(f"other-{number}")
        TreatyRelation.objects.create(treaty=other, key="amends", kind="amends", other=treaty)
        publish(other.slug)
        older = {"content": "{}", "sha256": "0" * 64, "published_at": "2020-01-01T00:00Z"}
        Edition.objects.create(slug="antarctic", number=number + 2, **older)


@pytest.mark.parametrize("size", [1, 3, 60])
def test_public_pages_take_their_stated_number_of_queries(client, django_assert_max_num_queries, size):
    make_shelf(size)
    for address, most in MOST_QUERIES.items():
        cache.clear()
        with django_assert_max_num_queries(most):
            response = client.get(address)

        assert response.status_code in {200, 302}, address


def test_every_public_address_states_its_queries():
    """A new address without a number fails here."""

    def walk(patterns, before=""):
        for each in patterns:
            route = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from walk(each.url_patterns, route)
            else:
                yield route

    examples = {
        "<slug:slug>": "antarctic",
        "<slug:article>": "1",
        "<slug:key>": "gazette",
        "<int:number>": "1",
        "<slug:anchor>": "article-1",
    }
    found = set()
    for route in walk(get_resolver().url_patterns):
        for pattern, example in examples.items():
            route = route.replace(pattern, example)
        found.add(f"/{route}")

    assert {address for address in found if not address.startswith("/admin/")} == MOST_QUERIES.keys()


# Sources


def make_lineage():
    """Two dossiers: in one a paper reports an agency and is cited, in the other the agency alone is."""
    agency = make_source("agency", kind="agency", publisher="The Agency")
    paper = make_source("paper", title="신문", language="ko")
    SourceOrigin.objects.create(document=paper, origin=agency, relation="reports", evidence="line 1")
    first, second = make_treaty("amity"), make_treaty("trade")
    step = make_step(first, "signed")
    make_citation(
        first, step, "c1", paper, field="date", value="1901-03-04", value_type="date", attributed_to=agency,
        quote="오늘", quote_language="ko",
    )  # fmt: skip  # reads as a table, not a field a line
    make_citation(second, second, "c2", agency, topic="remark")
    publish("amity")
    publish("trade")
    return paper, agency


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_source_page_tells_lineage_and_where_it_is_cited(client):
    make_lineage()
    paper, agency = client.get("/en/sources/paper/"), client.get("/en/sources/agency/")

    assert [each["source"]["key"] for each in paper.context["origins"]] == ["agency"]
    assert [each["source"]["key"] for each in agency.context["derived"]] == ["paper"]
    assert [each["treaty"]["slug"] for each in paper.context["dossiers"]] == ["amity"]
    assert {each["treaty"]["slug"] for each in agency.context["dossiers"]} == {"amity", "trade"}
    assert '<q lang="ko" dir="ltr">오늘</q>' in paper.content.decode()
    assert "reports The Agency line 1" in text(paper)
    assert 'href="/en/treaties/amity/at/step-signed/"' in agency.content.decode()


def test_sources_of_all_dossiers_are_listed_once_and_found_by_any_title(client):
    make_lineage()

    def keys(**asked):
        return [each["key"] for each in client.get("/en/sources/", asked).context["sources"]]

    assert keys() == ["agency", "paper"]
    assert keys(q="신문") == ["paper"]
    assert keys(q="the agency") == ["agency"]
    assert keys(kind="agency") == ["agency"]
    assert keys(q="nothing") == []
    assert keys(kind="nonsense") == ["agency", "paper"]


def test_source_of_a_withdrawn_or_unpublished_dossier_is_not_shown(client):
    make_lineage()
    make_citation(make_treaty("secret"), document=make_source("hidden"))
    withdraw("amity", reason="An error.")

    assert [each["key"] for each in client.get("/en/sources/").context["sources"]] == ["agency"]
    assert client.get("/en/sources/paper/").status_code == 404
    assert client.get("/en/sources/hidden/").status_code == 404


# Articles


def make_texts():
    treaty = make_treaty("amity")
    article = make_article(treaty, "1")
    for key, language, since in (("ko", "ko", ""), ("ru", "ru", ""), ("ar", "ar", "1950")):
        text = treaty.texts.create(key=key, language=language, authenticity="authentic")
        article.texts.create(text=text, body=f"{key} body", valid_from=since)
    publish("amity")


@pytest.mark.parametrize(
    ("asked", "sides"),
    [
        ("", ["ko", "ru"]),
        ("?left=ru", ["ru", "ko"]),
        ("?right=ar@1950", ["ko", "ar@1950"]),
        ("?left=ar@1950&right=ru", ["ar@1950", "ru"]),
        ("?left=nonsense&right=", ["ko", "ru"]),
    ],
)
def test_texts_of_an_article_stand_side_by_side(client, asked, sides):
    make_texts()
    response = client.get(f"/en/treaties/amity/articles/1/{asked}")

    assert [side["key"] for _, side in response.context["sides"]] == sides
    shown = re.findall(r'<div class="body" lang="(\w+)"', response.content.decode())
    assert shown == [key.split("@")[0] for key in sides]


# Relations, glossary, errors


def test_relations_are_shown_on_both_sides_with_their_titles(client):
    old, new = make_treaty("old"), make_treaty("new")
    disputed = {"kind": "supersedes", "date": "1950-01-01", "standing": "disputed"}
    TreatyRelation.objects.create(treaty=new, key="r", other=old, **disputed)
    publish("old")
    publish("new")

    assert "is superseded by Treaty new 1 January 1950 disputed" in text(client.get("/en/treaties/old/"))
    assert 'href="/en/treaties/old/"' in client.get("/en/treaties/new/").content.decode()
    withdraw("new", reason="An error.")
    assert "superseded" not in text(client.get("/en/treaties/old/"))


def test_glossary_explains_every_term_in_nine_languages():
    for vocabulary, terms in glossary().items():
        choices = getattr(treaty_terms, vocabulary, None) or getattr(source_terms, vocabulary)
        assert [term.code for term in terms] == choices.values, vocabulary
        for term in terms:
            assert list(term.definition) == list(LANGUAGES), (vocabulary, term.code)
            assert all(term.definition.values()), (vocabulary, term.code)


@pytest.mark.shipped
def test_every_linked_term_leads_to_its_definition(client):
    places = set(re.findall(r'id="([A-Z]\w+-[\w-]+)"', client.get("/en/glossary/").content.decode()))
    for slug in Publication.objects.values_list("slug", flat=True):
        linked = set(re.findall(r'href="/en/glossary/#([\w-]+)"', client.get(f"/en/treaties/{slug}/").content.decode()))

        assert linked
        assert linked <= places


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_a_dossier_answer_in_every_language(client, language):
    for page in ("glossary", "about", "sources"):
        assert client.get(f"/{language}/{page}/").status_code == 200
    assert client.get(f"/{language}/treaties/none/").status_code == 404


def test_error_on_our_side_is_said_in_the_readers_language(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(Publication.objects, "current", None)
    response = client.get("/en/")

    assert response.status_code == 500
    assert "An error on our side" in text(response)


# Moved addresses


def test_former_address_leads_to_the_present_one(client):
    treaty = make_treaty("amity")
    make_article(treaty, "1")
    publish("amity")
    rename("amity", "amity-1901")
    paths = (
        "/en/treaties/{}/?on=1901-01-01",
        "/ar/treaties/{}/articles/1/",
        "/en/treaties/{}/editions/",
        "/api/treaties/{}/",
        "/api/treaties/{}/citations.ris",
    )
    for path in paths:
        response = client.get(path.format("amity"))

        assert (response.status_code, response["Location"]) == (301, path.format("amity-1901"))
        assert client.get(path.format("amity-1901")).status_code == 200


def test_renamed_dossier_keeps_its_editions_and_counts_on(client):
    treaty = make_treaty("amity")
    publish("amity")
    rename("amity", "friendship")
    treaty.refresh_from_db()
    make_article(treaty, "1")

    assert treaty.slug == "friendship"
    assert publish("friendship").number == 2
    assert client.get("/en/treaties/friendship/editions/1/").status_code == 200
    assert [each.number for each in client.get("/en/treaties/friendship/editions/").context["editions"]] == [2, 1]


def test_renamed_dossier_is_still_named_by_others(client):
    old, new = make_treaty("old"), make_treaty("new")
    TreatyRelation.objects.create(treaty=new, key="r", kind="amends", other=old)
    publish("old")
    publish("new")
    rename("old", "older")

    assert "is amended by Treaty new" in text(client.get("/en/treaties/older/"))
    assert client.get("/en/treaties/old/").status_code == 301


def test_address_of_another_dossier_is_not_to_be_had():
    for slug in ("one", "two"):
        make_treaty(slug)
        publish(slug)
    rename("one", "first")
    for taken in ("two", "one"):
        if taken == "two":
            with pytest.raises(ValueError, match="Expected a new address"):
                rename("first", taken)
    with pytest.raises(ValueError, match="Expected a new address"):
        rename("two", "one")
    rename("first", "one")

    assert Publication.objects.get(slug="one").former_slugs == ["first"]


def test_dossier_is_not_published_at_a_former_address_of_another():
    make_treaty("one")
    publish("one")
    rename("one", "first")
    make_treaty("one")
    with pytest.raises(ValueError, match="Expected another address: .* leads to first"):
        publish("one")

    assert list(Publication.objects.values_list("slug", flat=True)) == ["first"]


@pytest.mark.parametrize("odd", ["q=%0Akind%3Dnews", "q=zzz&q=", "q=&utm=odd&kind=news&kind="])
def test_nobody_can_change_the_page_that_another_gets(client, odd):
    make_lineage()
    cache.clear()
    first = client.get("/en/sources/?q=").content
    cache.clear()
    client.get(f"/en/sources/?{odd}")

    assert client.get("/en/sources/?q=").content == first
    assert b"odd" not in client.get("/en/sources/?q=&utm=odd").content
