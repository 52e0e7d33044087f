"""The admin of dossiers, editions and publications."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossier.editing.admin import ReadOnlyAdmin
from dossier.editing.parts import Part
from dossier.editing.search.query import Searching
from dossier.publication.models import Edition, Publication
from dossier.publication.search.query import search_names
from treaties.admin import TreatyAdmin
from treaties.models import Treaty

from .parts.as_it_was import AsItWas
from .parts.overview import OverviewPage
from .parts.preview import Preview
from .parts.publishing import Publishing
from .parts.restoring import RestorePage
from .parts.timeline import TimelinePages


class Published(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("published"), "published"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        return queryset.filter(edition__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Treaty)
class DossierAdmin(TreatyAdmin):
    """The admin of treaties, with pages for preview, publication and history."""

    # Parts whose URLs end like public ones come before those whose URLs end in a word of the desk.
    parts: tuple[type[Part], ...] = (
        *TreatyAdmin.parts,
        Preview,
        AsItWas,
        OverviewPage,
        Publishing,
        TimelinePages,
        RestorePage,
    )
    change_form_template = "desk/treaty_form.html"
    change_list_template = "desk/treaty_list.html"
    list_display = [
        *("__str__", "overview_link", "between", "signed", "status_today", "published", "open_questions"),
        "checked_up_to",
    ]
    list_filter = [Published, *TreatyAdmin.list_filter]

    def get_queryset(self, request):
        publications = Publication.objects.filter(slug=OuterRef("slug")).order_by()
        return (
            super()
            .get_queryset(request)
            .annotate(
                was_published=Exists(publications),
                edition=Subquery(publications.current().values("edition__number")),
            )
        )

    @admin.display(description=gettext_lazy("overview"))
    def overview_link(self, treaty):
        return format_html('<a href="{}">{}</a>', reverse("admin:overview_dossier", args=[treaty.pk]), _("Overview"))

    @admin.display(description=gettext_lazy("edition"), ordering="edition", empty_value="–")
    def published(self, treaty):
        return treaty.edition

    def get_readonly_fields(self, request, obj=None):
        # The slug may be edited until publication: nobody can have cited it before.
        fixed = super().get_readonly_fields(request, obj)
        return fixed if getattr(obj, "was_published", True) else [name for name in fixed if name != "slug"]

    def save_model(self, request, obj, form, change):
        # Restoring an earlier state keeps the current slug: that of a published dossier only changes by rename().
        present = Treaty.objects.filter(pk=obj.pk).values_list("slug", flat=True).first()
        if present and Publication.objects.filter(slug=present).exists():
            obj.slug = present
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        # Otherwise the dossier would stay public and nobody could withdraw it.
        return not _is_public(obj) and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        # Dossiers are deleted one at a time, on their own form.
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}


def _is_public(treaty: Treaty | None) -> bool:
    """Whether readers can open the dossier; the admin's own queries say so with the number of the edition."""
    if treaty is None or hasattr(treaty, "edition"):
        return getattr(treaty, "edition", None) is not None
    return Publication.objects.current().filter(slug=treaty.slug).exists()


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["slug", "number", "published_at", "sha256"]
    search_fields = ["slug"]
    exclude = ["content", "basis_in_articles"]


@admin.register(Publication)
class PublicationAdmin(Searching, ReadOnlyAdmin):
    list_display = ["slug", "edition", "withdrawn"]
    list_select_related = ["edition"]
    list_filter = ["withdrawn"]
    search_fields = ["slug"]
    exclude = ["listing"]

    def get_search_results(self, request, queryset, search_term):
        matches, _twice = super().get_search_results(request, queryset, search_term)
        named = search_names(Publication.objects.all(), search_term)
        return queryset.filter(Q(pk__in=matches.values("pk")) | Q(pk__in=named.values("pk"))), False
