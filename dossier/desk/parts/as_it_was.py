"""The public pages of a dossier in its state on the desk at an earlier moment."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossier.editing.history.past import as_of
from dossier.format.assemble import assemble
from dossier.format.belonging import in_history
from dossier.text.languages import LANGUAGES
from treaties.models import Treaty

from ..moments import in_address, moment_of
from ..previewing import show
from .past import PastPages

PAGE = r"^(?P<pk>[0-9]{1,18})/as-it-was/(?P<at>[^/]+)/(?P<language>[-\w]+)/(?P<rest>.*)$"


class AsItWas(PastPages):
    def urls(self):
        return [
            self.at("<int:pk>/as-it-was/", self.view, "as_it_was"),
            self.at(PAGE, self.page_view, "page_as_it_was", by=re_path),
        ]

    def view(self, request: HttpRequest, pk: int) -> HttpResponse:
        newest = self.remembered(request, pk)
        asked = request.GET.get("at", "")
        try:
            moment = moment_of(asked)
        except ValueError as error:
            return self.refused(request, newest, str(error))
        language = request.GET.get("language", "") or get_language()
        slug = _slug_at(pk, moment)
        if not slug:
            return self.refused(request, newest, _("The dossier did not exist at that moment."))
        if language not in LANGUAGES:
            return self.refused(request, newest, _("This site does not have this language."))
        return redirect("admin:page_as_it_was", pk, in_address(moment), language, f"treaties/{slug}/")

    def page_view(self, request: HttpRequest, pk: str, at: str, language: str, rest: str) -> HttpResponse:
        """A public page of the dossier at an earlier moment, at a URL under which relative links work."""
        newest = self.remembered(request, int(pk))
        try:
            moment = moment_of(at)
        except ValueError as error:
            return self.refused(request, newest, str(error))
        with as_of(moment):
            treaty = Treaty.objects.filter(pk=pk).first()
            dossier = assemble(treaty) if treaty else {}
        if treaty is None:
            return self.refused(request, newest, _("The dossier did not exist at that moment."))
        back = reverse("admin:timeline", args=[pk])
        return show(request, treaty.slug, language, rest, lambda: dossier, preview=back, moment=moment)


def _slug_at(pk: int, moment: Any) -> str:
    row = in_history(Treaty).filter(id=pk, history_date__lte=moment).first()
    return row.slug if row is not None and row.history_type != "-" else ""
