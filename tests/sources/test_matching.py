"""Which entry is which document: by key, DOI, address, title."""

import time

import pytest

from sources.bibliography.matching import Known, Match, fold_title, normal_url

DESK = [
    {"key": "study", "title": "A study of it", "doi": "10.1093/Ejil/chx046", "language": "en", "issued": "2024-06"},
    {"key": "news", "title": "Ukraine, Korea", "url": "https://www.example.org/a/?b=1&a=2", "publisher": "BBC"},
    {"key": "one", "title": "KCNA on the visit", "publisher": "TASS", "issued": "2024-06-19"},
    {"key": "other", "title": "KCNA on the visit", "publisher": "Xinhua", "issued": "2024-06-19"},
    {"key": "untitled"},
]


@pytest.mark.parametrize(
    ("source", "match"),
    [
        ({"key": "study"}, Match("study", "key")),
        ({"key": "study", "doi": "10.1093/another"}, Match("study", "key")),
        ({"doi": "10.1093/EJIL/CHX046"}, Match("study", "doi")),
        ({"doi": "10.1093/ejil/chx047", "title": "A study of it"}, None),
        ({"url": "http://example.org/a?a=2&b=1#top"}, Match("news", "url")),
        ({"url": "https://m.example.org/a/?b=1&a=2&utm_source=x"}, Match("news", "url")),
        ({"url": "https://example.org/a?b=2"}, None),
        ({"title": "a STUDY, of it."}, Match("study", "title")),
        ({"title": "Ａ study of ít", "issued": "2024"}, Match("study", "title")),
        ({"title": "A study of it", "issued": "2023"}, None),
        ({"title": "A study of it", "language": "en-GB"}, Match("study", "title")),
        ({"title": "A study of it", "language": "fr"}, None),
        ({"title": "Ukraine, Korea", "url": "https://another.example/"}, None),
        ({"title": "Ukraine, Korea", "url": "https://example.org/new-address"}, Match("news", "title")),
        ({"title": "KCNA on the visit", "publisher": "Xinhua"}, Match("other", "title")),
        ({"title": "KCNA on the visit"}, None),
        ({"title": "KCNA on the visit", "publisher": "AP"}, None),
        ({"title": "…"}, None),
        ({}, None),
    ],
)
def test_document_is_recognised(source, match):
    assert Known(DESK).find(source) == match


def test_name_in_anothers_file_is_a_key_only_where_nothing_speaks_against_it():
    known = Known([{"key": "kim2020", "title": "On treaties", "language": "en", "publisher": "A press"}])

    assert known.find({"key": "kim2020", "publisher": "B press"}, ours=False) is None
    assert known.find({"key": "kim2020", "publisher": "a press"}, ours=False) == Match("kim2020", "key")
    assert known.find({"key": "kim2020", "publisher": "B press"}) == Match("kim2020", "key")


@pytest.mark.parametrize("url", ["", "no address", "http://[", "https://"])
def test_broken_address_recognises_nothing(url):
    assert Known([{"key": "a", "url": "https://example.org/"}]).find({"url": url}) is None


def test_addresses_of_two_documents_differ():
    assert normal_url("https://example.org/a") != normal_url("https://example.org/b")
    assert normal_url("https://example.org/a?id=1") != normal_url("https://example.org/a?id=2")
    assert normal_url("https://example.org/") == normal_url("http://www.example.org")


def test_folding_keeps_letters_of_every_script():
    assert fold_title("조·소 동맹!") == fold_title("조소동맹")
    assert fold_title("Договор") == "договор"
    assert fold_title("条约") != fold_title("條約")


def test_many_documents_of_one_title_take_no_longer():
    alike = [{"key": f"k{number}", "title": "Untitled", "publisher": f"p{number}"} for number in range(20_000)]
    start = time.perf_counter()
    known = Known(alike)
    for source in alike[:5_000]:
        known.find({"title": "Untitled", "publisher": source["publisher"]})

    assert time.perf_counter() - start < 20
