"""What an editor sent and the desk could not save is shown again: no text is lost."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from tests.forms import filled
from tests.makers import make_article, make_treaty
from treaties.models import Article

pytestmark = pytest.mark.django_db


def kept(response):
    assert "editing/kept_texts.html" in [each.name for each in response.templates]
    return response.context["why"], {each.name: each.words for each in response.context["texts"]}


def signed_in(**options):
    user = User.objects.create_user("anna", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client = Client(**options)
    client.force_login(user)
    return client


@pytest.fixture
def browser():
    """As a browser does, with the cookie that goes with every form."""
    client = signed_in()
    client.get("/admin/login/")
    client.get("/admin/treaties/treaty/add/")
    assert "csrftoken" in client.cookies
    return client


def form_of(article):
    return f"/admin/treaties/article/{article.pk}/change/"


def test_text_sent_after_the_record_was_deleted_is_shown_again(browser):
    article = make_article(make_treaty("border"), "1", summary_en="One.")
    form = filled(browser.get(form_of(article)))
    address = form_of(article)
    article.delete()

    response = browser.post(address, form | {"summary_ko": "둘.\n셋."})

    assert response.status_code == 410
    reason, texts = kept(response)
    assert (reason, texts["summary_en"], texts["summary_ko"]) == ("deleted", "One.", "둘.\n셋.")
    [korean] = [each for each in response.context["texts"] if each.name == "summary_ko"]
    assert (korean.label, korean.language, korean.direction) == ("Summary [ko]", "ko", "ltr")
    assert Article.objects.count() == 0


def test_text_sent_after_the_session_ended_is_shown_again(browser):
    article = make_article(make_treaty("border"), "1", summary_en="One.")
    form = filled(browser.get(form_of(article)))
    browser.session.flush()

    response = browser.post(form_of(article), form | {"summary_fa": "صلح"})

    assert response.status_code == 403
    reason, texts = kept(response)
    assert (reason, texts["summary_fa"]) == ("signed out", "صلح")
    assert f"/admin/login/?next={form_of(article)}" in response.text
    article.refresh_from_db()
    assert article.summary_fa is None


def test_text_sent_with_a_token_of_another_session_is_shown_again():
    strict = signed_in(enforce_csrf_checks=True)
    article = make_article(make_treaty("border"), "1")
    form = filled(strict.get(form_of(article)))

    response = strict.post(form_of(article), form | {"summary_en": "Two.", "csrfmiddlewaretoken": "a" * 64})

    assert response.status_code == 403
    reason, texts = kept(response)
    assert (reason, texts["summary_en"]) == ("refused", "Two.")


def test_what_another_site_makes_a_browser_send_is_not_repeated():
    response = Client().post("/admin/treaties/article/add/", {"begun": "", "summary_en": "Foreign words"})

    assert response.status_code == 302
    assert "Foreign words" not in response.text


def test_text_that_the_desk_could_not_save_is_shown_again(browser):
    browser.raise_request_exception = False
    article = make_article(make_treaty("border"), "1")
    form = filled(browser.get(form_of(article)))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk'; END $$;"
            "CREATE TRIGGER fail BEFORE UPDATE ON treaties_article EXECUTE FUNCTION fail()"
        )

    response = browser.post(form_of(article), form | {"summary_en": "Two."})

    assert response.status_code == 500
    reason, texts = kept(response)
    assert (reason, texts["summary_en"]) == ("failed", "Two.")
