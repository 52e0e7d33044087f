"""How public pages are kept and found: one counter makes every cached page old when anything public changes.

Only addresses without a question are kept: there are as many as pages, and there is no end of questions.
"""

import functools
import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, QueryDict
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from redis import RedisError

from dossier.publication.models import Publication, Shelf
from dossier.text.dates import today

logger = logging.getLogger(__name__)
# Long enough for a day's readers; the key changes at midnight anyway.
KEPT_SECONDS = 6 * 60 * 60
# What pages show of the site that serves them.
SHOWN = (
    *("SITE_URL", "REPORT_URL", "CONTACT_EMAIL", "ARABIC_DIGITS"),
    *("QUOTATION_WORDS", "QUOTATION_CHARACTERS", "FRAGMENT_WORDS", "FRAGMENT_CHARACTERS"),
)


@functools.cache
def release() -> str:
    """A short hash of the program and its templates: pages made by another release are not ours."""
    digest = hashlib.sha256()
    for folder in ("dossier", "sources", "treaties", "templates"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".mo"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def generation() -> int:
    return Shelf.objects.values_list("generation", flat=True).first() or 0


def _fresh(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _from_cache(etag: str) -> HttpResponse | None:
    """A kept page. A cache that is away has none, and the site goes on without it."""
    try:
        return cache.get(etag)
    except RedisError as error:
        logger.warning("The cache does not answer, so a page is made anew: %s", error)
        return None


def _to_cache(etag: str, response: HttpResponse) -> None:
    # A cache that is away has been written of already.
    with suppress(RedisError):
        cache.set(etag, response, KEPT_SECONDS)


def kept(*parameters: str) -> Callable:
    """Serve a view's pages from the cache, and tell browsers that theirs is still good, until something changes: the
    shelf, the release, a setting that shows or the day.

    `parameters` are those of the query string on which the page depends; others are ignored. With DEBUG nothing is
    kept, so that a changed template shows.
    """

    def decorate(view: Callable) -> Callable:
        # Nothing is written, and nothing read twice.
        @transaction.non_atomic_requests
        @require_safe
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            # The page sees no more of the address than the key does: each parameter once, others not at all.
            asked = QueryDict(mutable=True)
            for name in parameters:
                if name in request.GET:
                    asked[name] = request.GET[name]
            request.GET = QueryDict(asked.urlencode())
            if settings.DEBUG:
                return view(request, *args, **kwargs)
            shown = [getattr(settings, each) for each in SHOWN]
            parts = [generation(), release(), shown, today(), get_language(), request.path, asked.dict()]
            etag = '"' + hashlib.sha256(repr(parts).encode()).hexdigest()[:32] + '"'
            # An asterisk would match pages that do not exist.
            if request.headers.get("If-None-Match") not in {None, "*"}:
                answer = get_conditional_response(request, etag=etag)
                if isinstance(answer, HttpResponseNotModified):
                    return _fresh(answer, etag)
            response = None if asked else _from_cache(etag)
            if response is None:
                response = view(request, *args, **kwargs)
                if response.status_code != 200:
                    return response
                _fresh(response, etag)
                if not asked:
                    _to_cache(etag, response)
            return response

        return wrapper

    return decorate


def follows_moves(view: Callable) -> Callable:
    """A view of a dossier by its slug: an address that it once had leads to the present one."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        try:
            return view(request, slug, **kwargs)
        except Http404:
            moved = Publication.objects.moved_to(slug)
            if not moved:
                raise
            path = request.path.replace(f"/treaties/{slug}/", f"/treaties/{moved}/", 1)
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            response = redirect(path + query, permanent=True)
            # It may move back one day; a browser that had kept this would go in a circle.
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
            return response

    return wrapper
