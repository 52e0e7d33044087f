"""Taking in a bibliography at the desk: what the preview shows, what is written, and whom it believes."""

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile

from dossier.text.languages import LANGUAGES
from sources.models import SourceDocument
from tests.makers import make_source

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/sources/sourcedocument/import/"


@pytest.fixture
def editor(client):
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return client


def preview(client, text, name="a.bib"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, text.encode())})


def write(client, shown, **choices):
    """Send the preview back as its form would, with these choices: `choice_0="add"`."""
    rows = shown.context["rows"]
    default = {f"choice-{row['number']}": next(code for code, _, on in row["choices"] if on) for row in rows}
    sent = {name: shown.context[name] for name in ("text", "name", "seen")}
    # Browsers send line ends so.
    sent["text"] = sent["text"].replace("\n", "\r\n")
    return client.post(ADDRESS, sent | default | {name.replace("_", "-"): value for name, value in choices.items()})


def seen(response):
    return [(row["title"], row["verdict"], row["document"] and row["document"].key) for row in response.context["rows"]]


BOTH = """@article{known, title={A study}, doi={10.1093/x}, volume={12}, author={Li, Wu}}
@book{fresh, title={Entirely new}}
"""


def test_list_of_documents_leads_to_the_import(editor):
    page = editor.get("/admin/sources/sourcedocument/").content.decode()

    assert f'<a href="{ADDRESS}">Import a bibliography…</a>' in page


def test_preview_says_what_is_known_and_how_and_writes_nothing(editor):
    make_source("study", title="A study", doi="10.1093/x", authors=["Li, W."])
    response = preview(editor, BOTH)
    rows = response.context["rows"]

    assert seen(response) == [("A study", "conflict", "study"), ("Entirely new", "new", None)]
    assert str(rows[0]["sign"]) == "by its DOI"
    assert rows[0]["differences"] == [("volume", "", "12"), ("authors", "Li, W.", "Li, Wu")]
    assert [[code for code, _, _ in row["choices"]] for row in rows] == [
        ["skip", "add", "fill", "overwrite"],
        ["skip", "add"],
    ]
    assert [next(code for code, _, on in row["choices"] if on) for row in rows] == ["fill", "add"]
    assert (
        f'href="/admin/sources/sourcedocument/{SourceDocument.objects.get().pk}/change/"' in response.content.decode()
    )
    assert SourceDocument.history.count() == 1


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ("skip", {"study": ("", ["Li, W."])}),
        ("fill", {"study": ("12", ["Li, W."])}),
        ("overwrite", {"study": ("12", ["Li, Wu"])}),
        ("add", {"study": ("", ["Li, W."]), "known": ("12", ["Li, Wu"])}),
        ("nonsense", {"study": ("", ["Li, W."])}),
    ],
)
def test_each_entry_becomes_what_was_chosen(editor, choice, found):
    make_source("study", title="A study", doi="10.1093/x", authors=["Li, W."])
    write(editor, preview(editor, BOTH), choice_0=choice, choice_1="skip")

    assert {each.key: (each.volume, each.authors) for each in SourceDocument.objects.all()} == found


def test_what_is_written_is_recorded_as_the_editors(editor):
    response = write(editor, preview(editor, "@book{fresh, title={New}}"))
    row = SourceDocument.history.get()

    assert (response.status_code, response["Location"]) == (302, "/admin/sources/sourcedocument/")
    assert (row.history_user_id, row.history_change_reason) == (User.objects.get().pk, "import of a.bib")


def test_pasted_text_is_read_like_a_file(editor):
    response = editor.post(ADDRESS, {"text": "TY  - BOOK\r\nTI  - 조약\r\nER  - \r\n"})

    assert seen(response) == [("조약", "new", None)]
    assert write(editor, response).status_code == 302
    assert SourceDocument.objects.get().title == "조약"


def test_preview_that_comes_back_is_read_anew(editor):
    """Whoever forges the form gets what the text says, checked like any other."""
    shown = preview(editor, "@book{fresh, title={New}}")
    forged = {"text": "@book{fresh, title={Forged}, url={ftp://x/}}", "name": "a.bib", "seen": shown.context["seen"]}
    response = editor.post(ADDRESS, forged | {"choice-0": "add"})

    assert [str(problem)[:26] for problem in response.context["problems"]] == ["a.bib: line 1 (@book{fresh"]
    assert SourceDocument.objects.count() == 0


