"""Translating at the desk: the source beside the text, what the tabs say, and the board of a dossier."""

import pytest
from playwright.sync_api import expect

from .axe import violations

pytestmark = pytest.mark.browser
OVERVIEW = "/admin/treaties/treaty/3/overview/"


def write_party(desk, name):
    """A party in English and Korean, whose English name and note were changed after the Korean."""
    desk.open("/admin/treaties/party/add/")
    for field, texts in {"name": [name, "이름"], "official_name": [f"State of {name}", "나라"]}.items():
        for language, text in zip(("en", "ko"), texts, strict=True):
            desk.click(f"#id_{field}_{language}-tab")
            desk.fill(f"{field}_{language}", text)
    desk.save()
    desk.click("#id_official_name_en-tab")
    desk.fill("official_name_en", f"Free State of {name}")
    desk.save()


def group(desk, field):
    return desk.page.locator(f".translations:has([name='{field}_en'])")


def test_source_stands_beside_the_text_and_above_it_on_a_narrow_screen(at_desk):
    desk = at_desk("editor", "ar", width=1440)
    write_party(desk, "Sourceland")
    official = group(desk, "official_name")
    source, text = official.locator(".source-text"), official.locator("[name='official_name_ko']")
    assert not source.is_visible()
    desk.click("#id_official_name_ko-tab")

    words = source.locator("[role=group]")
    assert (words.inner_text(), words.get_attribute("lang"), words.get_attribute("dir")) == (
        *("Free State of Sourceland", "en"),
        "ltr",
    )
    there, here = source.bounding_box(), text.bounding_box()
    # Beside it, which is to the left of it where the page runs from the right.
    assert there["x"] + there["width"] <= here["x"]
    assert there["y"] < here["y"] + here["height"]
    desk.page.set_viewport_size({"width": 390, "height": 900})
    there, here = source.bounding_box(), text.bounding_box()
    assert there["y"] + there["height"] <= here["y"]
    assert desk.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_source_is_what_its_own_input_has_now(at_desk):
    desk = at_desk("editor")
    write_party(desk, "Nowland")
    desk.click("#id_name_en-tab")
    desk.fill("name_en", "<b>Nowland</b>")
    desk.click("#id_name_ko-tab")

    assert group(desk, "name").locator(".source-text [role=group]").inner_text() == "<b>Nowland</b>"


def test_tabs_say_what_is_out_of_date_until_somebody_finds_it_right(at_desk):
    desk = at_desk("editor")
    write_party(desk, "Tabland")
    tabs = group(desk, "official_name").get_by_role("tab")
    said = [tab.locator(".state-in-words").inner_text() for tab in tabs.all()]
    assert said == ["filled", "empty", "empty", "out of date", *["empty"] * 5]
    assert tabs.nth(3).locator(".state").inner_text() == "↻"
    desk.click("#id_official_name_ko-tab")
    facts = desk.page.locator(".translation-facts:visible")
    assert facts.locator("ins").all_inner_texts() == ["Free "]
    assert desk.complaints == []
    # What axe itself does to a page is complained of, so it comes after.
    assert violations(desk.page) == []
    facts.get_by_label("Checked: still correct").check()
    desk.save()

    assert tabs.nth(3).locator(".state-in-words").inner_text() == "filled"
    assert desk.page.locator(".translation-facts").count() == 0


def test_without_scripts_the_facts_stand_below_their_field(at_desk, browser, site):
    desk = at_desk("editor")
    write_party(desk, "Plainland")
    address = desk.page.url
    context = browser.new_context(
        java_script_enabled=False,
        storage_state=desk.page.context.storage_state(),
        viewport={"width": 390, "height": 900},
    )
    page = context.new_page()
    page.goto(address)
    facts, field = page.locator(".translation-facts"), page.locator("[name='official_name_ko']")

    assert facts.count() == 1
    expect(facts).to_contain_text("Out of date: the text in English was changed after it")
    assert facts.bounding_box()["y"] >= field.bounding_box()["y"] + field.bounding_box()["height"]
    assert facts.get_by_label("Checked: still correct").is_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_board_scrolls_in_its_own_box_with_records_and_languages_in_sight(at_desk, language):
    desk = at_desk("editor", language, width=390)
    desk.open(OVERVIEW)
    page, board = desk.page, desk.page.locator(".board")
    first, head = board.locator("tbody th[scope=row]").nth(5), board.locator("thead th").nth(4)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    before, box = first.bounding_box(), board.bounding_box()
    board.evaluate("each => each.scrollBy(getComputedStyle(each).direction === 'rtl' ? -200 : 200, 150)")

    assert first.bounding_box()["x"] == pytest.approx(before["x"], abs=1)
    assert head.bounding_box()["y"] == pytest.approx(box["y"], abs=2)
    assert desk.complaints == []
    assert violations(page) == []


def test_cell_of_the_board_opens_the_form_in_its_language(at_desk):
    desk = at_desk("editor")
    desk.open(OVERVIEW)
    desk.page.locator("a[href*='/article/'][href$='#lang-ko']").first.click()

    expect(desk.page.locator("#id_heading_ko-tab")).to_have_attribute("aria-selected", "true")
    assert desk.page.locator("[name='heading_ko']").is_visible()
