"""A web server on this machine whose every address behaves in one way, for whoever asks addresses."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

REDIRECTS = {
    "/moved": (301, "/fine"),
    "/moved-twice": (308, "/moved"),
    "/for-now": (302, "/fine"),
    "/for-now-then-moved": (307, "/moved"),
    "/moved-then-for-now": (301, "/for-now"),
    "/moved-then-gone": (301, "/gone"),
    "/five-times": (302, "/four-times"),
    "/four-times": (302, "/three-times"),
    "/three-times": (302, "/twice"),
    "/twice": (302, "/for-now"),
    "/six-times": (302, "/five-times"),
    "/loop": (301, "/loop"),
    "/to-nowhere": (302, "http://[::1"),
    "/to-letters": (301, "/조약"),
    "/to-nul": (301, "/fine\x00\x1b[0m"),
    "/long-way": (302, "/" + "x" * 5_000),
}
STATUSES = {"/gone": 404, "/gone-for-good": 410, "/error": 500, "/login": 401, "/robots": 403, "/strange": 999}
WAITS = {"/busy": (429, "120"), "/down": (503, "Fri, 01 Jan 2100 00:00:00 GMT"), "/no-matter": (429, "soon")}


class Handler(BaseHTTPRequestHandler):
    server: "Site"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        special = getattr(self, "at_" + self.path[1:].replace("-", "_"), None)
        if special:
            special()
        elif self.path in REDIRECTS:
            status, location = REDIRECTS[self.path]
            self.answer(status, Location=location)
        elif self.path.startswith("/to?"):
            self.answer(302, Location=unquote(self.path.removeprefix("/to?")))
        elif self.path in WAITS:
            status, wait = WAITS[self.path]
            self.answer(status, **{"Retry-After": wait})
        else:
            self.answer(STATUSES.get(self.path, 200))

    do_GET = do_HEAD

    def answer(self, status, **headers):
        self.wfile.write(f"HTTP/1.1 {status} x\r\n".encode())
        for name, value in headers.items():
            self.wfile.write(f"{name}: {value}\r\n".encode())
        self.wfile.write(b"\r\n")

    def keep_writing(self, what, pause):
        """Until the other side has had enough, or 20 seconds have passed."""
        end = time.monotonic() + 20
        try:
            while time.monotonic() < end:
                self.wfile.write(what)
                time.sleep(pause)
        except OSError:
            self.server.hung_up.append(self.path)

    def at_no_head(self):
        self.answer(405 if self.command == "HEAD" else 200)

    def at_no_head_501(self):
        self.answer(501 if self.command == "HEAD" else 200)

    def at_no_head_403(self):
        self.answer(403 if self.command == "HEAD" else 200)

    def at_silent(self):
        self.keep_writing(b"", 0.1)

    def at_dripping(self):
        self.keep_writing(b"H", 0.1)

    def at_endless_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.keep_writing(b"X: " + b"y" * 1000 + b"\r\n", 0)

    def at_endless_hundreds(self):
        self.keep_writing(b"HTTP/1.1 100 Continue\r\n\r\n", 0.01)

    def at_endless_body(self):
        self.answer(405 if self.command == "HEAD" else 200)
        if self.command == "GET":
            self.keep_writing(b"x" * 65_536, 0)

    def at_breaks_off(self):
        self.wfile.write(b"HTTP/1.1 2")

    def at_no_http(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


class Site(ThreadingHTTPServer):
    """`asked` lists what was asked, as (method, path, headers)."""

    daemon_threads = True

    def __init__(self, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.hung_up = [], []
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def handle_error(self, request, client_address):
        """Nobody reads what a client that hangs up does to this server."""

    def url(self, path, host="127.0.0.1", scheme="http"):
        return f"{scheme}://{host}:{self.server_port}{path}"
