"""The base of all pages about the past of a dossier, which may have been deleted."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from dossier.editing.parts import Part
from dossier.format.belonging import in_history, record_ids
from treaties.models import Treaty

from ..restoring import SHARED


class PastPages(Part):
    """Pages about the past of one dossier, deleted or not."""

    def remembered(self, request: HttpRequest, pk: int) -> Any:
        """The newest history row of a treaty, which may have been deleted. Raises PermissionDenied or Http404."""
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        newest = in_history(Treaty).filter(id=pk).first()
        if newest is None:
            raise Http404
        return newest

    def may_restore(self, request: HttpRequest) -> bool:
        # Restoring may add, change or delete any record of the dossier, and any shared one.
        every = [model._meta for model in (*record_ids(0, in_history), *SHARED)]
        return all(
            request.user.has_perm(f"{opts.app_label}.{get_permission_codename(act, opts)}")
            for opts in every
            for act in ("add", "change", "delete")
        )

    def of_dossier(self, request: HttpRequest, newest: Any, template: str, context: dict, status: int = 200):
        """A page about the past of one dossier, deleted or not."""
        context |= {
            "subtitle": newest.slug,
            "dossier": newest,
            "deleted": newest.history_type == "-",
        }
        return self.page(request, template, context, status=status)

    def refused(self, request: HttpRequest, newest: Any, problem: Any) -> HttpResponse:
        context = {"title": _("As it was"), "problem": problem}
        return self.of_dossier(request, newest, "desk/no_such_past.html", context, status=400)
