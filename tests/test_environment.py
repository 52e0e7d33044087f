"""What differs between machines: right, or refused in a sentence that names the setting."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dossier import environment


def manage(*arguments, **variables):
    """Exit code and what manage.py says with these variables in the environment."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("PORT", "abc", "PORT: Expected a whole number such as 8000, got “abc”."),
        ("PORT", "65536", "PORT: Expected a whole number such as 8000, got “65536”."),
        ("WEB_CONCURRENCY", "0", "WEB_CONCURRENCY: Expected a whole number such as 2, got “0”."),
        ("WEB_CONCURRENCY", "٢", "WEB_CONCURRENCY: Expected a whole number such as 2, got “٢”."),
        ("ARABIC_DIGITS", "roman", "ARABIC_DIGITS: Expected one of latn, arab, got “roman”."),
        (
            "TRUSTED_PROXIES",
            "10.0.0.1/8",
            "TRUSTED_PROXIES: Expected addresses or networks such as 10.0.0.7,10.1.0.0/16: "
            "10.0.0.1/8 has host bits set.",
        ),
        (
            "DATABASE_URL",
            "postgresql:///x",
            "SECRET_KEY: Expected a secret of the site’s own, because DATABASE_URL is set.",
        ),
    ],
)
def test_wrong_setting_is_refused_in_a_sentence(name, value, problem):
    code, said = manage("check", **{"SECRET_KEY": "", "DATABASE_URL": "", name: value})

    assert (code, said) == (1, problem)


WRONG = {
    environment.is_on: ["maybe", "2"],
    environment.origin: ["dossiers.example", "https://", "https://dossiers.example/en", "ftp://a", "http://a:99999"],
    environment.page: ["javascript:alert(1)", "example.org/report", "https:///report"],
    environment.mailbox: ["nobody", "Desk <nobody>", "a@"],
    environment.hosts: ["https://dossiers.example", "a b", "[::1]:8000", "a/b"],
    environment.service: ["dossiers", "mysql://a/b", "http://a/b", "redis://", "redis://a:port/0"],
}
RIGHT = {
    environment.is_on: ["", "no", "True"],
    environment.origin: ["", "https://dossiers.example", "http://localhost:8000", "http://[::1]:8000"],
    environment.page: ["", "https://example.org/report?of=a"],
    environment.mailbox: ["", "a@b.example", "The desk <a@b.example>", "root@localhost", "desk@archive"],
    environment.hosts: ["", "dossiers.example,.example,127.0.0.1,[::1],*"],
    environment.service: ["", "redis://:secret@a:6379/0", "unix:///run/redis.sock"],
}
# What they are asked besides the name.
ASKED = {environment.hosts: ["localhost"], environment.service: ["redis://127.0.0.1:6379/0", "unix"]}


@pytest.mark.parametrize(("read", "value"), [(read, value) for read, values in WRONG.items() for value in values])
def test_value_that_cannot_be_right_is_refused(monkeypatch, read, value):
    monkeypatch.setenv("A_SETTING", value)

    with pytest.raises(ImproperlyConfigured, match=r"^A_SETTING: Expected "):
        read("A_SETTING", *ASKED.get(read, []))


@pytest.mark.parametrize(("read", "value"), [(read, value) for read, values in RIGHT.items() for value in values])
def test_right_value_is_taken_as_it_stands(monkeypatch, read, value):
    monkeypatch.setenv("A_SETTING", value)
    found = read("A_SETTING", *ASKED.get(read, []))

    match found:
        case bool():
            assert found is (value == "True")
        case list():
            assert found == (value or "localhost").split(",")
        case _:
            assert found == value


def test_no_password_is_repeated(monkeypatch):
    monkeypatch.setenv("A_SETTING", "redis//:secret@a")

    with pytest.raises(ImproperlyConfigured) as refused:
        environment.service("A_SETTING", "redis://127.0.0.1:6379/0")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "dossiers"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("SITE_URL", "dossiers.example"),
        ("ALLOWED_HOSTS", "https://dossiers.example"),
    ],
)
def test_settings_read_it_so(name, value):
    code, said = manage("check", **{"SECRET_KEY": "x" * 50, name: value})

    assert code == 1
    assert said.startswith(f"{name}: Expected ")


def test_server_refuses_it_in_the_same_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "python:dossier.gunicorn", "dossier.wsgi"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": "many"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr.strip()) == (
        1,
        "PORT: Expected a whole number such as 8000, got “many”.",
    )


CHANGED_TEMPLATE = """
import os, pathlib, sys
import django
from django.conf import settings
from django.template import loader
os.environ["DJANGO_SETTINGS_MODULE"] = "dossier.settings"
folder = pathlib.Path(sys.argv[1])
settings.TEMPLATES[0]["DIRS"] = [folder]
django.setup()
for words in ("before", "after"):
    (folder / "page.html").write_text(words)
    print(loader.render_to_string("page.html"))
"""


@pytest.mark.parametrize(("debug", "shown"), [("1", ["before", "after"]), ("", ["before", "before"])])
def test_changed_template_shows_at_once_with_debug_alone(tmp_path, debug, shown):
    done = subprocess.run(
        [sys.executable, "-c", CHANGED_TEMPLATE, tmp_path],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DEBUG": debug},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    assert done.stdout.split() == shown


def test_secret_is_made_once_for_its_owner_alone(tmp_path):
    file = tmp_path / ".secret-key"
    secret = environment.kept_secret(file)

    assert environment.kept_secret(file) == secret
    assert len(secret) >= environment.SHORTEST_SECRET
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"x", b"\xff\xfe\x00" * 40, None], ids=["empty", "short", "bytes", "folder"])
def test_file_that_holds_no_secret_is_refused_and_kept(tmp_path, content):
    file = tmp_path / ".secret-key"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)

    with pytest.raises(
        ImproperlyConfigured, match=rf"^{file}: Expected a .* Put back the file as it was, or delete it"
    ):
        environment.kept_secret(file)
    assert content is None or file.read_bytes() == content
