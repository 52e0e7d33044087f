"""The first dossier in a real browser: what the reader sees, in which direction, on which screen."""

import re

import pytest

pytestmark = pytest.mark.browser
ADDRESS = "/treaties/russia-dprk-2024/"


def test_reader_sees_the_acts_on_their_days(open_page):
    page = open_page(f"/en{ADDRESS}")

    assert page.locator(".status").inner_text().strip() == "In force since 4 December 2024."
    rungs = {
        row.locator(".act b").inner_text(): row.locator("th").inner_text()
        for row in page.locator(".ladder tbody tr").all()
    }
    expected = {
        "Signature subject to ratification": "19 June 2024",
        "Approval by the lower house": "24 October 2024",
        "Approval by the upper house": "6 November 2024",
        "Promulgation of the ratification law": "9 November 2024",
        "Ratification decree": "11 November 2024",
        "Exchange of instruments of ratification": "4 December 2024",
        "Entry into force": "4 December 2024",
    }
    assert {kind: rungs[kind] for kind in expected} == expected
    assert page.locator("#articles .article-line").count() == 24
    assert page.locator("ol.sources > li").count() >= 100


def test_every_mark_leads_to_its_source(open_page):
    page = open_page(f"/en{ADDRESS}")
    ids = set(re.findall(r'\sid="([^"]+)"', page.content()))
    targets = re.findall(r'href="#([^"]+)"', page.content())

    assert len(re.findall(r'\sid="([^"]+)"', page.content())) == len(ids)
    assert set(targets) - ids == set()


def test_status_on_a_day_says_why(open_page):
    page = open_page(f"/en{ADDRESS}?on=2024-11-01")

    assert page.locator(".status").inner_text().strip() == "On 1 November 2024: Signed 19 June 2024, not in force."
    why = page.locator(".why").inner_text()
    assert "had not entered into force on this day" in why
    assert "Signature subject to ratification, 19 June 2024" in why


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_no_iso_date_and_no_foreign_name_is_broken_in_right_to_left_pages(open_page, language):
    page = open_page(f"/{language}{ADDRESS}", javascript=True)

    assert re.findall(r"\d{4}-\d{2}-\d{2}", page.locator("#steps").inner_text()) == []
    # A Latin or Cyrillic run stands in one piece, from left to right, where its element says so.
    broken = page.evaluate(
        """() => [...document.querySelectorAll('main [dir=ltr]')].filter(each => {
            if (!/[A-Za-z\\u0400-\\u04ff]{3}/.test(each.textContent) || !each.offsetParent) return false;
            return getComputedStyle(each).direction !== 'ltr';
        }).map(each => each.textContent)"""
    )
    assert broken == []
    names = page.evaluate(
        """() => [...document.querySelectorAll('.authentic')].map(each => getComputedStyle(each).direction)"""
    )
    assert names == ["ltr", "ltr"]


def test_page_is_whole_without_javascript_and_with_the_keyboard(open_page):
    page = open_page(f"/en{ADDRESS}")
    assert page.locator("script").count() == 0
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"
    summary = page.locator("#step-02-signature summary").first
    summary.focus()
    page.keyboard.press("Enter")

    assert page.locator("#step-02-signature q").first.is_visible()
