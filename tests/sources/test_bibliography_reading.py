"""Bibliographies as other programs and people write them: what is made of them, and what is refused and how."""

import contextlib
import json
import time

import pytest

from dossier.text.problems import MOST_PROBLEMS, UnreadableFile
from sources.bibliography.dates import NoDate, from_text
from sources.bibliography.entries import LARGEST_FILE, MOST_ENTRIES
from sources.bibliography.languages import tag_of
from sources.bibliography.reading import read_bibliography, read_file

GUESSED = {"kind": "scholarship", "issuer_kind": "scholarship", "reuse": "unknown", "extent_read": "not-read"}
DATE = "Expected 2024-06-19, 2024-06, 2024 or nothing as issued, got"
END = "Expected a line “ER  -” at the end of the record."
BRACES = "Expected an entry that ends, with its braces in pairs, got"
NEWS = GUESSED | {"kind": "news", "issuer_kind": "other-media"}


def sources(text, name):
    return [entry.source for entry in read_bibliography(text.encode(), name)]


def refused(text, name):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UnreadableFile) as error:
        read_bibliography(content, name)
    return [str(problem) for problem in error.value.problems]


# BibTeX


def test_bibtex_of_others_is_read():
    text = r"""
    This is a comment. % as is this
    @comment{jabref-meta: databaseType:bibtex;}
    @string{jt = "Journal of Treaties"}
    @Article{Berg2024,
      author = {van der Berg, Jan and {\'E}mile Zola and {United Nations} and others},
      Title = "{On} the {\"U}ber-Treaty of {K}orea: 5\% \& more",
      journal = jt, volume = 12, number = {3}, pages = "117--132", month = jun, year = 2024,
      doi = {https://doi.org/10.1093/EJIL/chx046}, url = {https://example.org/a\_b},
      abstract = {Never taken}, file = {/home/somebody/a.pdf}, langid = {english},
    }
    """

    assert sources(text, "a.bib") == [
        {
            "kind": "scholarship",
            "language": "en",
            "title": "On the Über-Treaty of Korea: 5% & more",
            "container_title": "Journal of Treaties",
            "volume": "12",
            "issue": "3",
            "pages": "117–132",
            "doi": "10.1093/EJIL/chx046",
            "url": "https://example.org/a_b",
            "issued": "2024-06",
            "issuer_kind": "scholarship",
            "reuse": "unknown",
            "extent_read": "not-read",
            "authors": ["van der Berg, Jan", "Zola, Émile", "United Nations", "et al."],
        }
    ]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (
            "@misc{a, title={T}, howpublished={\\url{https://example.org/x}}, note={Accessed: 2020-01-01}}",
            NEWS | {"key": "a", "title": "T", "url": "https://example.org/x"},
        ),
        (
            "@online{a, title={T}, date={2024-06-19}, urldate={2024-07-01}, publisher={BBC}}",
            NEWS | {"key": "a", "title": "T", "issued": "2024-06-19", "accessed": "2024-07-01", "publisher": "BBC"},
        ),
        (
            "@book{a, title={T}, subtitle={S}, editor={Doe, Jane}, year={n.d.}}",
            GUESSED | {"key": "a", "title": "T: S", "authors": ["Doe, Jane"]},
        ),
        (
            "@article{a, entrysubtype={newspaper}, journaltitle={Правда}, title={Т}, date={1961-07-06}}",
            NEWS | {"key": "a", "title": "Т", "publisher": "Правда", "issued": "1961-07-06"},
        ),
        (
            "@book{a, title={T}, date={1995~/}, language={german}}",
            GUESSED | {"key": "a", "title": "T", "issued": "1995~/..", "language": "de"},
        ),
        (
            "@book{a, title={{\\em T}ext {\\textit{of}} $x^2$ at \\$5}}",
            GUESSED | {"key": "a", "title": "Text of x^2 at $5"},
        ),
        ("@book{a, title={100% R&D for $5}}", GUESSED | {"key": "a", "title": "100% R&D for $5"}),
        ("@book(a, title={T})", GUESSED | {"key": "a", "title": "T"}),
        ("@book{a, title={T \\input{/etc/passwd}\\def\\x{y}}}", GUESSED | {"key": "a", "title": "T y"}),
    ],
)
def test_bibtex_entry_is_read(entry, found):
    assert sources(entry, "a.bib") == [{name: found[name] for name in found}]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("@book{a, title={T}\n@book{b, title={U}}", f"a.bib: line 1: {BRACES} “@book{{a, title={{T}}”."),
        ("\n\n@book{a, title={T", f"a.bib: line 3: {BRACES} “@book{{a, title={{T”."),
        (
            "@book{a, title={T}}\n@book{a, title={U}}",
            "a.bib: line 2: Expected a key other than those of earlier entries, got “a”.",
        ),
        ("@book{a, title={T}, title={U}}", "a.bib: line 1: Expected no duplicate fields in an entry, got “title”."),
        ("@book{a, year={soon}}", f"a.bib: line 1 (@book{{a}}): {DATE} “soon”."),
        (
            '@book{a, title={T} # " and U"}',
            "a.bib: line 1 (@book{a}): Expected one text as title instead of parts joined with #.",
        ),
        (
            "@book{a, doi={10.1/x}}",
            "a.bib: line 1 (@book{a}).doi: "
            "Write the DOI alone, without an address, such as 10.1093/ejil/chx046, got “10.1/x”.",
        ),
        (
            "@book{a, url={ftp://example.org/}}",
            "a.bib: line 1 (@book{a}).url: "
            "Expected a web address that begins with https:// or http://, got “ftp://example.org/”.",
        ),
        (
            "@book{a, dossier-kind={news}}",
            "a.bib: line 1 (@book{a}): Expected dossier-version 1 beside the other fields named dossier-.",
        ),
        ("words", "a.bib: Expected entries such as @article{key, …}, got none."),
        (
            "@book{a, title={" + "x" * 60_000 + "}}",
            "a.bib: line 1 (@book{a}): Expected at most 50,000 characters as title, got 60,000.",
        ),
    ],
)
def test_bibtex_is_refused_with_place_and_reason(text, complaint):
    assert refused(text, "a.bib") == [complaint]


