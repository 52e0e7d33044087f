"""The preview: the public pages of a dossier, with their usual paths after another prefix."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import re_path, reverse
from django.utils.translation import get_language

from dossier.editing.parts import Part
from dossier.format.assemble import assemble
from treaties.models import Treaty

from ..previewing import show

PAGE = r"^preview/(?P<slug>[-\w]+)/(?P<language>[-\w]+)/(?P<rest>.*)$"


class Preview(Part):
    """What readers would see if the dossier were published now."""

    def urls(self):
        return [self.at(PAGE, self.view, "preview", by=re_path)]

    def on_form(self, request, context, obj):
        return {"preview": preview_address(obj)} if obj else {}

    def view(self, request: HttpRequest, slug: str, language: str, rest: str) -> HttpResponse:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        treaty = get_object_or_404(Treaty, slug=slug)
        back = reverse("admin:treaties_treaty_change", args=[treaty.pk])
        return show(request, slug, language, rest, lambda: assemble(treaty), preview=back)


def preview_address(treaty: Treaty) -> str:
    return reverse("admin:preview", args=[treaty.slug, get_language(), f"treaties/{treaty.slug}/"])
