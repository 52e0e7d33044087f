"""Editors at work while server and database are killed: what the desk said it saved must be there.

Each edit writes a text of its own into one field of one article. So the history tells of every change whose it was:
one that no editor made, or that wiped out another's text unasked, shows.
"""

import http.client
import http.cookiejar
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from lxml import html

from dossier.postgres.server import Server

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = 2
# Few, so that editors meet.
FIELDS = ["heading_en", "summary_en", "summary_ko", "summary_ar"]
PASSWORD = "correct horse battery"
SET_UP = """
from django.contrib.auth.models import Group, User
from treaties.models import Article, Treaty
treaty = Treaty.objects.create(slug="drill", title_en="Drill")
for number in range({articles}):
    Article.objects.create(treaty=treaty, slug=str(number), number=str(number), position=number)
for number in range({clients}):
    user = User.objects.create_user(f"editor-{{number}}", password="{password}", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
"""
# How long a client goes on trying while nobody answers, in seconds.
PATIENCE = 90


class Unanswered(Exception):
    """No answer came, or one of a desk in trouble: whether the edit was saved, nobody has said."""


@dataclass
class Tally:
    """What happened, how often; the edits answered “saved” (article, field, text); the slowest answer in seconds."""

    counts: Counter = field(default_factory=Counter)
    saved: list[tuple[int, str, str]] = field(default_factory=list)
    # Who sent each text.
    sent: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


