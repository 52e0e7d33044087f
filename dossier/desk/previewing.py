"""Render the public pages of a dossier for the desk only, with their usual paths after another prefix."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone
from django.utils.translation import override

from dossier.format.reuse import within_reuse
from dossier.format.translations import with_origins
from dossier.pages.edition import build_pages
from dossier.pages.folding import is_list, unfold
from dossier.public.views import render_article, render_dossier, render_source
from dossier.publication.models import Edition
from dossier.publication.statuses import answers
from dossier.text.languages import LANGUAGES


def show(
    request: HttpRequest, slug: str, language: str, rest: str, dossier: Callable[[], dict], **context: Any
) -> HttpResponse:
    """The page that readers would see at `language`/`rest`; `context` has the kind of preview and a link back."""
    place, key, part = [*rest.strip("/").split("/", 2), "", ""][:3]
    part = part.strip("/") if place == "treaties" else f"sources/{key}"
    if language not in LANGUAGES or (place, key) != ("treaties", slug) and (place != "sources" or not key):
        # Register, glossary and other dossiers are the same before and after publication.
        return redirect(f"/{language}/{rest}" if language in LANGUAGES else "/")
    before = get_script_prefix()
    try:
        with override(language):
            set_script_prefix(request.path.removesuffix(f"{language}/{rest}"))
            shown = with_origins(within_reuse(dossier()))
            pages = build_pages(shown, language)
            context["answers"] = lambda day: answers(shown, day)
            # Its parts are not stored, so it is shown whole.
            pages["head"] = unfold(pages["head"], pages)
            return _page(request, slug, pages.get(part or "head"), part, context)
    finally:
        set_script_prefix(before)


def _page(request: HttpRequest, slug: str, content: dict | None, part: str, context: dict[str, Any]) -> HttpResponse:
    if content is None or is_list(part):
        raise Http404
    if "treaty" in content:
        content["treaty"]["folded"] = False
    edition = Edition(slug=slug, number=0, published_at=timezone.now())
    answers_of_day = context.pop("answers")
    if part.startswith("articles/"):
        return render_article(request, content, edition, **context)
    if part.startswith("sources/"):
        return render_source(request, [content], **context)
    return render_dossier(request, content, edition, answers_of_day, current=True, **context)
