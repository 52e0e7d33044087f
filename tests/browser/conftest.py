import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM
from tests.databases import NAME, clone, connected_to, drop
from tests.environment import for_process

from .desk import PASSWORD, Desk


@pytest.fixture(scope="session")
def launch():
    """Start a browser of one's own."""
    arguments = ["--disable-background-networking", "--disable-quic", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        yield lambda: playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


@pytest.fixture(scope="session")
def browser(launch):
    opened = launch()
    yield opened
    opened.close()


@contextmanager
def serving(environment):
    """The address of the site as gunicorn serves it, in an environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:dossier.gunicorn", "--log-level", "warning", "dossier.wsgi"],
        env=environment | {"PORT": str(port)},
        cwd=settings.BASE_DIR,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz/")
        yield address
    finally:
        server.terminate()
        server.wait()


def site_database(name="site"):
    return f"{NAME}_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@contextmanager
def serving_the_shipped(database, blocker, templates, **variables):
    with blocker.unblock():
        environment = for_process(clone(templates.shipped(), database))
    with serving(environment | variables) as address:
        yield address
    with blocker.unblock():
        drop(database)


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, templates):
    """The site as gunicorn serves it, with the shipped dossiers, on a database of its own."""
    with serving_the_shipped(site_database(), django_db_blocker, templates) as address:
        yield address


@pytest.fixture(scope="session")
def untouched_site(django_db_setup, django_db_blocker, templates):
    """Another one, at whose desk nobody writes: what its pages hold are the shipped dossiers alone."""
    # With one process, which keeps each page for all who ask for it.
    alone = {"WEB_CONCURRENCY": "1"}
    with serving_the_shipped(site_database("untouched"), django_db_blocker, templates, **alone) as address:
        yield address


@pytest.fixture(scope="session")
def in_site(site, django_db_blocker):
    """While it lasts, this process asks the site's own database, and writes into it."""

    @contextmanager
    def asking():
        with django_db_blocker.unblock(), connected_to(site_database()):
            yield

    return asking


# As the site does, and not as this process.
HASHED = PBKDF2PasswordHasher().encode(PASSWORD, "salt")


@pytest.fixture(scope="session")
def make_account(in_site):
    """An account of a role on the site's own database; its name."""

    def make(name, role="Editor"):
        with in_site():
            user = User.objects.create(username=name, password=HASHED, is_staff=True)
            user.groups.set(Group.objects.filter(name=role))
        return name

    return make


@pytest.fixture(scope="session")
def accounts(make_account):
    """One account for each role, and four editors more."""
    for name in ("editor", "anna", "bela", "carla", "dora"):
        make_account(name)
    make_account("reviewer", "Reviewer")
    make_account("admin", "Administrator")


@pytest.fixture
def at_desk(browser, site, accounts, in_site):
    """Open the desk for an account, signed in, in a window of its own; what the browser complains of is kept."""
    contexts = []

    def open_desk(name, language="en", width=1280, scheme="light", browser=browser):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, color_scheme=scheme)
        context.set_default_timeout(60_000)
        contexts.append(context)
        client = Client()
        with in_site():
            client.force_login(User.objects.get(username=name))
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        return Desk(context.new_page(), site, language)

    yield open_desk
    for context in contexts:
        context.close()


def wait_for(address):
    for _ in range(200):
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


@pytest.fixture(scope="session")
def reader(browser):
    """The browser of a reader, with and without scripts; public pages leave nothing in it."""
    contexts = {scripts: browser.new_context(java_script_enabled=scripts) for scripts in (True, False)}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def open_page(reader, site):
    """Open an address of the site in a page of its own; anything the browser complains of is an error."""
    pages = []

    def open_in(address, width=1440, scheme="light", javascript=False):
        page = reader[javascript].new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        complaints = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(site + address)
        assert complaints == []
        return page

    yield open_in
    for page in pages:
        page.close()
