"""Captures at the desk: given, fetched, and what the quotations of their documents come to by them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import DeskAdmin
from dossier.text.languages import direction, tag

from ..models import Capture, Citation, SourceDocument
from ..vocabulary import CheckResult
from .captures import SUFFIXES, CaptureRefused, place_of, take_in
from .checking import shown_to_readers, with_result

# How much of a text a form shows; the file itself has the rest.
BEGINNING = 20_000


class NewCaptureForm(forms.ModelForm):
    """A file for a document. All that the desk knows of it beside the day, it has from the file itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The name is not kept, so it may be as long as it likes.
        file: Any = self.fields["file"]
        file.max_length = None
        file.widget.attrs["accept"] = ",".join(SUFFIXES.values())

    def clean(self):
        cleaned = super().clean() or {}
        file, document = cleaned.get("file"), cleaned.get("document")
        if not file:
            return cleaned
        try:
            taken = take_in(file)
        except CaptureRefused as refusal:
            raise ValidationError({"file": refusal.args[0]}) from None
        capture = self.instance
        capture.media_type, capture.sha256 = taken.media_type, taken.sha256
        capture.extracted_text, capture.text_is_whole = taken.text, taken.whole
        if document and document.captures.filter(sha256=taken.sha256).exists():
            raise ValidationError({"file": _("This file is already a capture of the document.")})
        cleaned["file"] = ContentFile(taken.content, "capture")
        return cleaned


@admin.register(Capture)
class CaptureAdmin(DeskAdmin):
    list_display = ["document", "captured_on", "media_type"]
    search_fields = ["document"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("extracted_text")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs if obj else {"form": NewCaptureForm, **kwargs})

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["document", "file", "captured_on"]
        return ["document", "captured_on", "download", "media_type", "sha256", "text_is_whole", "beginning"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name != "captured_on"] if obj else []

    def save_model(self, request, obj, form, change):
        place = place_of(obj, "")
        if not change and obj.file.storage.exists(place):
            # The copy of another document has the same words: one file serves both.
            obj.file = place
        super().save_model(request, obj, form, change)

    @admin.display(description=_("file"))
    def download(self, capture):
        return render_to_string("sources/_download.html", {"capture": capture})

    @admin.display(description=_("extracted text"), empty_value="–")
    def beginning(self, capture):
        text = capture.extracted_text
        return text[:BEGINNING] + "…" if len(text) > BEGINNING else text

    def get_urls(self):
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:object_id>/download/", view, name="download_capture"), *super().get_urls()]

    def download_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        """The file for those who may see captures: to be kept, never shown within the site."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        capture = Capture.objects.select_related("document").filter(pk=object_id).first()
        if capture is None or not capture.file.storage.exists(str(capture.file.name)):
            raise Http404
        name = f"{capture.document.key}-{capture.captured_on}{SUFFIXES.get(capture.media_type, '')}"
        file = capture.file.open("rb")
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox"
        return response


class ByCheck(admin.SimpleListFilter):
    """Citations by what the check of their quotation came to."""

    title, parameter_name = _("check of the quotation"), "checked"

    def lookups(self, request, model_admin):
        return CheckResult.choices

    def queryset(self, request, queryset):
        return queryset.filter(checked=self.value()) if self.value() else queryset


def check_in_words(citation: Any) -> str:
    """What the check of a quotation came to; `citation` is one of with_result()."""
    return str(CheckResult(citation.checked).label) if citation.checked else ""


def quotation_checked(citation: Citation) -> str:
    """The check of a quotation with the nearest passage, and what readers see of it, for the citation's form."""
    checked = with_result(Citation.objects.select_related("document", "quote_check__capture"))
    found = checked.filter(pk=citation.pk).first()
    if found is None or not found.checked:
        return ""
    check = getattr(found, "quote_check", None) if found.checked in _STORED else None
    shown = shown_to_readers(found)
    return render_to_string(
        "sources/_quote_check.html",
        {
            "words": check_in_words(found),
            "check": check,
            "shown": shown if shown != found.quote else "",
            "lang": tag(found.quote_language),
            "dir": direction(found.quote_language),
        },
    )


_STORED = {CheckResult.EXACT, CheckResult.NORMALISED, CheckResult.MISSING}


def captures_of(document: SourceDocument) -> dict[str, Any]:
    """For the form of a document: its captures, and its quotations with what each comes to by them."""
    quoting = with_result(document.citations.exclude(quote="")).select_related("quote_check")
    return {
        "captures": list(document.captures.defer("extracted_text")),
        "quotations": [(citation, check_in_words(citation)) for citation in quoting],
    }
