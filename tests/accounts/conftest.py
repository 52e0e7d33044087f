import pytest
from django.conf import global_settings


@pytest.fixture(autouse=True)
def _hasher_of_the_site(settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
