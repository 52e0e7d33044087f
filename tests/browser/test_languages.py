"""Every public page in every language, on a phone and on a wide screen: nothing cut, reversed or left in English."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from dossier.text.languages import LANGUAGES, direction, tag

pytestmark = pytest.mark.browser
ADDRESSES = [
    "/",
    "/treaties/russia-dprk-2024/",
    "/treaties/ussr-dprk-1961/articles/1/",
    "/treaties/russia-dprk-2024/editions/",
    "/search/?q=条约",
    "/sources/",
    "/sources/kcna/",
    "/glossary/",
    "/about/",
]

# Every text node that is seen, with what its elements say of it.
WRONG = """(translated) => {
    const found = [], rtl = document.dir === 'rtl';
    const say = (what, text) => found.push(`${what}: ${text.trim().slice(0, 80)}`);
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) say('page is wider than the window', `${root.scrollWidth}`);
    for (const details of document.querySelectorAll('details')) details.open = true;
    if (root.scrollWidth > root.clientWidth) say('unfolded page is wider than the window', `${root.scrollWidth}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange(), lines = new Map();
    while (walker.nextNode()) {
        const node = walker.currentNode, text = node.data.trim(), holder = node.parentElement;
        if (!text) continue;
        const language = holder.closest('[lang]').lang;
        if (/[\\u3400-\\u9fff]/.test(text) && !/^(zh|ja|ko)/.test(language)) say(`Han text in ${language}`, text);
        if (language !== 'en' && text in translated && translated[text] !== text) say('not translated', text);
        if (holder.closest('option, svg, .visually-hidden, .skip, thead') || !holder.checkVisibility()) continue;
        const style = getComputedStyle(holder);
        if (/^\\d{4}-\\d{2}(-\\d{2})?$/.test(text) && style.direction === 'rtl') say('date is reversed', text);
        if (style.fontStyle === 'italic' && /^(zh|ko|ja|ar|fa|th)/.test(language)) say('italic', text);
        if (style.textTransform !== 'none' && language !== 'en') say('letters transformed', text);
        if (style.letterSpacing !== 'normal' && language !== 'en') say('letters spaced', text);
        if (/^(ar|fa|zh)/.test(language) && /^[,;]( |$)/.test(node.data)) say('comma of another language', text);
        const cites = node.nextSibling;
        if (rtl && style.direction === 'rtl' && cites?.className === 'cites') {
            range.setStart(node, node.length - 1);
            range.setEnd(node, node.length);
            const last = range.getBoundingClientRect(), number = cites.getBoundingClientRect();
            const beside = Math.abs(last.bottom - number.bottom) < last.height;
            if (beside && number.left > last.left) say('number of a footnote before its word', text.slice(-40));
        }
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width < 1 || box.height < 1) continue;
            if (box.left < -1 || box.right > root.clientWidth + 1) say('outside the window', text);
            // Clipped by what hides its overflow on purpose or not.
            for (let each = holder; each && each !== document.body; each = each.parentElement) {
                const other = getComputedStyle(each);
                if (other.overflowX === 'visible' || other.textOverflow === 'ellipsis') continue;
                const frame = each.getBoundingClientRect();
                if (box.left < frame.left - 1 || box.right > frame.right + 1) say('clipped', text);
            }
            const line = Math.round(box.top / 40);
            for (const place of [line - 1, line, line + 1])
                for (const [other, otherText] of lines.get(place) || []) {
                    const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
                    const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
                    const least = Math.min(box.height, other.height);
                    if (wide > 2 && high > 0.6 * least) say('overlaps', `${text.slice(0, 40)} | ${otherText}`);
                }
            lines.set(line, [...(lines.get(line) || []), [box, text.slice(0, 40)]]);
        }
    }
    for (const option of document.querySelectorAll('input[type=search], textarea'))
        if (option.dir !== 'auto') say('no direction of its own', option.outerHTML);
    return [...new Set(found)].slice(0, 12);
}"""


# Dates that are broken over lines, or stick out of the box in which they stand.
BROKEN = """() => [...document.querySelectorAll('main time')].filter((each) => {
    const holder = each.closest('p, li, dd, td, th, h1, h2, h3, div');
    const box = holder.getBoundingClientRect(), own = each.getBoundingClientRect();
    // Runs of either direction are rectangles of one line.
    const runs = [...each.getClientRects()];
    const lines = Math.max(...runs.map((run) => run.top)) >= Math.min(...runs.map((run) => run.bottom));
    return lines || own.left < box.left - 1 || own.right > box.right + 1;
}).map((each) => each.textContent)"""

# Elements whose text runs out of their box to the side.
OVERFLOWING = """() => [...document.querySelectorAll('main *')].filter(each => {
    const style = getComputedStyle(each);
    if (style.display === 'inline' || style.textOverflow === 'ellipsis') return false;
    if (each.closest('thead, .visually-hidden')) return false;
    return each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0;
}).map(each => each.outerHTML.slice(0, 120))"""


def translated(language):
    """The interface's strings that are told apart from English ones: by English text, the translation."""
    if language == "en":
        return {}
    locale = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}.get(language, language)
    with (settings.LOCALE_PATHS[0] / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [each for each in read_po(file, locale=locale) if isinstance(each.id, str) and each.string]
    # Names such as DOI are the same in every language; a hole is filled by the time a reader sees it.
    return {each.id: each.string for each in messages if each.id != each.string and "%(" not in each.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_in_every_language(browser, untouched_site, language):
    context = browser.new_context(locale=tag(language))
    page, found, strings = context.new_page(), [], translated(language)
    for address in ADDRESSES:
        page.goto(f"{untouched_site}/{language}{address}")
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (tag(language), direction(language))
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for check in (WRONG, BROKEN, OVERFLOWING):
                found += [f"{address} at {width}: {each}" for each in page.evaluate(check, strings)]
    context.close()

    assert found == []


PLANTED = {
    '<p style="width: 3000px">wide</p>': "wider than the window",
    "<p>條約</p>": "Han text in ar",
    "<p>2024-06-19</p>": "date is reversed",
    '<p style="font-style: italic">معاهدة</p>': "italic",
    '<p style="letter-spacing: 2px">معاهدة</p>': "letters spaced",
    "<p>Key facts</p>": "not translated",
    "<p><b>معاهدة</b>, <b>معاهدة</b></p>": "comma of another language",
    '<p>في عام 2024<span class="cites" style="unicode-bidi: normal">1</span></p>': "number of a footnote before",
    '<p style="width: 40px; overflow: hidden; white-space: nowrap">معاهدة معاهدة معاهدة</p>': "clipped",
    '<p style="margin-block-end: -1.5em">واحد</p><p>اثنان</p>': "overlaps",
}


def test_what_is_wrong_is_found(browser, untouched_site):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for planted, said in PLANTED.items():
        page.goto(f"{untouched_site}/ar/about/")
        assert page.evaluate(WRONG, translated("ar")) == []
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
        found = page.evaluate(WRONG, translated("ar"))
        assert any(re.search(said, each) for each in found), (planted, found)
    context.close()


def test_reader_of_another_chinese_script_reads_the_same_place(browser, untouched_site):
    """What falls back to the other script leads to its original; both pages stand at the same passage."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{untouched_site}/zh-TW/treaties/ussr-dprk-1949/?on=1950-01-01")

    assert page.url == f"{untouched_site}/zh-hant/treaties/ussr-dprk-1949/?on=1950-01-01"
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    context.close()
