"""check_history says of each record whether history tells the truth, and repairs nothing."""

import io
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dossier.editing.history import tracked_models
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
    assert check() == ([line], "records that are not as history has them: 1")
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

    assert check()[0] == [f"treaties.Party {pk}: is gone, and history has not recorded that"]


def test_record_that_came_back_unrecorded_is_told():
    party = make_party("alba")
    pk = party.pk
    party.delete()
    with unrecorded("record_insert"):
        Party.objects.create(pk=pk, key="alba")

    assert check()[0] == [f"treaties.Party {pk}: is there, and history has it deleted"]


def test_column_of_the_active_language_is_not_compared():
    make_party("alba")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE treaties_party SET name = 'whichever language was active'")

    assert check() == ([], "")


def test_each_model_is_asked_once(django_assert_num_queries):
    for _ in range(3):
        make_treaty()
    with django_assert_num_queries(len(tracked_models())):
        check()


def test_what_history_leaves_out_is_not_compared(django_user_model):
    account = django_user_model.objects.create_user("editor", password="before")
    account.set_password("after")
    account.save()

    assert check() == ([], "")
