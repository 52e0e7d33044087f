"""What is written, and what a visitor is told, of an error on our side: both bear the id of the request."""

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
    """Gives each line of the log the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = REQUEST_ID.get()
        if record.name == "django.security.DisallowedHost":
            # Anybody may ask by any name, all day; where our program noticed it says nothing.
            record.exc_info = None
        return True


def name_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware, the first of all: an id for each request, which its answer bears too."""

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
    """The answer to an error that nobody expected: 503 where the database is away or busy, else 500."""
    # Made without the database, which may be what failed.
    busy = isinstance(sys.exc_info()[1], OperationalError)
    page = loader.get_template("503.html" if busy else "500.html").render({"request_id": REQUEST_ID.get()})
    response = HttpResponse(page, status=503 if busy else 500)
    if busy:
        response["Retry-After"] = "5"
    return response
