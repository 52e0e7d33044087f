import pytest


@pytest.fixture(scope="session")
def django_db_setup():
    pytest.fail("Expected a test that asks no database; those of dossier/text that do stand in tests/postgres.")
