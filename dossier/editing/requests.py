"""Checks on requests, before any query."""

from django.core.exceptions import BadRequest


def send_no_body_to_head(get_response):
    """Middleware: answer HEAD with the headers of GET and no body; gunicorn logs a warning for every body."""

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return middleware


def refuse_nul(get_response):
    """Middleware: refuse addresses with a NUL character, which PostgreSQL cannot store."""

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a NUL character.")
        return get_response(request)

    return middleware


def are_numbers(*ids: str) -> bool:
    """Whether all ids in an address are numbers, written in the digits 0 to 9."""
    return all(text.isascii() and text.isdecimal() for text in ids)
