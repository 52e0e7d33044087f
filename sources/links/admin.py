"""What the program found at the addresses of sources, for the editors who mend them."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import ReadOnlyAdmin
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
    """Documents with an address of which this is true; one with two addresses can stand under two."""

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
    """The admin of source documents, which says of each whether its addresses still answer."""

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("link_checks")

    def get_deleted_objects(self, objs, request):
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        # What was found at a document goes with it, though nobody may delete that alone.
        return to_delete, counts, needed - {LinkCheck._meta.verbose_name}, protected

    @admin.display(description=_("links"))
    def links(self, document):
        found = [check for check in document.link_checks.all() if check.is_current()]
        return " · ".join(dict.fromkeys(str(check.get_outcome_display()) for check in found))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            found = [check for check in obj.link_checks.all() if check.is_current()]
            context["links"] = found
            alive = [check for check in found if check.which == LinkedAddress.ARCHIVE_URL and not check.is_dead()]
            dead = [check for check in found if check.which == LinkedAddress.URL and check.is_dead()]
            unchecked = obj.archive_url and not any(check.which == LinkedAddress.ARCHIVE_URL for check in found)
            context["copy_wanted"] = bool(dead) and not alive and not unchecked
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(LinkCheck)
class LinkCheckAdmin(Searching, ReadOnlyAdmin):
    list_display = ["document", "which", "outcome", "status", "detail", "checked_at", "failing_since"]
    list_filter = ["outcome", "which"]
    list_select_related = ["document"]
    search_fields = ["document", "address"]
