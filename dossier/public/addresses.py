"""Redirect addresses that use another code for one of our languages: /zh-TW/, /zh/, /fa-IR/."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path

from dossier.text.languages import LANGUAGES, closest


def lead_to_our_languages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware: redirect to the same path and query string under the language that was meant."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        _, code, rest = [*request.path_info.split("/", 2), "", ""][:3]
        if code not in LANGUAGES and request.method in {"GET", "HEAD"} and (meant := closest(code)):
            query = request.META.get("QUERY_STRING", "")
            address = escape_uri_path(f"/{meant}/{rest}")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return get_response(request)

    return middleware
