"""Dead links: what the program finds at the addresses of sources, and what it shows to the editors of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.formats import date_format

from sources.links.checks import Offline, agent, check_links, due
from sources.links.guard import Unresolved
from sources.models import LinkCheck, SourceDocument
from sources.vocabulary import LinkDetail, LinkOutcome
from tests.makers import make_source
from tests.publication.test_commands import run

from .server import Site
from .test_asking import LOOPBACK, Asker, Guard, asker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def site():
    site = Site()
    yield site
    site.shutdown()
    site.server_close()


def make_check(document, outcome=LinkOutcome.GONE, which="url", days_ago=0, **fields):
    at = timezone.now() - days_ago * DAY
    given = {"address": getattr(document, which), "checked_at": at, **fields}
    return LinkCheck.objects.create(document=document, which=which, outcome=outcome, **given)


def look(site, links=None, **given):
    return list(check_links(due() if links is None else links, asker(site), **{"delay": 0} | given))


def outcomes():
    found = LinkCheck.objects.order_by("document__key", "which")
    return [(check.document.key, check.which, check.outcome, check.status) for check in found]


# Which are asked


def test_addresses_never_looked_at_come_first_then_the_oldest():
    for key, days in (("a", 1), ("b", 9), ("c", 5)):
        make_check(make_source(key, url=f"https://{key}.example/"), days_ago=days)
    make_source("d", url="https://d.example/", archive_url="https://archive.example/d")
    make_source("e")

    addresses = [link.address.removeprefix("https://") for link in due()]
    assert addresses == ["d.example/", "archive.example/d", "b.example/", "c.example/", "a.example/"]
    assert [link.address for link in due(["a", "e"])] == ["https://a.example/"]


def test_address_looked_at_lately_is_left_where_older_ones_are_wanted():
    for key, days in (("a", 1), ("b", 9)):
        make_check(make_source(key, url=f"https://{key}.example/"), days_ago=days)

    assert [link.address for link in due(older_than=7 * DAY)] == ["https://b.example/"]


def test_site_that_asked_to_wait_is_left_until_then():
    paper, gazette = make_source(url="https://a.example/"), make_source(url="https://b.example/")
    make_check(paper, LinkOutcome.ASKED_TO_WAIT, not_before=timezone.now() + DAY)
    make_check(gazette, LinkOutcome.ASKED_TO_WAIT, not_before=timezone.now() - DAY)

    assert [link.address for link in due()] == ["https://b.example/"]


def test_address_of_a_confidential_document_is_never_asked():
    make_source(url="https://a.example/", issuer_kind="confidential")

    assert due() == []


def test_result_counts_only_while_the_address_is_the_one_asked():
    paper = make_source("paper", url="https://a.example/")
    make_check(paper)
    assert LinkCheck.objects.current().count() == 1
    SourceDocument.objects.update(url="https://b.example/")

    assert LinkCheck.objects.current().count() == 0
    assert [link.checked_at for link in due(older_than=DAY)] == [None]


# What is kept


def test_each_address_is_asked_and_what_came_of_it_is_kept(site):
    make_source("a", url=site.url("/gone"), archive_url=site.url("/fine"))
    make_source("b", url=site.url("/moved"))
    make_source("c", url="http://10.0.0.1/")
    look(site)

    assert outcomes() == [
        ("a", "archive_url", "answers", 200),
        ("a", "url", "gone", 404),
        ("b", "url", "moved", 200),
        ("c", "url", "refused", None),
    ]
    assert LinkCheck.objects.get(outcome="moved").led_to == site.url("/fine")


def test_address_of_many_documents_is_asked_once(site):
    for key in ("a", "b", "c"):
        make_source(key, url=site.url("/fine"))
    look(site)

    assert len(site.asked) == 1
    assert [outcome for *_, outcome, _status in outcomes()] == ["answers"] * 3


def test_failure_is_dated_from_the_first_of_a_row(site):
    paper = make_source(url=site.url("/gone"))
    look(site)
    first = LinkCheck.objects.get().failing_since
    look(site)
    check = LinkCheck.objects.get()
    assert check.failing_since == first < check.checked_at

    LinkCheck.objects.update(address="https://elsewhere.example/")
    look(site)
    assert LinkCheck.objects.get().failing_since > first

    LinkCheck.objects.update(address=site.url("/fine"))
    SourceDocument.objects.filter(pk=paper.pk).update(url=site.url("/fine"))
    look(site)
    assert LinkCheck.objects.get().failing_since is None


def test_whoever_asks_to_wait_has_not_come_back_to_life(site):
    paper = make_source(url=site.url("/busy"))
    since = timezone.now() - 9 * DAY
    make_check(paper, failing_since=since)
    look(site)
    check = LinkCheck.objects.get()

    assert (check.outcome, check.failing_since) == ("asked-to-wait", since)
    assert check.not_before > timezone.now()


def test_rest_of_a_site_that_asked_to_wait_is_left_for_another_time(site):
    for key, path in (("a", "/fine"), ("b", "/busy"), ("c", "/fine?"), ("d", "/gone")):
        make_source(key, url=site.url(path))
    look(site)

    assert [key for key, *_ in outcomes()] == ["a", "b"]
    assert [path for _method, path, _headers in site.asked] == ["/fine", "/busy"]


def test_other_hosts_are_asked_while_one_must_wait(site):
    guard = Guard(networks=LOOPBACK, ports=(site.server_port,), resolve=lambda host, port: ["127.0.0.1"])
    for key, host in (("a", "one.example"), ("b", "one.example"), ("c", "two.example")):
        make_source(key, url=site.url(f"/{key}", host=host))
    found = list(check_links(due(), asker(site, guard=guard), delay=0.3))

    assert [looked.link.places[0][1] for looked in found] == ["a", "c", "b"]


def test_run_ends_at_its_time_and_keeps_what_it_has(site):
    for number in range(9):
        make_source(url=site.url(f"/{number}"))
    look(site, delay=0.3, seconds=0.5)

    assert len(site.asked) == LinkCheck.objects.count() == 2


def no_name_server(host, port):
    """A network without a name server, as on a machine without a cable."""
    raise Unresolved(host, temporary=True)


def test_machine_without_a_network_calls_no_page_dead():
    make_source(url="https://a.example/")
    make_source(url="http://10.0.0.1/")
    with pytest.raises(Offline):
        list(check_links(due(), Asker("a", Guard(resolve=no_name_server)), delay=0))

    assert list(LinkCheck.objects.filter(outcome="no-answer")) == []


def test_one_name_server_that_fails_among_sites_that_answer_is_a_finding(site):
    def resolve(host, port):
        return ["127.0.0.1"] if host == "127.0.0.1" else no_name_server(host, port)

    make_source("a", url="https://a.example/")
    make_source("b", url=site.url("/fine"))
    guard = Guard(networks=LOOPBACK, ports=(443, site.server_port), resolve=resolve)
    list(check_links(due(), asker(site, guard=guard), delay=0))

    assert outcomes() == [("a", "url", "no-answer", None), ("b", "url", "answers", 200)]
    assert LinkCheck.objects.get(outcome="no-answer").detail == LinkDetail.NO_NAME_SERVER


def test_program_names_itself_and_the_site(settings):
    settings.SITE_URL = ""
    assert agent() == "treaty-dossiers (link check)"
    settings.SITE_URL = "https://dossiers.example"
    assert agent() == "treaty-dossiers (link check; +https://dossiers.example)"


# The command


def test_command_asks_nobody_in_its_own_network(site):
    make_source("paper", url=site.url("/fine"), archive_url="http://localhost/")
    make_source("other", url="http://169.254.169.254/")
    out, err = run("check_links", "paper", delay=0)

    assert out.splitlines() == [
        f"paper url {site.url('/fine')}: refused",
        "paper archive_url http://localhost/: refused",
    ]
    assert err == ""
    assert site.asked == []
    assert [key for key, *_ in outcomes()] == ["paper", "paper"]


def test_command_looks_up_no_more_addresses_than_it_may():
    for number in range(5):
        make_source(url=f"http://10.0.0.{number}/")

    assert len(run("check_links", limit=3, delay=0)[0].splitlines()) == 3
    assert LinkCheck.objects.count() == 3


def test_command_writes_no_escape_of_a_terminal():
    make_source("paper", url="http://10.0.0.1/\x1b]0;owned\x07")

    assert run("check_links")[0] == "paper url http://10.0.0.1/%1B]0;owned%07: refused\n"


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (["nowhere"], {}, "Expected keys of source documents, got “nowhere”."),
        ([], {"limit": 0}, "--limit: Expected a number from 1 to 2000, got 0."),
        ([], {"limit": 2001}, "--limit: Expected a number from 1 to 2000, got 2001."),
        ([], {"delay": -1.0}, "--delay: Expected a number from 0 to 60, got -1.0."),
        ([], {"delay": float("nan")}, "--delay: Expected a number from 0 to 60, got nan."),
        ([], {"older_than": -1.0}, "--older-than: Expected a number from 0 to 10000, got -1.0."),
    ],
)
def test_wrong_argument_is_refused(arguments, options, said):
    assert run("check_links", *arguments, **options) == ("", said)


# The desk


@pytest.fixture
def desk(client):
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return client


def make_all_kinds():
    kinds = {"gone": LinkOutcome.GONE, "moved": LinkOutcome.MOVED, "fine": LinkOutcome.ANSWERS}
    for key, outcome in (kinds | {"shy": LinkOutcome.WITHHELD, "busy": LinkOutcome.ASKED_TO_WAIT}).items():
        make_check(make_source(key, url=f"https://{key}.example/"), outcome, failing_since=timezone.now())
    make_source("new", url="https://new.example/")
    changed = make_source("changed", url="https://changed.example/")
    make_check(changed, address="https://before.example/")
    half = make_source("half", url="https://half.example/", archive_url="https://archive.example/half")
    make_check(half, LinkOutcome.ANSWERS)
    make_source("offline")


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("dead", ["gone"]),
        ("moved", ["moved"]),
        ("fine", ["fine", "half"]),
        ("unclear", ["busy", "shy"]),
        ("unchecked", ["changed", "half", "new"]),
        ("nonsense", ["busy", "changed", "fine", "gone", "half", "moved", "new", "offline", "shy"]),
    ],
)
def test_list_of_sources_is_narrowed_by_what_was_found(desk, asked, keys):
    make_all_kinds()
    response = desk.get("/admin/sources/sourcedocument/", {"links": asked})

    assert [document.key for document in response.context["cl"].result_list] == keys


@pytest.mark.parametrize("number", [1, 3])
def test_list_says_what_was_found_in_a_fixed_number_of_queries(desk, number, django_assert_num_queries):
    for _ in range(number):
        make_check(make_source(url="https://gone.example/"))
    with django_assert_num_queries(12):
        page = desk.get("/admin/sources/sourcedocument/").content.decode()

    assert re.findall('class="field-links">([^<]*)', page) == ["gone"] * number


def form(desk, document):
    return desk.get(f"/admin/sources/sourcedocument/{document.pk}/change/").content.decode()


WANTED = "An archived copy is wanted"


def test_form_says_what_was_found_and_when(desk):
    paper = make_source("paper", url="https://a.example/", archive_url="https://archive.example/a")
    since = timezone.now() - 9 * DAY
    make_check(paper, status=404, failing_since=since)
    make_check(paper, LinkOutcome.MOVED, which="archive_url", led_to="https://b.example/<script>")
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", form(desk, paper)))
    day = date_format(timezone.now())

    assert f"Web address: gone (404) · looked at on {day}, failing since {date_format(since)}" in page
    assert f"Archived address: moved permanently → https://b.example/&lt;script&gt; · looked at on {day}" in page
    assert WANTED not in page


def test_archived_copy_is_wanted_where_readers_have_none(desk):
    paper = make_source("paper", url="https://a.example/")
    check = make_check(paper, failing_since=timezone.now())
    assert WANTED in form(desk, paper)

    SourceDocument.objects.update(archive_url="https://archive.example/a")
    assert WANTED not in form(desk, paper)

    make_check(SourceDocument.objects.get(), which="archive_url", failing_since=timezone.now())
    assert WANTED in form(desk, paper)

    check.delete()
    assert WANTED not in form(desk, paper)


def test_source_is_deleted_with_what_was_found_at_it(desk):
    paper = make_source("paper", url="https://a.example/")
    make_check(paper)
    desk.post(f"/admin/sources/sourcedocument/{paper.pk}/delete/", {"post": "yes"})

    assert (SourceDocument.objects.count(), LinkCheck.objects.count()) == (0, 0)


def test_link_checks_are_listed_for_editors_and_changed_by_nobody(desk):
    check = make_check(make_source("paper", url="https://a.example/"))
    user = User.objects.get()

    assert "a.example" in desk.get(f"/admin/sources/linkcheck/{check.pk}/change/").content.decode()
    assert desk.get("/admin/sources/linkcheck/", {"q": "a.example"}).context["cl"].result_count == 1
    assert [
        action for action in ("view", "add", "change", "delete") if user.has_perm(f"sources.{action}_linkcheck")
    ] == ["view"]
