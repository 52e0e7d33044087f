"""Saving a form of the desk: with its reason, one editor after another, and with a report of what was merged."""

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpResponseGone
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dossier.editing.forms.merging import lock_against_writing, page_state
from dossier.editing.history.recording import recorded
from dossier.editing.requests import are_numbers
from dossier.postgres.limits import took_too_long

LONGEST_NOTE = 2000
SAVED = "desk-saved"
DRAFTS_TOLD = 20


def note_of(request) -> str:
    """Why the editor makes this change, as typed at the foot of the form."""
    return request.POST.get("change_note", "").replace("\0", "").strip()[:LONGEST_NOTE]


class ReasonGiven(admin.ModelAdmin):
    """Forms whose changes are recorded with the reason that is typed at their foot."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with _with_reason(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        with _with_reason(request):
            return super().delete_view(request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        with _with_reason(request):
            return super().changelist_view(request, extra_context)


def _with_reason(request) -> AbstractContextManager[None]:
    return recorded(request.user, note_of(request)) if request.method == "POST" else nullcontext()


class Saving(ReasonGiven):
    """Forms that several editors may save at once."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._save(request, object_id, form_url, extra_context)
        except (IntegrityError, OperationalError) as error:
            if isinstance(error, OperationalError) and took_too_long(error):
                raise
            # Somebody else took the same key, or waited for us while we waited for them. They are done now, so a
            # second try tells the editor what is wrong, or succeeds.
            return self._save(request, object_id, form_url, extra_context)

    def _save(self, request, object_id, form_url, extra_context):
        for upload in request.FILES.values():
            upload.seek(0)
        with transaction.atomic():
            if are_numbers(object_id or ""):
                lock_against_writing(self.model._base_manager.filter(pk=object_id))
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if getattr(request, "is_saved", False):
            tell_saved(request, response)
        return response

    def delete_view(self, request, object_id, extra_context=None):
        if not are_numbers(object_id):
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            begun, is_stale = page_state(request, self.model, object_id)
            if is_stale:
                messages.error(request, _("Somebody changed this record meanwhile, so it is not deleted yet."))
                return redirect(request.get_full_path())
            return super().delete_view(request, object_id, {"begun": begun} | (extra_context or {}))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            # What the editor sent is shown again (kept_texts.py), instead of a message alone.
            return HttpResponseGone()
        inherited: Any = super()
        return inherited._get_obj_does_not_exist_redirect(request, opts, object_id)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.is_saved = True
        merged = [form, *(inline_form for formset in formsets for inline_form in formset.initial_forms)]
        if kept := [str(saved_form.fields[name].label) for saved_form in merged for name in saved_form.kept]:
            said = _("Somebody else changed the same record meanwhile. Kept as they left it: {fields}")
            messages.info(request, said.format(fields=", ".join(kept)))


def tell_saved(request, response) -> None:
    """Name the draft in a cookie: the browser need not keep it any longer (drafts.js)."""
    known = request.COOKIES.get(SAVED, "").split(".")[-DRAFTS_TOLD:]
    told = [draft for draft in [*known, request.POST.get("draft", "")] if re.fullmatch("[0-9a-f]{16}", draft)]
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(SAVED, ".".join(told), path=reverse("admin:index"), secure=secure, samesite="Lax")
