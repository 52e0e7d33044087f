"""What anybody can use: by axe, with the keyboard alone, at twice the size, without movement."""

import pytest

from .axe import SCHEMES, violations
from .unfolding import unfold

pytestmark = pytest.mark.browser
# The largest, for what size alone can break; one of an ordinary size for every kind of page.
LARGEST = "/treaties/russia-dprk-2024/"
DOSSIER = "/treaties/ussr-dprk-1949/"
PUBLIC = [
    "/",
    "/?party=kp&kind=nonsense&signed_after=never",
    DOSSIER,
    f"{DOSSIER}?on=1900-01-01",
    f"{LARGEST}articles/4/",
    f"{LARGEST}editions/",
    f"{DOSSIER}editions/1/",
    "/treaties/china-dprk-1961/",
    "/sources/",
    "/sources/kcna/",
    "/sources/fa-akharinkhabar/",
    "/glossary/",
    "/about/",
    "/treaties/nowhere/",
]
DESK = [
    "/admin/",
    "/admin/treaties/treaty/",
    "/admin/treaties/treaty/add/",
    "/admin/treaties/treaty/1/change/",
    "/admin/treaties/treaty/1/change/#lang-ko",
    "/admin/treaties/treaty/1/overview/",
    "/admin/treaties/treaty/1/history/",
    "/admin/treaties/event/1/delete/",
    "/admin/treaties/treaty/1/publish/",
    "/admin/treaties/treaty/1/withdraw/",
    "/admin/treaties/treaty/1/rename/",
    "/admin/treaties/treaty/1/timeline/",
    "/admin/treaties/treaty/1/restore/?kind=treaties.treaty&row=1",
    "/admin/treaties/treaty/deleted/",
    "/admin/treaties/ratificationstep/",
    "/admin/treaties/ratificationstep/2/change/",
    "/admin/treaties/article/5/change/",
    "/admin/treaties/party/1/change/",
    "/admin/sources/sourcedocument/1/change/",
    "/admin/sources/sourcedocument/import/",
    "/admin/sources/citation/1/change/",
    "/admin/sources/question/1/change/",
]


@pytest.mark.parametrize(("language", "scheme"), SCHEMES)
def test_axe_finds_nothing_on_public_pages(open_page, language, scheme):
    page = open_page(f"/{language}/about/", scheme=scheme, javascript=True)
    start = page.url.removesuffix("/about/")
    found = []
    for address in PUBLIC:
        page.goto(start + address)
        found += violations(page, scheme)

    assert found == []


@pytest.mark.parametrize("language", ["ar", "zh-hans"])
def test_axe_finds_nothing_on_the_largest_dossier_colours_apart(open_page, language):
    page = open_page(f"/{language}{LARGEST}", javascript=True)

    assert violations(page) == []


@pytest.mark.parametrize("style", ["color: #aaa", "background-color: #555", "opacity: 0.4"])
def test_one_pale_text_is_found_among_all_others(open_page, style):
    page = open_page("/en/about/", javascript=True)
    page.evaluate(
        """(style) => {
            const text = document.querySelector('main p'), copy = text.cloneNode(true);
            copy.style = style;
            text.after(copy);
        }""",
        style,
    )

    assert {rule for _address, rule, _places in violations(page)} == {"color-contrast"}


@pytest.mark.parametrize(("language", "scheme"), SCHEMES)
def test_axe_finds_nothing_of_ours_on_the_desk(at_desk, language, scheme):
    desk = at_desk("reviewer", language, scheme=scheme)
    found, complaints = [], []
    for address in DESK:
        # What axe itself does to a page is no complaint about it.
        desk.complaints.clear()
        desk.open(address)
        complaints += desk.complaints
        found += violations(desk.page, scheme)

    assert found == []
    assert complaints == []


def test_desk_is_worked_with_the_keyboard_alone(at_desk):
    desk = at_desk("editor")
    desk.open("/admin/treaties/treaty/1/change/")
    tab = desk.page.locator("#id_title_en-tab")
    tab.focus()
    desk.page.keyboard.press("ArrowRight")
    assert desk.page.locator(":focus").get_attribute("id") == "id_title_zh_hans-tab"
    desk.page.keyboard.press("Tab")
    assert desk.page.locator(":focus").get_attribute("name") == "title_zh_hans"
    desk.page.locator("#id_title_zh_hans-tab").focus()
    desk.page.keyboard.press("End")
    assert desk.page.locator(":focus").get_attribute("id") == "id_title_vi-tab"
    desk.page.keyboard.press("ArrowRight")

    assert desk.page.locator(":focus").get_attribute("id") == "id_title_en-tab"
    assert desk.page.locator("#id_summary_en-tab").get_attribute("aria-selected") == "true"


def test_arrows_follow_the_direction_of_the_page(at_desk):
    desk = at_desk("editor", "ar")
    desk.open("/admin/treaties/treaty/1/change/")
    desk.page.locator("#id_title_en-tab").focus()
    desk.page.keyboard.press("ArrowLeft")

    assert desk.page.locator(":focus").get_attribute("id") == "id_title_zh_hans-tab"


def test_register_is_narrowed_with_the_keyboard_alone(open_page):
    page = open_page("/en/")
    page.locator("#id_q").focus()
    page.keyboard.type("1949")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.partition("?")[2].startswith("q=1949")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"


@pytest.mark.parametrize("address", ["/en/", f"/en{LARGEST}", f"/ar{LARGEST}", "/en/sources/kcna/", "/th/glossary/"])
def test_pages_hold_at_twice_the_size(open_page, address):
    # 200 % on a screen of 1280: half as many of the page's own pixels.
    page = open_page(address, width=640, javascript=True)

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_nothing_moves(browser, site, at_desk):
    moving = """() => [...document.querySelectorAll('*')].filter(each => {
        const style = getComputedStyle(each);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).map(each => each.outerHTML.slice(0, 100))"""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for address in [*PUBLIC, LARGEST]:
        page.goto(f"{site}/en{address}")
        unfold(page)
        assert page.evaluate(moving) == []
    context.close()
