"""The sources of a published dossier, or one of them, for reference managers: BibTeX, RIS, CSL-JSON."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from dossier.pages.edition import SHAPE
from dossier.public.caching import cached_page, follows_moves
from dossier.publication.models import EditionPage, Publication
from sources.bibliography.fields import filled
from sources.bibliography.reading import FORMATS


@cached_page()
@follows_moves
def citations(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The sources of the current edition of a dossier."""
    publication = get_object_or_404(Publication.objects.select_related("edition").defer("listing"), slug=slug)
    if publication.withdrawn:
        return JsonResponse({"error": "withdrawn", "reason": publication.withdrawn_reason}, status=410)
    return _file(json.loads(publication.edition.content).get("sources", []), slug, ending)


@cached_page()
def source(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """One source, as in the newest edition."""
    pages = EditionPage.objects.filter(
        shape=SHAPE, language="en", part=f"sources/{key}", edition__publication__withdrawn=False
    )
    page = pages.order_by("-edition__published_at", "-edition_id").select_related("edition").defer("content").first()
    if page is None:
        raise Http404
    sources = [candidate for candidate in json.loads(page.edition.content)["sources"] if candidate["key"] == key]
    return _file(sources, key, ending)


def _file(sources: list[dict], name: str, ending: str) -> HttpResponse:
    format = FORMATS[ending]
    response = HttpResponse(format.write(map(filled, sources)), content_type=format.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
