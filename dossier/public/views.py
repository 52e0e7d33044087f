"""The public pages. Each combines a publication, a part of its current edition and a template."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request

from dossier.pages.edition import SHAPE
from dossier.pages.folding import empty, unfold
from dossier.publication.models import Edition, EditionPage, Publication, Reference
from dossier.publication.statuses import with_answers
from dossier.text.dates import today
from treaties.glossary import glossary, sourced

from .caching import cached_page, follows_moves
from .filters import SourceFilter, narrowing, query_of
from .linking import placed

LINES_A_PAGE = 50


@transaction.non_atomic_requests
def home(request: HttpRequest) -> HttpResponseBase:
    """Redirect to the register in the reader's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@cached_page("on")
@follows_moves
def treaty_detail(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A dossier: its current edition, or an earlier one."""
    day, _misread = _day_asked(request)
    publication, page = _page(slug, "head", number, answers=with_answers(day))
    if publication.withdrawn:
        return _withdrawn(request, publication)
    # The pages of lists are those of the current edition, so an earlier one is shown whole.
    folded = page.content["folded"] and number is None
    content = page.content if folded else unfold(page.content, _lists(page))
    context: dict[str, Any] = {
        "answers": lambda _day: _by_party(page),
        "current": publication.edition_id == page.edition_id,
        # An earlier edition does not show references added by other dossiers since.
        "reverse": _references_to(publication.slugs) if number is None else [],
    }
    return render_dossier(request, content, page.edition, **context)


def render_dossier(
    request: HttpRequest, content: dict, edition: Edition, answers: Callable[[date], dict[str, dict]], **context: Any
) -> HttpResponse:
    """The page of a whole dossier, published or previewed; `answers` gives those of a day by the key of the party."""
    on_day = _on_day(request, answers)
    tabled = content["multilateral"] or content["commitment"]
    context = {
        "page": content,
        "edition": edition,
        "status": on_day["of_day"][""],
        "participants": _with_status(content.get("participants", []), on_day["of_day"]) if tabled else [],
        "acts": content["acts"],
        **on_day,
        **context,
    }
    return _placed(render(request, "public/treaty_detail.html", context), content)


@cached_page("on", "page")
@follows_moves
def dossier_list(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A page of one of the lists of a dossier, such as its participants."""
    asked = request.GET.get("page", "1")
    number = int(asked) if re.fullmatch("[1-9][0-9]{0,4}", asked) else 1
    day, _misread = _day_asked(request)
    answers: dict[str, Any] = {"answers": with_answers(day)} if name == "participants" else {}
    try:
        publication, page = _page(slug, f"{name}@{number}", **answers)
        content = page.content
    except Http404:
        publication, page = _page(slug, "head", **answers)
        if number > 1 or page.content["counts"][name]:
            raise
        content = empty(page.content, name)
    if publication.withdrawn:
        return _withdrawn(request, publication)
    on_day = _on_day(request, lambda _day: _by_party(page))
    context = {
        "page": content,
        "edition": page.edition,
        "current": True,
        "name": name,
        "pager": Paginator(range(content["pages"]), 1).get_page(number),
        "canonical_query": f"?page={number}" if number > 1 else "",
        "query": query_of(request, ("on", "page")),
        "acts": content.get("acts", {}),
        "participants": _with_status(content.get("participants", []), on_day["of_day"]),
        **{key: value for key, value in on_day.items() if key != "query"},
    }
    return _placed(render(request, f"public/{name}.html", context), content)


@cached_page()
@follows_moves
def difference_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One difference between sources."""
    publication, places = _page(slug, "places")
    if publication.withdrawn:
        return _withdrawn(request, publication)
    part = places.content.get(f"question-{key}")
    if part is None:
        raise Http404
    _publication, page = _page(slug, part)
    content = page.content
    context = {
        "page": content,
        "edition": page.edition,
        "current": True,
        "question": next(asked for asked in content["questions"] if asked["key"] == key),
    }
    return _placed(render(request, "public/difference_detail.html", context), content)


@cached_page()
@follows_moves
def passage(request: HttpRequest, slug: str, anchor: str) -> HttpResponseBase:
    """Redirect to the page of a dossier that has the passage with this id."""
    publication, head = _page(slug, "head")
    dossier = reverse("publication:treaty_detail", args=[slug])
    kind, _hyphen, key = anchor.partition("-")
    if publication.withdrawn or not head.content["folded"]:
        return redirect(f"{dossier}#{anchor}")
    if kind == "article":
        return redirect("publication:article_detail", slug, key)
    if kind == "question":
        return redirect("publication:difference_detail", slug, key)
    _publication, places = _page(slug, "places")
    name, _at, number = places.content.get(anchor, "").partition("@")
    if not name:
        return redirect(f"{dossier}#{anchor}")
    query = f"?page={number}" if number != "1" else ""
    return redirect(f"{reverse(f'publication:{name}_list', args=[slug])}{query}#{anchor}")


def _on_day(request: HttpRequest, answers: Callable[[date], dict[str, dict]]) -> dict[str, Any]:
    """Template context: the day for which the reader asks, and the answers of that day by the key of the party."""
    day, misread = _day_asked(request)
    asked = bool(request.GET.get("on")) and not misread
    return {
        "day": day,
        "day_asked": asked,
        "day_misread": misread,
        "query": f"?on={day}" if asked else "",
        "of_day": answers(day),
    }


def _by_party(page: Any) -> dict[str, dict]:
    """The answers that were annotated to a page, if any, by the key of the party."""
    return {each["party"]: each["answer"] for each in getattr(page, "answers", [])}


def _with_status(rows: list[dict], of_day: dict[str, dict]) -> list[tuple[dict, dict | None]]:
    return [(row, of_day.get(row["party"]["key"])) for row in rows]


def _lists(head: EditionPage) -> dict[str, dict]:
    """The pages of the lists of an edition, by part."""
    pages = EditionPage.objects.filter(edition=head.edition_id, shape=SHAPE, language=head.language, part__contains="@")
    return dict(pages.values_list("part", "content"))


def _placed(response: HttpResponse, content: dict) -> HttpResponse:
    """The response with its links to passages of the dossier leading to the pages that have them."""
    html = placed(response.content.decode(), content["slug"], folded=content["folded"])
    response.content = html.encode()
    return response


@cached_page()
@follows_moves
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    publication = get_object_or_404(Publication.objects, slug=slug)
    if publication.withdrawn:
        return _withdrawn(request, publication)
    context = {
        "publication": publication,
        "title": publication.listing[get_language()]["title"],
        "editions": Edition.objects.filter(slug__in=publication.slugs).order_by("-number").defer("content"),
    }
    return render(request, "public/edition_list.html", context)


@cached_page("left", "right")
@follows_moves
def article_detail(request: HttpRequest, slug: str, article: str) -> HttpResponse:
    publication, page = _page(slug, f"articles/{article}")
    if publication.withdrawn:
        return _withdrawn(request, publication)
    return render_article(request, page.content, page.edition)


def render_article(request: HttpRequest, content: dict, edition: Edition, **context: Any) -> HttpResponse:
    """The page of an article, with two of its texts side by side: the requested ones, or the first two."""
    texts = {text["key"]: text for text in content["texts"]}
    keys = list(texts)
    left = _chosen(request, "left", keys[:1], texts)
    right = _chosen(request, "right", [key for key in keys if key != left][:1], texts)
    context = {
        "page": content,
        "edition": edition,
        "sides": [(name, texts[key]) for name, key in (("left", left), ("right", right)) if key],
        "query": query_of(request, ("left", "right")),
        **context,
    }
    return _placed(render(request, "public/article_detail.html", context), content["treaty"])


def _chosen(request: HttpRequest, name: str, default: list[str], texts: dict[str, Any]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in texts else next(iter(default), "")


@cached_page(*SourceFilter.base_filters, "page")
def source_list(request: HttpRequest) -> HttpResponse:
    """Every source of every published dossier, once, as in the newest edition."""
    newest = _source_pages().order_by("part", "-edition__published_at", "-edition_id").distinct("part")
    # Evaluated to a list of ids: with a subquery the database would sort the pages with their content.
    asked = SourceFilter(request.GET, EditionPage.objects.filter(pk__in=list(newest.values_list("pk", flat=True))))
    pks = asked.qs.order_by("part").values_list("pk", flat=True)
    page = Paginator(list(pks), LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = EditionPage.objects.in_bulk(list(page))
    context = {
        "sources": [shown[pk].content for pk in page],
        "page": page,
        "asked": asked,
        **narrowing(request, SourceFilter, page),
    }
    return render(request, "public/source_list.html", context)


@cached_page()
def source_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One source: its lineage, and its citations in each dossier."""
    pages = _source_pages().filter(part=f"sources/{key}").order_by("-edition__published_at", "-edition_id")
    return render_source(request, [page.content for page in pages])


def render_source(request: HttpRequest, contents: list[dict], **context: Any) -> HttpResponse:
    """The page of a source, from the `contents` that dossiers have of it, newest first."""
    if not contents:
        raise Http404
    context = {
        "source": contents[0],
        "dossiers": sorted(contents, key=lambda content: -len(content["cited"])),
        "origins": _unique([relation for content in contents for relation in content["origins"]]),
        "derived": _unique([relation for content in contents for relation in content["derived"]]),
        **context,
    }
    return render(request, "public/source_detail.html", context)


def _unique(relations: list[dict]) -> list[dict]:
    return list({(relation["relation"], relation["source"]["key"]): relation for relation in relations}.values())


@cached_page()
def glossary_page(request: HttpRequest) -> HttpResponse:
    counts, total = sourced(get_language() or settings.LANGUAGE_CODE)
    return render(request, "public/glossary.html", {"sections": glossary(), "sourced": counts, "total": total})


@cached_page()
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about.html")


@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database can be queried."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def _day_asked(request: HttpRequest) -> tuple[date, str]:
    """The day for which a reader asks, today by default; and what was asked, if that is no day."""
    asked = request.GET.get("on", "")
    try:
        return (date.fromisoformat(asked) if asked else today()), ""
    except ValueError:
        return today(), asked


def _page(slug: str, part: str, number: int | None = None, **annotations: Any) -> tuple[Publication, EditionPage]:
    """A part of the edition with that number, by default of the current one. Raises Http404."""
    pages = EditionPage.objects.filter(shape=SHAPE, language=get_language(), part=part).annotate(**annotations)
    if number is None:
        page = get_object_or_404(
            pages.filter(edition__publication__slug=slug)
            .select_related("edition__publication")
            .defer("edition__content", "edition__publication__listing")
        )
        return page.edition.publication, page
    publication = get_object_or_404(Publication.objects.defer("listing"), slug=slug)
    earlier = pages.filter(edition__slug__in=publication.slugs, edition__number=number)
    return publication, get_object_or_404(earlier.select_related("edition").defer("edition__content"))


def _source_pages() -> QuerySet[EditionPage]:
    """The pages of sources in the reader's language, of all dossiers that are not withdrawn."""
    return EditionPage.objects.filter(
        shape=SHAPE, language=get_language(), part__startswith="sources/", edition__publication__withdrawn=False
    )


def _references_to(slugs: list[str]) -> list[Mapping[str, Any]]:
    """The published relations of other dossiers to this one, each with that dossier's title."""
    title = KeyTransform("title", KeyTransform(get_language(), "publication__listing"))
    references = Reference.objects.filter(target__in=slugs, publication__withdrawn=False)
    return list(references.values("relation", slug=F("publication__slug"), title=title))


def _withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    return render(request, "public/withdrawn.html", {"reason": publication.withdrawn_reason}, status=410)
