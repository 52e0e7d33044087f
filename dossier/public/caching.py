"""Caching of public pages: one counter makes every cached page stale when anything public changes.

Only addresses without a query string are cached, because their number is limited.
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
# The settings that affect the content of pages.
SHOWN = (
    *("SITE_URL", "REPORT_URL", "CONTACT_EMAIL", "ARABIC_DIGITS"),
    *("QUOTATION_WORDS", "QUOTATION_CHARACTERS", "FRAGMENT_WORDS", "FRAGMENT_CHARACTERS"),
)


@functools.cache
def release() -> str:
    """A short hash of the code and templates, so that pages cached by another release are not served."""
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
    """A cached page. If the cache is unavailable, the site works without it."""
    try:
        return cache.get(etag)
    except RedisError as error:
        logger.warning("The cache does not answer, so a page is made anew: %s", error)
        return None


def _to_cache(etag: str, response: HttpResponse) -> None:
    # _from_cache() has already logged an unavailable cache.
    with suppress(RedisError):
        cache.set(etag, response, KEPT_SECONDS)


def cached_page(*parameters: str) -> Callable:
    """Serve a view's pages from the cache, and answer 304 to browsers that have the page, until something changes: the
    shelf, the release, a setting in SHOWN or the day.

    `parameters` are the query string parameters on which the page depends; others are ignored. With DEBUG nothing is
    cached, so that changes to templates take effect.
    """

    def decorate(view: Callable) -> Callable:
        # No transaction: nothing is written, and nothing is read twice.
        @transaction.non_atomic_requests
        @require_safe
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            # The view sees only what is part of the cache key: each parameter once, others not at all.
            asked = QueryDict(mutable=True)
            for name in parameters:
                if name in request.GET:
                    asked[name] = request.GET[name]
            request.GET = QueryDict(asked.urlencode())
            if settings.DEBUG:
                return view(request, *args, **kwargs)
            shown = [getattr(settings, setting) for setting in SHOWN]
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
    """Decorate a view that takes the slug of a dossier: former addresses redirect to the current one."""

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
            # The dossier may move back one day; a cached redirect would then cause a loop.
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
            return response

    return wrapper
