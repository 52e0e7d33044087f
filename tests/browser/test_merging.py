"""Several editors at one record, each in a browser of their own; and what becomes of a text that was not saved."""

from itertools import count

import pytest
from playwright.sync_api import Error

from tests.makers import make_article, make_person
from treaties.models import Article, Name, Treaty

from .axe import SCHEMES, violations
from .desk import PASSWORD
from .unfolding import unfold

pytestmark = pytest.mark.browser
_numbers = count(1)
# Long enough for the browser to keep what was typed.
KEPT = 500


@pytest.fixture
def article(in_site):
    """The number of a new article, of which only an English summary is written."""
    slug = f"m{next(_numbers)}"
    with in_site():
        treaty, _made = Treaty.objects.get_or_create(slug="drafts", defaults={"title_en": "Drafts"})
        return make_article(treaty, slug, heading_en="Peace", summary_en="Peace.").pk


@pytest.fixture
def summaries(in_site, article):
    """The summaries of the article, by column, as the database has them."""

    def ask():
        with in_site():
            columns = vars(Article.objects.get(pk=article))
        return {name: value for name, value in columns.items() if name.startswith("summary_") and value}

    return ask


@pytest.fixture
def person(in_site):
    """A new person with three names."""
    with in_site():
        person = make_person(f"m{next(_numbers)}", name_en="Anna")
        for text in ("One", "Two", "Three"):
            Name.objects.create(subject=person, key=text, language="en", text=text)
    return person


@pytest.fixture
def names(in_site, person):
    def ask():
        with in_site():
            return list(person.names.order_by("pk").values_list("text", flat=True))

    return ask


@pytest.fixture
def four_editors(launch, at_desk):
    browsers = [launch() for _ in range(4)]
    yield [at_desk(name, browser=each) for name, each in zip(("anna", "bela", "carla", "dora"), browsers, strict=True)]
    for each in browsers:
        each.close()


def form_of(article):
    return f"/admin/treaties/article/{article}/change/"


def write(desk, **texts):
    for name, text in texts.items():
        desk.click(f"#id_{name}-tab")
        desk.fill(name, text)


def save_at_once(desks):
    """All press the button before any of them has an answer."""
    for desk in desks:
        desk.page.evaluate("setTimeout(() => document.querySelector('[name=_continue]').click())")
    for desk in desks:
        desk.page.wait_for_selector(".messagelist, .conflicts")
        desk.page.wait_for_load_state()


def test_four_editors_in_four_languages_at_once_lose_nothing(four_editors, article, summaries):
    texts = {"summary_ko": "평화.", "summary_ar": "السلام.", "summary_fa": "صلح.", "summary_zh_hant": "和平。"}
    for desk, (name, text) in zip(four_editors, texts.items(), strict=True):
        desk.open(form_of(article))
        write(desk, **{name: text})

    save_at_once(four_editors)

    assert [desk.page.locator(".messagelist .success").count() for desk in four_editors] == [1] * 4
    assert summaries() == {"summary_en": "Peace."} | texts
    assert [desk.complaints for desk in four_editors] == [[]] * 4


def test_four_editors_in_one_field_lose_nothing(four_editors, article, summaries):
    texts = [f"Peace for {years} years." for years in ("ten", "twenty", "thirty", "forty")]
    for desk, text in zip(four_editors, texts, strict=True):
        desk.open(form_of(article))
        write(desk, summary_en=text)

    save_at_once(four_editors)

    asked = [desk for desk in four_editors if desk.page.locator(".conflicts").count()]
    assert (len(asked), sum(desk.page.locator(".messagelist .success").count() for desk in four_editors)) == (3, 1)
    saved = summaries()["summary_en"]
    mine = [desk.page.locator("[name=summary_en]").input_value() for desk in asked]
    assert sorted([saved, *mine]) == sorted(texts)
    for desk, text in zip(asked, mine, strict=True):
        assert desk.page.locator(".reading").all_inner_texts() == [saved, text]

    # One after another they choose: the second choice of an older state is asked again.
    first, second, third = asked
    first.page.check("[name=choice-summary_en][value^=mine]")
    first.save()
    assert summaries()["summary_en"] == mine[0]
    second.page.check("[name=choice-summary_en][value^=mine]")
    second.send()
    assert second.page.locator(".reading").all_inner_texts() == [mine[0], mine[1]]
    second.page.check("[name=choice-summary_en][value^=theirs]")
    second.save()
    assert summaries()["summary_en"] == mine[0]
    assert third.page.locator("[name=summary_en]").input_value() == mine[2]


# Drafts


def offered(desk):
    """The lines of the draft that is offered back, if one is."""
    desk.page.wait_for_load_state()
    desk.page.wait_for_timeout(KEPT)
    return desk.page.locator(".draft-offer li").all_inner_texts()


