"""What an address comes to, asked of a real server of this machine: the guard is told of it, and of nothing else."""

import ipaddress
import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from django.utils import timezone

from sources.links.asking import Asker, LinkAnswer, Pace
from sources.links.guard import Guard
from sources.vocabulary import LinkDetail, LinkOutcome

from .server import Site

LOOPBACK = (ipaddress.ip_network("127.0.0.1/32"),)
NO_ANSWER = LinkOutcome.NO_ANSWER


@pytest.fixture
def site():
    site = Site()
    yield site
    site.shutdown()
    site.server_close()


def asker(site, **changes):
    """One that may ask this server: its network, and its port."""
    guard = Guard(networks=LOOPBACK, ports=(80, 443, site.server_port))
    return Asker(**{"agent": "treaty-dossiers", "guard": guard, "silence": 0.5, "patience": 1.5} | changes)


def ask(site, path, **changes):
    return asker(site, **changes).ask(site.url(path), Pace(0))


def test_server_of_this_machine_is_not_asked_by_default(site):
    assert Asker("treaty-dossiers").ask(site.url("/fine"), Pace(0)) == LinkAnswer(LinkOutcome.REFUSED)
    assert ask(site, "/fine", guard=Guard(ports=(site.server_port,))) == LinkAnswer(LinkOutcome.REFUSED)
    assert site.asked == []


def test_page_that_answers_is_asked_once_and_told_who_asks(site):
    assert ask(site, "/fine") == LinkAnswer(LinkOutcome.ANSWERS, 200)
    [(method, path, headers)] = site.asked

    assert (method, path, headers["User-Agent"]) == ("HEAD", "/fine", "treaty-dossiers")
    assert headers["Host"] == f"127.0.0.1:{site.server_port}"


def test_proxy_of_the_environment_is_not_asked_to_reach_what_we_may_not(site, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert ask(site, "/fine") == LinkAnswer(LinkOutcome.ANSWERS, 200)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/gone", LinkOutcome.GONE, 404),
        ("/gone-for-good", LinkOutcome.GONE, 410),
        ("/error", LinkOutcome.SERVER_ERROR, 500),
        ("/login", LinkOutcome.WITHHELD, 401),
        ("/robots", LinkOutcome.WITHHELD, 403),
        ("/strange", LinkOutcome.WITHHELD, 999),
        ("/no-head", LinkOutcome.ANSWERS, 200),
        ("/no-head-501", LinkOutcome.ANSWERS, 200),
        ("/no-head-403", LinkOutcome.ANSWERS, 200),
    ],
)
def test_nothing_bad_is_said_of_a_page_before_get(site, path, outcome, status):
    assert ask(site, path) == LinkAnswer(outcome, status)
    assert [method for method, *_ in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("path", "moved_to"),
    [("/moved", "/fine"), ("/moved-twice", "/fine"), ("/moved-then-for-now", "/for-now")],
)
def test_page_has_moved_as_far_as_its_redirects_are_for_good(site, path, moved_to):
    assert ask(site, path) == LinkAnswer(LinkOutcome.MOVED, 200, led_to=site.url(moved_to))


@pytest.mark.parametrize("path", ["/for-now", "/for-now-then-moved", "/five-times"])
def test_page_whose_redirect_is_for_now_answers(site, path):
    assert ask(site, path) == LinkAnswer(LinkOutcome.ANSWERS, 200, led_to=site.url("/fine"))


def test_page_that_moved_to_nothing_is_gone(site):
    assert ask(site, "/moved-then-gone") == LinkAnswer(LinkOutcome.GONE, 404, led_to=site.url("/gone"))


def test_sixth_redirect_is_not_followed(site):
    found = ask(site, "/six-times")

    assert found == LinkAnswer(NO_ANSWER, detail=LinkDetail.REDIRECTS, led_to=site.url("/for-now"))
    assert len(site.asked) == 6


def test_redirect_to_itself_ends(site):
    assert ask(site, "/loop") == LinkAnswer(NO_ANSWER, detail=LinkDetail.REDIRECTS, led_to=site.url("/loop"))
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:PORT/fine",
        "http://127.0.0.2:PORT/fine",
        "http://[::ffff:127.0.0.2]/",
        "https://10.0.0.1/",
        "http://0/",
        "//192.168.0.1/",
        "http://reader@127.0.0.1:PORT/fine",
        "http://127.0.0.1:22/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
    ],
)
def test_redirect_into_a_private_network_is_refused(site, target):
    target = target.replace("PORT", str(site.server_port))
    wanted = "http:" + target if target.startswith("//") else target

    assert ask(site, f"/to?{target}") == LinkAnswer(LinkOutcome.REFUSED, led_to=wanted)
    assert len(site.asked) == 1


def test_redirect_that_is_no_address_breaks_nothing(site):
    assert ask(site, "/to-nowhere") == LinkAnswer(NO_ANSWER, detail=LinkDetail.BROKEN)
    assert ask(site, "/to-nul") == LinkAnswer(LinkOutcome.MOVED, 200, led_to=site.url("/fine[0m"))
    assert ask(site, "/to-letters") == LinkAnswer(LinkOutcome.MOVED, 200, led_to=site.url("/조약"))
    assert len(ask(site, "/long-way").led_to) == 2_000


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/silent", LinkDetail.TIMEOUT),
        ("/dripping", LinkDetail.TIMEOUT),
        ("/endless-hundreds", LinkDetail.TIMEOUT),
        ("/endless-head", LinkDetail.BROKEN),
        ("/breaks-off", LinkDetail.BROKEN),
        ("/no-http", LinkDetail.BROKEN),
    ],
)
def test_server_that_never_comes_to_an_end_is_left(site, path, detail):
    started = time.monotonic()

    assert ask(site, path) == LinkAnswer(NO_ANSWER, detail=detail)
    assert time.monotonic() - started < 3


