"""check_history says of each record whether history tells the truth, and repairs nothing."""

import io
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from dossier.editing.history.recording import tracked_models
from tests.environment import for_process
from tests.makers import make_article, make_citation, make_event, make_party, make_step, make_treaty
from treaties.models import Party

pytestmark = pytest.mark.django_db


@contextmanager
def unrecorded(trigger):
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would forbid it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE treaties_party DISABLE TRIGGER {trigger}")
        yield
        cursor.execute(f"ALTER TABLE treaties_party ENABLE TRIGGER {trigger}")


def check():
    """What the command says, and the words in which it fails; nothing where it does not."""
    said = io.StringIO()
    try:
        call_command("check_history", stdout=said)
    except CommandError as error:
        return said.getvalue().splitlines(), str(error)
    return said.getvalue().splitlines(), ""


def test_desk_with_true_history_is_passed_in_silence():
    treaty = make_treaty()
    make_citation(treaty, make_step(treaty))
    make_article(treaty).delete()
    event = make_event(treaty, date="1901")
    event.date = "1902"
    event.save()

    assert check() == ([], "")


def test_difference_is_told_with_its_columns():
    party = make_party("alba")
    with unrecorded("record_update"):
        Party.objects.update(iso_3166="AA", name_ko="알바")

    line = f"treaties.Party {party.pk}: differs from its newest row of history: name_ko, iso_3166"
    assert check() == ([line], "records that differ from their history: 1")
    assert check()[0] == [line]


def test_generated_date_is_compared_too():
    party = make_party("alba", exists_from="1901")
    with unrecorded("record_update"):
        Party.objects.update(exists_from="1902")

    (line,), _failure = check()
    assert line.endswith(
        f"{party.pk}: differs from its newest row of history: exists_from, exists_from_earliest, exists_from_latest"
    )


def test_record_without_history_is_told():
    with unrecorded("record_insert"):
        party = make_party("alba")

    assert check()[0] == [f"treaties.Party {party.pk}: has no row of history"]


def test_record_that_went_unrecorded_is_told():
    party = make_party("alba")
    pk = party.pk
    with unrecorded("record_delete"):
        party.delete()

    assert check()[0] == [f"treaties.Party {pk}: is gone without a deletion in its history"]


def test_record_that_came_back_unrecorded_is_told():
    party = make_party("alba")
    pk = party.pk
    party.delete()
    with unrecorded("record_insert"):
        Party.objects.create(pk=pk, key="alba")

    assert check()[0] == [f"treaties.Party {pk}: exists, but is deleted in its history"]


def test_column_of_the_active_language_is_not_compared():
    make_party("alba")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE treaties_party SET name = 'whichever language was active'")

    assert check() == ([], "")


def test_each_model_is_asked_once(django_assert_num_queries):
    for _ in range(3):
        make_treaty()
    # And two for the triggers and their functions.
    with django_assert_num_queries(len(tracked_models()) + 2):
        check()


def test_what_history_leaves_out_is_not_compared(django_user_model):
    account = django_user_model.objects.create_user("editor", password="before")
    account.set_password("after")
    account.save()

    assert check() == ([], "")


LOST = {
    "ALTER TABLE treaties_party DISABLE TRIGGER record_update": [
        "treaties_party: the trigger record_update is disabled"
    ],
    "DROP TRIGGER record_delete ON sources_citation": ["sources_citation: the trigger record_delete is missing"],
    "DROP TRIGGER refuse_change ON treaties_historicalparty": [
        "treaties_historicalparty: the trigger refuse_change is missing"
    ],
    "CREATE OR REPLACE TRIGGER record_insert AFTER INSERT ON treaties_party"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()": [
        "treaties_party: the trigger record_insert differs from this release"
    ],
    "CREATE OR REPLACE FUNCTION record_history() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'": [
        "the function record_history() differs from this release"
    ],
    "ALTER TABLE publication_edition DISABLE TRIGGER USER": [
        "publication_edition: the trigger refuse_change is disabled",
        "publication_edition: the trigger refuse_truncate is disabled",
    ],
    "DROP TRIGGER refuse_delete ON auth_user": ["auth_user: the trigger refuse_delete is missing"],
    "DROP TRIGGER keep_password_act ON auth_user": ["auth_user: the trigger keep_password_act is missing"],
}


@pytest.mark.parametrize("statement", LOST)
def test_trigger_that_is_not_in_place_is_told_and_put_back_by_migrate(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)

    assert check() == (LOST[statement], f"triggers and functions not in place: {len(LOST[statement])}")
    call_command("migrate", verbosity=0)
    assert check() == ([], "")


@pytest.mark.django_db(transaction=True)
def test_migrate_says_on_which_database_it_works():
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=for_process(), capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert re.search(f"^Database: “{name}”", done.stdout, re.MULTILINE)


def test_history_is_written_again_after_migrate():
    party = make_party("alba")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ("record_insert", "record_update", "record_delete"):
            cursor.execute(f"DROP TRIGGER {name} ON treaties_party")
    call_command("migrate", verbosity=0)
    Party.objects.update(name_ko="알바")
    party.delete()

    assert [row.history_type for row in Party.history.filter(key="alba")] == ["-", "~", "+"]
