"""The dossier format, as it is, for machines."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from .format import json_schema
from .models import Publication
from .shelf import kept


@transaction.non_atomic_requests
@require_safe
def treaty(request: HttpRequest, slug: str) -> HttpResponse:
    """The current edition of a dossier, byte for byte as it was hashed."""
    publication = Publication.objects.select_related("edition").filter(slug=slug).first()
    if publication is None:
        raise Http404
    if publication.withdrawn:
        return JsonResponse({"error": "withdrawn", "reason": publication.withdrawn_reason}, status=410)
    edition = publication.edition
    response: HttpResponse = HttpResponse(edition.content, content_type="application/json; charset=utf-8")
    response["Link"] = '</api/schema.json>; rel="describedby"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["ETag"] = f'"{edition.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@kept()
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(json_schema(), content_type="application/schema+json")
