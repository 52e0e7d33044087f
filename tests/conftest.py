import gc
import os
import shutil

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from tests.databases import DOSSIERS, NAME, Templates, clone, connected_to, drop

# A busy machine is no defect; what CI finds, it must find again.
hypothesis.settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("project")

# The shell is the same browser without windows around its pages, which cost a quarter of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
# pytest's own loop and playwright's would otherwise forbid the database to each other.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    """Without Chromium the browser tests are named and left out; in CI that is a failure, not a skip."""
    if CHROMIUM:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("CI needs a Chromium; .ci/run installs it")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_collection_finish():
    # What is loaded by now stays; to look through it again and again would take a fifth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def templates(tmp_path_factory, worker_id):
    """The databases that others are cloned from, shared by all processes of a run."""
    return Templates(shared_folder(tmp_path_factory, worker_id))


def shared_folder(tmp_path_factory, worker_id):
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, templates, worker_id):
    """A migrated database for each process, in place of pytest-django's, which each would migrate for itself."""
    with django_db_blocker.unblock():
        own = clone(templates.migrated(), f"{NAME}_{worker_id}")
        with connected_to(own):
            yield
        drop(own)


@pytest.fixture(scope="session")
def shipped_database(django_db_setup, django_db_blocker, templates):
    """The name of a database with the shipped dossiers, in which nothing is ever committed."""
    with django_db_blocker.unblock():
        name = clone(templates.shipped(), f"{connection.settings_dict['NAME']}_shipped")
    yield name
    with django_db_blocker.unblock():
        drop(name)


@pytest.fixture
def _database_of_the_test(request, django_db_setup, django_db_blocker):
    """That of the process, for what is rolled back; with the marker `shipped`, that with the dossiers.

    What commits has a database of its own, so nothing need be flushed afterwards.
    """
    marker = request.node.get_closest_marker("django_db")
    is_shipped = request.node.get_closest_marker("shipped") is not None
    with django_db_blocker.unblock():
        if marker and marker.kwargs.get("transaction"):
            templates = request.getfixturevalue("templates")
            template = templates.shipped() if is_shipped else templates.migrated()
            own = clone(template, f"{connection.settings_dict['NAME']}_own")
            with connected_to(own):
                yield
            drop(own)
        elif is_shipped:
            with connected_to(request.getfixturevalue("shipped_database")):
                yield
        else:
            yield


@pytest.fixture
def _django_db_helper(_database_of_the_test, _django_db_helper):
    # pytest-django opens the transaction of a test here, so here the database must be the right one already.
    return _django_db_helper


# A database of its own is thrown away whole.
TransactionTestCase._fixture_teardown = lambda self: None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    # The last of all, when no other process of the run asks for them any more, and pytest-django lets us.
    if not hasattr(config, "workerinput") and hasattr(config, "_tmp_path_factory"):
        Templates(config._tmp_path_factory.getbasetemp()).drop()


@pytest.fixture(autouse=True)
def _own_language_cache_and_plain_files(settings):
    # A page in another language leaves that language behind.
    translation.activate(settings.LANGUAGE_CODE)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]
    cache.clear()


@pytest.fixture
def dossier_files():
    """The dossiers that this project ships."""
    return DOSSIERS
