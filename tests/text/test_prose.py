import re
import time
from html.parser import HTMLParser

import pytest

from dossier.text.prose import Cite, Note, cites, html, misspelt, plain

REL = "nofollow noopener"


def test_prose_is_markdown():
    assert html("One *word*.\n\n- a [link](https://example.org)") == (
        "<p>One <em>word</em>.</p>\n<ul>\n<li>a "
        '<a href="https://example.org" rel="nofollow noopener">link</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/a.svg)",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<a href='x' onclick='alert(1)'>x</a>",
    ],
)
def test_prose_is_never_active(attack):
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(html(attack))

    assert {tag for tag, _ in found} <= {"p", "a"}
    assert [attributes for tag, attributes in found if attributes and "href" not in attributes] in ([], [{"rel": REL}])
    assert [each for _, each in found if each.get("href", "https:").split(":")[0] != "https"] == []


def test_a_citation_is_the_number_of_its_footnote():
    notes = [Note(3, "cite-3-1"), Note(5, "cite-5-1")]

    assert html("So it is [@one].", notes) == (
        '<p>So it is<span class="cites">'
        f'<a class="mark" id="cite-3-1" href="#source-3" rel="{REL}"><bdi>3</bdi></a></span>.</p>\n'
    )
    assert html("As they say [see @one, p. 3; -@two].", notes) == (
        '<p>As they say <span class="cites">'
        f'see <a class="mark" id="cite-3-1" href="#source-3" rel="{REL}"><bdi>3</bdi></a>, p. 3; '
        f'<a class="mark" id="cite-5-1" href="#source-5" rel="{REL}"><bdi>5</bdi></a></span>.</p>\n'
    )


def test_numbers_alone_stand_side_by_side_without_a_sign_of_one_language():
    said = html(
        "So it is [@one; @two; see @three; @four, p. 3; @five; @six].", [Note(n, f"cite-{n}-1") for n in range(1, 7)]
    )

    assert re.sub("<[^>]+>", "", said) == "So it is1\u202f2; see 3\u202f4, p. 3; 5\u202f6.\n"


def test_a_citation_without_a_note_stands_as_it_was_written():
    assert html("One [@one, <i>].") == "<p>One [@one, &lt;i&gt;].</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@one]", [Cite("one", 1)]),
        ("[-@one-2_b]", [Cite("one-2_b", 1)]),
        ("x [see @one, pp. 3–4; also @two p. 5]", [Cite("one", 1, "see", "pp. 3–4"), Cite("two", 1, "also", "p. 5")]),
        ("a\nb [@one]\n\n- c\n- d [@two]", [Cite("one", 2), Cite("two", 5)]),
        ("[@第 3]", []),
        ("`[@one]`", []),
        ("    [@one]", []),
        ("a@b.example [x@y] @one [@one](https://e.example) [@one; two]", []),
    ],
)
def test_cites_are_found_with_their_line(text, expected):
    assert cites(text) == expected


def test_what_was_meant_as_a_citation_is_found():
    assert misspelt("a [@One] [@one]\nb [-@two;]") == [(1, "[@One]"), (2, "[-@two;]")]


def test_plain_words_have_neither_marks_nor_citations():
    assert plain("*One* [two](https://e.example) [@one].\n\n- three `four`") == "One two. three four"


@pytest.mark.parametrize("text", ["[" * 20_000, "[@a;" * 5_000, "[@a" + " " * 20_000, "[ " * 3_000 + "@a]" * 3_000])
def test_no_text_takes_long(text):
    started = time.process_time()

    html(text, [Note(1, "cite-1-1")])
    cites(text)

    assert time.process_time() - started < 10
