"""A treaty's own words are shown as they were copied, with their tables and notes."""

import re

import pytest

from dossier.text.wording import html

TABLE = "| Goods | Duty |\n|---|---|\n| Tea[^1] | 3 d. |"


def words(rendered):
    return " ".join(re.sub(r"<[^>]+>", " ", rendered).split())


@pytest.mark.parametrize(
    "body",
    [
        *("1. First\n2. Second", "# no heading", "- no list", "> no quotation", "    no code", "a * b * c", "_a_ `b`"),
        *("[a](http://b)", "![a](b)", "<b>a</b> &amp; c", "a\\*b", "---", "x^[in]", "a | b | c", "[^9] alone"),
    ],
)
def test_nothing_but_tables_and_notes_is_markup(body):
    shown = html(body, "left")
    kept = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert re.sub(r"</?p>|<br>|\s", "", kept) == re.sub(r"\s", "", body)


def test_paragraphs_and_lines_stay():
    assert html("One\ntwo\n\nthree", "left") == "<p>One<br>\ntwo</p>\n<p>three</p>\n"


def test_table_is_a_table_and_its_note_is_below():
    shown = html(f"The duties:\n\n{TABLE}\n\n[^1]: Black tea only.", "left")

    assert re.findall(r"<t[hd]>(\w+)", shown) == ["Goods", "Duty", "Tea", "3"]
    assert words(shown).endswith("Black tea only. ↩︎")
    assert 'href="#fn-left-1"' in shown
    assert 'id="fn-left-1"' in shown


def test_notes_of_two_texts_on_a_page_are_told_apart():
    body = "Tea[^1]\n\n[^1]: Black tea only."

    assert set(re.findall(r' id="([^"]+)"', html(body, "left"))).isdisjoint(
        re.findall(r' id="([^"]+)"', html(body, "right"))
    )


@pytest.mark.parametrize("notes", ["[^1]: One.\n\n[^2]: Nobody refers to it.", "[^1]: One.\n[^1]: Another."])
def test_no_note_is_lost(notes):
    shown = words(html(f"Tea[^1]\n\n{notes}", "left"))

    assert all(part in shown for part in re.findall(r": ([^.]+)\.", notes))
