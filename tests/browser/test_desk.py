"""The whole way of a dossier in a real browser: an editor writes it, a reviewer publishes it, a reader finds it."""

import pytest

pytestmark = pytest.mark.browser
CITATION = "sources-citation-subject_type-subject_id"


def write_dossier(desk, name):
    """Treaty, two parties, three articles, two steps, two sources, four citations, a Korean and an Arabic title."""
    desk.open("/admin/treaties/treaty/add/")
    desk.click("#id_title_en-tab")
    desk.fill("title_en", f"Treaty of {name}")
    desk.translate("title", ko=f"{name} 조약", ar=f"معاهدة {name}")
    for party in (f"Alba of {name}", f"Borea of {name}"):
        row = desk.another("parties")
        desk.make(f"{row}-party", name_en=party)
    for number, heading in (("1", "Peace"), ("2", "Trade"), ("3", "Ratification")):
        row = desk.another("articles")
        desk.fill(f"{row}-number", number)
        if number == "1":
            desk.click(f"#id_{row}-heading_en-tab")
        desk.fill(f"{row}-heading_en", heading)
    for kind, day in (("signature-subject-to-ratification", "1901-03-04"), ("entry-into-force", "1902-01-01")):
        row = desk.another("steps")
        desk.choose(f"{row}-kind", kind)
        desk.fill(f"{row}-date", day)
    desk.save()
    desk.click(".desk-contents a[href*='ratificationstep'][href$='/change/']")
    values = [("1901-03-04", "Gazette"), ("1901-03-05", "Herald"), ("Alba City", "gazette"), ("Alba City", "herald")]
    for number, (value, source) in enumerate(values):
        row = desk.another(CITATION)
        if number < 2:
            desk.make(f"{row}-document", kind="news", title=f"{source} of {name}", publisher=f"{source} {name}")
        else:
            desk.look_up(f"{row}-document", f"{source} {name}")
        desk.choose(f"{row}-point", "field:date" if number < 2 else "field:place")
        desk.fill(f"{row}-value", value)
        if number < 2:
            desk.choose(f"{row}-value_type", "date")
    desk.fill("change_note", "First draft from two papers.")
    desk.save()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_editor_writes_reviewer_publishes_reader_finds(at_desk, open_page, language):
    name = f"Harbour {language}"
    editor = at_desk("editor", language)

    write_dossier(editor, name)

    assert editor.page.locator(".desk-links li").count() == 4
    assert (editor.clicks, editor.fields) == (28, 34)
    editor.click(".belongs-to a")
    slug = editor.page.locator(".field-slug [name=slug]").input_value()
    editor.click("a[href*='/preview/']")
    titles = {"en": f"Treaty of {name}", "ar": f"معاهدة {name}"}
    assert editor.page.locator("h1").inner_text() == titles[language]
    editor.open(f"/admin/treaties/treaty/preview/{slug}/ko/treaties/{slug}/")
    assert editor.page.locator("h1").inner_text() == f"{name} 조약"
    assert editor.page.locator("a[href*='/publish/']").count() == 0
    editor.open("/admin/treaties/treaty/")
    assert editor.complaints == []

    reviewer = at_desk("reviewer", language)
    reviewer.open(f"/admin/treaties/treaty/?q={slug}")
    reviewer.click("#result_list tbody th a")
    reviewer.click("a[href*='/publish/']")
    reviewer.fill("note", "The first edition.")
    with reviewer.page.expect_navigation():
        reviewer.click("[type=submit].default")
    assert reviewer.page.locator(".messagelist .success").count() == 1
    assert reviewer.complaints == []

    reader = open_page(f"/{language}/?q=Alba+of+{name.replace(' ', '+')}")
    assert reader.locator(".register h2").all_inner_texts() == [titles[language]]
    reader.click(".register h2 a")
    assert reader.locator("h1").inner_text() == titles[language]
    assert reader.locator(".ladder tbody tr").count() == 2
    assert reader.locator("#steps .reading-value time").evaluate_all("all => all.map(each => each.dateTime)") == [
        "1901-03-04",
        "1901-03-05",
    ]


FOCUSED = "document.activeElement.name || document.activeElement.className"


def test_keyboard_starts_in_the_first_field_and_after_an_error_at_the_error(at_desk):
    editor = at_desk("editor")
    editor.open("/admin/treaties/event/add/")
    assert editor.page.evaluate(FOCUSED) not in {"_save", ""}
    assert editor.page.evaluate("document.activeElement.closest('fieldset') !== null")
    editor.send("_save")
    assert editor.page.evaluate(FOCUSED) == "errornote"
    editor.open("/admin/treaties/event/1/change/")
    editor.fill("date", "no day at all")
    editor.send("_save")

    assert editor.page.evaluate(FOCUSED) == "errornote"
    editor.page.keyboard.press("Tab")
    assert editor.page.evaluate("document.activeElement.closest('form') !== null")
    assert editor.complaints == []