# RIS


def test_ris_of_others_is_read():
    text = (
        "\ufeffTY  - NEWS\r\nT1  - Договор\r\nAU  - Иванов, Иван\r\nAU  - Smith, John, Jr.\r\nT2  - Известия\r\n"
        "PY  - 1961\r\nDA  - 1961/07/06/morning\r\nY2  - 2024/07/01/\r\nLA  - rus\r\nSP  - 1\r\nEP  - 2\r\n"
        "UR  - https://example.org/a;b\r\nUR  - https://example.org/other\r\nN1  - Mine alone\r\nXX  - unknown\r\n"
        "AB  - Two\r\nlines\r\nER  - \r\n\r\n"
        "TY  - JOUR\nJO  - J. Treaties\nVL  - 3\nIS  - 1\nDO  - doi:10.1093/x\nTT  - A translation\nER  -\n"
    )

    assert sources(text, "a.ris") == [
        NEWS
        | {
            "title": "Договор",
            "authors": ["Иванов, Иван", "Smith, Jr., John"],
            "publisher": "Известия",
            "issued": "1961-07-06",
            "accessed": "2024-07-01",
            "language": "ru",
            "pages": "1–2",
            "url": "https://example.org/a;b",
        },
        GUESSED
        | {
            "container_title": "J. Treaties",
            "volume": "3",
            "issue": "1",
            "doi": "10.1093/x",
            "title_translated": {"en": "A translation"},
        },
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("TY  - BOOK\nTI  - T\n", "a.ris: line 1: " + END),
        ("TY  - BOOK\nTI  - T\n\nTY  - BOOK\nER  - \n", "a.ris: line 1: " + END),
        ("\nTY  - BOOK\nDA  - 2024/13\nER  - \n", f"a.ris: line 2: {DATE} “2024-13”."),
        ("nothing", "a.ris: Expected records from “TY  -” to “ER  -”, got none."),
        (
            "TY  - BOOK\nID  - a\nER  - \nTY  - BOOK\nID  - a\nER  - \n",
            "a.ris: line 4 (a): Expected a key other than that of line 1 (a), got “a”.",
        ),
        (
            "TY  - BOOK\nN1  - dossier-version: 1\nN1  - dossier-colour: red\nER  - \n",
            "a.ris: line 1: Expected a field of a source, one of key, ",
        ),
        (
            "TY  - BOOK\nN1  - dossier-version: 1\nN1  - dossier-kind: rumour\nER  - \n",
            "a.ris: line 1: Expected one of news, wire, ",
        ),
        (
            "TY  - BOOK\nN1  - dossier-version: 1\nN1  - dossier-title_translated-xx: T\nER  - \n",
            "a.ris: line 1.title_translated: Expected texts by language (en, ",
        ),
        (
            'TY  - BOOK\nN1  - dossier-version: 1\nN1  - dossier-title: "T\nER  - \n',
            'a.ris: line 1: Expected the whole line as it was written, got “"T”.',
        ),
        (
            "TY  - BOOK\nN1  - dossier-version: 1\nN1  - dossier-authors: A\nER  - \n",
            "a.ris: line 1: Expected a list of texts as authors.",
        ),
    ],
)
def test_ris_is_refused_with_place_and_reason(text, complaint):
    assert [found[: len(complaint)] for found in refused(text, "a.ris")] == [complaint]


