"""The dossier's own page in the admin."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dossier.editing.forms.translations import State
from dossier.publication.models import Publication
from dossier.text.languages import LANGUAGES, tag
from treaties.admin import TreatyAdmin

from .board import PARTLY
from .overview import overview


class OverviewAdmin(TreatyAdmin):
    """A treaty with a page about the whole of its dossier, beside the form of its frame."""

    list_display = [TreatyAdmin.list_display[0], "overview_link", *TreatyAdmin.list_display[1:]]

    def get_urls(self):
        view = self.admin_site.admin_view(self.overview_view)
        return [path("<path:object_id>/overview/", view, name="overview_dossier"), *super().get_urls()]

    @admin.display(description=gettext_lazy("overview"))
    def overview_link(self, treaty):
        return format_html('<a href="{}">{}</a>', reverse("admin:overview_dossier", args=[treaty.pk]), _("Overview"))

    def overview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        treaty = self.get_object(request, object_id)
        if treaty is None:
            raise Http404
        prefetch_related_objects([treaty], "parties__party", "steps__party")
        publication = Publication.objects.filter(slug=treaty.slug).select_related("edition").first()
        context = self.admin_site.each_context(request) | {
            "title": _("Overview"),
            "subtitle": str(treaty),
            "opts": self.opts,
            "treaty": treaty,
            "between": self.between(treaty),
            "status": self.status_today(treaty),
            "publication": publication,
            "preview": reverse("admin:preview", args=[treaty.slug, get_language(), f"treaties/{treaty.slug}/"]),
            "may_publish": request.user.has_perm("publication.publish_dossier"),
            "overview": overview(treaty, publication),
            "languages_of_texts": [(code, name, tag(code)) for code, name in LANGUAGES.items()],
            "states": State,
            "partly": PARTLY,
        }
        return TemplateResponse(request, "desk/overview.html", context)
