"""A bibliography at the desk, in a real browser: pasted, looked at, written, and nothing on the way is blocked."""

import pytest

from tests.browser.axe import violations

pytestmark = pytest.mark.browser
TEXT = """@article{quay-NAME, title={Quays of {NAME}}, author={van der Berg, Jan}, journal={Ports}, volume={3}}
@online{Unfit, title={항구 조약 NAME}, publisher={연합뉴스}, date={2024-06-19}, url={https://example.org/quay-NAME}}
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_editor_takes_in_a_bibliography(at_desk, language):
    editor = at_desk("editor", language)
    editor.open("/admin/sources/sourcedocument/")
    editor.click(".object-tools a[href$='/import/']")
    editor.fill("text", TEXT.replace("NAME", language))
    editor.click(".submit-row [type=submit]")
    editor.page.wait_for_selector(".bibliography-entry")
    titles = editor.page.locator(".bibliography-entry h2").all_inner_texts()
    chosen = [each.input_value() for each in editor.page.locator(".bibliography-entry select").all()]

    assert (titles, chosen) == ([f"Quays of {language}", f"항구 조약 {language}"], ["add", "add"])
    assert violations(editor.page) == []
    # What axe itself does to a page is no complaint about it.
    editor.complaints.clear()
    editor.choose("choice-1", "skip")
    editor.click(".submit-row [type=submit]")
    editor.page.wait_for_selector(".messagelist .success")
    editor.open(f"/admin/sources/sourcedocument/?q=quay-{language}")
    assert editor.page.locator("#result_list .field-key").all_inner_texts() == [f"quay-{language}"]
    assert editor.complaints == []
