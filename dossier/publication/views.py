"""The reading room. A page is: a publication, a part of its current edition, a template."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request

from treaties.status import Act, signature_dates, status

from .models import EditionPage, Publication, Reference
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
def treaty_detail(request: HttpRequest, slug: str) -> HttpResponse:
    page = _page(slug, "head")
    if page.edition.publication.withdrawn:
        return _withdrawn(request, page.edition.publication)
    asked = request.GET.get("on", "")
    try:
        day, misread = (date.fromisoformat(asked), "") if asked else (today(), "")
    except ValueError:
        day, misread = today(), asked
    acts = [Act(**act) for act in page.content["acts"]]
    steps = {each["key"]: each for each in page.content["steps"]}
    context = {
        "page": page.content,
        "edition": page.edition,
        "status": status(acts, day),
        "steps_by_key": steps,
        "day": day,
        "day_asked": bool(asked) and not misread,
        "day_misread": misread,
        "query": f"?on={day}" if asked and not misread else "",
        "reverse": Reference.objects.filter(target=slug, publication__withdrawn=False).select_related("publication"),
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "publication/treaty_detail.html", context)


@kept()
def article_detail(request: HttpRequest, slug: str, article: str) -> HttpResponse:
    page = _page(slug, f"articles/{article}")
    if page.edition.publication.withdrawn:
        return _withdrawn(request, page.edition.publication)
    context = {"page": page.content, "edition": page.edition}
    return render(request, "publication/article_detail.html", context)


def healthz(request: HttpRequest) -> HttpResponse:
    """200 where the site can answer from its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def _page(slug: str, part: str) -> EditionPage:
    """A part of the current edition of a dossier, withdrawn or not. Raises Http404."""
    page = (
        EditionPage.objects.filter(edition__publication__slug=slug, language=get_language(), part=part)
        .select_related("edition__publication")
        .defer("edition__content", "edition__publication__listing", "edition__publication__acts")
        .first()
    )
    if page is None:
        raise Http404
    return page


def _withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    return render(request, "publication/withdrawn.html", {"reason": publication.withdrawn_reason}, status=410)
