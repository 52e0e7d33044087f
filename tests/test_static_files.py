"""Static files: hashed once they have been collected, found under their plain names before."""

import re

from django.core.management import call_command
from django.template import engines

from dossier.static_files import HashedStorage


def test_names_are_hashed_once_files_are_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "dossier.static_files.HashedStorage"}}
    assert HashedStorage().url("dossier/dossier.css") == "/static/dossier/dossier.css"
    call_command("collectstatic", interactive=False, verbosity=0)

    address = HashedStorage().url("dossier/dossier.css")
    assert re.fullmatch(r"/static/dossier/dossier\.[0-9a-f]{12}\.css", address)
    assert (tmp_path / "staticfiles.json").exists()
    assert (tmp_path / f"{address.removeprefix('/static/')}.gz").exists()
    # A file that has come since does not break the page that asks for it.
    assert HashedStorage().url("dossier/new.css") == "/static/dossier/new.css"


def test_every_file_that_a_template_names_is_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "dossier.static_files.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = HashedStorage()
    named = set()
    for folder in engines["django"].dirs:
        for template in folder.rglob("*.html"):
            named |= set(re.findall(r"""\{% static ["']([^"']+)["'] %\}""", template.read_text()))

    assert "dossier/focus.js" in named
    assert [name for name in sorted(named) if storage.url(name) == f"/static/{name}"] == []