def test_desk_that_changed_meanwhile_is_shown_again(editor):
    document = make_source("study", title="A study", doi="10.1093/x", authors=["Li, W."])
    shown = preview(editor, BOTH)
    document.authors = ["Li Wu"]
    document.save()
    response = write(editor, shown, choice_0="overwrite")

    assert "The desk has changed meanwhile." in response.content.decode()
    assert SourceDocument.objects.get().authors == ["Li Wu"]
    write(editor, response, choice_0="overwrite", choice_1="skip")
    assert SourceDocument.objects.get().authors == ["Li, Wu"]


def test_document_that_was_added_meanwhile_is_not_added_twice(editor):
    shown = preview(editor, "@book{fresh, title={New}, doi={10.1093/x}}")
    make_source("mine", doi="10.1093/X")
    response = write(editor, shown)

    assert seen(response) == [("New", "conflict", "mine")]
    assert SourceDocument.objects.count() == 1


def test_two_entries_do_not_change_one_document(editor):
    make_source("study", doi="10.1093/x")
    shown = preview(editor, "@book{a, doi={10.1093/x}, volume={1}}\n@book{b, doi={10.1093/x}, volume={2}}")
    response = write(editor, shown, choice_0="fill", choice_1="overwrite")

    assert "Two entries would change one document: study." in response.content.decode()
    assert [next(code for code, _, on in row["choices"] if on) for row in response.context["rows"]] == [
        "fill",
        "overwrite",
    ]
    assert SourceDocument.objects.get().volume == ""


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file or paste its text: one of the two."),
        ({"text": "Dear editors"}, "pasted text: Expected a bibliography in CSL-JSON, BibTeX or RIS"),
        ({"text": "@book{a, year={soon}}"}, "nothing as issued, got “soon”"),
        ({"text": "[" * 50_000}, "Expected a list of items that does not nest so deeply"),
        ({"file": SimpleUploadedFile("a.bib", b"\xff")}, "a.bib: line 1: Expected a file saved as UTF-8"),
        ({"file": SimpleUploadedFile("a.bib", b" " * 5_000_001)}, "Expected at most 5,000,000 bytes"),
        ({"file": SimpleUploadedFile("a.bib", b" " * 20_000_001)}, "Expected at most 5,000,000 bytes"),
        ({"file": SimpleUploadedFile("a\u202eb.bib", b"words")}, "ab.bib: Expected entries such as"),
    ],
)
def test_what_cannot_be_read_is_explained(editor, sent, said):
    assert said in editor.post(ADDRESS, sent).content.decode()
    assert SourceDocument.objects.count() == 0


def test_largest_file_comes_back_with_its_preview(editor):
    padding = "% " + "한" * 1_600_000
    response = write(editor, preview(editor, f"@book{{fresh, title={{New}}}}\n{padding}"))

    assert response.status_code == 302
    assert SourceDocument.objects.count() == 1


def test_nothing_in_an_entry_acts_in_the_preview(editor):
    make_source("study", doi="10.1093/x", title="Study")
    hostile = "</textarea><script>alert(1)</script>"
    page = preview(editor, f"@book{{a, title={{{hostile}}}, doi={{10.1093/x}}}}").content.decode()

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") == 3
    assert re.findall(r"<[^>]+ (?:style|on\w+)=", page) == []


@pytest.mark.parametrize("role", ["", "Reader of sources"])
def test_only_who_may_add_and_change_may_import(client, role):
    user = User.objects.create_user("viewer", is_staff=True)
    if role:
        user.user_permissions.set(Permission.objects.filter(codename__in=["view_sourcedocument", "add_sourcedocument"]))
    client.force_login(user)

    assert client.get(ADDRESS).status_code == 403
    assert preview(client, "@book{a}").status_code == 403
    if role:
        assert ADDRESS not in client.get("/admin/sources/sourcedocument/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_import_speaks_every_language_of_the_desk(editor, language):
    editor.cookies["django_language"] = language

    assert editor.get(ADDRESS).status_code == 200
    assert preview(editor, BOTH).status_code == 200