# CSL-JSON


def test_items_of_others_are_read():
    items = [
        {
            "id": "http://zotero.org/users/1/items/ABC",
            "type": "article-magazine",
            "title": "<i>The</i> Treaty",
            "container-title": "Time",
            "author": [{"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}, {"literal": "A, B"}],
            "issued": {"date-parts": [["2024", "6"]], "season": 2},
            "volume": 3,
            "note": "Mine alone",
            "shortTitle": "Treaty",
        },
        {"id": 7, "type": "legislation", "title": "Law", "issued": {"literal": "19 June 2024"}, "language": "en-GB"},
        {"id": "x", "type": "book", "issued": "1995/1996", "author": [{"family": "Kim"}], "accessed": {"raw": "n.d."}},
    ]

    assert sources(json.dumps(items), "a.json") == [
        NEWS
        | {
            "title": "The Treaty",
            "publisher": "Time",
            "authors": ["Beethoven, Ludwig van", "{A, B}"],
            "issued": "2024-06",
            "volume": "3",
        },
        GUESSED
        | {
            "key": "7",
            "kind": "official",
            "issuer_kind": "other-authority",
            "title": "Law",
            "issued": "2024-06-19",
            "language": "en-GB",
        },
        GUESSED | {"key": "x", "issued": "1995/1996", "authors": ["Kim"]},
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[1", "a.json: line 1: Expected valid JSON, a list of items in square brackets."),
        ("[" * 100_000, "a.json: Expected a list of items that does not nest so deeply."),
        ("3", "a.json: Expected a list of items in square brackets."),
        ("[3]", "a.json: item 1: Expected an object with type and title."),
        ('[{"id": "a", "title": ["T"]}]', "a.json: item 1 (a): Expected text as title."),
        (
            '[{"id": "a", "author": "Kim"}]',
            "a.json: item 1 (a): Expected a list of names as author, each with family and given, or literal.",
        ),
        (
            '[{"title": "a\\u0000b"}]',
            "a.json: item 1.title: Expected text without NUL characters, got “a\\x00b”.",
        ),
        (
            '[{"title": "\\ud800"}]',
            "a.json: item 1.title: Expected text without unpaired surrogates, got “\\ud800”.",
        ),
        ('[{"issued": {"date-parts": [[2024, "June"]]}}]', f"a.json: item 1: {DATE} “[2024, 'June']”."),
        ('[{"issued": {"date-parts": [[1e999]]}}]', f"a.json: item 1: {DATE} “[inf]”."),
        ('[{"issued": {"date-parts": 2024}}]', f"a.json: item 1: {DATE} “2024”."),
        (
            '[{"custom": {"dossier": {"authors": "Kim"}}}]',
            "a.json: item 1: Expected a list of texts as authors.",
        ),
        (
            '[{"custom": {"dossier": {"archived_on": "soon"}}}]',
            "a.json: item 1.archived_on: Expected a day such as 2024-06-19, got “soon”.",
        ),
    ],
)
def test_items_are_refused_with_place_and_reason(text, complaint):
    assert refused(text, "a.json") == [complaint]


# Any


def test_all_faults_are_told_at_once():
    text = "".join(f"@book{{a{number}, year={{soon}}}}\n" for number in range(MOST_PROBLEMS + 5))
    found = refused(text, "a.bib")

    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == "a.bib: Expected at most 100 problems, got more: correct these first."


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\n\n\xff", "a.bib: line 3: Expected a file saved as UTF-8."),
        (b" " * (LARGEST_FILE + 1), "a.bib: Expected at most 5,000,000 bytes in a file, got more."),
        (b"@book{a\x00}", "a.bib: Expected text without NUL characters."),
    ],
)
def test_bytes_that_are_no_text_are_refused(content, complaint):
    assert refused(content, "a.bib") == [complaint]


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("bib", "".join(f"@book{{a{number}}}\n" for number in range(MOST_ENTRIES + 1))),
        ("ris", "TY  - BOOK\nER  - \n" * (MOST_ENTRIES + 1)),
        ("json", json.dumps([{}] * (MOST_ENTRIES + 1))),
    ],
)
def test_too_many_entries_are_refused(ending, text):
    assert refused(text, f"a.{ending}") == [f"a.{ending}: Expected at most 5,000 entries in a file, got more."]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('[{"title": "T"}]', "T"),
        ('{"items": [{"title": "T"}]}', "T"),
        ("\nTY  - BOOK\nTI  - T\nER  - ", "T"),
        ("% mine\n@book{a, title={T}}", "T"),
    ],
)
def test_pasted_text_tells_its_format(text, title):
    assert [source["title"] for source in sources(text, "pasted text")] == [title]


