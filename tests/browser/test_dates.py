"""Dates as an editor types them, in a real browser."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.makers import make_step
from treaties.models import RatificationStep, Treaty

pytestmark = pytest.mark.browser
_numbers = count(1)


@pytest.fixture
def step(in_site):
    """The number of a new step of 1901."""
    with in_site():
        treaty, _made = Treaty.objects.get_or_create(slug="typed", defaults={"title_en": "Typed"})
        return make_step(treaty, f"s{next(_numbers)}", kind="signature-definitive", date="1901-03-04").pk


@pytest.fixture
def date_of(in_site):
    def ask(pk):
        with in_site():
            return RatificationStep.objects.get(pk=pk).date

    return ask


def plain(words):
    return words.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "19 June 2024"), ("fa", "۳۰ خرداد ۱۴۰۳ (۱۹ ژوئن ۲۰۲۴)"), ("ar", "19 يونيو 2024")]
)
def test_what_was_understood_is_shown_while_typing_and_saved_at_once(at_desk, step, date_of, language, words):
    desk = at_desk("editor", language)
    desk.open(f"/admin/treaties/ratificationstep/{step}/change/")
    field, said = desk.page.locator("[name=date]"), desk.page.locator(".field-date .understood")

    field.fill("")
    field.press_sequentially("۳۰ خرداد ۱۴۰۳")
    expect(said).to_contain_text(words)
    assert field.input_value() == "۳۰ خرداد ۱۴۰۳"
    field.blur()
    expect(field).to_have_value("2024-06-19")

    # The sentence stays, and a screen reader finds it from the field.
    assert plain(said.inner_text()).count(words) == 1
    assert said.get_attribute("id") in field.get_attribute("aria-describedby").split()
    # What was understood reads from left to right on a page of either direction.
    assert said.evaluate(ORDER) == ["2024", "06", "19"]
    assert field.evaluate("each => getComputedStyle(each).direction") == "ltr"
    desk.save()
    assert date_of(step) == "2024-06-19"
    assert desk.complaints == []


# The numbers of 2024-06-19 in a text, from left to right as they are painted.
ORDER = """element => {
    const text = element.firstChild, from = text.data.indexOf('2024-06-19');
    const left = (start, length) => {
        const range = document.createRange();
        range.setStart(text, from + start);
        range.setEnd(text, from + start + length);
        return [range.getBoundingClientRect().left, text.data.slice(from + start, from + start + length)];
    };
    return [left(0, 4), left(5, 2), left(8, 2)].sort((one, other) => one[0] - other[0]).map((each) => each[1]);
}"""


def test_row_that_was_added_since_is_read_too(at_desk):
    desk = at_desk("editor")
    desk.open("/admin/treaties/treaty/add/")
    row = desk.another("steps")
    field = desk.page.locator(f"[name='{row}-date']")
    field.fill("19 июня 2024 г.")
    field.blur()
    expect(field).to_have_value("2024-06-19")

    assert "was understood as 2024-06-19 (19 June 2024)." in plain(
        desk.page.locator(f"#{row} .understood").inner_text()
    )


def test_refusal_is_said_when_the_field_is_left(at_desk, step):
    desk = at_desk("editor")
    desk.open(f"/admin/treaties/ratificationstep/{step}/change/")
    field, said = desk.page.locator("[name=date]"), desk.page.locator(".field-date .understood")
    field.fill("03/04/2024")
    field.blur()
    said.filter(has_text="can be read in two ways").wait_for()

    assert plain(said.inner_text()) == "“03/04/2024” can be read in two ways. Enter 2024-04-03 or 2024-03-04."
    assert field.input_value() == "03/04/2024"
    field.fill("")
    field.blur()
    assert said.inner_text() == ""


def test_value_of_a_citation_is_read_only_as_a_date(at_desk, step):
    desk = at_desk("editor")
    desk.open(f"/admin/treaties/ratificationstep/{step}/change/")
    row = desk.another("sources-citation-subject_type-subject_id")
    value = desk.page.locator(f"[name='{row}-value']")
    desk.choose(f"{row}-value_type", "text")
    value.fill("19 June 2024")
    value.blur()
    desk.choose(f"{row}-value_type", "date")
    value.fill("20 June 2024")
    value.blur()
    expect(value).to_have_value("2024-06-20")

    assert "“20 June 2024” was understood as 2024-06-20" in plain(desk.page.locator(f"#{row} .understood").inner_text())


@pytest.mark.parametrize("language", ["en", "fa"])
def test_without_scripts_the_form_comes_back_once(browser, site, at_desk, step, date_of, language):
    desk = at_desk("editor", language)
    cookies = desk.page.context.cookies()
    context = browser.new_context(java_script_enabled=False, storage_state={"cookies": cookies, "origins": []})
    page = context.new_page()
    page.goto(f"{site}/admin/treaties/ratificationstep/{step}/change/")
    page.fill("[name=date]", "۳۰ خرداد ۱۴۰۳")
    page.fill("[name=number]", "No. 7")
    page.locator("[name=_continue]").first.click()

    assert "2024-06-19" in plain(page.locator(".field-date .errorlist").inner_text())
    assert (page.input_value("[name=date]"), page.input_value("[name=number]")) == ("2024-06-19", "No. 7")
    assert date_of(step) == "1901-03-04"
    with page.expect_navigation():
        page.locator("[name=_continue]").first.click()
    assert page.locator(".errorlist").count() == 0
    assert date_of(step) == "2024-06-19"
    context.close()
