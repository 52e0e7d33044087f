from html.parser import HTMLParser

import pytest

from dossier.text.prose import html

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
