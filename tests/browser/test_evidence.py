"""The reader's view of disagreement, in five languages and scripts: with the keyboard alone, and by axe."""

import pytest

from .axe import violations

pytestmark = pytest.mark.browser
DOSSIER = "/treaties/russia-dprk-2024/"
LANGUAGES = ["en", "ar", "fa", "th", "zh-hant"]


def tab_to(page, selector, most=80):
    """Press Tab until what the selector names has the focus, as a reader without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return page.locator(":focus")
    pytest.fail(f"{selector} is not reached by {most} tabs")


@pytest.mark.parametrize("language", LANGUAGES)
def test_disagreement_is_read_with_the_keyboard_alone_and_without_scripts(open_page, language):
    page = open_page(f"/{language}{DOSSIER}")
    question = page.locator("#question-d01-day-of-signature")

    tab_to(page, "a[href='#question-d01-day-of-signature']")
    page.keyboard.press("Enter")
    assert question.locator("details").get_attribute("open") is None
    tab_to(page, "#question-d01-day-of-signature summary")
    page.keyboard.press("Enter")

    first = question.locator(".reading").first
    assert first.is_visible()
    assert first.get_attribute("class") == "reading preferred"
    # Some readers see a day in two calendars.
    days = [each.get_attribute("datetime") for each in question.locator(".reading-value time").all()]
    assert list(dict.fromkeys(days)) == ["2024-06-19", "2024-06-18", "2024-06", "2024-12"]
    quotations = {(each.get_attribute("lang"), each.get_attribute("dir")) for each in question.locator("q").all()}
    assert {("ar", "rtl"), ("fa", "rtl"), ("th", "ltr"), ("zh-Hant", "ltr"), ("en", "ltr")} <= quotations

    mark = tab_to(page, "#question-d01-day-of-signature .citations .mark")
    source = mark.get_attribute("href")
    page.keyboard.press("Enter")
    back = tab_to(page, f"{source} .uses a", most=12)
    use = back.get_attribute("href")
    page.keyboard.press("Enter")

    assert page.url.endswith(use)
    # The fold around it opens by itself.
    assert page.locator(use).is_visible()


@pytest.mark.parametrize(("language", "scheme"), [*((language, "light") for language in LANGUAGES), ("ar", "dark")])
def test_axe_finds_nothing_in_what_is_unfolded(open_page, language, scheme):
    page = open_page(f"/{language}{DOSSIER}", scheme=scheme, javascript=True)
    # A fact with its sources, a conflict with many languages, and figures with their chart.
    parts = ["#step-02-signature", "#question-d01-day-of-signature", "#question-d11-troops"]
    found = violations(page, scheme, parts)
    page.goto(page.url.replace(DOSSIER, "/sources/fa-akharinkhabar/"))

    assert found + violations(page, scheme) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_no_name_of_the_lineage_lies_under_one_of_its_signs(open_page, language, width):
    page = open_page(f"/{language}/sources/fa-akharinkhabar/", width=width, javascript=True)

    assert page.locator(".descent circle").count() > 1
    assert page.evaluate(COVERED) == []


COVERED = """() => {
    const signs = [...document.querySelectorAll('.descent circle')].map(each => each.getBoundingClientRect());
    return [...document.querySelectorAll('.descent bdi')].filter(name => {
        const box = name.getBoundingClientRect();
        return signs.some(each => each.left < box.right && box.left < each.right
                                  && each.top < box.bottom && box.top < each.bottom);
    }).map(each => each.textContent);
}"""
