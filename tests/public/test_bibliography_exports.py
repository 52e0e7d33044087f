"""The sources of published dossiers as files, as references and for Zotero's button."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from dossier.publication.models import Publication
from dossier.publication.publishing import dossier_of, publish, rename, withdraw
from dossier.text.languages import LANGUAGES
from sources.bibliography.coins import context_object
from sources.bibliography.fields import filled
from sources.bibliography.reading import FORMATS
from sources.bibliography.styles import LOCALES, STYLES, reference
from tests.makers import make_citation, make_source, make_treaty
from tests.sources.examples import DIRT, PLAIN, dirty

formats = pytest.mark.parametrize("ending", FORMATS)


def test_every_language_of_ours_has_a_locale_of_the_citation_styles():
    assert LOCALES.keys() == LANGUAGES.keys()


KOREAN = {
    "kind": "news",
    "language": "ko",
    "title": "조로조약 비준",
    "title_transliterated": "Joro joyak bijun",
    "title_translated_en": "The treaty is ratified",
    "title_translated_ru": "Договор ратифицирован",
    "publisher": "연합뉴스",
    "authors": ["Kim, Tong-hyung"],
    "issued": "2024-11-06",
    "url": "https://example.org/news",
    "accessed": "2024-12-01",
}


def published(slug="amity", **fields):
    treaty = make_treaty(slug)
    document = make_source("yna", **(KOREAN | fields))
    make_citation(treaty, document=document)
    publish(slug)
    return treaty, document


def read(response, ending):
    return [entry.source for entry in FORMATS[ending].read(response.content.decode(), "file")]


@formats
@pytest.mark.django_db
def test_every_shipped_dossier_gives_its_sources(client, ending):
    for publication in Publication.objects.select_related("edition"):
        expected = [filled(source) for source in dossier_of(publication.edition)["sources"]]
        response = client.get(f"/api/treaties/{publication.slug}/citations.{ending}")

        assert read(response, ending) == expected
        assert response["Content-Type"] == FORMATS[ending].MEDIA_TYPE
        assert response["Content-Disposition"] == f'attachment; filename="{publication.slug}.{ending}"'


@formats
@pytest.mark.django_db
def test_one_source_is_given_as_the_newest_edition_has_it(client, ending):
    _treaty, document = published()
    document.volume = "12"
    document.save()
    later = make_treaty("later")
    make_citation(later, document=document)
    publish("later")
    document.volume = "not yet published"
    document.save()
    response = client.get(f"/api/sources/yna.{ending}")

    assert [source["volume"] for source in read(response, ending)] == ["12"]
    assert response["Content-Disposition"] == f'attachment; filename="yna.{ending}"'


@formats
@pytest.mark.django_db
def test_unfinished_edits_and_confidential_sources_are_in_no_export(client, ending):
    treaty, _document = published(note_internal="planted")
    make_citation(treaty, document=make_source("secret", title="planted", issuer_kind="confidential"))
    publish("amity")
    make_citation(treaty, document=make_source("unpublished", title="planted"))
    files = [client.get(f"/api/treaties/amity/citations.{ending}"), client.get(f"/api/sources/yna.{ending}")]

    assert [[source["key"] for source in read(response, ending)] for response in files] == [["yna"], ["yna"]]
    assert not any(b"planted" in response.content for response in files)
    for key in ("secret", "unpublished"):
        assert client.get(f"/api/sources/{key}.{ending}").status_code == 404


@formats
@pytest.mark.django_db
def test_withdrawn_and_moved_dossiers_answer_as_they_do_elsewhere(client, ending):
    published()
    rename("amity", "friendship")
    moved = client.get(f"/api/treaties/amity/citations.{ending}")
    withdraw("friendship", reason="An error.")
    gone = client.get(f"/api/treaties/friendship/citations.{ending}")

    assert (moved.status_code, moved["Location"]) == (301, f"/api/treaties/friendship/citations.{ending}")
    assert (gone.status_code, gone.json()) == (410, {"error": "withdrawn", "reason": "An error."})
    assert client.get(f"/api/sources/yna.{ending}").status_code == 404
    assert client.get(f"/api/treaties/none/citations.{ending}").status_code == 404


@formats
@pytest.mark.django_db
def test_export_is_kept_until_something_is_published(client, ending):
    treaty, document = published()
    first = client.get(f"/api/treaties/amity/citations.{ending}")
    again = client.get(f"/api/treaties/amity/citations.{ending}", headers={"If-None-Match": first["ETag"]})
    document.title = "개정"
    document.save()
    publish(treaty.slug)

    assert again.status_code == 304
    assert [source["title"] for source in read(client.get(f"/api/treaties/amity/citations.{ending}"), ending)] == [
        "개정"
    ]


# On pages


def coins_of(page):
    return [parse_qsl(unescape(title)) for title in re.findall(r'<span class="Z3988" title="([^"]*)"></span>', page)]


@pytest.mark.django_db
def test_source_page_has_references_files_and_coins(client):
    published(doi="10.1093/x")
    page = client.get("/ru/sources/yna/").content.decode()

    assert re.findall(r"<dt>(Chicago|APA|GB/T 7714)</dt>", page) == ["Chicago", "APA", "GB/T 7714"]
    assert "조로조약 비준 [Joro joyak bijun] [Договор ратифицирован]" in page
    assert re.findall(r'href="(/api/sources/[^"]*)"', page) == [f"/api/sources/yna.{ending}" for ending in FORMATS]
    assert 'href="https://doi.org/10.1093/x"' in page
    assert coins_of(page) == [
        [
            ("ctx_ver", "Z39.88-2004"),
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
            ("rft.type", "newspaperArticle"),
            ("rft.title", "조로조약 비준"),
            ("rft.source", "연합뉴스"),
            ("rft.au", "Kim, Tong-hyung"),
            ("rft.date", "2024-11-06"),
            ("rft.language", "ko"),
            ("rft_id", "info:doi/10.1093/x"),
            ("rft_id", "https://example.org/news"),
        ]
    ]


@pytest.mark.django_db
def test_agency_is_no_document_to_be_cited(client):
    published(kind="agency", title="", authors=[])
    page = client.get("/en/sources/yna/").content.decode()

    assert coins_of(page) == []
    assert "APA" not in page


@pytest.mark.django_db
def test_volume_issue_and_pages_are_shown(client):
    published(kind="scholarship", container_title="Journal", volume="12", issue="3", pages="1–9", doi="10.1093/x")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/en/sources/yna/").content.decode()))
    list_page = re.sub(r"\s+", " ", client.get("/en/treaties/amity/").content.decode())

    assert "Volume 12 Issue 3 Pages 1–9 Date 6 November 2024 DOI 10.1093/x" in page
    assert "<bdi>Journal</bdi> <bdi>12(3)</bdi>, <bdi>1–9</bdi>." in list_page
    assert 'href="https://doi.org/10.1093/x"' in list_page


@pytest.mark.parametrize("name", DIRT)
def test_coins_of_any_source_can_be_taken_apart(name):
    source = dirty(name)
    pairs = dict(parse_qsl(context_object(source)))

    assert pairs["ctx_ver"] == "Z39.88-2004"
    assert source.get("title", "") in {*pairs.values(), ""}


# References


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            "chicago",
            "Berg, Jan van der. “A study”. Journal of Treaties 12, no. 3 (June 19, 2024): 117–32. "
            "doi:10.1093/ejil/chx046.",
        ),
        (
            "apa",
            "van der Berg, J. (2024). A study. Journal of Treaties, 12(3), 117–132. https://doi.org/10.1093/ejil/chx046",
        ),
        (
            "gb-t-7714",
            "VAN DER BERG J. A study[J/OL]. Journal of Treaties, 2024, 12(3): 117-132[2024-07-01]. "
            "https://example.org/study. DOI:10.1093/ejil/chx046.",
        ),
    ],
)
def test_article_is_cited_as_the_style_has_it(style, text):
    assert reference(PLAIN, style, "en") == text


@pytest.mark.parametrize(
    ("style", "language", "text"),
    [
        (
            "apa",
            "en",
            "Kim, T.-H. (2024, November 6). 조로조약 비준 [The treaty is ratified]. 연합뉴스. https://example.org/news",
        ),
        (
            "gb-t-7714",
            "zh-hans",
            "KIM T H. 조로조약 비준 [The treaty is ratified][N/OL]. 연합뉴스, 2024-11-06[2024-12-01]. https://example.org/news.",
        ),
        (
            "chicago",
            "ru",
            "Kim, Tong-hyung. «조로조약 비준 [Договор ратифицирован]». 연합뉴스, 6 ноябрь 2024 г. https://example.org/news.",
        ),
    ],
)
def test_news_is_cited_in_its_script_with_a_translation_for_the_reader(style, language, text):
    source = {name: value for name, value in KOREAN.items() if not name.startswith("title_")}
    source["title_translated"] = {"en": "The treaty is ratified", "ru": "Договор ратифицирован"}

    assert reference(source, style, language) == text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_can_be_cited_in_every_language(style, language):
    for name in DIRT:
        source = dirty(name)
        text = reference(source, style, language)
        words = source.get("title", "").split()
        assert not words or words[0][:3] in text or "<" in words[0], (name, text)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("issued", ["2024-06-19?", "1995~", "[1995,1996]", "2024-11-12/..", "../2021"])
def test_doubt_about_a_date_is_not_lost_in_a_reference(style, issued):
    text = reference(PLAIN | {"kind": "news", "issued": issued, "accessed": ""}, style, "en")

    assert "(ca. " in text if style == "apa" else issued in text
