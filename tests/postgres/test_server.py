"""The embedded PostgreSQL, with real processes of its own in a folder whose name has a space."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

from dossier.postgres.server import BINARIES, LONGEST_LOG, Server, ServerError, server

USER = """
import sys, time
from pathlib import Path
from dossier.postgres.server import Server
server = Server(Path(sys.argv[1]))
server.join()
with server.connect("dossier") as connection:
    # CREATE TABLE IF NOT EXISTS is not safe against itself.
    connection.execute("SELECT pg_advisory_lock(1)")
    connection.execute("CREATE TABLE IF NOT EXISTS seen (at timestamptz DEFAULT now())")
    connection.execute("INSERT INTO seen DEFAULT VALUES")
    print(connection.execute("SELECT count(*) FROM seen").fetchone()[0], flush=True)
sys.stdin.read()
server.leave()
"""


class User:
    """A process that joins, writes a row, prints how many there are, and stays until told to go."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def count(self):
        return int(self.process.stdout.readline())

    def leave(self):
        self.process.communicate(timeout=90)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def folder():
    # Not tmp_path: PostgreSQL's own user must be able to pass, and pytest closes its folders to others.
    with tempfile.TemporaryDirectory(prefix="a place ") as made:
        Path(made).chmod(0o755)
        yield Path(made) / ".postgres"


def postmaster(folder):
    file = folder / "data" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else None


def test_two_start_at_once_and_the_last_to_leave_stops_it(folder):
    users = [User(folder) for _ in range(3)]
    assert sorted(user.count() for user in users) == [1, 2, 3]
    for user in users[:2]:
        user.leave()
    assert Server(folder).answers()
    users[2].leave()

    assert not Server(folder).answers()
    assert postmaster(folder) is None


def test_data_outlives_the_death_of_everything(folder):
    first = User(folder)
    assert first.count() == 1
    server = postmaster(folder)
    first.kill()
    os.kill(server, signal.SIGKILL)

    second = User(folder)
    assert second.count() == 2
    second.leave()
    assert postmaster(folder) is None


def test_server_killed_under_its_users_is_started_again(folder):
    first = User(folder)
    first.count()
    os.kill(postmaster(folder), signal.SIGKILL)
    second = User(folder)

    assert second.count() == 2
    first.leave()
    assert Server(folder).answers()
    second.leave()


def test_django_connects_again_after_its_server_was_killed(folder, django_db_blocker):
    connection = ConnectionHandler(
        {"default": {"ENGINE": "dossier.postgres", "NAME": "dossier", "FOLDER": folder, "CONN_HEALTH_CHECKS": True}}
    )["default"]
    with django_db_blocker.unblock():
        for _ in range(2):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                assert cursor.fetchone() == (1,)
            connection.close()
            killed = postmaster(folder)
            os.kill(killed, signal.SIGKILL)
        server(folder).join()

    assert postmaster(folder) != killed
    server(folder).leave()
    assert postmaster(folder) is None


def test_number_of_a_stranger_is_not_taken_for_the_server(folder):
    first = User(folder)
    first.count()
    first.leave()
    pidfile = folder / "data" / "postmaster.pid"
    pidfile.write_text(f"{os.getpid()}\n")

    second = User(folder)
    assert second.count() == 2
    second.leave()


def test_folder_that_was_closed_to_others_meanwhile_stops_nothing(folder):
    first = User(folder)
    first.count()
    first.leave()
    folder.parent.chmod(0o700)

    second = User(folder)
    assert second.count() == 2
    second.leave()


def test_user_that_was_killed_holds_nothing(folder):
    first, second = User(folder), User(folder)
    first.count(), second.count()
    first.kill()
    second.leave()

    assert postmaster(folder) is None


def test_killed_initialisation_leaves_nothing_that_looks_whole(folder):
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "PG_VERSION").write_text("18")
    user = User(folder)

    assert user.count() == 1
    user.leave()


def test_forked_child_neither_stops_the_server_nor_is_stopped_with_it(folder):
    server = Server(folder)
    server.join()
    child = os.fork()
    if child == 0:
        server.leave()
        os._exit(0 if server.answers() else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert server.answers()
    server.leave()
    assert not server.answers()


def test_folder_of_something_else_is_refused_and_kept(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "letter.txt").write_text("keep me")
    with pytest.raises(ServerError, match="is not a database"):
        Server(folder).join()

    assert (folder / "data" / "letter.txt").read_text() == "keep me"


def test_socket_lies_where_only_its_owner_can_reach_it(folder):
    user = User(folder)
    user.count()
    server = Server(folder)
    status = server.socket_folder.stat()

    assert status.st_mode & 0o077 == 0
    assert len(str(server.socket_folder)) < 90
    assert postmaster(folder)
    user.leave()


def test_binaries_are_those_of_postgresql_18():
    said = subprocess.run([BINARIES / "postgres", "--version"], capture_output=True, text=True).stdout
    assert said.startswith("postgres (PostgreSQL) 18.")


def test_server_whose_connections_are_all_in_use_is_left_alone(folder):
    server = Server(folder)
    server.join()
    pid = postmaster(folder)
    held = fill(server)
    with pytest.raises(psycopg.OperationalError, match="too many clients"):
        server.connect("dossier")
    began = time.monotonic()
    Server(folder)._ensure_running()

    assert time.monotonic() - began < 5
    assert postmaster(folder) == pid
    assert held[0].execute("SELECT 1").fetchone() == (1,)
    for connection in held:
        connection.close()
    server.leave()


def fill(server):
    """Take every connection that is left."""
    held = []
    with suppress(psycopg.OperationalError):
        while True:
            held.append(server.connect("dossier"))
    return held


def test_log_is_for_its_owner_and_does_not_grow_for_ever(folder):
    server = Server(folder)
    server.join()
    with server.connect("dossier") as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT 'a confidential quotation' FROM nowhere")
    assert "a confidential quotation" in server.log.read_text()
    assert server.log.stat().st_mode & 0o777 == 0o600

    os.truncate(server.log, LONGEST_LOG + 1)
    server.shorten_log()
    with server.connect("dossier") as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT 'written afterwards' FROM nowhere")
    server.leave()

    assert "written afterwards" in server.log.read_text()
    assert server.log.stat().st_size < 10_000
    assert (folder / "log.former").stat().st_mode & 0o777 == 0o600


def test_process_that_is_told_twice_to_stop_leaves_in_peace(folder):
    stop = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
    impatient = "server.leave = lambda: (os.kill(os.getpid(), signal.SIGTERM), Server.leave(server))\n"
    program = stop + USER.replace("sys.stdin.read()", f"import os\n{impatient}sys.stdin.read()").replace(
        "\nserver.leave()\n", "\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _said, complaints = process.communicate(timeout=90)

    assert (process.returncode, complaints) == (0, "")
    assert postmaster(folder) is None
