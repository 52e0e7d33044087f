"""The API: published dossiers in the dossier format, unchanged."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from dossier.format.schema import json_schema
from dossier.publication.models import Edition, Publication
from dossier.text.dates import today
from dossier.text.problems import shortened

from .caching import cached_page, follows_moves


@cached_page()
def treaties(request: HttpRequest) -> HttpResponse:
    """Every published dossier: its slug, its current edition, and the URL of that."""
    editions = Publication.objects.current().values_list("slug", "edition__number", "edition__sha256")
    lines = [
        {"slug": slug, "edition": number, "sha256": digest, "url": f"{settings.SITE_URL}/api/treaties/{slug}/"}
        for slug, number, digest in editions
    ]
    return JsonResponse({"treaties": lines})


@transaction.non_atomic_requests
@require_safe
@follows_moves
def treaty(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The current edition of a dossier, or an earlier one: exactly the bytes that were hashed."""
    publication = get_object_or_404(Publication.objects.select_related("edition"), slug=slug)
    if publication.withdrawn:
        return JsonResponse({"error": "withdrawn", "reason": publication.withdrawn_reason}, status=410)
    edition = (
        publication.edition if number is None else get_object_or_404(Edition, slug__in=publication.slugs, number=number)
    )
    response: HttpResponse = HttpResponse(edition.content, content_type="application/json; charset=utf-8")
    response["Link"] = '</api/schema.json>; rel="describedby"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["ETag"] = f'"{edition.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@cached_page("on")
@follows_moves
def treaty_status(request: HttpRequest, slug: str) -> HttpResponse:
    """The status of a treaty and of each party on a day, today unless `on` names another, and on every day."""
    publication = get_object_or_404(Publication.objects.select_related("edition").defer("listing"), slug=slug)
    if publication.withdrawn:
        return JsonResponse({"error": "withdrawn", "reason": publication.withdrawn_reason}, status=410)
    asked = request.GET.get("on", "")
    try:
        day = date.fromisoformat(asked) if asked else today()
    except ValueError:
        return JsonResponse({"error": f"on: Expected a day such as 2024-11-01, got “{shortened(asked)}”."}, status=400)
    rows = list(publication.edition.intervals.values_list("party", "first_day", "last_day", "answer"))
    parties = {party: _told(answer) for party, first, last, answer in rows if (first or day) <= day <= (last or day)}
    intervals = [
        {"party": party or None, "first": first, "last": last, **_told(answer)} for party, first, last, answer in rows
    ]
    answer = {
        "slug": publication.slug,
        "edition": publication.edition.number,
        "on": day,
        "treaty": parties.pop(""),
        "parties": parties,
        "intervals": intervals,
    }
    return JsonResponse(answer)


def _told(answer: dict) -> dict:
    """An answer as programs get it: the reading, the limits, and what other readings of the acts would give."""
    others = [
        {"because": because} | _reading(reading)
        for because, readings in (("uncertain", answer["uncertain"]), ("contested", answer["contested"]))
        for reading in readings
    ]
    return _reading(answer["reading"]) | {"limits": answer["limits"], "readings": others}


def _reading(reading: dict) -> dict:
    return {
        name: reading[name]
        for name in ("code", "since", "known", "rule", "acts", "ground", "undecided", "denied_until")
    }


@cached_page()
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(json_schema(), content_type="application/schema+json")