def kept_drafts(desk):
    return desk.page.evaluate("Object.keys(localStorage).filter((each) => each.startsWith('desk-draft:')).length")


def test_draft_survives_a_crashed_tab_and_is_cleared_by_saving(at_desk, article, summaries):
    desk = at_desk("anna")
    desk.open(form_of(article))
    write(desk, summary_ko="평화.\n둘.", summary_en="Peace and trade.")
    desk.page.wait_for_timeout(KEPT)
    crashed = desk.page
    with pytest.raises(Error):
        crashed.goto("chrome://crash")
    desk.page = crashed.context.new_page()

    desk.open(form_of(article))

    # In which order a slow machine kept them is no matter.
    assert sorted(offered(desk)) == ["Summary [en]: Peace and trade.", "Summary [ko]: 평화.\n둘."]
    desk.click(".draft-offer .put-back")
    assert desk.page.locator("[name=summary_ko]").input_value() == "평화.\n둘."
    desk.save()
    assert summaries() == {"summary_en": "Peace and trade.", "summary_ko": "평화.\n둘."}
    assert (offered(desk), kept_drafts(desk)) == ([], 0)


def test_draft_brings_back_new_rows_lookups_and_boxes(at_desk, in_site):
    desk = at_desk("anna")
    desk.open("/admin/treaties/treaty/add/")
    write(desk, title_en="A draft")
    desk.page.check(
        "[name=subjects][value=alliance]"
        if desk.page.locator("[name=subjects][value=alliance]").count()
        else "[name=subjects] >> nth=0"
    )
    row = desk.another("parties")
    desk.page.locator(f"select[name='{row}-party'] + .select2").click()
    desk.page.locator(".select2-search__field").last.fill("DPRK")
    desk.page.locator(".select2-results__option--highlighted").click()
    party = desk.page.locator(f"[name='{row}-party']").input_value()
    article = desk.another("articles")
    desk.fill(f"{article}-number", "1")
    desk.page.wait_for_timeout(KEPT)
    boxes = desk.page.locator("[name=subjects]:checked").evaluate_all("all => all.map(each => each.value)")

    desk.open("/admin/treaties/treaty/add/")
    offered(desk)
    desk.click(".draft-offer .put-back")

    page = desk.page
    assert page.locator("[name=title_en]").input_value() == "A draft"
    assert page.locator("[name=subjects]:checked").evaluate_all("all => all.map(each => each.value)") == boxes
    assert page.locator(f"[name='{row}-party']").input_value() == party != ""
    assert page.locator(f"[name='{article}-number']").input_value() == "1"
    assert desk.complaints == []


def test_draft_is_merged_with_what_others_saved_meanwhile(at_desk, article, summaries):
    anna, bela = at_desk("anna"), at_desk("bela")
    anna.open(form_of(article))
    write(anna, summary_en="Peace and trade.", summary_ko="평화.")
    anna.page.wait_for_timeout(KEPT)
    anna.open("/admin/")
    bela.open(form_of(article))
    write(bela, summary_en="Peace and war.", summary_ar="السلام.")
    bela.save()

    anna.open(form_of(article))
    offered(anna)
    anna.click(".draft-offer .put-back")
    anna.send()

    assert anna.page.locator(".reading").all_inner_texts() == ["Peace and war.", "Peace and trade."]
    anna.page.check("[name=choice-summary_en][value^=mine]")
    anna.save()
    assert summaries() == {"summary_en": "Peace and trade.", "summary_ko": "평화.", "summary_ar": "السلام."}


def test_draft_of_a_session_that_ended_is_shown_and_offered_after_signing_in(at_desk, article, summaries):
    desk = at_desk("anna")
    desk.open(form_of(article))
    write(desk, summary_fa="صلح.")
    desk.page.context.clear_cookies(name="sessionid")
    desk.send()

    assert desk.page.locator(".kept-text:has([lang=fa]) textarea").input_value() == "صلح."
    assert summaries() == {"summary_en": "Peace."}
    desk.page.click("#content-main > p a")
    desk.page.fill("#id_username", "anna")
    desk.page.fill("#id_password", PASSWORD)
    with desk.page.expect_navigation():
        desk.page.click("[type=submit]")
    assert offered(desk) == ["Summary [fa]: صلح."]
    desk.click(".draft-offer .put-back")
    desk.save()
    assert summaries() == {"summary_en": "Peace.", "summary_fa": "صلح."}


def test_draft_is_cleared_on_signing_out_and_offered_to_nobody_else(at_desk, article):
    desk = at_desk("anna")
    desk.open(form_of(article))
    write(desk, summary_th="สันติภาพ")
    desk.page.wait_for_timeout(KEPT)
    desk.page.context.clear_cookies(name="sessionid")
    desk.sign_in("bela")
    desk.open(form_of(article))
    assert (offered(desk), kept_drafts(desk)) == ([], 1)

    desk.log_out()

    assert kept_drafts(desk) == 0


