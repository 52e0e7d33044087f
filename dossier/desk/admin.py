"""Publishing from the desk: what it would look like, what stands against it, and the act itself."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dossier.editing.admin import ReadOnlyAdmin
from dossier.editing.fields import KeyField, text_of
from dossier.editing.search.query import Searching
from dossier.format.assemble import assemble
from dossier.format.checks import Unpublishable, hindrances
from dossier.format.reuse import shortened, within_reuse
from dossier.pages.listing import bound_parties, register_acts
from dossier.publication.models import Edition, Publication
from dossier.publication.publishing import Busy, changes_since, publish, rename, withdraw
from dossier.publication.search.query import called
from treaties.models import Treaty
from treaties.status import Act, is_multilateral, too_early

from .overview_admin import OverviewAdmin
from .previewing import show
from .restoring_admin import RestoringAdmin


class NoteForm(forms.Form):
    """Why the editors publish or withdraw; readers see it beside the edition."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "dir": "auto"}), max_length=2000)

    def __init__(self, *args, label: str, help_text: str, required: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, help_text
        self.fields["note"].required = required


class AddressForm(forms.Form):
    slug = forms.CharField(
        validators=KeyField.default_validators, max_length=100, widget=forms.TextInput(attrs={"dir": "ltr", "size": 60})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].label = _("New address")
        self.fields["slug"].help_text = _(
            "Lowercase letters, digits and single hyphens. The present address leads to it."
        )


class Published(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("published"), "published"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        return queryset.filter(edition__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Treaty)
class DossierAdmin(RestoringAdmin, OverviewAdmin):
    """A treaty's form with its preview, its publication and its past."""

    change_form_template = "desk/treaty_form.html"
    list_display = [*OverviewAdmin.list_display[:5], "published", *OverviewAdmin.list_display[5:]]
    list_filter = [Published, *OverviewAdmin.list_filter]

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

    @admin.display(description=_("edition"), ordering="edition", empty_value="–")
    def published(self, treaty):
        return treaty.edition

    def get_readonly_fields(self, request, obj=None):
        # Until it is published, nobody can have cited its address.
        fixed = super().get_readonly_fields(request, obj)
        return fixed if getattr(obj, "was_published", True) else [name for name in fixed if name != "slug"]

    def save_model(self, request, obj, form, change):
        # An earlier state is put back at the present address; that of a published dossier changes by renaming alone.
        present = Treaty.objects.filter(pk=obj.pk).values_list("slug", flat=True).first()
        if present and Publication.objects.filter(slug=present).exists():
            obj.slug = present
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        # Readers would keep what nobody could withdraw any more.
        published = obj is not None and Publication.objects.current().filter(slug=obj.slug).exists()
        return not published and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        # One dossier at a time, by its own form.
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_urls(self):
        def of(view, name):
            return path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"{name}_dossier")

        preview = re_path(
            r"^preview/(?P<slug>[-\w]+)/(?P<language>[-\w]+)/(?P<rest>.*)$",
            self.admin_site.admin_view(self.preview_view),
            name="preview",
        )
        mine = [of(self.publish_view, "publish"), of(self.withdraw_view, "withdraw"), of(self.rename_view, "rename")]
        return [preview, *mine, *super().get_urls()]

    # Preview: the public pages at their own addresses, behind another beginning

    def preview_view(self, request: HttpRequest, slug: str, language: str, rest: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        treaty = get_object_or_404(Treaty, slug=slug)
        back = reverse("admin:treaties_treaty_change", args=[treaty.pk])
        return show(request, slug, language, rest, lambda: assemble(treaty), preview=back)

    # Publishing

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        treaty = self._treaty(request, object_id, "publication.publish_dossier")
        form = NoteForm(
            request.POST or None,
            label=_("Note on this edition"),
            help_text=_(
                "What is new in this edition, for readers. It is published beside the edition, without the name of "
                "its author."
            ),
            required=False,
        )
        whole = assemble(treaty)
        dossier = within_reuse(whole)
        problems, differences = hindrances(dossier), changes_since(treaty.slug, dossier)
        if request.method == "POST" and form.is_valid() and not problems:
            try:
                edition = publish(treaty.slug, user=request.user, note=form.cleaned_data["note"])
            except Busy as error:
                form.add_error(None, str(error))
            except (ValueError, ObjectDoesNotExist, Unpublishable) as error:
                return self._refused(request, treaty, error)
            else:
                return self._published(request, treaty, edition)
        context = {"problems": problems, "differences": differences, "warnings": warnings(treaty, dossier)}
        context["shortened"] = shortened(whole)
        return self._act(request, treaty, form, _("Publish"), "desk/publish.html", **context)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        treaty = self._treaty(request, object_id, "publication.withdraw_dossier")
        get_object_or_404(Publication.objects.current(), slug=treaty.slug)
        form = NoteForm(
            request.POST or None,
            label=_("Reason"),
            help_text=_("The address of the dossier will then state that it was withdrawn, and give this reason."),
            required=True,
        )
        if request.method == "POST" and form.is_valid():
            try:
                withdraw(treaty.slug, user=request.user, reason=form.cleaned_data["note"])
            except Busy as error:
                form.add_error(None, str(error))
            except ObjectDoesNotExist as error:
                return self._refused(request, treaty, error)
            else:
                messages.success(request, _("The dossier is withdrawn. Publish it again to restore it."))
                return redirect("admin:treaties_treaty_change", treaty.pk)
        return self._act(request, treaty, form, _("Withdraw"), "desk/publish.html")

    def rename_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        treaty = self._treaty(request, object_id, "publication.publish_dossier")
        get_object_or_404(Publication, slug=treaty.slug)
        form = AddressForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                rename(treaty.slug, form.cleaned_data["slug"], user=request.user)
            except Busy as error:
                form.add_error(None, str(error))
            except ObjectDoesNotExist as error:
                return self._refused(request, treaty, error)
            except ValueError as error:
                form.add_error("slug", str(error))
            else:
                messages.success(request, _("The dossier has a new address; the old one leads to it."))
                return redirect("admin:treaties_treaty_change", treaty.pk)
        return self._act(request, treaty, form, _("Change the address"), "desk/publish.html")

    def _published(self, request: HttpRequest, treaty: Treaty, edition: Edition | None) -> HttpResponse:
        address = reverse("publication:treaty_detail", args=[treaty.slug])
        if edition is None:
            messages.info(request, _("Nothing has changed since the current edition."))
        else:
            said = _("Edition {number} is published: {link}")
            link = format_html('<a href="{}">{}</a>', address, address)
            messages.success(request, format_html(said, number=edition.number, link=link))
        return redirect("admin:treaties_treaty_change", treaty.pk)

    def _refused(self, request: HttpRequest, treaty: Treaty, error: Exception) -> HttpResponse:
        renamed = isinstance(error, ObjectDoesNotExist)
        messages.error(request, _("Its address was changed meanwhile. Please try again.") if renamed else str(error))
        return redirect("admin:treaties_treaty_change", treaty.pk)

    def _treaty(self, request: HttpRequest, object_id: str, permission: str) -> Treaty:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        treaty = self.get_object(request, object_id)
        if treaty is None:
            raise Http404
        return treaty

    def _act(self, request, treaty, form, title, template, **context) -> HttpResponse:
        context |= {"form": form, "title": title, "treaty": treaty, "opts": self.opts, "subtitle": str(treaty)}
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            publication = Publication.objects.filter(slug=obj.slug).select_related("edition").first()
            context["publication"] = publication
            context["preview"] = reverse("admin:preview", args=[obj.slug, get_language(), f"treaties/{obj.slug}/"])
            context["may_publish"] = request.user.has_perm("publication.publish_dossier")
            context["may_withdraw"] = request.user.has_perm("publication.withdraw_dossier")
        return super().render_change_form(request, context, add, change, form_url, obj)


def warnings(treaty: Treaty, dossier: dict) -> list[str]:
    """What an editor should look at before readers do; it hinders nothing."""
    found = []
    if not text_of(treaty, "title"):
        found.append(_("The treaty has no title."))
    if not treaty.parties.exists():
        found.append(_("No party is recorded."))
    if treaty.checked_up_to is None:
        found.append(_("No “checked up to” date is given."))
    acts = [Act(**act) for act in register_acts(dossier)]
    if not acts:
        found.append(_("No step is recorded."))
    early = too_early(acts, multilateral=is_multilateral(bound_parties(dossier)))
    if early == "signature":
        found.append(_("The entry into force is dated before the signature."))
    elif early == "consent":
        found.append(_("The entry into force is dated before a party’s consent to be bound."))
    return found


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["slug", "number", "published_at", "sha256"]
    search_fields = ["slug"]
    exclude = ["content"]


@admin.register(Publication)
class PublicationAdmin(Searching, ReadOnlyAdmin):
    list_display = ["slug", "edition", "withdrawn"]
    list_select_related = ["edition"]
    list_filter = ["withdrawn"]
    search_fields = ["slug"]
    exclude = ["listing", "acts"]

    def get_search_results(self, request, queryset, search_term):
        found, _twice = super().get_search_results(request, queryset, search_term)
        named = called(Publication.objects.all(), search_term)
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=named.values("pk"))), False
