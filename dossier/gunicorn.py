"""How gunicorn serves the site: `gunicorn -c python:dossier.gunicorn dossier.wsgi`."""

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

# The longest a client may take to send the head of a request, and a request may take in all.
HEAD_SECONDS, REQUEST_SECONDS = 10, 60
LONGEST_HEAD = 64 * 1024
END_OF_HEAD = b"\r\n\r\n"


class Worker(ThreadWorker):
    """gunicorn's threads, which no client can hold for nothing.

    A thread of the library waits as long as it takes for what a client does not send. Here a connection is given none
    before the head of its request is whole, and each request comes to its end. This overrides the inside of
    `gunicorn.workers.gthread`: should that change, tests/test_gunicorn.py fails first.
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
        # Counted from here: whoever waits for a thread has done nothing wrong.
        self.ends[conn] = time.monotonic() + REQUEST_SECONDS
        conn.sock.setblocking(True)
        if len(conn.head) >= LONGEST_HEAD and END_OF_HEAD not in conn.head:
            # The library would read on, up to ten times as much.
            write_error(conn.sock, 431, "Request Header Fields Too Large", "")
            return False
        conn.init()
        conn.parser.unreader.unread(conn.head)
        conn.head = b""
        return super().handle(conn)

    def handle_quit(self, sig: int, frame: Any) -> None:
        # Ctrl-C reaches a worker twice, from the terminal and from its master; the library's own handler, interrupted
        # by itself, would wait for a lock that it holds.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
            # Not SIG_IGN: of a signal that has come already, Python would complain.
            signal.signal(each, lambda *_: None)
        super().handle_quit(sig, frame)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self.ends.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Called every second: whatever has taken too long is closed."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn, end in list(self.ends.items()) if end < now]:
            # The thread that reads or writes here finds that its client is gone, and ends by itself.
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
    # Only these may say that the reader came by HTTPS.
    forwarded_allow_ips = ",".join(map(str, settings.TRUSTED_PROXIES))
except ImproperlyConfigured as error:
    raise SystemExit(str(error)) from None
worker_class = Worker
# Loaded once: processes start at once and share its memory.
preload_app = True
threads = 8
worker_connections = 1000
timeout = REQUEST_SECONDS
# A header is only ever a header, whoever sends it.
forwarder_headers = ""
# The address and the passwords of a demonstration stay the last lines on the screen.
loglevel = "warning"
# gunicorn opens one control socket for each user of the machine, and a second site would find it taken.
control_socket_disable = True


def when_ready(master: Any) -> None:
    """Load now what else the first request would, and let no process ever look through all that for garbage."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


def on_starting(master: Any) -> None:
    """Hold the embedded database open for as long as the master lives, whatever becomes of its workers."""
    if folder := settings.DATABASES["default"].get("FOLDER"):
        from dossier.postgres.server import server

        server(folder).join()