def test_of_an_endless_page_only_the_head_is_read(site):
    started = time.monotonic()

    assert ask(site, "/endless-body") == LinkAnswer(LinkOutcome.ANSWERS, 200)
    assert time.monotonic() - started < 1
    while not site.hung_up:
        assert time.monotonic() - started < 5
        time.sleep(0.05)


def test_closed_port_is_no_answer(site):
    site.shutdown()
    site.server_close()

    assert ask(site, "/fine") == LinkAnswer(NO_ANSWER, detail=LinkDetail.BROKEN)


def test_site_that_asks_to_wait_is_asked_no_more(site):
    pace, before = Pace(0), timezone.now()
    found = asker(site).ask(site.url("/busy"), pace)

    assert (found.outcome, found.status) == (LinkOutcome.ASKED_TO_WAIT, 429)
    assert timedelta(seconds=119) < found.not_before - before < timedelta(seconds=125)
    assert asker(site).ask(site.url("/fine"), pace).outcome == LinkOutcome.ASKED_TO_WAIT
    assert [method for method, *_ in site.asked] == ["HEAD"]


def test_site_cannot_ask_for_a_wait_of_years(site):
    found, unclear = ask(site, "/down"), ask(site, "/no-matter")

    assert (found.outcome, found.status) == (LinkOutcome.ASKED_TO_WAIT, 503)
    assert found.not_before < timezone.now() + timedelta(days=31) < datetime(2100, 1, 1, tzinfo=UTC)
    assert unclear == LinkAnswer(LinkOutcome.ASKED_TO_WAIT, 429)


def test_one_host_is_asked_once_in_its_delay(site):
    pace, started = Pace(0.3), time.monotonic()
    asker(site, patience=10).ask(site.url("/moved"), pace)
    asker(site, patience=10).ask(site.url("/gone"), pace)

    assert len(site.asked) == 4
    assert 0.9 < time.monotonic() - started < 2


def test_name_is_asked_for_once_and_the_connection_goes_where_the_guard_has_looked(site):
    """A name that answers otherwise the second time, as in DNS rebinding, changes nothing."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    guard = Guard(networks=LOOPBACK, ports=(site.server_port,), resolve=lambda host, port: answers.pop(0))
    found = asker(site, guard=guard).ask(site.url("/fine", host="news.example"), Pace(0))

    assert found == LinkAnswer(LinkOutcome.ANSWERS, 200)
    assert [headers["Host"] for *_, headers in site.asked] == [f"news.example:{site.server_port}"]
    assert answers == [["10.0.0.1"]]


def test_every_hop_is_looked_at_anew(site):
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    guard = Guard(networks=LOOPBACK, ports=(site.server_port,), resolve=lambda host, port: answers.pop(0))
    url = site.url("/moved", host="news.example")
    found = asker(site, guard=guard).ask(url, Pace(0))

    assert found == LinkAnswer(LinkOutcome.REFUSED, led_to=site.url("/fine", host="news.example"))
    assert len(site.asked) == 1


def test_second_machine_of_a_name_is_tried_where_the_first_is_silent(site):
    machines = ["127.0.0.2", "127.0.0.1"]
    guard = Guard((ipaddress.ip_network("127.0.0.0/24"),), (site.server_port,), lambda host, port: machines)

    assert ask(site, "/fine", guard=guard) == LinkAnswer(LinkOutcome.ANSWERS, 200)


def test_name_that_is_not_known_is_no_answer():
    found = Asker("treaty-dossiers").ask("https://news.invalid/", Pace(0))

    assert found.outcome == NO_ANSWER
    assert found.detail in {LinkDetail.UNKNOWN_NAME, LinkDetail.NO_NAME_SERVER}
    assert found.offline == (found.detail == LinkDetail.NO_NAME_SERVER)


# TLS


@pytest.fixture
def secure_site():
    """A site with a certificate for news.example, and who trusts it."""
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("news.example").configure_cert(server)
    authority.configure_trust(client)
    names = []
    server.sni_callback = lambda connection, name, context: names.append(name)
    site = Site(server)
    site.names = names
    yield site, client
    site.shutdown()
    site.server_close()


def ask_securely(site, host, **changes):
    guard = Guard(networks=LOOPBACK, ports=(site.server_port,), resolve=lambda host, port: ["127.0.0.1"])
    url = site.url("/fine", host=host, scheme="https")
    return asker(site, guard=guard, silence=2, patience=4, **changes).ask(url, Pace(0))


def test_certificate_is_checked_by_the_name_and_not_by_the_ip_address(secure_site):
    site, trusted = secure_site

    assert ask_securely(site, "news.example", tls=trusted) == LinkAnswer(LinkOutcome.ANSWERS, 200)
    assert ask_securely(site, "other.example", tls=trusted) == LinkAnswer(NO_ANSWER, detail=LinkDetail.CERTIFICATE)
    assert site.names == ["news.example", "other.example"]


def test_certificate_that_nobody_vouches_for_is_not_trusted(secure_site):
    site, _ = secure_site

    assert ask_securely(site, "news.example") == LinkAnswer(NO_ANSWER, detail=LinkDetail.CERTIFICATE)
    assert site.asked == []


def test_server_that_keeps_the_handshake_waiting_is_left(site):
    # It waits for a request that never comes, and says nothing itself.
    url, started = site.url("/fine", scheme="https"), time.monotonic()

    assert asker(site, silence=30, patience=0.5).ask(url, Pace(0)).outcome == NO_ANSWER
    assert time.monotonic() - started < 3