class House:
    """A database and a server of their own, which can be killed."""

    def __init__(self, folder: Path, workers: int):
        self.database = Server(folder / ".postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen | None = None
        self.folder, self.workers = folder, workers

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        database = f"postgresql://postgres@/dossier?host={self.database.socket_folder}"
        own = {"DATABASE_URL": database, "SECRET_KEY": "for this drill", "PORT": str(self.port)}
        return os.environ | own | {"MEDIA_ROOT": str(self.folder / "media"), "WEB_CONCURRENCY": str(self.workers)}

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)

    def start(self) -> None:
        self.database.join()
        server = [sys.executable, "-m", "gunicorn", "-c", "python:dossier.gunicorn", "--log-level", "critical"]
        self.process = subprocess.Popen(
            [*server, "dossier.wsgi"], env=self.environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """Server and database at once, as a power cut would; nothing of either is asked to finish."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if postmaster := self.database.postmaster():
            os.kill(postmaster, signal.SIGKILL)

    def stop(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()
        self.database.leave()

    def query(self, sql: str) -> list[tuple]:
        with psycopg.connect(host=str(self.database.socket_folder), user="postgres", dbname="dossier") as connection:
            return connection.execute(sql).fetchall()


class Client:
    """One editor with a browser: opens a form, changes one field, saves, and answers conflicts."""

    def __init__(self, house: House, number: int, articles: list[int], tally: Tally):
        self.house, self.name, self.articles, self.tally = house, f"editor-{number}", articles, tally
        self.chance = random.Random(number)  # noqa: S311  # no secret; the same edits each time
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(self, path: str, data: dict | None = None):
        """The page that answers, after redirections."""
        sent = urllib.parse.urlencode(data, doseq=True).encode() if data is not None else None
        began = time.monotonic()
        try:
            with self.opener.open(self.house.address + path, sent, timeout=30) as response:
                page = html.document_fromstring(response.read(), base_url=response.url)
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise Unanswered(str(error)) from None
        with self.tally.lock:
            self.tally.slowest = max(self.tally.slowest, time.monotonic() - began)
        return page

    def sign_in(self) -> None:
        form = _form(self.ask("/admin/login/"))
        self.ask("/admin/login/", form | {"username": self.name, "password": PASSWORD})

    def work(self, edits: int, done: threading.Semaphore) -> None:
        for number in range(edits):
            self.edit(number)
            done.release()

    def edit(self, number: int) -> None:
        """One edit, tried until the desk says that it is saved, or that another's text stays."""
        article, name = self.chance.choice(self.articles), self.chance.choice(FIELDS)
        text = f"{self.name} {number} {name}"
        with self.tally.lock:
            self.tally.sent[text] = self.name
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return self._edit(article, name, text)
            except Unanswered:
                self.tally.count("no answer, tried again")
                time.sleep(0.3)
        self.tally.count("given up")

    def _edit(self, article: int, name: str, text: str) -> None:
        path = f"/admin/treaties/article/{article}/change/"
        page = self.ask(path)
        if page.xpath("//input[@id='id_password']"):
            self.sign_in()
            page = self.ask(path)
        form = _form(page) | {name: text, "_continue": "1"}
        # A person takes time to type, and others save meanwhile.
        time.sleep(self.chance.random() * 0.2)
        page = self.ask(path, form)
        while page.find_class("conflicts"):
            self.tally.count("conflict shown")
            if _form(page)[name] != text:
                self.tally.count("text lost in a conflict")
            answer = self.chance.choice(["mine", "theirs"])
            [choice] = page.xpath(f"//input[@name='choice-{name}'][starts-with(@value, '{answer}')]")
            page = self.ask(path, _form(page) | {choice.get("name"): choice.get("value"), "_continue": "1"})
            if answer == "theirs" and page.find_class("success"):
                self.tally.count("left to the other")
                return
        if not page.find_class("success"):
            raise Unanswered("the desk did not say that it saved")
        self.tally.count("saved")
        with self.tally.lock:
            self.tally.saved.append((article, name, text))


def _form(page) -> dict[str, list[str]]:
    """What a browser would send of the page's main form, as it stands; without its buttons."""
    forms = [
        each for each in page.forms if each.get("id") not in {"logout-form"} and "csrfmiddlewaretoken" in each.fields
    ]
    form = next(each for each in forms if "username" in each.fields or "begun" in each.fields)
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        if not name.startswith("_"):
            # A line end right after the tag is none of the text's.
            text = value.removeprefix("\n") if form.inputs[name].tag == "textarea" else value
            found.setdefault(name, []).append(re.sub("\r?\n", "\r\n", text))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


@contextmanager
def house(workers: int = 4):
    # Where PostgreSQL's own user can pass.
    with tempfile.TemporaryDirectory(prefix="drill-") as made:
        Path(made).chmod(0o755)
        built = House(Path(made), workers)
        try:
            yield built
        finally:
            built.stop()


def drill(house: House, *, clients: int, edits: int, kills: int) -> Tally:
    """So many edits by so many clients at once; at even distances server and database are killed and started again."""
    house.database.join()
    for arguments in (
        ["migrate", "--verbosity", "0"],
        ["shell", "--verbosity", "0", "-c", SET_UP.format(articles=ARTICLES, clients=clients, password=PASSWORD)],
    ):
        done = house.manage(*arguments)
        if done.returncode:
            raise RuntimeError(done.stderr)
    house.start()
    articles = [pk for (pk,) in house.query("SELECT id FROM treaties_article ORDER BY id")]
    tally, finished = Tally(), threading.Semaphore(0)
    began = time.monotonic()
    each = edits // clients
    workers = [
        threading.Thread(target=Client(house, number, articles, tally).work, args=(each, finished))
        for number in range(clients)
    ]
    for worker in workers:
        worker.start()
    for number in range(each * clients):
        if (
            number
            and number % (each * clients // (kills + 1)) == 0
            and tally.counts["killed and started again"] < kills
        ):
            house.kill()
            tally.count("killed and started again")
            house.start()
        finished.acquire()
    for worker in workers:
        worker.join()
    tally.counts["seconds"] = round(time.monotonic() - began)
    return tally


def audit(house: House, tally: Tally) -> dict[str, int]:
    """What the history says of the drill; every number but the first should be nought.

    A change of a field must be an edit by the editor whose row it is, and of that field alone: what else changed
    with it was taken from somebody.
    """
    columns = ", ".join(FIELDS)
    rows = house.query(
        f"SELECT h.id, u.username, {columns} FROM treaties_historicalarticle h"  # noqa: S608  # our own columns
        " LEFT JOIN auth_user u ON u.id = h.history_user_id ORDER BY h.id, h.history_id"
    )
    kept, strange, before = set(), 0, {}
    for pk, editor, *texts in rows:
        now = dict(zip(FIELDS, texts, strict=True))
        changed = {name: text for name, text in now.items() if text != before.get(pk, {}).get(name)}
        kept |= {(pk, name, text) for name, text in changed.items()}
        strange += any(tally.sent.get(text) != editor for text in changed.values()) or len(changed) > 1
        before[pk] = now
    checked = house.manage("check_history")
    return {
        "changes in the history": len(kept),
        "answered saved, and not in the history": len(set(tally.saved) - kept),
        "changes that no editor made": strange,
        "texts lost in a conflict": tally.counts["text lost in a conflict"],
        "edits given up": tally.counts["given up"],
        "lines of check_history": len((checked.stdout + checked.stderr).splitlines()) if checked.returncode else 0,
    }
