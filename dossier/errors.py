"""Server errors in the log and on the page that a visitor sees: both have the id of the request."""

import logging
import secrets
import sys
from collections.abc import Callable
from contextvars import ContextVar

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader

REQUEST_ID = ContextVar("request_id", default="-")


class OfRequest(logging.Filter):
    """Add the id of the request to each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        if record.name == "django.security.DisallowedHost":
            # Anyone can send any host name, all day; a traceback would tell nothing.
            record.exc_info = None
        return True


def name_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware, which must be the first: give each request an id, which its response has too."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = REQUEST_ID.set(secrets.token_hex(8))
        try:
            response = get_response(request)
            response["X-Request-ID"] = REQUEST_ID.get()
            return response
        finally:
            REQUEST_ID.reset(token)

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """The response to an unexpected error: 503 if the database is unavailable or busy, otherwise 500."""
    # Rendered without the database, which may be what failed.
    busy = isinstance(sys.exc_info()[1], OperationalError)
    page = loader.get_template("503.html" if busy else "500.html").render({"request_id": REQUEST_ID.get()})
    response = HttpResponse(page, status=503 if busy else 500)
    if busy:
        response["Retry-After"] = "5"
    return response
