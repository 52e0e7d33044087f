"""Captures at the desk: upload, download, and the checks of quotations against them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import DeskAdmin
from dossier.editing.parts import Part
from dossier.text.languages import direction, tag

from ..models import Capture, Citation
from ..vocabulary import CheckResult
from .captures import SUFFIXES, CaptureRefused, place_of, read_upload
from .checking import shown_to_readers, with_result

# In characters: how much of a text a form shows; the file itself has the rest.
BEGINNING = 20_000


class NewCaptureForm(forms.ModelForm):
    """A file for a document. Everything but the day is derived from the file itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The name is not kept, so it may have any length.
        file: Any = self.fields["file"]
        file.max_length = None
        file.widget.attrs["accept"] = ",".join(SUFFIXES.values())

    def clean(self):
        cleaned = super().clean() or {}
        file, document = cleaned.get("file"), cleaned.get("document")
        if not file:
            return cleaned
        try:
            taken = read_upload(file)
        except CaptureRefused as refusal:
            raise ValidationError({"file": refusal.args[0]}) from None
        capture = self.instance
        capture.media_type, capture.sha256 = taken.media_type, taken.sha256
        capture.extracted_text, capture.text_is_whole = taken.text, taken.whole
        if document and document.captures.filter(sha256=taken.sha256).exists():
            raise ValidationError({"file": _("This file is already a capture of the document.")})
        cleaned["file"] = ContentFile(taken.content, "capture")
        return cleaned


class Download(Part):
    """The file of a capture, for those who may see captures."""

    def urls(self):
        return [self.at("<int:object_id>/download/", self.view, "download_capture")]

    def view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        """Always an attachment, never displayed within the site."""
        if not self.admin.has_view_permission(request):
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


@admin.register(Capture)
class CaptureAdmin(DeskAdmin):
    parts: tuple[type[Part], ...] = (Download,)
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
            # Another document has an identical copy: one file serves both.
            obj.file = place
        super().save_model(request, obj, form, change)

    @admin.display(description=_("file"))
    def download(self, capture):
        return render_to_string("sources/_download.html", {"capture": capture})

    @admin.display(description=_("extracted text"), empty_value="–")
    def beginning(self, capture):
        text = capture.extracted_text
        return text[:BEGINNING] + "…" if len(text) > BEGINNING else text


class ByCheck(admin.SimpleListFilter):
    """Citations by the result of checking their quotation."""

    title, parameter_name = _("check of the quotation"), "checked"

    def lookups(self, request, model_admin):
        return CheckResult.choices

    def queryset(self, request, queryset):
        return queryset.filter(checked=self.value()) if self.value() else queryset


def check_in_words(citation: Any) -> str:
    """The result of checking a quotation; `citation` is one of with_result()."""
    return str(CheckResult(citation.checked).label) if citation.checked else ""


def quotation_checked(citation: Citation) -> str:
    """The check of a quotation with the nearest passage, and the part that readers see, for the citation's form."""
    checked = with_result(Citation.objects.select_related("document", "quote_check__capture"))
    quoting = checked.filter(pk=citation.pk).first()
    if quoting is None or not quoting.checked:
        return ""
    check = getattr(quoting, "quote_check", None) if quoting.checked in _STORED else None
    shown = shown_to_readers(quoting)
    return render_to_string(
        "sources/_quote_check.html",
        {
            "words": check_in_words(quoting),
            "check": check,
            "shown": shown if shown != quoting.quote else "",
            "lang": tag(quoting.quote_language),
            "dir": direction(quoting.quote_language),
        },
    )


_STORED = {CheckResult.EXACT, CheckResult.NORMALISED, CheckResult.MISSING}


class Captures(Part):
    """On the form of a document: its captures, and its quotations with the results of their checks."""

    below = ("sources/_captures.html",)

    def on_form(self, request, context, obj):
        if obj is None:
            return {}
        quoting = with_result(obj.citations.exclude(quote="")).select_related("quote_check")
        return {
            "captures": list(obj.captures.defer("extracted_text")),
            "quotations": [(citation, check_in_words(citation)) for citation in quoting],
        }
