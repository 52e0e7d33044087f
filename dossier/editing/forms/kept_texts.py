"""Show what an editor sent again if it could not be saved, so that nobody types a text twice."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import DatabaseError, models
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from dossier.text.languages import LANGUAGES, column, direction, tag

UNWRITTEN = {"csrfmiddlewaretoken", "begun", "draft"}
COUNTERS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-id")


@dataclass(frozen=True)
class Text:
    """One field as it was sent."""

    name: str
    label: str
    language: str
    direction: str
    words: str


def keep_texts(get_response):
    """Middleware: a form of the desk that is refused, for whatever reason, comes back as a page with all its texts.

    Only if the browser sent our own cookie: what another site makes a browser send is not echoed.
    """

    def middleware(request):
        response = get_response(request)
        if request.method != "POST" or "begun" not in request.POST or settings.CSRF_COOKIE_NAME not in request.COOKIES:
            return response
        reason = _reason(response)
        if not reason:
            return response
        context = {"why": reason, "texts": texts(request), "address": request.get_full_path()}
        status = response.status_code if response.status_code >= 400 else 403
        try:
            context |= admin.site.each_context(request)
            return render(request, "editing/kept_texts.html", context, status=status)
        except DatabaseError:
            return response

    return middleware


def _reason(response) -> str:
    if response.status_code == 302 and response.url.startswith(reverse("admin:login")):
        return "signed out"
    if response.status_code == 410:
        return "deleted"
    if response.status_code == 503:
        return "busy"
    if response.status_code >= 500:
        return "failed"
    return "refused" if response.status_code >= 400 else ""


def texts(request) -> list[Text]:
    """The texts of the form that was sent, in its order, without codes, primary keys and management fields."""
    model = _model(request)
    fields = {field.name: field for field in model._meta.fields} if model else {}
    sent = []
    for name, values in request.POST.lists():
        words = "\n".join(value for value in values if value.strip())
        if not words or words.isdecimal() or name in UNWRITTEN or name.startswith("_") or name.endswith(COUNTERS):
            continue
        field = fields.get(name)
        if field is None or _is_text(field):
            language = next((code for code in LANGUAGES if name.endswith(column("", code))), "")
            sent.append(
                Text(
                    name,
                    capfirst(str(field.verbose_name)) if field else name,
                    tag(language) if language else "",
                    direction(language) if language else "auto",
                    words,
                )
            )
    return sent


def _model(request) -> Any:
    """The model whose form was sent, by its address."""
    name = (request.resolver_match.url_name if request.resolver_match else None) or ""
    registered = admin.site._registry
    return next(
        (model for model in registered if name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")), None
    )


def _is_text(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices
