"""What addresses can mean at all, asked before the database is."""

from django.core.exceptions import BadRequest


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
