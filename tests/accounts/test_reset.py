"""A new password by mail."""

import re
import smtplib

import pytest
from axes.models import AccessFailureLog
from django.core import mail
from django.utils.translation import gettext, override

from dossier.accounts.models import Account
from dossier.accounts.reset import MAILER
from dossier.errors import OfRequest

from .people import is_in, log_in, member

# The mail is written by a thread, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
ASK = "/admin/password-reset/"
NEW = "battery horse correct"


@pytest.fixture
def editor():
    return member("Editor", username="ada", email="ada@example.org")


def ask(client, address="ada@example.org", **extra):
    response = client.post(ASK, {"email": address}, **extra)
    # One thread, so what was handed to it before is done.
    MAILER.submit(int).result()
    return response


def link():
    return re.search(r"https?://[^/]+(/admin/password-reset/\S+)", mail.outbox[-1].body)[1]


def choose(client, address, password=NEW):
    opened = client.get(address, follow=True)
    assert opened.context["validlink"]
    return client.post(opened.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def test_login_page_leads_to_it(client):
    assert f'<a href="{ASK}">' in client.get("/admin/login/").content.decode()


def test_link_sets_a_new_password_once(client, editor):
    ask(client)
    address = link()
    choose(client, address)

    assert log_in(client, editor).status_code == 200
    assert log_in(client, editor, password=NEW).status_code == 302
    assert client.get(address, follow=True).context["validlink"] is False
    assert Account.history.first().history_change_reason == "By a link that was mailed."


def test_new_password_ends_every_session_and_opens_none(client, editor):
    log_in(client, editor)
    ask(client)
    choose(client, link())

    assert not is_in(client)


def test_link_expires_after_an_hour(client, editor, settings):
    ask(client)
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert client.get(link(), follow=True).context["validlink"] is False


def test_answer_is_the_same_whether_or_not_there_is_an_account(client, editor):
    known, unknown = ask(client), ask(client, "nobody@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_account_without_the_right_to_one_gets_none(client, editor):
    ask(client)
    address = link()
    editor.is_active = False
    editor.save()
    Account.objects.update(reset_mailed_at=None)
    ask(client)

    assert len(mail.outbox) == 1
    assert client.get(address, follow=True).context["validlink"] is False


def test_mailbox_is_not_flooded(client, editor):
    for number in range(3):
        ask(client, REMOTE_ADDR=f"192.0.2.{number}")

    assert len(mail.outbox) == 1


def test_asking_is_throttled_by_address(client, editor):
    for number in range(4):
        assert ask(client, f"guess-{number}@example.org").status_code == 302

    # Whoever is told to wait is sent nothing.
    assert ask(client).status_code == 429
    assert ask(client).status_code == 429
    assert mail.outbox == []
    assert ask(client, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert AccessFailureLog.objects.filter(path_info=ASK).count() == 6


def test_mail_is_in_the_language_of_the_desk(client, editor):
    client.cookies["django_language"] = "ar"
    ask(client)

    with override("ar"):
        assert mail.outbox[0].subject == gettext("A new password for Treaty dossiers")


def test_mail_names_the_address_of_the_site_and_no_other(client, editor, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://dossiers.example", ["*"]
    ask(client, HTTP_HOST="elsewhere.example")

    assert "https://dossiers.example/admin/password-reset/" in mail.outbox[0].body
    assert "elsewhere.example" not in mail.outbox[0].body


def test_mail_that_cannot_be_sent_is_nobodys_error(client, editor, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
    with pytest.raises((OSError, smtplib.SMTPException)):
        mail.get_connection().open()

    assert ask(client).status_code == 302


def test_mail_that_cannot_be_sent_is_written_down_and_may_be_asked_for_again(client, editor, settings, caplog):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
    caplog.handler.addFilter(OfRequest())
    response = ask(client)

    (record,) = [each for each in caplog.records if each.name == "dossier.accounts.reset"]
    assert record.request_id == response["X-Request-ID"]
    assert record.getMessage() == f"The link for a new password of account {editor.pk} was not mailed."
    assert record.exc_info
    assert Account.objects.get(pk=editor.pk).reset_mailed_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask(client)
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_site_without_mail_says_so(client, editor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    for page in (client.get(ASK), ask(client)):
        assert "This site sends no mail." in page.content.decode()
