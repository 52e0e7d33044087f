"""`make demo`, in a folder of its own: it starts whatever was done meanwhile, and undoes nothing of it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.format.test_intake import SMALL

NEEDED = ["dossier", "sources", "treaties", "templates", "manage.py"]
SHIPPED = SMALL["slug"]
MEANWHILE = f"""
from django.contrib.auth.models import Group, User
from dossier.publication.publishing import rename
rename("{SHIPPED}", "another-address")
User.objects.filter(username="editor").update(username="maria")
User.objects.get(username="reviewer").groups.add(Group.objects.get(name="Administrator"))
admin = User.objects.get(username="admin")
admin.set_password("a password of my own")
admin.save()
"""
ACCOUNTS = """
from django.contrib.auth.models import User
for user in User.objects.order_by("username"):
    print(user.username, user.is_superuser, *user.groups.order_by("name").values_list("name", flat=True))
"""
CHECK = "from django.contrib.auth.models import User; print(User.objects.get(username='editor')"


class Site:
    """A checkout with one dossier, and a free port."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        without = {"DATABASE_URL", "SECRET_KEY", "DEMO_PASSWORD"}
        kept = {name: value for name, value in os.environ.items() if name not in without}
        self.environment = kept | {"PORT": str(self.port), "WEB_CONCURRENCY": "2"}

    def start(self, **variables):
        return subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=self.folder,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def refused(self, **variables):
        process = self.start(**variables)
        _said, complaint = process.communicate(timeout=60)
        assert process.returncode == 1
        return complaint.strip()

    @contextmanager
    def running(self, complaint=""):
        """The lines that it prints before it serves; then Ctrl-C, as a terminal sends it.

        It complains of what a regular expression says, and of nothing else.
        """
        process = self.start()
        lines = []
        for line in process.stdout:
            lines.append(line.strip())
            if "Ctrl-C" in line:
                break
        else:
            pytest.fail(process.stderr.read())
        try:
            self.wait()
            yield lines
        finally:
            os.killpg(process.pid, signal.SIGINT)
            _said, complaints = process.communicate(timeout=60)
        assert process.returncode == 0
        assert re.fullmatch(complaint, complaints), complaints

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}")

    def wait(self):
        for _ in range(300):
            try:
                with self.get("/healthz/") as answer:
                    assert answer.status == 200
                    return
            except urllib.error.URLError:
                time.sleep(0.1)
        pytest.fail("the site does not answer")

    def shell(self, program):
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", program]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()


@pytest.fixture
def site():
    # Not tmp_path: PostgreSQL's own user must be able to pass, and pytest closes its folders to others.
    with tempfile.TemporaryDirectory(prefix="a checkout ") as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name in NEEDED:
            source = settings.BASE_DIR / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            else:
                shutil.copy(source, folder / name)
        dossiers = folder / "fixtures" / "dossiers"
        dossiers.mkdir(parents=True)
        (dossiers / f"{SHIPPED}.yaml").write_text(json.dumps(SMALL))
        yield Site(folder)


def accounts_in(lines):
    return {line.split()[0]: line.split()[1] for line in lines if re.fullmatch(r"(admin|reviewer|editor) +\S+", line)}


def test_demonstration_starts_again_after_whatever_was_done(site):
    with site.running() as lines:
        first = accounts_in(lines)
        assert list(first) == ["admin", "reviewer", "editor"]
        page = site.get(f"/en/treaties/{SHIPPED}/").read().decode()
        stylesheet = re.search(r'href="(/static/dossier/dossier\.[0-9a-f]{12}\.css)"', page)[1]
        assert "immutable" in site.get(stylesheet).headers["Cache-Control"]
        # A second one is refused before it touches anything.
        said = site.refused(DEMO_PASSWORD="another password")
        assert said.endswith(f"Try another: PORT={site.port + 1} make demo")
        assert f"Port {site.port} cannot be used (Address already in use)." in said
        assert site.shell(f"{CHECK}.check_password({first['editor']!r}))") == ["True"]

    site.shell(MEANWHILE)
    broken = site.folder / "fixtures" / "dossiers" / "broken.yaml"
    broken.write_text("format: '1'\nslug: 7\n")
    before = site.shell(ACCOUNTS)
    assert before == ["admin True Administrator", "maria False Editor", "reviewer False Administrator Reviewer"]
    name = re.escape(str(broken))
    with site.running(
        rf"{name}: slug: .+\nNot imported, and the site starts without: {name} \(nothing was written\)\n"
    ) as lines:
        assert accounts_in(lines) == {"reviewer": first["reviewer"]}
        assert site.get("/en/treaties/another-address/").status == 200
        assert site.get(f"/en/treaties/{SHIPPED}/").url.endswith("/another-address/")
    assert site.shell(ACCOUNTS) == before


def test_demonstration_keeps_away_from_a_database_of_ones_own(site):
    said = site.refused(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none", SECRET_KEY="x" * 50)

    assert "unset DATABASE_URL" in said
    assert "docs/administrators.md" in said
