"""The command import_bibliography: all or nothing, a line a thing, exit 0 or 1."""

import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.bibliography.fields import of_document
from sources.bibliography.reading import FORMATS
from sources.models import SourceDocument
from tests.accounts.people import member
from tests.environment import for_process
from tests.makers import make_source
from tests.sources.examples import PLAIN, shipped

pytestmark = pytest.mark.django_db


def run(*files, **options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_bibliography", *map(str, files), stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue().splitlines(), f"{err.getvalue()}{error}".splitlines()
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.fixture
def written(tmp_path):
    def write(text, name="a.bib"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return write


def on_desk():
    return [of_document(document) for document in SourceDocument.objects.order_by("id")]


@pytest.mark.parametrize("ending", FORMATS)
def test_shipped_sources_go_in_and_again_change_nothing(ending, written, dossier_files):
    sources = shipped(dossier_files)
    file = written(FORMATS[ending].write(sources), f"all.{ending}")

    assert run(file) == ([f"new {source['key']}" for source in sources], [])
    assert on_desk() == sources
    rows = SourceDocument.history.count()
    assert run(file) == ([f"unchanged {source['key']}" for source in sources], [])
    assert SourceDocument.history.count() == rows == len(sources)


def test_number_of_queries_does_not_grow_with_the_entries(written):
    def queries(number):
        text = "".join(f"@misc{{Odd{number}x{each}, title={{T {number} {each}}}}}\n" for each in range(number))
        file = written(text)
        with CaptureQueriesContext(connection) as captured:
            run(file)
        return len(captured)

    assert queries(3) == queries(300)


def test_dry_run_says_the_same_and_writes_nothing(written):
    file = written(FORMATS["bib"].write([PLAIN]))

    assert run(file, dry_run=True) == (["new plain"], [])
    assert on_desk() == []


def test_empty_fields_are_filled_without_being_asked(written):
    make_source("study", title="A study", doi="10.1093/ejil/chx046")
    file = written("@article{x, title={A study}, doi={10.1093/ejil/chx046}, volume={12}, year=2024}")

    assert run(file) == (["changed study (known by its doi)"], [])
    assert [SourceDocument.objects.values_list("volume", "issued", "kind", "extent_read").get()] == [
        ("12", "2024", "news", "whole")
    ]


def test_difference_is_a_conflict_and_nothing_is_written(written):
    make_source("study", title="A study", doi="10.1093/ejil/chx046", authors=["Kim"])
    file = written("@article{x, title={B}, doi={10.1093/ejil/chx046}, author={Li and Wu}}\n@book{y, title={New}}")
    out, err = run(file)

    assert out == [
        "conflict study (known by its doi)",
        "    title: 'A study' → 'B'",
        "    authors: ['Kim'] → ['Li', 'Wu']",
        "new y",
    ]
    assert err == [
        f"{file}: 1 entries differ from the desk; --update lets the file overwrite them",
        "nothing was written",
    ]
    assert SourceDocument.objects.values_list("title", flat=True).get() == "A study"


def test_update_overwrites_and_keeps_what_the_file_leaves_out(written):
    document = make_source(
        "study", title="A", doi="10.1093/ejil/chx046", publisher="P", note_internal="Secret", kind="wire"
    )
    run(written("@article{x, title={B}, doi={10.1093/ejil/chx046}}"), update=True)
    document.refresh_from_db()

    assert (document.key, document.title, document.publisher) == ("study", "B", "P")
    assert (document.note_internal, document.kind) == ("Secret", "wire")


def test_new_document_is_called_by_its_name_or_by_its_words(written):
    make_source("taken", publisher="Another")
    file = written(
        "@online{fit-1, title={A}, publisher={BBC}, date={2024-06-19}}\n"
        "@online{Unfit2024, title={B}, publisher={BBC}, date={2024-06-19}}\n"
        "@online{Unfit2025, title={C}, publisher={BBC}, date={2024-06-19}}\n"
        "@online{taken, title={D}, publisher={BBC}, date={2024-06-19}}\n"
    )

    assert run(file)[1] == []
    assert dict(SourceDocument.objects.exclude(publisher="Another").values_list("key", "title")) == {
        "fit-1": "A",
        "bbc-2024-06-19": "B",
        "bbc-2024-06-19-2": "C",
        "bbc-2024-06-19-3": "D",
    }


def test_two_entries_of_one_document_are_refused(written):
    make_source("study", doi="10.1093/ejil/chx046")
    file = written("@book{a, doi={10.1093/ejil/chx046}}\n@book{b, doi={10.1093/EJIL/chx046}}")

    assert run(file, update=True)[1] == [
        f"{file}: line 2 (@book{{b}}): "
        "Expected one entry for each document, got study again after line 1 (@book{a}).",
        "nothing was written",
    ]


def test_one_bad_file_keeps_all_out_and_every_fault_is_told(written):
    good, bad = written("@book{a, title={A}}", "good.bib"), written("TY  - BOOK\nDA  - soon\nER  - \n", "bad.ris")

    assert run(good, bad)[1] == [
        f"{bad}: line 1: Expected 2024-06-19, 2024-06, 2024 or nothing as issued, got “soon”.",
        "nothing was written",
    ]
    assert on_desk() == []


def test_second_file_sees_what_the_first_brings(written):
    first, second = (
        written("@book{a, doi={10.1093/x}}", "a.bib"),
        written("TY  - BOOK\nDO  - 10.1093/X\nER  - ", "b.ris"),
    )

    assert run(first, second)[0] == ["new a", "conflict a (known by its doi)", "    doi: '10.1093/x' → '10.1093/X'"]


def test_history_says_who_and_from_where(written):
    user = member("Editor", username="somebody")
    run(written("@book{a, title={A}}"), user="somebody")
    row = SourceDocument.history.get()

    assert (row.history_user_id, row.history_change_reason) == (user.pk, "import of a.bib")


def test_user_who_may_not_write_sources_is_refused(written):
    User.objects.create_user("somebody", is_staff=True)
    _out, err = run(written("@book{a, title={A}}"), user="somebody")

    assert "Expected an account that may add sourcedocument and change sourcedocument" in err[0]
    assert SourceDocument.objects.count() == 0


def test_unknown_user_is_refused(written):
    assert run(written("@book{a}"), user="nobody")[1] == ["--user: Expected the name of an account, got 'nobody'."]


@pytest.mark.django_db(transaction=True)
def test_exit_codes_and_streams(written):
    def manage(file):
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_bibliography", str(file)]
        done = subprocess.run(command, env=for_process(), capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    good, bad = written("@book{a, title={A}}"), written("@book{a, year={soon}}", "b.bib")
    assert manage(good) == (0, "new a\n", "")
    code, out, err = manage(bad)
    assert (code, out) == (1, "")
    assert err.startswith(f"{bad}: line 1 (@book{{a}}): Expected 2024-06-19, ")
    assert "got “soon”." in err
