"""Restoring a dossier or one of its records in the admin: first a list of the changes, then the restoration."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dossier.editing.forms.saving import note_of
from dossier.editing.history.changes import edits
from dossier.editing.history.naming import names
from dossier.editing.history.restoration import Restoration
from dossier.editing.requests import are_numbers
from dossier.format.belonging import in_history, record_ids
from treaties.models import Treaty

from ..moments import moment_of
from ..restoring import NotRestored, of_dossier, of_record, restore
from .past import PastPages


class RestorePage(PastPages):
    def urls(self):
        return [self.at("<int:pk>/restore/", self.view, "restore")]

    def view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Restore the dossier to a moment (`at`), or one record (`kind`) to a row of its history (`row`)."""
        newest = self.remembered(request, pk)
        if not self.may_restore(request):
            raise PermissionDenied
        try:
            subject, plan = self._plan(request, pk)
            if request.method == "POST":
                return self._restored(request, pk, plan)
            restoration = plan()
        except ValueError as error:
            return self.refused(request, newest, str(error))
        except Treaty.DoesNotExist:
            return self.refused(request, newest, _("The dossier did not exist at that moment."))
        context = {"title": _("Restore"), "found": restoration, "lines": _lines(restoration, pk)} | subject
        return self.of_dossier(request, newest, "desk/restore.html", context)

    def _plan(self, request: HttpRequest, pk: int) -> tuple[dict[str, Any], partial[Restoration]]:
        if "row" not in request.GET:
            moment = moment_of(request.GET.get("at", ""))
            return {"moment": moment}, partial(of_dossier, pk, moment)
        row = _row(pk, request.GET.get("kind", ""), request.GET["row"])
        return {"row": row, "name": names([row])[row]}, partial(of_record, row)

    def _restored(self, request: HttpRequest, pk: int, plan: partial[Restoration]) -> HttpResponse:
        seen = request.POST.get("seen", "")
        try:
            done = restore(pk, plan, user=request.user, reason=note_of(request), seen=seen)
        except NotRestored as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())
        if done:
            messages.success(request, _("It is restored."))
        else:
            messages.info(request, _("Nothing to do: the desk is as it was then."))
        return redirect("admin:timeline", pk)


def _row(pk: int, kind: str, number: str) -> Any:
    """A history row of a record that was part of the dossier. Raises Http404."""
    ids = record_ids(pk, in_history)
    model = next((model for model in ids if model._meta.label_lower == kind), None)
    if model is None or not are_numbers(number):
        raise Http404
    row = model.history.filter(pk=int(number), id__in=ids[model]).first()
    if row is None:
        raise Http404
    return row


def _lines(restoration: Restoration, pk: int) -> list[tuple[str, list[tuple[str, str, list]]]]:
    """The planned changes for the page: by heading, the kind, the name and the changes of each record."""
    back = [row for rows in restoration.back.values() for row in rows]
    gone = [row for rows in restoration.gone.values() for row in rows]
    pairs = [pair for of_model in restoration.changed.values() for pair in of_model]
    # Of these records, only a reference that the deletion had set to null is restored.
    naming = [row for of_model in restoration.naming.values() for row, _present in of_model]
    told = names([*back, *gone, *naming, *(row for row, _present in pairs)], within=Treaty(pk=pk))

    def line(row: Any, changes: list) -> tuple[str, str, list]:
        return str(row.instance_type._meta.verbose_name), told[row], changes

    return [
        (_("Comes back"), [line(row, []) for row in back]),
        (_("Changes"), [line(edit.row, edit.changes) for edit in edits(pairs)] + [line(row, []) for row in naming]),
        (_("Goes away"), [line(row, []) for row in gone]),
    ]
