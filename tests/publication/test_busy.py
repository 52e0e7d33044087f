"""While an import is under way: who publishes, saves or reads is told soon, and loses nothing."""

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from dossier.postgres.limits import limit_waits
from dossier.publication.models import Edition
from tests.accounts.people import member
from tests.environment import for_process
from tests.forms import filled
from tests.makers import make_article, make_treaty

pytestmark = pytest.mark.django_db(transaction=True)
UNDER_WAY = "SELECT pg_advisory_xact_lock(hashtext('dossier.publication'))"


@contextmanager
def another(statement):
    """Somebody else has run a statement, and their transaction goes on."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(statement)
        yield
    other.rollback()
    other.close()


@pytest.fixture
def treaty():
    return make_treaty("antarctic")


@pytest.fixture
def reviewer():
    client = Client(raise_request_exception=False)
    client.force_login(member("Reviewer"))
    limit_waits(None, connection)
    return client


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("publish", {"note": "A note of mine."}),
        ("withdraw", {"note": "A reason of mine."}),
        ("rename", {"slug": "south"}),
    ],
)
def test_act_of_a_reviewer_is_answered_within_five_seconds_and_nothing_is_lost(reviewer, treaty, act, sent):
    if act != "publish":
        call_command("publish_dossier", "antarctic", verbosity=0)
    editions = Edition.objects.count()
    with another(UNDER_WAY):
        began = time.monotonic()
        response = reviewer.post(f"/admin/treaties/treaty/{treaty.pk}/{act}/", sent)
        took = time.monotonic() - began

    assert took < 5
    assert response.status_code == 200
    page = response.content.decode()
    assert "Another import or publication is under way, so nothing was changed." in page
    assert all(value in page for value in sent.values())
    assert Edition.objects.count() == editions
    assert reviewer.post(f"/admin/treaties/treaty/{treaty.pk}/{act}/", sent).status_code == 302


def test_form_that_had_to_wait_too_long_comes_back_with_its_texts(reviewer, treaty):
    article = make_article(treaty)
    address = f"/admin/treaties/article/{article.pk}/change/"
    data = filled(reviewer.get(address)) | {"heading_en": "Words of mine"}
    reviewer.cookies["csrftoken"] = "x" * 32
    with another(f"SELECT * FROM treaties_article WHERE id = {article.pk} FOR UPDATE"):
        began = time.monotonic()
        response = reviewer.post(address, data)
        took = time.monotonic() - began

    assert took < 5
    assert response.status_code == 503
    assert "The desk is busy with other work, so nothing was saved." in response.content.decode()
    assert "Words of mine" in response.content.decode()
    assert reviewer.post(address, data).status_code == 302
    article.refresh_from_db()
    assert article.heading_en == "Words of mine"


def test_command_waits_and_says_so(treaty):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "publish_dossier", "antarctic"]
    with another(UNDER_WAY):
        process = subprocess.Popen(
            command, env=for_process(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        said = process.stderr.readline()
    out, _ = process.communicate(timeout=60)

    assert said == "Another import or publication is under way; waiting until it has ended.\n"
    assert (process.returncode, out) == (0, "antarctic: edition 1\n")
