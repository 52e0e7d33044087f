"""Under which addresses a page is found: by readers who name their language otherwise, and by search engines."""

import re

import pytest

from dossier.publication.publishing import publish
from dossier.text.languages import LANGUAGES, tag
from tests.makers import make_article, make_citation, make_treaty

pytestmark = pytest.mark.django_db
SITE = "https://treaties.example"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/zh/", "/zh-hans/"),
        ("/zh", "/zh-hans/"),
        ("/zh-cn/glossary/", "/zh-hans/glossary/"),
        ("/zh-SG/sources/?q=a%26b&page=2", "/zh-hans/sources/?q=a%26b&page=2"),
        ("/zh-tw/treaties/amity/?on=1901-01-01", "/zh-hant/treaties/amity/?on=1901-01-01"),
        ("/zh-HK/about/", "/zh-hant/about/"),
        ("/zh-mo/about/", "/zh-hant/about/"),
        ("/zh-Hant/about/", "/zh-hant/about/"),
        ("/ZH-HANS/about/", "/zh-hans/about/"),
        ("/fa-IR/about/", "/fa/about/"),
        ("/en//other.example/%3F/", "/en//other.example/%3F/"),
        ("/EN//other.example/%3F/", "/en//other.example/%3F/"),
    ],
)
def test_other_names_of_a_language_lead_to_ours(client, asked, found):
    response = client.get(asked)

    if asked == found:
        assert response.status_code == 404
    else:
        assert (response.status_code, response["Location"]) == (301, found)


def test_what_names_no_language_leads_nowhere(client):
    for address in ("/api/", "/xx/", "/zhongwen/", "/fi/about/"):
        assert client.get(address).status_code == 404
    assert client.post("/zh-tw/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        *[("zh", "zh-hans"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"), ("zh-Hans-SG", "zh-hans")],
        *[("zh-TW", "zh-hant"), ("zh-HK", "zh-hant"), ("zh-Hant-HK", "zh-hant"), ("zh-mo", "zh-hant")],
        *[("fi,zh-tw;q=0.5", "zh-hant"), ("fa-IR", "fa"), ("fi", "en"), ("*", "en")],
    ],
)
def test_home_leads_where_the_browser_wishes(client, asked, found):
    response = client.get("/", headers={"accept-language": asked})

    assert (response.url, response["Vary"]) == (f"/{found}/", "Accept-Language")


def links(response, kind):
    found = re.findall(rf'<link rel="{kind}"(?: hreflang="([^"]+)")? href="([^"]+)">', response.content.decode())
    return dict(found)


@pytest.fixture
def shelf():
    treaty = make_treaty("amity")
    make_article(treaty, "1")
    for _number in range(51):
        make_citation(treaty)
    publish("amity")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/", "/"),
        ("/?party=alba", "/"),
        ("/sources/", "/sources/"),
        ("/sources/?page=1", "/sources/"),
        ("/sources/?page=2", "/sources/?page=2"),
        ("/sources/?page=99", "/sources/?page=2"),
        ("/sources/?q=a&page=2", "/sources/"),
        ("/treaties/amity/?on=1901-01-01", "/treaties/amity/"),
        ("/treaties/amity/editions/1/", "/treaties/amity/editions/1/"),
        ("/treaties/amity/articles/1/?left=x", "/treaties/amity/articles/1/"),
        ("/glossary/", "/glossary/"),
        ("/about/", "/about/"),
    ],
)
def test_every_page_names_itself_and_its_languages(client, settings, shelf, asked, canonical):
    settings.SITE_URL = SITE
    response = client.get(f"/ko{asked}")

    assert links(response, "canonical") == {"": f"{SITE}/ko{canonical}"}
    alternates = {tag(code): f"{SITE}/{code}{canonical}" for code in LANGUAGES}
    assert links(response, "alternate") == alternates | {"x-default": f"{SITE}/en{canonical}"}


def test_without_the_sites_address_no_language_is_named_by_half_an_address(client, shelf):
    assert links(client.get("/ko/"), "alternate") == {}


def test_page_that_is_none_names_no_address(client, settings):
    settings.SITE_URL = SITE
    response = client.get("/ko/treaties/nowhere/")

    assert (links(response, "canonical"), links(response, "alternate")) == ({}, {})


def head(response):
    page = response.content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.S)[1]
    return title, re.search(r'<meta name="description" content="(.*?)">', page, re.S)[1]


def test_every_page_has_a_title_and_a_description_of_its_own(client, shelf):
    addresses = ["", "treaties/amity/", "treaties/amity/editions/", "treaties/amity/articles/1/", "sources/"]
    addresses += ["sources/source-1/", "glossary/", "about/"]
    source = client.get("/ko/sources/").context["sources"][0]["key"]
    addresses = [each.replace("source-1", source) for each in addresses]
    found = {address: head(client.get(f"/ko/{address}")) for address in addresses}

    assert len(set(found.values())) == len(addresses)
    english = {address: head(client.get(f"/en/{address}")) for address in addresses}
    assert [address for address in addresses if english[address][1] == found[address][1]] == []


def test_title_and_description_say_in_which_language_they_are_instead(client):
    make_treaty("amity", title_en="Amity", summary_en="A *treaty* of amity.", summary_ru="Договор.")
    publish("amity")

    assert head(client.get("/en/treaties/amity/")) == ("Amity · Treaty dossiers", "A treaty of amity.")
    title, description = head(client.get("/ru/treaties/amity/"))
    assert (title.partition(" · ")[0], description) == ("Amity (английский)", "Договор.")
    title, description = head(client.get("/ar/treaties/amity/"))
    assert title.startswith("\u2068Amity\u2069 (الإنجليزية) · ")
    assert description == "\u2068A treaty of amity.\u2069 (الإنجليزية)"
