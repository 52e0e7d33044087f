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
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM
from tests.databases import NAME, clone, drop
from tests.environment import for_process

from .desk import Desk


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
def serving_the_shipped(database, blocker, templates):
    with blocker.unblock():
        environment = for_process(clone(templates.shipped(), database))
    with serving(environment) as address:
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
    with serving_the_shipped(site_database("untouched"), django_db_blocker, templates) as address:
        yield address


@pytest.fixture
def at_desk(browser, site, accounts):
    """Sign an account of the site in, in a window of its own; what the browser complains of is kept."""
    contexts = []

    def sign_in(name, language="en", width=1280, scheme="light", browser=browser):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, color_scheme=scheme)
        context.set_default_timeout(60_000)
        contexts.append(context)
        desk = Desk(context.new_page(), site, language)
        desk.sign_in(name)
        return desk

    yield sign_in
    for context in contexts:
        context.close()


ACCOUNTS = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
editors = [(name, "Editor") for name in ("editor", "anna", "bela", "carla", "dora")]
for name, role in (*editors, ("reviewer", "Reviewer"), ("admin", "Administrator")):
    user = get_user_model().objects.create_user(name, password="correct horse battery", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
"""


@pytest.fixture(scope="session")
def in_site(site, django_db_setup, django_db_blocker):
    """Run a program on the site's own database; what it prints."""
    with django_db_blocker.unblock():
        environment = for_process(site_database())
    shell = [sys.executable, str(settings.BASE_DIR / "manage.py"), "shell", "--verbosity", "0", "-c"]

    def run(program):
        return subprocess.run([*shell, program], env=environment, check=True, capture_output=True, text=True).stdout

    return run


@pytest.fixture(scope="session")
def accounts(in_site):
    """One account for each role, and four editors more, on the site's own database."""
    in_site(ACCOUNTS)


def wait_for(address):
    for _ in range(200):
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


@pytest.fixture
def open_page(browser, site):
    """Open an address of the site in a window of its own; anything the browser complains of is an error."""
    contexts = []

    def open_in(address, width=1440, scheme="light", javascript=False):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(site + address)
        assert complaints == []
        return page

    yield open_in
    for context in contexts:
        context.close()