def test_draft_that_is_open_in_another_tab_is_not_offered(at_desk, article):
    desk = at_desk("anna")
    desk.open(form_of(article))
    write(desk, summary_ru="Мир.")
    desk.page.wait_for_timeout(KEPT)
    first, desk.page = desk.page, desk.page.context.new_page()
    desk.open(form_of(article))

    assert offered(desk) == []
    first.close()
    desk.open(form_of(article))
    assert offered(desk) == ["Summary [ru]: Мир."]
    desk.click(".draft-offer .throw-away")
    assert kept_drafts(desk) == 0


@pytest.mark.parametrize("where", ["on the form", "in another tab"])
def test_signing_out_leaves_no_draft_of_a_form_that_is_open(at_desk, article, where):
    desk = at_desk("anna")
    desk.open(form_of(article))
    write(desk, summary_th="สันติภาพ")
    desk.page.wait_for_timeout(KEPT)
    form = desk.page
    if where == "in another tab":
        desk.page = form.context.new_page()
        desk.open("/admin/")

    desk.log_out()

    if where == "in another tab":
        form.close(run_before_unload=True)
    desk.page.wait_for_timeout(KEPT)
    assert kept_drafts(desk) == 0


def test_way_back_brings_the_form_as_the_desk_has_it_and_what_was_typed_as_a_draft(at_desk, article, summaries):
    anna, bela = at_desk("anna"), at_desk("bela")
    anna.open(form_of(article))
    write(anna, summary_en="Peace and trade.")
    anna.page.wait_for_timeout(KEPT)
    anna.open("/admin/")
    bela.open(form_of(article))
    write(bela, summary_en="Peace and war.")
    bela.choose("kind", "annex")
    bela.save()

    anna.page.go_back()

    assert offered(anna) == ["Summary [en]: Peace and trade."]
    assert [anna.page.locator(f"[name={name}]").input_value() for name in ("summary_en", "kind")] == [
        "Peace and war.",
        "annex",
    ]


ROWS = "treaties-name-subject_type-subject_id"


def open_names(desk, person):
    desk.open(f"/admin/treaties/person/{person.pk}/change/")
    desk.page.wait_for_load_state()
    unfold(desk.page)


def test_draft_of_rows_finds_its_records_though_others_came_and_went(at_desk, in_site, person, names):
    desk = at_desk("anna")
    open_names(desk, person)
    desk.fill(f"{ROWS}-0-text", "One, mine")
    desk.fill(f"{ROWS}-1-text", "Two, mine")
    row = desk.another(ROWS)
    desk.fill(f"{row}-text", "Mine")
    desk.fill(f"{row}-language", "en")
    desk.page.wait_for_timeout(KEPT)
    desk.open("/admin/")
    with in_site():
        person.names.get(text="One").delete()
        for text in ("X", "Y"):
            Name.objects.create(subject=person, key=text, language="en", text=text)

    open_names(desk, person)
    offered(desk)
    desk.click(".draft-offer .put-back")

    # The row of the first is gone, and what was typed in it can be copied.
    assert offered(desk) == [f"{ROWS}-0-text: One, mine"]
    desk.save()
    assert names() == ["Two, mine", "Three", "X", "Y", "Mine"]


def test_button_that_is_pressed_twice_saves_once(at_desk, person, names):
    desk = at_desk("anna")
    open_names(desk, person)
    row = desk.another(ROWS)
    desk.fill(f"{row}-text", "Mine")
    desk.fill(f"{row}-language", "en")

    with desk.page.expect_navigation():
        desk.page.locator("[name=_continue]").first.dblclick()

    desk.page.wait_for_timeout(KEPT)
    assert names() == ["One", "Two", "Three", "Mine"]


@pytest.mark.parametrize(("language", "scheme"), SCHEMES)
def test_axe_finds_nothing_on_conflicts_drafts_and_kept_texts(at_desk, article, language, scheme):
    anna, bela = (at_desk(name, language, width=390, scheme=scheme) for name in ("anna", "bela"))
    for desk, text in ((anna, "Peace and trade."), (bela, "Peace and war.")):
        desk.open(form_of(article))
        write(desk, summary_en=text)
    anna.save()
    found = []
    bela.send()
    assert bela.page.locator(".conflicts").count() == 1
    found += violations(bela.page, scheme)
    bela.open(form_of(article))
    assert len(offered(bela)) == 1
    found += violations(bela.page, scheme)
    write(bela, summary_ar="السلام.")
    bela.page.context.clear_cookies(name="sessionid")
    bela.send()
    assert bela.page.locator(".kept-texts").count() == 1
    found += violations(bela.page, scheme)

    assert found == []
    assert bela.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
