"""The reading room. A page is: a publication, a part of its current edition, a template."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request

from treaties.status import Act, signature_dates, status

from .models import Edition, EditionPage, Publication, Reference
from .shelf import kept, today


def home(request: HttpRequest) -> HttpResponseBase:
    """To the register in the reader's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@kept()
def register(request: HttpRequest) -> HttpResponse:
    language, day = get_language(), today()
    listed = [(each, [Act(**act) for act in each.acts]) for each in Publication.objects.current()]
    lines = [
        {
            "slug": each.slug,
            **each.listing[language],
            "signed": next(iter(signature_dates(acts)), ""),
            "status": status(acts, day),
        }
        for each, acts in listed
    ]
    return render(request, "publication/register.html", {"lines": lines, "day": day})


@kept("on")
def treaty_detail(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A dossier: its current edition, or an earlier one as it was."""
    publication, page = _page(slug, "head", number)
    if publication.withdrawn:
        return _withdrawn(request, publication)
    asked = request.GET.get("on", "")
    try:
        day, misread = (date.fromisoformat(asked), "") if asked else (today(), "")
    except ValueError:
        day, misread = today(), asked
    content = page.content
    context = {
        "page": content,
        "edition": page.edition,
        "current": publication.edition_id == page.edition_id,
        "status": status([Act(**act) for act in content["acts"]], day),
        "steps_by_key": {each["key"]: each for each in content["steps"]},
        "day": day,
        "day_asked": bool(asked) and not misread,
        "day_misread": misread,
        "query": f"?on={day}" if asked and not misread else "",
        # An edition as it was knows nothing of what named it later.
        "reverse": _naming(slug) if number is None else [],
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "publication/treaty_detail.html", context)


@kept()
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.only("slug", "edition", "withdrawn", "listing"), slug=slug)
    if publication.withdrawn:
        return _withdrawn(request, publication)
    context = {
        "publication": publication,
        "title": publication.listing[get_language()]["title"],
        "editions": Edition.objects.filter(slug=slug).defer("content"),
    }
    return render(request, "publication/edition_list.html", context)


@kept()
def article_detail(request: HttpRequest, slug: str, article: str) -> HttpResponse:
    publication, page = _page(slug, f"articles/{article}")
    if publication.withdrawn:
        return _withdrawn(request, publication)
    context = {"page": page.content, "edition": page.edition}
    return render(request, "publication/article_detail.html", context)


def healthz(request: HttpRequest) -> HttpResponse:
    """200 where the site can answer from its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def _page(slug: str, part: str, number: int | None = None) -> tuple[Publication, EditionPage]:
    """A part of an edition, the current one where no number is given. Raises Http404."""
    pages = EditionPage.objects.filter(edition__slug=slug, language=get_language(), part=part)
    if number is None:
        page = get_object_or_404(
            pages.filter(edition__publication__slug=slug)
            .select_related("edition__publication")
            .defer("edition__content", "edition__publication__listing", "edition__publication__acts")
        )
        return page.edition.publication, page
    publication = get_object_or_404(Publication.objects.defer("listing", "acts"), slug=slug)
    earlier = pages.filter(edition__number=number).select_related("edition").defer("edition__content")
    return publication, get_object_or_404(earlier)


def _naming(slug: str) -> QuerySet[Reference]:
    """The published relations of other dossiers to this one."""
    return Reference.objects.filter(target=slug, publication__withdrawn=False).select_related("publication")


def _withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    return render(request, "publication/withdrawn.html", {"reason": publication.withdrawn_reason}, status=410)
