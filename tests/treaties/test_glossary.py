"""The glossary: every term in every language with its source or the mark that it has none, on file and on its page."""

import html
import re

import pytest
from django.utils.translation import override

from dossier.format.reading import read_dossier
from dossier.text.languages import LANGUAGES, direction, tag
from treaties.glossary import entries, glossary, sourced

# An article of a treaty, or a document of a shipped dossier by its key.
ARTICLE = re.compile(r"(VCLT|UN Charter|UNCLOS|Geneva Convention IV) \d+(\([0-9a-z]+\))*")
DOCUMENT = re.compile(r"[^()]+ \(([a-z0-9-]+)\)")


def written():
    """Of the file, every term in every language: (vocabulary, code, language, entry)."""
    for vocabulary, codes in entries().items():
        for code, entry in codes.items():
            for language, word in entry["terms"].items():
                yield vocabulary, code, language, word


def test_every_term_is_in_every_language():
    for vocabulary, codes in entries().items():
        for code, entry in codes.items():
            assert list(entry["terms"]) == list(LANGUAGES), (vocabulary, code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_are_the_labels_of_the_catalogue(language):
    with override(language):
        labels = {(name, term.code): str(term.label) for name, terms in glossary().items() for term in terms}

    assert {(name, code): word["term"] for name, code, each, word in written() if each == language} == labels


def test_every_term_has_either_a_source_or_the_mark():
    odd = [
        (vocabulary, code, language)
        for vocabulary, code, language, word in written()
        if word != {"term": word["term"], "unverified": True}
        and word != {"term": word["term"], "source": word.get("source") or None}
    ]

    assert odd == []


def test_sources_are_articles_or_documents_of_the_shipped_dossiers(dossier_files):
    shipped = {source["key"] for path in dossier_files for source in read_dossier(path)["sources"]}
    sources = {word["source"] for *_place, word in written() if "source" in word}
    documents = {source: DOCUMENT.fullmatch(source) for source in sources if not ARTICLE.fullmatch(source)}

    assert [source for source, match in documents.items() if not match or match[1] not in shipped] == []


def test_sourced_counts_one_language():
    english = [word for *_place, language, word in written() if language == "en"]

    assert sourced("en") == (sum("source" in word for word in english), len(english))
    assert 0 < sourced("en")[0] < len(english)


def entry_of(client, language, place):
    """The entry of a term on the page of a language, as markup."""
    page = client.get(f"/{language}/glossary/").content.decode()
    return re.search(rf'<div id="{place}">(.*?)</div>', page, re.DOTALL)[1]


def summary_of(client, language, place):
    summary = re.search(r"<summary>(.*?)<span>", entry_of(client, language, place), re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", "", summary).split())


def test_page_names_the_source_of_the_readers_term(client, db):
    assert summary_of(client, "en", "StepKind-entry-into-force") == "Term: VCLT 24"


def test_page_says_what_is_unverified(client, db):
    assert summary_of(client, "en", "StepKind-lapse-state-extinction") == "term unverified"


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_counts_the_terms_with_a_source(client, db, language):
    page = client.get(f"/{language}/glossary/")

    assert (page.context["sourced"], page.context["total"]) == sourced(language)


def test_page_says_how_many_terms_have_a_source(client, db):
    found, total = sourced("en")

    assert f"with a source that prints them: {found} of {total}." in client.get("/en/glossary/").content.decode()


def test_page_shows_a_term_in_every_language_with_its_mark(client, db):
    (term,) = [term for term in glossary()["StepKind"] if term.code == "entry-into-force"]
    items = re.findall(r"<li>(.*?)</li>", entry_of(client, "en", "StepKind-entry-into-force"), re.DOTALL)

    assert [html.unescape(" ".join(item.split())) for item in items] == [
        f'<bdi lang="{tag(code)}" dir="{direction(code)}">{name}: {term.words[code].term}</bdi> · '
        + (f'<bdi lang="en" dir="ltr">{source}</bdi>' if (source := term.words[code].source) else "unverified")
        for code, name in LANGUAGES.items()
    ]
