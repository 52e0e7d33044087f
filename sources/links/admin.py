"""The results of link checks, for the editors who correct the addresses."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import ReadOnlyAdmin
from dossier.editing.parts import Part
from dossier.editing.search.query import Searching

from ..models import LinkCheck
from ..models.links import DEAD
from ..vocabulary import LinkedAddress, LinkOutcome

OUTCOMES = {
    "dead": DEAD,
    "moved": (LinkOutcome.MOVED,),
    "fine": (LinkOutcome.ANSWERS,),
    "unclear": (LinkOutcome.WITHHELD, LinkOutcome.ASKED_TO_WAIT),
}


class LinksFilter(admin.SimpleListFilter):
    """Documents by the state of their addresses; one with two addresses can match two choices."""

    title, parameter_name = _("links"), "links"

    def lookups(self, request, model_admin):
        return [
            ("dead", _("dead")),
            ("moved", _("moved")),
            ("fine", _("fine")),
            ("unclear", _("access refused to this program, or asked to wait")),
            ("unchecked", _("not checked")),
        ]

    def queryset(self, request, queryset):
        checks = LinkCheck.objects.current().filter(document=OuterRef("pk"))
        if outcomes := OUTCOMES.get(self.value() or ""):
            return queryset.filter(Exists(checks.filter(outcome__in=outcomes)))
        if self.value() == "unchecked":
            of_url, of_copy = (checks.filter(which=which) for which in (LinkedAddress.URL, LinkedAddress.ARCHIVE_URL))
            return queryset.filter(~Q(url="") & ~Exists(of_url) | ~Q(archive_url="") & ~Exists(of_copy))
        return queryset


class WithLinks(admin.ModelAdmin):
    """An admin of source documents that shows whether their addresses still answer."""

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("link_checks")

    def get_deleted_objects(self, objs, request):
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        # The checks of a document are deleted with it, although nobody may delete them alone.
        return to_delete, counts, needed - {LinkCheck._meta.verbose_name}, protected

    @admin.display(description=_("links"))
    def links(self, document):
        checks = [check for check in document.link_checks.all() if check.is_current()]
        return " · ".join(dict.fromkeys(str(check.get_outcome_display()) for check in checks))


class Links(Part):
    """On the form of a document: whether its addresses still answer, and whether a copy is wanted."""

    above = ("sources/_links.html",)

    def on_form(self, request, context, obj):
        if obj is None:
            return {}
        checks = [check for check in obj.link_checks.all() if check.is_current()]
        alive = [check for check in checks if check.which == LinkedAddress.ARCHIVE_URL and not check.is_dead()]
        dead = [check for check in checks if check.which == LinkedAddress.URL and check.is_dead()]
        unchecked = obj.archive_url and not any(check.which == LinkedAddress.ARCHIVE_URL for check in checks)
        return {"links": checks, "copy_wanted": bool(dead) and not alive and not unchecked}


@admin.register(LinkCheck)
class LinkCheckAdmin(Searching, ReadOnlyAdmin):
    list_display = ["document", "which", "outcome", "status", "detail", "checked_at", "failing_since"]
    list_filter = ["outcome", "which"]
    list_select_related = ["document"]
    search_fields = ["document", "address"]
