"""gunicorn as it serves the site: no client holds it for nothing, and no header is believed that should not be."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings

# The site's own server in front of an application that needs no database.
APPLICATION = """
import json
import time
import dossier.gunicorn

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow/":
        time.sleep(0.5)
    body = environ["wsgi.input"].read()
    told = {name: value for name, value in environ.items() if isinstance(value, str)} | {"body": len(body)}
    answer = json.dumps(told).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]
"""
CONFIGURATION = """
from dossier import gunicorn
gunicorn.HEAD_SECONDS, gunicorn.REQUEST_SECONDS = 2, 4
from dossier.gunicorn import *
workers, threads = 1, 2
on_starting = when_ready = lambda master: None
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server of one process with two threads."""
    folder = tmp_path_factory.mktemp("gunicorn")
    (folder / "echo.py").write_text(APPLICATION)
    (folder / "configuration.py").write_text(CONFIGURATION)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    environment = os.environ | {
        "PORT": str(address[1]),
        "PYTHONPATH": f"{settings.BASE_DIR}:{folder}",
        "DJANGO_SETTINGS_MODULE": "dossier.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:configuration", "echo:application"],
        env=environment,
        cwd=settings.BASE_DIR,
    )
    try:
        for _ in range(100):
            if asked(address, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", missing_ok=True):
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def asked(address, request, missing_ok=False):
    """What is answered to the bytes of a request."""
    try:
        with socket.create_connection(address, timeout=20) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))
    except ConnectionError:
        assert missing_ok
        return b""


GET = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def told(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), answer
    return json.loads(body)


def seconds(address, request=GET):
    began = time.monotonic()
    told(asked(address, request))
    return time.monotonic() - began


@contextmanager
def silent(address, count, beginning):
    with ExitStack() as stack:
        connections = [stack.enter_context(socket.create_connection(address, timeout=20)) for _ in range(count)]
        for connection in connections:
            connection.sendall(beginning)
        time.sleep(0.3)
        yield connections


@pytest.mark.parametrize("beginning", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "half a head"])
def test_silent_connections_hold_nobody_up(server, beginning):
    with silent(server, 50, beginning) as connections:
        assert seconds(server) < 1
        # Whoever never ends its head is told to go.
        connections[0].settimeout(8)
        assert connections[0].recv(100) == b""
        assert seconds(server) < 1


def test_body_that_never_comes_holds_its_thread_no_longer_than_a_request_may_take(server):
    with silent(server, 2, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc"):
        assert seconds(server) < 7


def test_head_in_pieces_is_one_head(server):
    with socket.create_connection(server, timeout=20) as connection:
        connection.sendall(b"POST /a HTTP/1.1\r\nHo")
        for piece in (b"st: x\r\nConnection: close\r\nContent-Le", b"ngth: 3\r\n\r", b"\nab"):
            connection.sendall(piece)
            time.sleep(0.1)
        connection.sendall(b"c")
        answer = told(b"".join(iter(lambda: connection.recv(65536), b"")))

    assert (answer["PATH_INFO"], answer["HTTP_HOST"], answer["body"]) == ("/a", "x", 3)


def test_connection_serves_one_request_after_another(server):
    with socket.create_connection(server, timeout=20) as connection:
        answers = b""
        for number in range(3):
            connection.sendall(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number)
            while answers.count(b'"body": 0}') <= number:
                answers += connection.recv(65536)
        # And two that come at once.
        connection.sendall(b"GET /3 HTTP/1.1\r\nHost: x\r\n\r\n" + GET.replace(b"GET /", b"GET /4"))
        answers += b"".join(iter(lambda: connection.recv(65536), b""))

    assert [f'"PATH_INFO": "/{number}"'.encode() in answers for number in range(5)] == [True] * 5


def test_head_without_end_is_refused(server):
    answer = asked(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 100_000)

    assert answer.startswith(b"HTTP/1.1 4")
    assert seconds(server) < 1


def test_requests_are_answered_beside_each_other(server):
    slow = GET.replace(b"GET /", b"GET /slow/")
    with silent(server, 1, slow):
        assert seconds(server) < 0.4


def test_header_is_no_part_of_the_address(server):
    answer = told(asked(server, GET.replace(b"Host: x", b"Host: x\r\nSCRIPT_NAME: /en\r\nPATH_INFO: /admin/")))

    assert (answer.get("SCRIPT_NAME", ""), answer["PATH_INFO"]) == ("", "/")
