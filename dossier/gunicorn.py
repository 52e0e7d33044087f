"""The configuration of gunicorn: `gunicorn -c python:dossier.gunicorn dossier.wsgi`."""

import gc
import os
import selectors
import signal
import socket
import time
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from gunicorn.util import write_error
from gunicorn.workers.gthread import TConn, ThreadWorker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dossier.settings")

# How long a client may take to send the head of a request, and a request may take in all.
HEAD_SECONDS, REQUEST_SECONDS = 10, 60
LONGEST_HEAD = 64 * 1024
END_OF_HEAD = b"\r\n\r\n"


class Worker(ThreadWorker):
    """A threaded worker whose threads slow clients cannot occupy.

    The library's threads wait without limit for a client to send. Here a connection gets a thread only once the head
    of its request is complete, and each request has a deadline. This overrides internals of
    `gunicorn.workers.gthread`: if they change, tests/test_gunicorn.py fails.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ends: dict[TConn, float] = {}

    def accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._wait_for_head(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: socket.socket) -> None:
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait_for_head(conn)

    def on_pending_socket_readable(self, conn: Any, client: socket.socket) -> None:
        try:
            part = client.recv(LONGEST_HEAD)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        conn.head += part
        if not part or END_OF_HEAD in conn.head or len(conn.head) >= LONGEST_HEAD:
            super().on_pending_socket_readable(conn, client)

    def handle(self, conn: Any) -> Any:
        # Counted from here, so that waiting for a thread does not count against the client.
        self.ends[conn] = time.monotonic() + REQUEST_SECONDS
        conn.sock.setblocking(True)
        if len(conn.head) >= LONGEST_HEAD and END_OF_HEAD not in conn.head:
            # The library would read up to ten times as much.
            write_error(conn.sock, 431, "Request Header Fields Too Large", "")
            return False
        conn.init()
        conn.parser.unreader.unread(conn.head)
        conn.head = b""
        return super().handle(conn)

    def handle_quit(self, sig: int, frame: Any) -> None:
        # Ctrl-C reaches a worker twice, from the terminal and from its master; the library's own handler, interrupted
        # by itself, would deadlock on its own lock.
        for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
            # Not SIG_IGN: Python would print an error for a signal that is already pending.
            signal.signal(signal_number, lambda *_: None)
        super().handle_quit(sig, frame)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self.ends.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Called every second: close whatever has taken too long."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn, end in list(self.ends.items()) if end < now]:
            # The thread that reads or writes here sees its client as gone, and ends by itself.
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RDWR)

    def _wait_for_head(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.head = b""
        conn.timeout = time.monotonic() + HEAD_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))


try:
    bind = f"127.0.0.1:{settings.PORT}"
    workers = settings.WEB_CONCURRENCY
    # Only these may state that the client used HTTPS.
    forwarded_allow_ips = ",".join(map(str, settings.TRUSTED_PROXIES))
except ImproperlyConfigured as error:
    raise SystemExit(str(error)) from None
worker_class = Worker
# Loaded once, so that processes start immediately and share its memory.
preload_app = True
threads = 8
worker_connections = 1000
timeout = REQUEST_SECONDS
# No header may set SCRIPT_NAME or PATH_INFO, whoever sends it.
forwarder_headers = ""
# So that the address and the passwords of a demonstration stay the last lines on the screen.
loglevel = "warning"
# gunicorn opens one control socket per user of the machine, which a second site would find in use.
control_socket_disable = True


def when_ready(master: Any) -> None:
    """Load what the first request would load otherwise, and exclude it from garbage collection."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


def on_starting(master: Any) -> None:
    """Keep the embedded database running for as long as the master lives, even if its workers end."""
    if folder := settings.DATABASES["default"].get("FOLDER"):
        from dossier.postgres.server import server

        server(folder).join()