def test_pasted_words_are_refused():
    assert refused("Dear editors", "pasted text") == [
        "pasted text: Expected a bibliography in CSL-JSON, BibTeX or RIS."
    ]


def test_file_that_is_none_is_refused(tmp_path):
    for name, complaint in (("a.txt", "ends in .bib"), ("none.bib", "can be read"), ("folder.ris", "regular file")):
        (tmp_path / "folder.ris").mkdir(exist_ok=True)
        with pytest.raises(UnreadableFile, match=complaint):
            read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("bib", "@book{a, title={" + "{" * 20_000 + "}" * 20_000 + "}}"),
        ("bib", "@book{a, title={\\" + "{" * 9_000 + "}" * 9_000 + "}}"),
        ("bib", "@book{a, title={" + "\\begin{x}" * 5_000 + "}}"),
        ("bib", "@a{" * 300_000),
        ("bib", "@" * 1_000_000),
        ("bib", "@book{a, author={" + "a and " * 8_000 + "b}}"),
        ("bib", "@string{a = b # b}\n" * 20_000 + "@book{a, title = a}"),
        ("bib", "".join(f"@book{{a, title={{{number}}}}}\n" for number in range(20_000))),
        ("bib", "".join(f"@book{{a{n}, title={{\\'e{'x' * 80}}}}}\n" for n in range(5_000))),
        ("ris", "TY  - BOOK\n" * 100_000),
        ("ris", "TY  - BOOK\n" + "AU  - A\n" * 300_000 + "ER  - \n"),
        ("ris", "x" * 4_000_000),
        ("json", '[{"title":' * 10_000),
        ("json", "[" + "1" * 1_000_000 + "]"),
        ("json", json.dumps([{"title": "<i>" * 10_000, "issued": {"literal": "1" * 40_000}}])),
    ],
)
def test_no_file_takes_long(ending, text):
    start = time.perf_counter()
    with contextlib.suppress(UnreadableFile):
        read_bibliography(text.encode(), f"a.{ending}")

    # A second or two here; a quadratic one takes minutes.
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024", "2024"),
        ("2024/06/19/", "2024-06-19"),
        ("2024-6-9", "2024-06-09"),
        ("June 2024", "2024-06"),
        ("19 June 2024", "2024-06-19"),
        ("Jun 19, 2024", "2024-06-19"),
        ("2024-06-19T10:00:00Z", "2024-06-19"),
        ("c. 1995", "1995~"),
        ("ca 1995", "1995~"),
        ("[1995]", "1995"),
        ("[1995,1996]", "[1995,1996]"),
        ("n.d.", ""),
        ("[n.d.]", ""),
        ("不详", ""),
        ("2024-06-19?", "2024-06-19?"),
        ("1995/1996", "1995/1996"),
    ],
)
def test_date_is_understood(written, date):
    assert from_text(written) == date


@pytest.mark.parametrize(
    "written",
    ["soon", "2024-13", "19/06/2024", "June", "12", "2024-06-31", "٢٠٢٤", "1 2 3 June 2024", "c. [" * 5_000],
)
def test_what_is_no_date_is_not_guessed(written):
    with pytest.raises(NoDate):
        from_text(written)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *[("en", "en"), ("en_US", "en-US"), ("zh-Hant", "zh-Hant"), ("eng", "en"), ("kor", "ko"), ("Korean", "ko")],
        *[
            ("русский", "ru"),
            ("ngerman", "de"),
            ("Deutsch", "de"),
            ("farsi", "fa"),
            ("x", ""),
            ("no such", ""),
            ("", ""),
        ],
    ],
)
def test_language_is_understood(written, tag):
    assert tag_of(written) == tag
