import os
import shutil

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

# A busy machine is no defect; what CI finds, it must find again.
hypothesis.settings.register_profile("project", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("project")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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


def truncate_refused(state: str) -> None:
    """Enable or disable, in the test database, the triggers that refuse TRUNCATE: flushing between tests needs it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'refuse_truncate'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER refuse_truncate")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        truncate_refused("DISABLE")


@pytest.fixture(autouse=True)
def _own_language_cache_and_plain_static_files(settings):
    # A page in another language leaves that language behind.
    translation.activate(settings.LANGUAGE_CODE)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    cache.clear()


@pytest.fixture
def dossier_files():
    """The dossiers that this project ships."""
    return sorted((settings.BASE_DIR / "fixtures" / "dossiers").glob("*.yaml"))
