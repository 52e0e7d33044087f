"""When a session ends."""

import pytest
from django.test import Client

from dossier.accounts.models import Account

from .people import is_in, log_in, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return member("Editor", username="ada")


def older(client, **seconds):
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


def test_session_lasts_from_its_last_request_on(client, editor, settings):
    log_in(client, editor)
    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE == 4 * 60 * 60
    client.cookies["sessionid"]["max-age"] = ""
    assert "sessionid" not in client.get("/admin/").cookies
    older(client, seen=61)

    assert client.get("/admin/").cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE


def test_session_ends_after_its_longest_time_however_much_it_is_used(client, editor):
    log_in(client, editor)
    older(client, began=71 * 3600)
    assert is_in(client)
    older(client, began=3600)

    assert not is_in(client)


def test_session_of_before_these_limits_is_over(client, editor):
    log_in(client, editor)
    session = client.session
    del session["began"], session["seen"], session["ended_before"]
    session.save()

    assert not is_in(client)


def test_cookie_is_kept_from_scripts_and_other_sites(client, editor):
    cookie = log_in(client, editor).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"is_staff": False}, {"password": "another"}],
    ids=["deactivated", "no longer staff", "new password"],
)
def test_change_of_the_account_acts_at_once(client, editor, change):
    log_in(client, editor)
    for name, value in change.items():
        editor.set_password(value) if name == "password" else setattr(editor, name, value)
    editor.save()

    assert not is_in(client)


def test_role_taken_away_acts_at_once(client, editor):
    log_in(client, editor)
    assert client.get("/admin/treaties/treaty/").status_code == 200
    editor.groups.clear()

    assert client.get("/admin/treaties/treaty/").status_code == 403


def test_user_ends_the_other_sessions(client, editor):
    other = Client()
    log_in(client, editor)
    log_in(other, editor)
    assert client.get("/admin/account/sessions/end/").status_code == 405
    assert is_in(other)
    client.post("/admin/account/sessions/end/")

    assert is_in(client)
    assert not is_in(other)
    log_in(other, editor)
    assert is_in(other)


def test_administrator_ends_all_sessions_of_an_account(client, editor):
    other, administrator = Client(), member("Administrator")
    log_in(client, administrator)
    log_in(other, editor)
    client.post(f"/admin/auth/user/{editor.pk}/access/", {"act": "end sessions"})

    assert is_in(client)
    assert not is_in(other)
    row = Account.history.first()
    assert (row.user_id, row.sessions_ended, row.history_user_id) == (editor.pk, 1, administrator.pk)


def test_one_query_of_a_request_looks_at_the_account(client, editor, django_assert_num_queries):
    log_in(client, editor)
    is_in(client)
    with django_assert_num_queries(5):
        # The session, the user, the account; the beginning and the end of a transaction.
        client.get("/admin/jsi18n/")


def test_readers_page_neither_ends_nor_renews_a_session(client, editor):
    log_in(client, editor)
    older(client, began=80 * 3600, seen=3600)
    response = client.get("/en/")

    assert not response.cookies
    assert "began" in client.session
