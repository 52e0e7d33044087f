"""What requests can mean at all, asked before the database is."""

from django.core.exceptions import BadRequest


def send_no_body_to_head(get_response):
    """Middleware: who asks for the head alone gets it as it would be; gunicorn writes a warning of every body."""

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
    """Middleware: the database has no place for NUL, so no address with one can mean anything."""

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a NUL character.")
        return get_response(request)

    return middleware


def are_numbers(*ids: str) -> bool:
    """Whether an address names records by numbers. Other digits than 0 to 9 name none."""
    return all(each.isascii() and each.isdecimal() for each in ids)
