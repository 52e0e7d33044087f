"""The past of a dossier at the desk: timeline, the dossier as it was, and restoring it after a look."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from dossier.desk.moments import in_address
from dossier.publication.publishing import publish
from sources.models import Citation
from tests.clock import now
from tests.makers import make_article, make_citation, make_source, make_step, make_treaty
from treaties.models import Article, RatificationStep, Treaty

pytestmark = pytest.mark.django_db
LIST = "/admin/treaties/treaty/"


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("ada", password="correct horse", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return user


@pytest.fixture
def treaty():
    treaty = make_treaty("amity", title_ko="우호 조약")
    make_article(treaty, "1", summary_en="Peace.")
    make_citation(treaty, make_step(treaty, "01"), document=make_source("gazette"), field="date", value="1901")
    return treaty


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def banner(page):
    return " ".join(re.search(r'<p class="misread" role="note">(.*?)</p>', page, re.DOTALL)[1].split())


def as_told(moment):
    """A moment as the head of an English page tells it."""
    day = f'<time datetime="{moment:%Y-%m-%d}">{moment.day} {moment:%B %Y}</time>'
    return f'{day} <bdi dir="ltr">{moment:%H:%M:%S}</bdi> UTC'


# As it was


@pytest.mark.parametrize("gone", [False, True])
def test_dossier_is_shown_as_it_was_even_when_it_was_deleted_since(client, editor, treaty, gone):
    pk, then = treaty.pk, now()
    Treaty.objects.update(title_en="Otherwise", title_ko="다른")
    if gone:
        treaty.delete()

    page = body(client.get(f"{LIST}{pk}/as-it-was/?at={in_address(then)}", follow=True))
    assert "Treaty amity" in page
    assert "Otherwise" not in page
    assert banner(page).startswith(f"The desk as it was on {as_told(then)}.")
    assert f'href="{LIST}{pk}/timeline/"' in banner(page)


def test_language_is_that_of_the_address(client, editor, treaty):
    page = body(client.get(f"{LIST}{treaty.pk}/as-it-was/?at={in_address(now())}&language=ko", follow=True))

    assert '<html lang="ko"' in page
    assert "우호 조약" in page


def test_links_of_the_past_stay_in_it(client, editor, treaty):
    then = now()
    treaty.articles.update(summary_en="War.")
    page = body(client.get(f"{LIST}{treaty.pk}/as-it-was/?at={in_address(then)}", follow=True))
    start = f"{LIST}{treaty.pk}/as-it-was/{in_address(then)}/"

    article = body(client.get(f"{start}en/treaties/amity/articles/1/"))
    assert f'href="{start}en/treaties/amity/articles/1/"' in page
    assert f'href="{start}ar/treaties/amity/"' in page
    assert "Peace." in article
    assert "War." not in article
    assert "Gazette" in body(client.get(f"{start}en/sources/gazette/"))
    assert client.get(f"{start}en/treaties/amity/articles/2/").status_code == 404
    assert client.get(f"{start}en/glossary/")["Location"] == "/en/glossary/"


def test_moment_may_be_in_any_zone_and_is_said_in_utc(client, editor, treaty):
    moment = now().replace(microsecond=999999)
    local = moment.astimezone(timezone.get_fixed_timezone(timedelta(hours=9)))
    while timezone.now() < moment:
        pass
    page = body(client.get(f"{LIST}{treaty.pk}/as-it-was/?at={quote(local.isoformat())}", follow=True))

    assert as_told(moment) in banner(page)


@pytest.mark.parametrize(
    ("at", "problem"),
    [
        ("", "“” is not a date and time. Use for example 2026-06-30T12:00:00Z."),
        ("yesterday", "“yesterday” is not a date and time. Use for example 2026-06-30T12:00:00Z."),
        ("<b>", "“&lt;b&gt;” is not a date and time. Use for example 2026-06-30T12:00:00Z."),
        ("0001-01-01T00:00%2B14:00", "“0001-01-01T00:00+14:00” is not a date and time. Use for example"),
        ("9999-01-01", "9999-01-01 is in the future. Use a moment in the past."),
        ("1901-01-01", "The dossier did not exist at that moment."),
        ("1901-01-01&language=tlh", "The dossier did not exist at that moment."),
    ],
)
@pytest.mark.parametrize("page", ["as-it-was", "restore"])
def test_moment_that_cannot_be_is_refused_in_words(client, editor, treaty, at, problem, page):
    response = client.get(f"{LIST}{treaty.pk}/{page}/?at={at}")

    assert response.status_code == 400
    assert problem in response.content.decode()


def test_language_that_is_none_of_ours_is_refused_in_words(client, editor, treaty):
    response = client.get(f"{LIST}{treaty.pk}/as-it-was/?at={in_address(now())}&language=tlh")

    assert (response.status_code, "This site does not have this language." in response.content.decode()) == (400, True)


@pytest.mark.parametrize("page", ["timeline/", "as-it-was/", "as-it-was/2020-01-01/en/treaties/amity/", "restore/"])
@pytest.mark.parametrize("pk", ["0", "99999999", "999999999999999999"])
def test_treaty_that_never_was_is_not_found(client, editor, page, pk):
    assert client.get(f"{LIST}{pk}/{page}").status_code == 404


def test_past_shows_what_was_never_published_and_the_shelf_is_not_asked(client, editor, treaty):
    publish("amity")
    treaty.articles.update(summary_en="Not yet published.")
    then = now()
    treaty.articles.update(summary_en="Later.")

    page = body(client.get(f"{LIST}{treaty.pk}/as-it-was/{in_address(then)}/en/treaties/amity/articles/1/"))
    assert "Not yet published." in page
    assert "Not yet published." not in body(client.get("/en/treaties/amity/articles/1/"))


# Timeline


def test_timeline_shows_who_did_what_and_leads_on(client, editor, treaty):
    client.post(f"{LIST}{treaty.pk}/delete/", {"post": "yes", "change_note": "No treaty at all."})
    assert not Treaty.objects.exists()
    page = body(client.get(f"{LIST}{treaty.pk}/timeline/"))

    assert "<bdi>ada</bdi>" in page
    assert "No treaty at all." in page
    assert "This dossier has been deleted." in page
    assert f'href="{LIST}{treaty.pk}/restore/?at=' in page
    assert f'href="{LIST}{treaty.pk}/as-it-was/?at=' in page


def test_form_leads_to_the_timeline_and_list_to_the_deleted(client, editor, treaty):
    assert f'href="{LIST}{treaty.pk}/timeline/"' in body(client.get(f"{LIST}{treaty.pk}/change/"))
    assert f'href="{LIST}deleted/"' in body(client.get(LIST))
    assert "No dossier has been deleted." in body(client.get(f"{LIST}deleted/"))
    pk = treaty.pk
    treaty.delete()

    assert f'<a href="{LIST}{pk}/timeline/"><bdi dir="ltr">amity</bdi></a>' in body(client.get(f"{LIST}deleted/"))


def test_timeline_is_paged_and_pages_keep_what_was_asked(client, editor, treaty):
    for number in range(60):
        make_article(treaty, f"n{number}")
    first = body(client.get(f"{LIST}{treaty.pk}/timeline/?kind=treaties.article&change=made"))
    last = body(client.get(f"{LIST}{treaty.pk}/timeline/?kind=treaties.article&change=made&p=2"))

    assert "61 changes" in first
    assert 'href="?kind=treaties.article&amp;change=made&amp;p=2"' in first
    assert [first.count("<li>\n                  <p>"), last.count("<li>\n                  <p>")] == [50, 11]


@pytest.mark.parametrize("query", ["person=0x", "kind=auth.user", "change=~", "language=tlh", "p=-1", "p=x"])
def test_timeline_takes_what_it_cannot_read_for_nothing(client, editor, treaty, query):
    everything = client.get(f"{LIST}{treaty.pk}/timeline/").context["page"].paginator.count

    assert client.get(f"{LIST}{treaty.pk}/timeline/?{query}").context["page"].paginator.count == everything


def test_names_and_reasons_are_not_read_as_markup(client, editor, treaty):
    treaty.references.create(scheme="unts", value="<script>1</script>")
    Treaty.objects.update(title_en="<b>bold</b>")
    page = body(client.get(f"{LIST}{treaty.pk}/timeline/"))

    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "&lt;b&gt;bold" in page
    assert "<script>1" not in page


# Restoring


def restore(client, address, **data):
    """Look at what would be done, then do it; the page after that."""
    seen = re.search(r'name="seen" value="(\w+)"', body(client.get(address)))[1]
    return body(client.post(address, {"seen": seen, **data}, follow=True))


def test_dossier_is_restored_after_a_look_with_who_and_why(client, editor, treaty):
    pk, then, said = treaty.pk, now(), Citation.objects.get().key
    make_article(treaty, "2")
    treaty.articles.filter(slug="1").update(summary_en="War and peace.")
    treaty.steps.all().delete()
    address = f"{LIST}{pk}/restore/?at={in_address(then)}"

    looked = client.get(address)
    assert [(part, [line[:2] for line in records]) for part, records in looked.context["lines"]] == [
        ("Comes back", [("step", "01"), ("citation", said)]),
        ("Changes", [("article", "1")]),
        ("Goes away", [("article", "2")]),
    ]
    assert "<del>War and peace</del><ins>Peace</ins>." in body(looked)
    assert Article.objects.count() == 2
    page = restore(client, address, change_note="It was a mistake.")

    assert "It is restored." in page
    assert list(treaty.articles.values_list("slug", "summary_en")) == [("1", "Peace.")]
    row = treaty.steps.get().history.first()
    assert (row.history_type, row.history_user_id, row.history_change_reason) == ("+", editor.pk, "It was a mistake.")
    assert "Nothing to do: the desk is as it was then." in body(client.get(address))
    assert "Nothing to do" in body(client.post(address, {"seen": "old"}, follow=True))


def test_one_record_is_restored_from_its_row(client, editor, treaty):
    article = treaty.articles.get()
    pk = article.pk
    article.delete()
    row = Article.history.filter(id=pk).first()
    Treaty.objects.update(title_en="Otherwise")

    restore(client, f"{LIST}{treaty.pk}/restore/?kind=treaties.article&row={row.pk}")
    assert [(each.pk, each.summary_en) for each in Article.objects.all()] == [(pk, "Peace.")]
    assert Treaty.objects.get().title_en == "Otherwise"


def test_hindrance_is_shown_and_nothing_is_written(client, editor, treaty):
    pk, then = treaty.pk, now()
    treaty.delete()
    make_treaty("amity")
    address = f"{LIST}{pk}/restore/?at={in_address(then)}"
    problem = "Its place is taken by another record: Treaty “amity”. Rename or delete that first."

    assert problem in body(client.get(address))
    assert problem in restore(client, address)
    assert not Treaty.objects.filter(pk=pk).exists()


def test_restoring_without_a_look_is_sent_to_the_look(client, editor, treaty):
    then = now()
    make_article(treaty, "2")
    address = f"{LIST}{treaty.pk}/restore/?at={in_address(then)}"
    response = client.post(address)

    assert response["Location"] == address
    assert "Please look again" in body(client.get(address))
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    "query", ["kind=treaties.article&row=x", "kind=auth.user&row=1", "row=1", "kind=treaties.treaty&row=9"]
)
def test_row_that_is_not_of_the_dossier_is_not_found(client, editor, treaty, query):
    make_article(make_treaty("other"), "9")
    other = Article.history.first()

    assert client.get(f"{LIST}{treaty.pk}/restore/?{query}").status_code == 404
    assert client.get(f"{LIST}{treaty.pk}/restore/?kind=treaties.article&row={other.pk}").status_code == 404


@pytest.mark.parametrize("missing", ["add_treaty", "delete_citation", "change_article", "add_party", "add_stepactor"])
def test_who_may_not_write_all_of_a_dossier_sees_the_timeline_and_restores_nothing(client, treaty, missing):
    user = get_user_model().objects.create_user("eve", password="correct horse", is_staff=True)
    desk = Permission.objects.filter(group__name="Editor")
    user.user_permissions.set(desk.exclude(codename=missing))
    client.force_login(user)
    address = f"{LIST}{treaty.pk}/restore/?at={in_address(now())}"

    assert "/restore/" not in body(client.get(f"{LIST}{treaty.pk}/timeline/"))
    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]


def test_look_before_restoring_names_what_will_refer_to_the_record_again(client, editor):
    treaty = make_treaty("concord")
    step = make_step(treaty, "01-signature")
    later = make_step(treaty, "02-consent", refers_to=step)
    step.delete()
    deleted = RatificationStep.history.filter(history_type="-").first()

    looked = client.get(f"{LIST}{treaty.pk}/restore/?kind=treaties.ratificationstep&row={deleted.pk}")

    parts = [[name for _kind, name, _changes in lines] for _title, lines in looked.context["lines"]]
    later.refresh_from_db()
    assert (later.refers_to, [len(part) for part in parts]) == (None, [1, 1, 0])
