"""Other programs read what we write: pybtex, RISparser and citeproc-py, none of which wrote it."""

import warnings

import pytest
import RISparser
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text

from sources.bibliography.formats import bibtex, csl_json, ris
from sources.bibliography.items import plain_item, to_item
from tests.sources.examples import DIRT, PLAIN, dirty, shipped

# Of the variables of CSL 1.0.2 those that we write.
VARIABLES = {
    *("id", "type", "title", "language", "author", "publisher", "container-title", "volume", "issue", "page", "DOI"),
    *("URL", "issued", "accessed", "note", "custom"),
    # Since CSL 1.1; programs of before pass it over.
    "translated-title",
}
# Braces, backslashes and line ends: pybtex finds the entry, but does not know every macro that prints one.
NOT_FOR_LATEX = {"LaTeX escapes", "half of a brace", "a backslash at the end", "dashes and quotes", "line ends"}
NOT_FOR_LATEX |= {"control characters", "white space", "like an entry", "address with everything"}


def sources_of(files):
    return [
        *shipped(files),
        *(dirty(name) | {"key": f"dirt-{n}"} for n, name in enumerate(DIRT) if name not in NOT_FOR_LATEX),
    ]


def printed(latex):
    return " ".join(str(Text.from_latex(latex)).split())


def test_pybtex_reads_titles_authors_and_dates(dossier_files):
    sources = {source["key"]: source for source in sources_of(dossier_files)}
    entries = parse_string(bibtex.write(sources.values()), "bibtex").entries

    assert list(entries) == list(sources)
    for key, source in sources.items():
        fields = entries[key].fields
        assert printed(fields.get("title", "")) == " ".join(source.get("title", "").split()), key
        assert fields.get("doi", "") == source.get("doi", ""), key
        assert fields.get("url", "") == source.get("url", ""), key
        issued = plain_item(source).get("issued")
        assert fields.get("year", "") == (f"{issued['date-parts'][0][0]:04}" if issued else ""), key


@pytest.mark.parametrize(
    ("author", "parts"),
    [
        ("van der Berg, Jan", (["Jan"], ["van", "der"], ["Berg"], [])),
        ("Kim, Tong-hyung", (["Tong-hyung"], [], ["Kim"], [])),
        ("King, Jr., Martin Luther", (["Martin"], [], ["King"], ["Jr."])),
        ("劉家凱", ([], [], ["劉家凱"], [])),
        ("{Ministry of Foreign Affairs, Russia}", ([], [], ["Ministry of Foreign Affairs, Russia"], [])),
        ("Simon and Schuster", ([], [], ["Simon and Schuster"], [])),
    ],
)
def test_pybtex_takes_names_apart_as_we_mean_them(author, parts):
    person = parse_string(bibtex.write([PLAIN | {"authors": [author]}]), "bibtex").entries["plain"].persons["author"][0]
    found = (person.first_names, person.prelast_names, person.last_names, person.lineage_names)

    assert tuple([printed(part) for part in each] for each in found) == parts


def test_risparser_reads_every_record(dossier_files):
    sources = sources_of(dossier_files)
    records = list(RISparser.read(ris.write(sources).split("\n")))

    assert [record["id"] for record in records] == [source["key"] for source in sources]
    for record, source in zip(records, sources, strict=True):
        assert record.get("title", "") == " ".join(source.get("title", "").split())
        assert record.get("language", "") == source.get("language", "")
        assert record.get("doi", "") == source.get("doi", "")


def test_risparser_reads_authors_as_they_are_shipped(dossier_files):
    sources = shipped(dossier_files)
    records = RISparser.read(ris.write(sources).split("\n"))

    assert [record.get("authors", []) for record in records] == [source.get("authors", []) for source in sources]


def test_items_have_only_variables_of_csl(dossier_files):
    for source in sources_of(dossier_files):
        item = to_item(source)
        assert item.keys() <= VARIABLES
        assert all(isinstance(item[name], str) for name in item.keys() - {"author", "issued", "accessed", "custom"})
        for name in ("issued", "accessed"):
            ends = item.get(name, {"date-parts": [[1]]})["date-parts"]
            assert 1 <= len(ends) <= 2
            assert all(1 <= len(end) <= 3 and all(type(number) is int for number in end) for end in ends)
        for name in item.get("author", []):
            assert name.keys() <= {"family", "given", "suffix", "non-dropping-particle", "literal"}


def test_citeproc_cites_every_item(dossier_files):
    """A style without uncertain dates, in which the library has faults of its own."""
    style = CitationStylesStyle("china-national-standard-gb-t-7714-2015-numeric", validate=False)
    sources = [source for source in sources_of(dossier_files) if source.get("title")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        items = CiteProcJSON([to_item(source) for source in sources])
        bibliography = CitationStylesBibliography(style, items, formatter.plain)
        bibliography.register(Citation([CitationItem(source["key"]) for source in sources]))
        references = [str(each) for each in bibliography.bibliography()]

    assert len(references) == len(sources)


def test_json_is_the_items():
    assert csl_json.write([]) == "[]\n"
