"""Preview and publication from the desk."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import F
from django.utils import timezone

from dossier.publication.models import Edition, Publication
from dossier.publication.publishing import publish
from dossier.text.languages import LANGUAGES, tag
from tests.forms import submit
from tests.makers import make_article, make_citation, make_source, make_step, make_treaty
from treaties.models import Treaty

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_role(role):
        user = get_user_model().objects.create_user(f"a-{role.lower()}", password="correct horse", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        client.force_login(user)
        return user

    return as_role


@pytest.fixture
def treaty():
    treaty = make_treaty("amity", title_ko="우호 조약")
    make_article(treaty, "1", summary_en="Peace.")
    step = make_step(treaty, "signed")
    make_citation(treaty, step, document=make_source("gazette"), field="date", value="1901-03-04", value_type="date")
    return treaty


def address(treaty, act):
    return f"/admin/treaties/treaty/{treaty.pk}/{act}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_preview_is_the_public_page_from_the_desk_in_any_language(client, sign_in, treaty, language):
    sign_in("Editor")
    page = client.get(f"/admin/treaties/treaty/preview/amity/{language}/treaties/amity/").content.decode()

    assert f'<html lang="{tag(language)}"' in page
    assert ("우호 조약" if language == "ko" else "Treaty amity") in page
    assert f'href="/admin/treaties/treaty/preview/amity/{language}/treaties/amity/articles/1/"' in page
    assert 'href="/admin/treaties/treaty/preview/amity/ko/treaties/amity/"' in page
    assert Edition.objects.count() == 0


def test_preview_has_the_pages_of_articles_and_sources_too(client, sign_in, treaty):
    sign_in("Editor")
    start = "/admin/treaties/treaty/preview/amity/en/treaties/amity"
    assert "Peace." in client.get(f"{start}/articles/1/").content.decode()
    assert "Gazette" in client.get("/admin/treaties/treaty/preview/amity/en/sources/gazette/").content.decode()
    assert client.get(f"{start}/articles/2/").status_code == 404
    assert client.get("/admin/treaties/treaty/preview/amity/xx/treaties/amity/").status_code == 302
    assert client.get("/admin/treaties/treaty/preview/amity/en/glossary/")["Location"] == "/en/glossary/"


def test_addresses_after_a_preview_are_the_public_ones_again(client, sign_in, treaty):
    publish("amity")
    sign_in("Editor")
    client.get("/admin/treaties/treaty/preview/amity/en/treaties/amity/")

    assert "/admin/" not in client.get("/en/treaties/amity/").content.decode()


def test_preview_shows_the_unpublished_edit_and_the_public_page_does_not(client, sign_in, treaty):
    publish("amity")
    Treaty.objects.filter(pk=treaty.pk).update(title_en="Changed title")
    sign_in("Editor")

    assert "Changed title" in client.get("/admin/treaties/treaty/preview/amity/en/treaties/amity/").content.decode()
    assert "Changed title" not in client.get("/en/treaties/amity/").content.decode()


def test_reviewer_publishes_with_a_note(client, sign_in, treaty):
    reviewer = sign_in("Reviewer")
    opened = client.get(address(treaty, "publish")).content.decode()
    assert "steps/signed" in opened
    response = client.post(address(treaty, "publish"), {"note": "First edition."}, follow=True)

    edition = Edition.objects.get()
    assert (edition.number, edition.note) == (1, "First edition.")
    assert Publication.history.first().history_user_id == reviewer.pk
    assert "/en/treaties/amity/" in response.content.decode()
    again = client.post(address(treaty, "publish"), {"note": ""}, follow=True)
    assert "Nothing has changed" in again.content.decode()
    assert Edition.objects.count() == 1


def test_publish_page_names_what_readers_do_not_see_yet(client, sign_in, treaty):
    publish("amity")
    sign_in("Reviewer")
    assert client.get(address(treaty, "publish")).context["differences"] == []
    make_article(treaty, "2")
    treaty.steps.update(date="1901-03-05")

    assert client.get(address(treaty, "publish")).context["differences"] == ["steps/signed", "articles/2"]


def test_publish_page_warns_and_hinders_nothing(client, sign_in, treaty):
    make_step(treaty, kind="entry-into-force", date="1900-01-01")
    sign_in("Reviewer")

    page = client.get(address(treaty, "publish")).content.decode()
    assert "The entry into force is dated before the signature." in page
    client.post(address(treaty, "publish"), {"note": ""})
    assert Edition.objects.count() == 1


def test_desk_that_does_not_fit_the_format_is_not_published_and_says_why(client, sign_in, treaty):
    treaty.articles.update(kind="paragraph")
    sign_in("Reviewer")
    response = client.post(address(treaty, "publish"), {"note": ""})

    assert response.status_code == 200
    assert [(each.place, each.value) for each in response.context["problems"]] == [("articles[0].kind", "paragraph")]
    assert Edition.objects.count() == 0


def test_reviewer_withdraws_with_a_reason_and_the_address_says_it(client, sign_in, treaty):
    publish("amity")
    sign_in("Reviewer")
    client.post(address(treaty, "withdraw"), {"note": ""})
    assert client.get("/en/treaties/amity/").status_code == 200
    client.post(address(treaty, "withdraw"), {"note": "A wrong treaty."})
    gone = client.get("/en/treaties/amity/")

    assert gone.status_code == 410
    assert "A wrong treaty." in gone.content.decode()
    assert client.get(address(treaty, "withdraw")).status_code == 404


def test_reviewer_changes_the_address(client, sign_in, treaty):
    publish("amity")
    make_treaty("other")
    sign_in("Reviewer")
    for wrong in ("Amity 1901", "other", ""):
        response = client.post(address(treaty, "rename"), {"slug": wrong})
        assert response.status_code == 200
        assert response.context["form"].errors
    client.post(address(treaty, "rename"), {"slug": "amity-1901"})

    assert client.get("/en/treaties/amity/")["Location"] == "/en/treaties/amity-1901/"
    treaty.refresh_from_db()
    assert treaty.slug == "amity-1901"


def test_address_is_free_until_publication_and_then_fixed_on_the_form(client, sign_in, treaty):
    sign_in("Editor")
    form = f"/admin/treaties/treaty/{treaty.pk}/change/"
    assert submit(client, form, slug="amity-1901").status_code == 302
    treaty.refresh_from_db()
    assert treaty.slug == "amity-1901"
    publish("amity-1901")
    submit(client, form, slug="other")
    treaty.refresh_from_db()

    assert treaty.slug == "amity-1901"


def test_editor_sees_preview_and_no_publication(client, sign_in, treaty):
    sign_in("Editor")
    page = client.get(f"/admin/treaties/treaty/{treaty.pk}/change/").content.decode()

    assert re.findall(r'href="([^"]*/(?:publish|withdraw|rename)/)"', page) == []
    assert 'href="/admin/treaties/treaty/preview/amity/en/treaties/amity/"' in page


def test_fifth_wrong_password_makes_name_and_address_wait(client, sign_in):
    user = sign_in("Editor")
    client.logout()
    for _ in range(5):
        answer = client.post("/admin/login/", {"username": user.username, "password": "wrong"})
    right = {"username": user.username, "password": "correct horse"}

    assert answer.status_code == 429
    assert client.post("/admin/login/", right).status_code == 429
    assert client.post("/admin/login/", right, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_who_tries_while_waiting_waits_no_longer(client, sign_in):
    user = sign_in("Editor")
    client.logout()
    sent = {"username": user.username, "password": "wrong"}
    for _ in range(5):
        client.post("/admin/login/", sent)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert client.post("/admin/login/", sent).status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))

    assert client.post("/admin/login/", sent | {"password": "correct horse"}).status_code == 302


def test_published_dossier_is_withdrawn_before_it_is_deleted(client, sign_in, treaty):
    publish("amity")
    sign_in("Reviewer")
    form = f"/admin/treaties/treaty/{treaty.pk}/delete/"
    assert client.post(form, {"post": "yes"}).status_code == 403
    client.post(address(treaty, "withdraw"), {"note": "A wrong treaty."})

    assert client.post(form, {"post": "yes"}).status_code == 302


def test_every_link_of_a_preview_leads_somewhere(client, sign_in, treaty):
    sign_in("Editor")
    page = client.get("/admin/treaties/treaty/preview/amity/en/treaties/amity/").content.decode()
    links = {link.partition("#")[0] for link in re.findall(r'<a[^>]* href="(/[^"]*)"', page)}

    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)
    assert any("/sources/gazette/" in link for link in links)


def test_dossier_without_a_title_is_called_by_its_address(client, sign_in):
    make_treaty("nameless", title_en=None)
    publish("nameless")

    assert "nameless</bdi></a></h2>" in client.get("/en/").content.decode()
    assert "nameless</bdi></h1>" in client.get("/en/treaties/nameless/").content.decode()


def test_name_that_no_account_can_have_is_refused(client):
    response = client.post("/admin/login/", {"username": "x" * 256, "password": "wrong"})

    assert response.status_code == 200
    assert response.context["form"].errors["username"]


def test_clients_behind_a_trusted_proxy_wait_each_for_itself(client, sign_in, settings):
    user = sign_in("Editor")
    client.logout()
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    for _ in range(5):
        client.post("/admin/login/", {"username": user.username, "password": "wrong"}, HTTP_X_FORWARDED_FOR="192.0.2.1")
    right = {"username": user.username, "password": "correct horse"}

    assert client.post("/admin/login/", right, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert client.post("/admin/login/", right, HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302
