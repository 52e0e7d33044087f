import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from dossier.publication.models import Edition
from dossier.publication.publishing import publish, withdraw
from dossier.text.languages import LANGUAGES, direction, tag
from tests.makers import make_article, make_citation, make_event, make_question, make_source, make_step, make_treaty
from treaties.models import TreatyRelation, TreatyText

pytestmark = pytest.mark.django_db
ADDRESS = "/en/treaties/antarctic/"


def make_dossier(size=1, slug="antarctic"):
    """A published dossier with `size` rows of each kind."""
    treaty = make_treaty(slug)
    make_step(treaty, "signed", date="1901-03-04")
    make_step(treaty, "force", kind="entry-into-force", date="1902-01-01")
    for number in range(size):
        make_article(treaty, str(number + 1), summary_en=f"Summary {number}")
        make_event(treaty, date="1901")
        question = make_question(treaty)
        make_citation(
            treaty,
            treaty.steps.first(),
            field="date",
            value=f"1901-03-{number + 1:02}",
            value_type="date",
            question=question,
        )
    publish(slug)
    return treaty


def text(response):
    """What a reader reads: without markup, white space folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.mark.parametrize("size", [1, 3, 30])
def test_dossier_page_takes_four_queries_whatever_its_size(client, django_assert_num_queries, size):
    make_dossier(size)
    with django_assert_num_queries(4):
        client.get(ADDRESS)


@pytest.mark.parametrize("size", [1, 3])
def test_article_page_takes_two_queries(client, django_assert_num_queries, size):
    make_dossier(size)
    with django_assert_num_queries(2):
        client.get(f"{ADDRESS}articles/1/")


@pytest.mark.parametrize("size", [1, 3])
def test_register_takes_three_queries(client, django_assert_num_queries, size):
    for number in range(size):
        make_dossier(slug=f"treaty-no-{number}")
    with django_assert_num_queries(3):
        client.get("/en/")


def test_unpublished_dossier_is_not_listed(client):
    make_dossier()
    make_treaty("secret")
    response = client.get("/en/")

    assert [line["slug"] for line in response.context["lines"]] == ["antarctic"]
    assert client.get("/en/treaties/secret/").status_code == 404


def test_status_today_and_on_a_day(client):
    make_dossier()

    assert "In force since 1 January 1902." in text(client.get(ADDRESS))
    on_day = text(client.get(ADDRESS, {"on": "1901-11-01"}))
    assert "On 1 November 1901: Signed 4 March 1901, not in force." in on_day
    assert "had not entered into force on this day" in on_day
    assert "Not yet signed." in text(client.get(ADDRESS, {"on": "1900-01-01"}))


def test_day_that_is_none_is_said_to_be_none(client):
    make_dossier()
    response = client.get(ADDRESS, {"on": "<b>1901-13-01"})

    assert "“&lt;b&gt;1901-13-01” is not a date" in text(response)
    assert "In force since 1 January 1902." in text(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_its_language_and_direction(client, language):
    make_dossier()
    for address in ("", "treaties/antarctic/", "treaties/antarctic/articles/1/"):
        page = client.get(f"/{language}/{address}").content.decode()
        assert f'<html lang="{tag(language)}" dir="{direction(language)}">' in page


def test_text_in_another_language_carries_its_own(client):
    make_dossier()
    page = client.get("/ar/treaties/antarctic/").content.decode()

    assert '<h1><bdi lang="en" dir="ltr">Treaty antarctic</bdi>\n<span class="instead"' in page


def test_home_leads_to_the_readers_language(client):
    for asked, found in [("ko-KR,ko", "ko"), ("zh-TW", "zh-hant"), ("zh-CN", "zh-hans"), ("fi", "en")]:
        assert client.get("/", headers={"accept-language": asked}).url == f"/{found}/"


def test_pages_are_kept_until_something_is_published(client):
    treaty = make_dossier()
    first = client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304
    treaty.title_en = "Renamed"
    treaty.save()
    assert client.get(ADDRESS).content == first.content
    publish("antarctic")

    assert "Renamed" in text(client.get(ADDRESS, headers={"if-none-match": first["ETag"]}))


def test_pages_are_made_anew_where_the_site_is_another(client, settings):
    make_dossier()
    first = client.get(ADDRESS)
    settings.SITE_URL = "https://dossiers.example"

    page = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert page.status_code == 200
    assert f"https://dossiers.example{ADDRESS}" in page.content.decode()


def test_parameters_that_mean_nothing_neither_split_nor_poison_the_cache(client):
    make_dossier()
    first = client.get(ADDRESS, {"utm": "planted"})

    assert "planted" not in first.content.decode()
    assert client.get(ADDRESS)["ETag"] == first["ETag"]


@pytest.mark.parametrize("day", ["nonsense", "1901-11-01"])
def test_only_addresses_without_a_question_are_kept(client, django_assert_num_queries, day):
    """There is no end of questions, and each would take the place of a page that somebody reads."""
    make_dossier()
    first = client.get(ADDRESS, {"on": day})
    with django_assert_num_queries(4):
        assert client.get(ADDRESS, {"on": day}).content == first.content
    client.get(ADDRESS)
    with django_assert_num_queries(1):
        client.get(ADDRESS)


def test_readers_go_on_while_the_cache_is_away(client, settings, caplog):
    make_dossier()
    nobody = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nobody}

    for address in ("/en/", ADDRESS, ADDRESS, f"{ADDRESS}articles/1/", "/api/treaties/", "/healthz/"):
        assert client.get(address).status_code == 200
    assert "The cache does not answer, so a page is made anew" in caplog.text


def test_nothing_is_kept_while_the_program_is_written(client, settings, django_assert_num_queries):
    make_dossier()
    settings.DEBUG = True
    client.get(ADDRESS)
    with django_assert_num_queries(3):
        assert "ETag" not in client.get(ADDRESS)


def test_page_that_does_not_exist_is_never_unchanged(client):
    assert client.get("/en/treaties/nowhere/", headers={"if-none-match": "*"}).status_code == 404


def test_public_addresses_are_only_read(client):
    make_dossier()
    for address in ("/en/", ADDRESS, "/api/treaties/antarctic/", "/api/schema.json"):
        assert client.post(address).status_code == 405


def test_odd_languages_and_values_do_not_break_a_page(client):
    treaty = make_dossier()
    TreatyText.objects.create(treaty=treaty, key="la", language="la", authenticity="authentic")
    for number, value in enumerate(["PY", "MoU", "P²Y", "title/x"]):
        kind = "reference" if "/" in value else "term"
        make_citation(treaty, key=f"odd-{number}", field="term", value=value, value_type=kind)
    publish("antarctic")

    assert "Latin (authentic)" in text(client.get(ADDRESS))


@pytest.mark.parametrize("size", [1, 3])
def test_earlier_edition_is_shown_as_it_was_and_says_so(client, django_assert_num_queries, size):
    treaty = make_dossier(size)
    treaty.title_en = "Renamed"
    treaty.save()
    publish("antarctic")
    with django_assert_num_queries(4):
        earlier = client.get(f"{ADDRESS}editions/1/")

    assert "This is edition 1, not the current edition." in text(earlier)
    assert "Treaty antarctic" in text(earlier)
    assert "Renamed" not in text(earlier)
    assert "not the current edition" not in text(client.get(f"{ADDRESS}editions/2/"))
    assert client.get(f"{ADDRESS}editions/3/").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_editions_are_listed_newest_first(client, django_assert_num_queries, size):
    treaty = make_treaty("antarctic")
    for number in range(size):
        treaty.title_en = f"Title {number}"
        treaty.save()
        publish("antarctic", note=f"Note {number}")
    with django_assert_num_queries(3):
        response = client.get(f"{ADDRESS}editions/")

    assert [each.number for each in response.context["editions"]] == list(range(size, 0, -1))
    assert client.get("/en/treaties/nowhere/editions/").status_code == 404


def test_api_lists_dossiers_and_serves_earlier_editions(client):
    treaty = make_dossier()
    treaty.title_en = "Renamed"
    treaty.save()
    publish("antarctic")
    make_treaty("secret")

    assert [(each["slug"], each["edition"]) for each in client.get("/api/treaties/").json()["treaties"]] == [
        ("antarctic", 2)
    ]
    assert client.get("/api/treaties/antarctic/editions/1/").json()["title"] == {"en": "Treaty antarctic"}
    assert client.get("/api/treaties/antarctic/editions/9/").status_code == 404
    withdraw("antarctic", reason="An error.")
    for address in (f"{ADDRESS}editions/", f"{ADDRESS}editions/1/", "/api/treaties/antarctic/editions/1/"):
        assert client.get(address).status_code == 410


def test_withdrawn_dossier_answers_gone(client):
    make_dossier()
    withdraw("antarctic", reason="An error.")

    assert client.get(ADDRESS).status_code == 410
    assert "The editors have withdrawn this dossier. An error." in text(client.get(ADDRESS))
    assert client.get("/api/treaties/antarctic/").json() == {"error": "withdrawn", "reason": "An error."}
    assert client.get("/en/").context["lines"] == []


def test_public_pages_set_no_cookie_and_allow_nothing_inline(client):
    make_dossier()
    for address in ("/en/", ADDRESS, f"{ADDRESS}articles/1/"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "'unsafe" not in policy
        assert "default-src 'none'" in policy
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", response.content.decode())


def test_every_claim_is_a_footnote_to_a_numbered_source(client):
    treaty = make_dossier()
    source = make_source("gazette", publisher="Gazette")
    make_citation(
        treaty, treaty.steps.first(), document=source, quote="كلمات", quote_language="ar", field="date", value="1901"
    )
    publish("antarctic")
    page = client.get(ADDRESS).content.decode()

    (number,) = re.findall(r'<li id="source-(\d+)" class="source"[^>]*>(?:(?!</li>).)*Gazette', page, re.S)
    assert f'href="#source-{number}"' in page
    assert '<q lang="ar" dir="rtl">كلمات</q>' in page


def test_points_on_which_sources_differ_are_marked(client):
    make_dossier(2)

    assert text(client.get(ADDRESS)).count("Sources differ") >= 2


def test_dossier_that_names_another_is_shown_there_too(client):
    first, second = make_dossier(), make_treaty("later")
    TreatyRelation.objects.create(treaty=second, key="amends", kind="amends", other=first)
    publish("later")

    assert "is amended by Treaty later" in text(client.get(ADDRESS))


def test_what_is_not_known_is_said(client):
    make_treaty("antarctic")
    publish("antarctic")

    assert "not recorded" in text(client.get(ADDRESS))


def test_api_serves_the_edition_byte_for_byte(client):
    make_dossier()
    response = client.get("/api/treaties/antarctic/")

    assert response.content.decode() == Edition.objects.get().content
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert client.get("/api/treaties/nowhere/").status_code == 404


def test_schema_describes_what_the_api_serves(client):
    make_dossier()
    schema = client.get("/api/schema.json").json()

    assert set(client.get("/api/treaties/antarctic/").json()) <= set(schema["properties"])


def test_health_says_ok(client):
    assert client.get("/healthz/").content == b"ok\n"


def test_nothing_of_the_desk_or_of_an_editor_reaches_the_public(client):
    """A planted editor and planted secrets; then every public address is read."""
    editor = get_user_model().objects.create_user(
        "plantededitor",
        "planted@example.org",
        "long enough password",
        first_name="Plantedfirst",
        last_name="Plantedlast",
    )
    treaty = make_treaty("antarctic", note_internal="SECRETNOTE")
    make_article(treaty)
    make_citation(treaty, document=make_source("gazette", note_internal="SECRETNOTE"), note_internal="SECRETNOTE")
    publish("antarctic", user=editor)
    treaty.summary_en = treaty.title_ar = "SECRETDRAFT"
    treaty.save()
    make_article(treaty, "2", heading_en="SECRETDRAFT")
    make_event(treaty, title_en="SECRETDRAFT")
    cache.clear()

    pages = ["", "treaties/antarctic/", "treaties/antarctic/articles/1/", "treaties/antarctic/articles/2/"]
    pages += ["treaties/antarctic/editions/", "treaties/antarctic/editions/1/"]
    addresses = [f"/{language}/{page}" for language in LANGUAGES for page in pages]
    for address in [
        *addresses,
        "/api/treaties/",
        "/api/treaties/antarctic/",
        "/api/schema.json",
        "/healthz/",
        "/en/treaties/none/",
    ]:
        response = client.get(address)
        whole = response.content.decode() + str(response.headers)
        assert not re.search(r"planted|SECRETNOTE|SECRETDRAFT", whole, re.I), address
        assert not re.search(r"\d{2}:\d{2}:\d{2}", response.content.decode()), address


def test_signature_that_is_not_established_dates_nothing(client):
    treaty = make_treaty("antarctic")
    make_step(treaty, "false", date="1899", standing="rejected")
    make_step(treaty, "true", date="1901-03-04")
    publish("antarctic")

    assert [line["signed"] for line in client.get("/en/").context["lines"]] == ["1901-03-04"]
