import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection

from dossier.editing.history.recording import tracked_models
from dossier.format.reading import read_dossier
from dossier.publication.models import Edition
from dossier.publication.publishing import rename
from tests.accounts.people import member
from tests.environment import for_process
from tests.format.test_intake import SMALL, desk_rows
from tests.makers import make_article, make_treaty
from treaties.models import Treaty


def run(*arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.json"
    file.write_text(json.dumps(SMALL))
    return file


@pytest.mark.django_db
class TestImport:
    def test_each_record_has_its_line(self, small):
        out, err = run("import_dossier", str(small))

        assert "new alba-borea articles/1\n" in out
        assert set(run("import_dossier", str(small))[0].split("\n")) >= {"unchanged alba-borea treaty"}
        assert err == ""

    def test_key_of_a_record_brings_no_escape_to_the_terminal(self, small):
        reference = {"scheme": "unts", "value": "I-1\x1b]0;owned\x07\nnew"}
        small.write_text(json.dumps(SMALL | {"references": [reference]}))

        assert "new alba-borea references/unts.I-1\\x1b]0;owned\\x07\\nnew\n" in run("import_dossier", str(small))[0]

    def test_dry_run_says_the_same_and_writes_nothing(self, small):
        dry, _ = run("import_dossier", str(small), dry_run=True)

        assert desk_rows() == 0
        assert run("import_dossier", str(small))[0] == dry

    def test_dry_run_shows_the_differences(self, small):
        run("import_dossier", str(small))
        small.write_text(json.dumps(SMALL | {"title": {"en": "Another"}}))
        out, err = run("import_dossier", str(small), dry_run=True)

        assert "conflict alba-borea treaty\n    title.en: 'Treaty of Alba and Borea' → 'Another'\n" in out
        assert "nothing was written" in err

    def test_file_with_a_former_address_is_refused_with_the_present_one(self, small):
        run("import_dossier", str(small), publish=True)
        rename("alba-borea", "another-address")
        out, err = run("import_dossier", str(small))

        assert out == ""
        assert err.splitlines()[0].endswith(
            "slug: Expected the present address another-address instead of a former one, got “alba-borea”."
        )

    def test_conflict_names_the_way_out(self, small):
        run("import_dossier", str(small))
        small.write_text(json.dumps(SMALL | {"title": {"en": "Another"}}))

        assert "--update lets the file overwrite" in run("import_dossier", str(small))[1]
        assert run("import_dossier", str(small), update=True)[1] == ""
        assert Treaty.objects.get().title_en == "Another"

    def test_one_bad_file_keeps_all_out(self, small, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text("format: '1'\nslug: Bad Slug\n")
        _, err = run("import_dossier", str(small), str(bad))

        assert f"{bad}: slug: Expected text that matches " in err
        assert "got “Bad Slug”." in err
        assert desk_rows() == 0

    def test_dossiers_may_name_each_other(self, small, tmp_path):
        relation = {"key": "r", "kind": "refers-to"}
        first, second = tmp_path / "first.json", tmp_path / "second.json"
        first.write_text(json.dumps({"format": "1", "slug": "first", "relations": [relation | {"other": "second"}]}))
        second.write_text(json.dumps({"format": "1", "slug": "second", "relations": [relation | {"other": "first"}]}))
        assert run("import_dossier", str(first), str(second))[1] == ""

        found = Treaty.objects.values_list("slug", "relations__other__slug")
        assert set(found) == {("first", "second"), ("second", "first")}

    def test_deleted_records_go_through_the_command(self, small):
        run("import_dossier", str(small))
        small.write_text(
            json.dumps({"format": "1", "slug": "alba-borea", "events": [{"key": "feast", "deleted": True}]})
        )
        out, err = run("import_dossier", str(small), update=True)

        assert ("deleted alba-borea events/feast" in out, err) == (True, "")
        assert Treaty.objects.get().events.count() == 0

    def test_event_may_name_a_dossier_that_comes_later(self, tmp_path):
        first, second = tmp_path / "first.json", tmp_path / "second.json"
        event = {"key": "e", "kind": "meeting", "treaties": ["second"]}
        first.write_text(json.dumps({"format": "1", "slug": "first", "events": [event]}))
        second.write_text(json.dumps({"format": "1", "slug": "second"}))

        assert run("import_dossier", str(first), str(second))[1] == ""
        assert Treaty.objects.get(slug="first").events.get().treaties.get().slug == "second"

    def test_publishing_says_what_does_not_fit_the_format(self):
        make_treaty("antarctic", subjects=["no-such-kind"])

        assert "antarctic: subjects[0]: Expected a term of the vocabulary" in run("publish_dossier", "antarctic")[1]

    def test_two_files_of_one_dossier_are_refused(self, small, tmp_path):
        second = tmp_path / "second.json"
        second.write_text(small.read_text())

        assert (
            f"{second}: slug: Expected one file for each dossier, got the slug of {small} again."
            in run("import_dossier", str(small), str(second))[1]
        )
        assert desk_rows() == 0

    def test_dry_run_of_several_files_sees_them_together(self, small, tmp_path):
        second = tmp_path / "second.json"
        second.write_text(json.dumps({"format": "1", "slug": "second", "participants": [{"party": "alba"}]}))

        assert run("import_dossier", str(small), str(second), dry_run=True)[1] == ""
        assert desk_rows() == 0

    def test_unknown_user_is_refused(self, small):
        assert (
            "--user: Expected the name of an account, got 'nobody'."
            in run("import_dossier", str(small), user="nobody")[1]
        )

    def test_publish_makes_the_edition(self, small):
        assert run("import_dossier", str(small), publish=True)[0].endswith("alba-borea: edition 1\n")
        assert run("import_dossier", str(small), publish=True)[0].endswith("alba-borea: nothing has changed\n")


@pytest.mark.django_db
class TestExport:
    @pytest.mark.parametrize("ending", ["yaml", "json"])
    def test_export_taken_in_again_changes_nothing(self, small, tmp_path, ending):
        run("import_dossier", str(small))
        first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
        run("export_dossier", "alba-borea", output=first)
        rows = sum(model.history.count() for model in tracked_models())
        out, err = run("import_dossier", str(first))
        run("export_dossier", "alba-borea", output=second)

        assert ({line.split()[0] for line in out.splitlines()}, err) == ({"unchanged"}, "")
        assert sum(model.history.count() for model in tracked_models()) == rows
        assert second.read_bytes() == first.read_bytes()

    def test_edition_is_exported_as_it_was_published(self, tmp_path):
        treaty = make_treaty("antarctic", title_en="Old")
        run("publish_dossier", "antarctic")
        treaty.title_en = "New"
        treaty.save()
        run("export_dossier", "antarctic", output=tmp_path / "one.json", edition=1)

        assert json.loads((tmp_path / "one.json").read_text())["title"] == {"en": "Old"}

    def test_export_refuses_what_is_not_there(self, tmp_path):
        assert "Expected the slug of a dossier" in run("export_dossier", "nowhere")[1]
        assert "Expected the number of an edition, got 3" in run("export_dossier", "nowhere", edition=3)[1]
        assert ".yaml or .json" in run("export_dossier", "nowhere", output=tmp_path / "a.txt")[1]


@pytest.mark.django_db
def test_publish_says_edition_or_nothing():
    treaty = make_treaty("antarctic")

    assert run("publish_dossier", "antarctic", note="x")[0] == "antarctic: edition 1\n"
    assert run("publish_dossier", "antarctic")[0] == "antarctic: nothing has changed\n"
    make_article(treaty)
    assert run("publish_dossier", "antarctic")[0] == "antarctic: edition 2\n"
    assert "Expected the slug of a dossier" in run("publish_dossier", "nowhere")[1]


@pytest.mark.django_db
class TestShippedDossiers:
    def test_quotations_are_fragments(self, dossier_files):
        """At most six words; Chinese, Japanese and Thai, which write none, at most forty-five characters."""
        for file in dossier_files:
            for citation in read_dossier(file).get("citations", []):
                quote, language = citation.get("quote", ""), citation.get("quote_language", "")
                if language[:2] in {"zh", "ja", "th"}:
                    assert len(quote) <= 45, citation["key"]
                else:
                    assert len(quote.split()) <= 6, citation["key"]

    def test_undecided_questions_leave_the_desk_without_a_value(self, dossier_files):
        for file in dossier_files:
            for question in read_dossier(file).get("questions", []):
                assert ("preferred_value" in question) == (question["outcome"] == "preferred"), question["key"]


@pytest.mark.django_db(transaction=True)
def test_import_killed_in_the_middle_leaves_nothing(dossier_files):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_dossier", *map(str, dossier_files)]
    process = subprocess.Popen(command, env=for_process(), stdout=subprocess.DEVNULL)
    writing = "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(2000):
            cursor.execute(f"{writing} AND datname = current_database()")
            if cursor.fetchone()[0]:
                break
            time.sleep(0.005)
        else:
            pytest.fail("the import never wrote")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL

    assert desk_rows() == 0
    assert sum(model.history.count() for model in tracked_models()) == 0
    assert Edition.objects.count() == 0


def at_once(*commands):
    """Run commands of manage.py at the same time; their exit codes and what they printed."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    started = [
        subprocess.Popen(
            [*manage, *command], env=for_process(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for command in commands
    ]
    said = [process.communicate(timeout=120) for process in started]
    return [process.returncode for process in started], [out for out, _ in said], [err for _, err in said]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "role", "lacking"),
    [
        ("import_dossier", "Editor", "import dossier"),
        ("import_dossier", "Reviewer", "import dossier"),
        ("publish_dossier", "Editor", "publish dossier"),
    ],
)
def test_command_acts_in_nobodys_name_who_may_not(small, command, role, lacking):
    member(role, username="olga")
    target = str(small) if command == "import_dossier" else "alba-borea"
    with pytest.raises(CommandError, match=f"Expected an account that may {lacking}; 'olga' may not."):
        call_command(command, target, user="olga")

    assert desk_rows() == 0


@pytest.mark.django_db
def test_import_that_publishes_needs_both_permissions(small):
    user = member("Editor", username="olga")
    user.user_permissions.add(Permission.objects.get(codename="import_dossier"))
    call_command("import_dossier", str(small), user="olga", stdout=io.StringIO())
    with pytest.raises(CommandError, match="may publish dossier"):
        call_command("import_dossier", str(small), user="olga", publish=True)


@pytest.mark.django_db(transaction=True)
def test_imports_and_publications_at_once_wait_for_each_other(small, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(small.read_text().replace("alba-borea", "other"))
    codes, out, err = at_once(
        ["import_dossier", str(small), str(other), "--publish"], ["import_dossier", str(other), str(small), "--publish"]
    )

    assert (codes, err) == ([0, 0], ["", ""])
    assert sorted(text.split()[0] for text in out) == ["new", "unchanged"]
    make_article(Treaty.objects.get(slug="other"), "3")
    codes, out, err = at_once(["publish_dossier", "other"], ["publish_dossier", "other"])
    assert (codes, sorted(out)) == ([0, 0], ["other: edition 2\n", "other: nothing has changed\n"])
