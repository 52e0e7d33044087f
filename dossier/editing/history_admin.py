"""The history of one record at the desk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from .forms.merging import page_state
from .forms.saving import note_of
from .history.changes import edits, successive
from .history.recording import recorded
from .requests import are_numbers


class HistoryPages(SimpleHistoryAdmin):
    """The library's two pages, showing changes in words and with their reasons."""

    object_history_form_template = "editing/earlier_state.html"
    history_list_per_page = 50

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library asks only whether the record may be viewed, and saves what is posted.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        if not are_numbers(object_id, version_id):
            raise Http404
        try:
            with recorded(request.user, note_of(request)):
                begun, is_stale = page_state(request, self.model, object_id)
                if is_stale:
                    messages.error(request, _("Somebody changed this record meanwhile, so nothing is put back yet."))
                    return redirect(request.get_full_path())
                context = {"begun": begun} | (extra_context or {})
                return super().history_form_view(request, object_id, version_id, context)
        except IntegrityError:
            # Another record has its key by now, or what it belonged to is gone.
            messages.error(
                request,
                _("This state cannot be restored: the record to which it belongs is gone, or its key is already used."),
            )
            return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[object_id]))

    def history_view(self, request, object_id, extra_context=None):
        if not are_numbers(object_id):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        rows = list(historical_records)
        older = None
        if rows:
            same = {self.opts.pk.attname: getattr(rows[-1], self.opts.pk.attname)}
            older = self.model.history.filter(**same, pk__lt=rows[-1].pk).first()
        historical_records.edits = edits(successive(rows, older))

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        return history_manager.filter(**{pk_name: object_id})
