"""What is written and said of an error on our side."""

import logging
import re
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings as site
from django.test import Client, RequestFactory

from dossier.accounts.login import address_of
from dossier.errors import REQUEST_ID, OfRequest
from dossier.wsgi import application
from tests.environment import for_process

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = "tests.failing"
    return Client(raise_request_exception=False)


def test_unexpected_error_is_written_with_the_number_that_the_page_gives(visitor, caplog):
    caplog.handler.addFilter(OfRequest())
    response = visitor.get("/fail/")
    (record,) = [each for each in caplog.records if each.name == "django.request"]

    assert response.status_code == 500
    assert record.exc_info[0] is ValueError
    assert response["X-Request-ID"] == record.request_id
    assert record.request_id in response.content.decode()
    assert REQUEST_ID.get() == "-"


def test_each_request_has_a_number_of_its_own(visitor):
    numbers = [visitor.get("/en/about/")["X-Request-ID"] for _ in range(3)]

    assert len(set(numbers)) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)


@pytest.mark.parametrize("address", ["/wait/", "/lose/"])
def test_busy_or_lost_database_is_no_fault_of_the_request(visitor, address, caplog):
    response = visitor.get(address)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "The site is busy with other work" in response.content.decode()
    assert [each.levelname for each in caplog.records if each.name == "django.request"] == ["ERROR"]


def test_process_writes_its_errors_to_stderr():
    program = (
        "from django.test import Client;"
        "Client(raise_request_exception=False, SERVER_NAME='localhost').get('/fail/');"
        "Client().get('/en/', headers={'host': 'elsewhere.example'})"
    )
    environment = for_process()
    setup = "import django; django.setup(); from django.conf import settings; settings.ROOT_URLCONF = 'tests.failing';"
    done = subprocess.run(
        [sys.executable, "-c", setup + program],
        cwd=site.BASE_DIR,
        env=environment | {"DJANGO_SETTINGS_MODULE": "dossier.settings"},
        capture_output=True,
        text=True,
    )

    line = r"^[\d: ,-]+ ERROR {} \[[0-9a-f]{{16}}\] {}"
    assert re.search(line.format("django.request", "Internal Server Error: /fail/$"), done.stderr, re.M)
    assert "ValueError: a failure that nobody expected" in done.stderr
    assert re.search(line.format("django.security.DisallowedHost", ""), done.stderr, re.M)
    # Of a name that anybody may ask by, one line.
    assert done.stderr.count("Traceback") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/treaties/nowhere/",
        "/api/treaties/",
        "/api/schema.json",
        "/admin/login/",
        "/static/dossier/dossier.css",
    ],
)
def test_head_is_that_of_the_page_without_its_body(address):
    # Django's test client would take bodies away itself.
    def ask(method):
        head = {}

        def start(status, headers):
            head.update(dict(headers), status=status)

        body = b"".join(application(RequestFactory().generic(method, address).environ, start))
        return head["status"], head["Content-Length"], body

    status, length, body = ask("GET")
    assert ask("HEAD") == (status, length, b"")
    assert length == str(len(body))


def test_address_that_is_not_found_is_no_error_of_ours(visitor, caplog):
    with caplog.at_level(logging.ERROR):
        assert visitor.get("/en/treaties/nowhere/").status_code == 404

    assert caplog.records == []


@pytest.mark.parametrize("address", ["/admin/account/", "/admin/password-reset/"])
def test_request_without_meaning_is_refused_at_the_desk_too(client, address):
    assert client.get(address, {"a": "\0"}).status_code == 400
    assert client.get(address, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(
    ("remote", "told", "expected"),
    [
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.66, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.20.0.3", "203.0.113.9"),
        ("10.20.0.3", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_address_of_a_client_is_the_last_that_no_proxy_of_ours_has(rf, settings, remote, told, expected):
    settings.TRUSTED_PROXIES = [ip_network(each) for each in ("127.0.0.1", "10.20.0.0/16")]
    headers = {"x-forwarded-for": told} if told else {}

    assert address_of(rf.get("/", REMOTE_ADDR=remote, headers=headers)) == expected
