"""Publishing a dossier, withdrawing it, and changing its address."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dossier.editing.fields import KeyField, text_of
from dossier.editing.parts import Part
from dossier.format.assemble import assemble
from dossier.format.checks import Unpublishable, reasons_not_to_publish
from dossier.format.reuse import shortened, within_reuse
from dossier.publication.models import Edition, Publication
from dossier.publication.publishing import Busy, changes_since, publish, rename, withdraw
from treaties.law.hints import hints
from treaties.law.histories import history_of
from treaties.models import Treaty


class NoteForm(forms.Form):
    """The reason for a publication or a withdrawal, which readers see next to the edition."""

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


class Publishing(Part):
    """Pages that publish, withdraw and rename a dossier."""

    def urls(self):
        return [
            self.at("<path:object_id>/publish/", self.publish_view, "publish_dossier"),
            self.at("<path:object_id>/withdraw/", self.withdraw_view, "withdraw_dossier"),
            self.at("<path:object_id>/rename/", self.rename_view, "rename_dossier"),
        ]

    def on_form(self, request, context, obj):
        if obj is None:
            return {}
        return {
            "publication": Publication.objects.filter(slug=obj.slug).select_related("edition").first(),
            "may_publish": request.user.has_perm("publication.publish_dossier"),
            "may_withdraw": request.user.has_perm("publication.withdraw_dossier"),
        }

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
        problems, differences = reasons_not_to_publish(dossier), changes_since(treaty.slug, dossier)
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
        return self._act(request, treaty, form, _("Publish"), **context)

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
        return self._act(request, treaty, form, _("Withdraw"))

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
        return self._act(request, treaty, form, _("Change the address"))

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
        treaty = self.admin.get_object(request, object_id)
        if treaty is None:
            raise Http404
        return treaty

    def _act(self, request, treaty, form, title, **context) -> HttpResponse:
        context |= {"form": form, "title": title, "treaty": treaty, "subtitle": str(treaty)}
        return self.page(request, "desk/publish.html", context)


def warnings(treaty: Treaty, dossier: dict) -> list[str]:
    """What an editor should check before publication; warnings do not prevent it."""
    notes = []
    if not text_of(treaty, "title"):
        notes.append(_("The treaty has no title."))
    if not treaty.parties.exists():
        notes.append(_("No party is recorded."))
    if treaty.checked_up_to is None:
        notes.append(_("No “checked up to” date is given."))
    if not dossier.get("steps"):
        notes.append(_("No step is recorded."))
    return notes + [str(hint) for hint in hints(history_of(dossier))]
