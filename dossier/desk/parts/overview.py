"""The overview of a dossier in the admin."""

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dossier.editing.forms.translations import State
from dossier.editing.parts import Part
from dossier.publication.models import Publication
from dossier.text.languages import LANGUAGES, tag
from treaties.law.hints import hints
from treaties.law.rows import history

from ..board import PARTLY
from ..overview import overview
from .preview import preview_address


class OverviewPage(Part):
    """A page about a whole dossier, in addition to the form of the treaty's own fields."""

    def urls(self):
        return [self.at("<path:object_id>/overview/", self.view, "overview_dossier")]

    def view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        treaty = self.admin.get_object(request, object_id)
        if treaty is None:
            raise Http404
        prefetch_related_objects([treaty], "parties__party")
        treaty.law = history(treaty)
        publication = Publication.objects.filter(slug=treaty.slug).select_related("edition").first()
        context = {
            "title": _("Overview"),
            "subtitle": str(treaty),
            "treaty": treaty,
            "between": self.admin.between(treaty),
            "status": self.admin.status_today(treaty),
            "hints": hints(treaty.law),
            "publication": publication,
            "preview": preview_address(treaty),
            "may_publish": request.user.has_perm("publication.publish_dossier"),
            "overview": overview(treaty, publication),
            "languages_of_texts": [(code, name, tag(code)) for code, name in LANGUAGES.items()],
            "states": State,
            "partly": PARTLY,
        }
        return self.page(request, "desk/overview.html", context)
