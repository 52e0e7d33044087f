"""Captures and checks at the desk: given, fetched, shown."""

import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from sources.models import Capture, Citation, QuoteCheck
from tests.forms import errors, submit
from tests.makers import make_capture, make_citation, make_source, make_treaty

pytestmark = pytest.mark.django_db
ADD = "/admin/sources/capture/add/"
TEXT = "The treaty was signed on 19\u00a0June 2024 in the capital."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(client):
    user = User.objects.create_user("someone", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return client


def give(client, document, text=TEXT, name="page.txt"):
    file = SimpleUploadedFile(name, text.encode(), content_type="image/png")
    return client.post(ADD, {"document": document.pk, "captured_on": "2024-06-20", "file": file})


def stored(folder):
    return sorted(path.name for path in (folder / "captures").glob("*")) if (folder / "captures").exists() else []


def quoting(quote, document=None, **fields):
    document = document or make_source(reuse="quotation")
    return make_citation(make_treaty(), document=document, quote=quote, quote_language="en", **fields)


# Given


@pytest.mark.parametrize(
    "name", ["page.txt", "../../etc/passwd", "evil.html\0.txt", "страница.exe", "x" * 300 + ".pdf"]
)
def test_capture_is_kept_under_its_sum_whatever_its_name(editor, media, name):
    assert give(editor, make_source(), name=name).status_code == 302

    capture = Capture.objects.get()
    assert (capture.media_type, capture.extracted_text, capture.text_is_whole) == ("text/plain", TEXT, True)
    assert capture.file.name == f"captures/{capture.sha256}.txt"
    assert stored(media) == [f"{capture.sha256}.txt"]


def test_refused_file_says_why_and_leaves_nothing(editor, media):
    response = give(editor, make_source(), "<svg xmlns='http://www.w3.org/2000/svg'></svg>", "page.txt")

    assert [name for name in errors(response)] == ["file"]
    assert "Only plain text, web pages (HTML) and PDF files are accepted" in errors(response)["file"][0]
    assert (Capture.objects.count(), stored(media)) == (0, [])


def test_same_file_is_taken_once_a_document(editor):
    document = make_source()
    give(editor, document)

    assert errors(give(editor, document)) == {"file": ["This file is already a capture of the document."]}


class Endless(io.RawIOBase):
    """The body of a form with a file of so many bytes, of which none is there before it is read."""

    def __init__(self, size, before, after):
        self.parts = [before, size, after]

    def read(self, size=-1):
        if not self.parts:
            return b""
        if isinstance(self.parts[0], bytes):
            return self.parts.pop(0)
        size = min(size if size > 0 else 65_536, self.parts[0])
        self.parts[0] -= size
        if not self.parts[0]:
            self.parts.pop(0)
        return b"A" * size


def test_two_hundred_megabytes_are_neither_kept_nor_read_into_memory(editor, media):
    document, size = make_source(), 200_000_000
    field = 'Content-Disposition: form-data; name="{}"'.format
    before = f"--b\r\n{field('document')}\r\n\r\n{document.pk}\r\n--b\r\n{field('captured_on')}\r\n\r\n2024-06-20\r\n"
    before += f'--b\r\n{field("file")}; filename="page.txt"\r\nContent-Type: text/plain\r\n\r\n'
    body = Endless(size, before.encode(), b"\r\n--b--\r\n")
    response = editor.request(
        **{
            "REQUEST_METHOD": "POST",
            "PATH_INFO": ADD,
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "CONTENT_LENGTH": str(len(before) + size + 9),
            "wsgi.input": body,
        }
    )

    assert errors(response) == {"file": ["The file has 200 MB; at most 20 are accepted."]}
    assert stored(media) == []


# Fetched


def test_file_is_a_download_that_no_browser_opens(editor):
    capture = make_capture(make_source("gazette"), "<html><script>alert(1)</script><p>Words</p>")
    response = editor.get(f"/admin/sources/capture/{capture.pk}/download/")
    content = response.getvalue()

    assert {name: response[name] for name in response.headers if name.startswith(("Content-", "X-Content"))} == {
        "Content-Type": "application/octet-stream",
        "Content-Language": "en",
        "Content-Length": str(len(content)),
        "Content-Disposition": 'attachment; filename="gazette-2020-01-01.html"',
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert content == capture.file.read()


def test_form_of_a_capture_leads_to_the_download_alone(editor):
    capture = make_capture(make_source())
    page = editor.get(f"/admin/sources/capture/{capture.pk}/change/").content.decode()

    assert f'href="/admin/sources/capture/{capture.pk}/download/"' in page
    assert "captures/" not in page
    submit(editor, f"/admin/sources/capture/{capture.pk}/change/", captured_on="2021-02-03", sha256="0" * 64)
    again = Capture.objects.get()
    assert (str(again.captured_on), again.sha256) == ("2021-02-03", capture.sha256)


def test_file_that_is_gone_is_absent(editor):
    capture = make_capture(make_source())
    capture.file.storage.delete(capture.file.name)

    assert editor.get(f"/admin/sources/capture/{capture.pk}/download/").status_code == 404


def test_file_goes_with_the_last_capture_that_uses_it(editor, media, django_capture_on_commit_callbacks):
    for document in (make_source(), make_source()):
        give(editor, document)
    first, last = Capture.objects.all()
    assert first.file.name == last.file.name

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"/admin/sources/capture/{first.pk}/delete/", {"post": "yes"})
    assert stored(media) == [f"{last.sha256}.txt"]
    with django_capture_on_commit_callbacks(execute=True):
        last.document.delete()
    assert stored(media) == []


# Checked


def result(citation):
    check = QuoteCheck.objects.filter(citation=citation).first()
    return check and (check.result, check.normalisations, check.is_of(Citation.objects.get(pk=citation.pk)))


def test_quotation_is_checked_when_its_capture_comes_and_goes(editor):
    citation = quoting("signed on 19 June 2024")
    assert result(citation) is None

    give(editor, citation.document)
    assert result(citation) == ("normalised", ["space"], True)
    assert citation.quote_check.selector == {
        "type": "TextQuoteSelector",
        "exact": "signed on 19\u00a0June 2024",
        "prefix": "The treaty was ",
        "suffix": " in the capital.",
    }
    editor.post(f"/admin/sources/capture/{Capture.objects.get().pk}/delete/", {"post": "yes"})
    assert result(citation) is None


def test_quotation_is_checked_again_when_it_or_its_document_changes(editor):
    citation = quoting("signed on")
    make_capture(citation.document, TEXT)
    address = f"/admin/sources/citation/{citation.pk}/change/"
    assert result(citation) == ("exact", [], True)

    submit(editor, address, quote="singed on")
    assert result(citation) == ("missing", [], True)
    other = make_source()
    submit(editor, address, document=other.pk)
    assert result(citation) is None
    make_capture(other, "singed on purpose")
    assert result(citation) == ("exact", [], True)
    submit(editor, address, quote="", quote_language="")
    assert result(citation) is None


def test_best_of_several_captures_counts():
    citation = quoting("signed on 19 June")
    for text in ("signed on 18 June", TEXT, "Nothing of it."):
        make_capture(citation.document, text)
    assert result(citation)[:2] == ("normalised", ["space"])

    make_capture(citation.document, "It was signed on 19 June.")
    assert result(citation)[:2] == ("exact", [])


def test_capture_without_text_checks_nothing():
    citation = quoting("words")
    make_capture(citation.document, "<html><img src=scan.png></html>")

    assert result(citation) is None


def form_of(client, citation):
    response = client.get(f"/admin/sources/citation/{citation.pk}/change/")
    return " ".join(response.content.decode().split()).replace(" >", ">")


def listed(client, **asked):
    response = client.get("/admin/sources/citation/", asked)
    return {each.key: each.checked for each in response.context["cl"].queryset}


def test_form_shows_the_nearest_passage_with_the_characters_that_differ(editor):
    citation = quoting("signed on 18 June 2024")
    make_capture(citation.document, TEXT)
    page = form_of(editor, citation)

    assert "<strong>not found</strong>" in page
    assert '<blockquote lang="en" dir="ltr">signed on 1<del>8</del><ins>9</ins> June 2024</blockquote>' in page


def test_check_stands_beside_the_quotation_and_the_point_beside_the_document(editor):
    response = editor.get(f"/admin/sources/citation/{quoting('signed on').pk}/change/")
    [(_name, options)] = response.context["adminform"].fieldsets
    fields = options["fields"]

    assert fields[fields.index("quote") + 1] == "quotation_checked"
    assert fields[fields.index("document") + 1] == "point"


def test_form_names_what_was_normalised(editor):
    citation = quoting("signed on 19 June 2024")
    make_capture(citation.document, TEXT)

    assert "<strong>found after normalising</strong>: white space ·" in form_of(editor, citation)


def test_stale_check_is_never_shown_as_one(editor):
    citation = quoting("signed on", key="stale")
    make_capture(citation.document, TEXT)
    Citation.objects.filter(pk=citation.pk).update(quote="sealed on")

    assert "<strong>not checked since it was changed</strong></p>" in form_of(editor, citation)
    assert listed(editor) == {"stale": "unchecked"}
    assert listed(editor, checked="exact") == {}
    Citation.objects.filter(pk=citation.pk).update(quote="signed on", document=make_source())
    assert listed(editor) == {"stale": "no-capture"}


def test_list_narrows_by_result(editor):
    document = make_source(reuse="quotation")
    make_capture(document, TEXT)
    for quote in ("signed on", "19 June 2024", "sealed on 19 May"):
        quoting(quote, document, key=quote.replace(" ", "-").lower())
    quoting("elsewhere", key="elsewhere")
    quoting("", key="nothing")
    found = {"signed-on": "exact", "19-june-2024": "normalised", "sealed-on-19-may": "missing"}

    assert listed(editor) == found | {"elsewhere": "no-capture", "nothing": ""}
    assert [listed(editor, checked=each) for each in found.values()] == [{key: each} for key, each in found.items()]
    assert listed(editor, checked="no-capture") == {"elsewhere": "no-capture"}


def test_list_asks_no_more_for_more_rows(editor, django_assert_max_num_queries):
    document = make_source()
    make_capture(document, TEXT)
    quoting("signed on", document)
    with django_assert_max_num_queries(40) as one:
        editor.get("/admin/sources/citation/")
    for _ in range(2):
        make_citation(Citation.objects.first().dossier, document=document, quote="signed", quote_language="en")
    with django_assert_max_num_queries(40) as three:
        editor.get("/admin/sources/citation/")

    assert len(three) == len(one)


def test_form_of_a_document_lists_its_captures_and_what_its_quotations_come_to(editor):
    citation = quoting("signed on", key="a-citation")
    capture = make_capture(citation.document, TEXT)
    page = " ".join(
        editor.get(f"/admin/sources/sourcedocument/{citation.document_id}/change/").content.decode().split()
    )

    assert f'<a href="/admin/sources/capture/{capture.pk}/change/">' in page
    assert f'<a href="/admin/sources/citation/{citation.pk}/change/">a-citation</a>: found exactly <q lang="en"' in page


def test_editor_is_told_what_readers_will_see(editor):
    citation = quoting("one two three four five six seven eight nine", make_source(reuse="unknown"))
    words = "Readers will see only: “one two three four five six seven eight…”"

    assert 'Readers will see only: <q lang="en" dir="ltr">one two three four five six seven eight…</q>' in form_of(
        editor, citation
    )
    submit(editor, f"/admin/sources/citation/{citation.pk}/change/")
    response = editor.get("/admin/sources/citation/")
    assert words in [str(message) for message in response.context["messages"]]
    citation.document.reuse = "licensed"
    citation.document.save()
    assert "Readers will see only" not in form_of(editor, citation)


# The command


def run(capsys, *documents):
    try:
        call_command("check_quotations", *documents)
    except CommandError as error:
        return capsys.readouterr().out.splitlines(), str(error)
    return capsys.readouterr().out.splitlines(), ""


def test_command_checks_all_and_tells_what_is_missing(capsys):
    treaty, document, other = make_treaty(), make_source("gazette"), make_source("herald")
    make_capture(document, TEXT)
    for key, quote, source in [
        ("a", "signed on", document),
        ("b", "19 June", document),
        ("c", "sealed", document),
        ("d", "sealed", other),
    ]:
        make_citation(treaty, key=key, quote=quote, document=source, quote_language="en")
    QuoteCheck.objects.all().delete()

    found = ["gazette a: found exactly", "gazette b: found after normalising space", "gazette c: not found"]
    assert run(capsys) == ([*found, "herald d: no capture to check it with"], "Quotations not found: 1.")
    assert run(capsys, "gazette") == (found, "Quotations not found: 1.")
    Citation.objects.filter(key="c").update(quote="signed")
    assert run(capsys, "gazette") == ([*found[:2], "gazette c: found exactly"], "")
    assert run(capsys, "nowhere") == ([], "Expected keys of source documents, got “nowhere”.")
