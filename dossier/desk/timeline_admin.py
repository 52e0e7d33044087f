"""The past of a dossier at the desk: its timeline, the dossier as it was, and those that were deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth import get_permission_codename, get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossier.editing.history.changes import DONE
from dossier.editing.history.past import as_of
from dossier.format.assemble import assemble
from dossier.format.belonging import belonging, in_history
from dossier.text.languages import LANGUAGES
from treaties.models import Treaty

from .moments import in_address, moment_of
from .previewing import show
from .restoring import SHARED
from .timeline import OUTSIDE, Asked, Timeline, deleted_dossiers

ROWS_A_PAGE = 50
CHANGES = {"made": "+", "changed": "~", "deleted": "-"}


class TimelineForm(forms.Form):
    """What a timeline is narrowed to."""

    person = forms.ChoiceField(label=_("By"), required=False, help_text=_("Only what this person did."))
    kind = forms.ChoiceField(label=_("Kind of record"), required=False, help_text=_("Only records of this kind."))
    change = forms.ChoiceField(
        label=_("Change"), required=False, help_text=_("Only what was made, changed or deleted.")
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("Only where a text in this language changed.")
    )

    def __init__(self, data: Any, models: list[Any]):
        super().__init__(data)
        accounts = get_user_model()._default_manager.order_by("username").values_list("pk", "username")
        choices: dict[str, list[tuple[str, Any]]] = {
            "person": [(OUTSIDE, _("outside the desk")), *((str(pk), name) for pk, name in accounts)],
            "kind": [(model._meta.label_lower, capfirst(model._meta.verbose_name)) for model in models],
            "change": [(code, capfirst(DONE[kind])) for code, kind in CHANGES.items()],
            "language": [*LANGUAGES.items()],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *offered]

    def asked(self) -> Asked:
        """What was asked for; what the form could not read narrows nothing."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Asked(**given | {"change": CHANGES[given["change"]] if given["change"] else ""})


class TimelineAdmin(admin.ModelAdmin):
    """What a treaty's admin shows of its past. Nothing is written here."""

    change_list_template = "desk/treaty_list.html"

    def get_urls(self):
        mine = [
            path("deleted/", self.admin_site.admin_view(self.deleted_view), name="deleted_dossiers"),
            path("<int:pk>/timeline/", self.admin_site.admin_view(self.timeline_view), name="timeline"),
            path("<int:pk>/as-it-was/", self.admin_site.admin_view(self.as_it_was_view), name="as_it_was"),
            re_path(
                r"^(?P<pk>[0-9]{1,18})/as-it-was/(?P<at>[^/]+)/(?P<language>[-\w]+)/(?P<rest>.*)$",
                self.admin_site.admin_view(self.page_view),
                name="page_as_it_was",
            ),
        ]
        return [*mine, *super().get_urls()]

    def timeline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        newest = self.remembered(request, pk)
        form = TimelineForm(request.GET, Timeline(pk, Asked()).models)
        asked = form.asked()
        rows: Any = Timeline(pk, asked)
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {
            "title": _("Timeline"),
            "form": form,
            "narrowed": asked != Asked(),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "headings": [(heading, in_address(heading.moment)) for heading in page],
            "may_restore": self.may_restore(request),
        }
        return self.of_dossier(request, newest, "desk/timeline.html", context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(deleted_dossiers(), ROWS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {
            "title": _("Deleted dossiers"),
            "opts": self.opts,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
        }
        return TemplateResponse(request, "desk/deleted_dossiers.html", self.admin_site.each_context(request) | context)

    def as_it_was_view(self, request: HttpRequest, pk: int) -> HttpResponse:
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
        """A public page of the dossier as the desk had it, at an address in which its links can go on."""
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

    def remembered(self, request: HttpRequest, pk: int) -> Any:
        """The newest history row of a treaty, which may long be deleted. Raises PermissionDenied or Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        newest = in_history(Treaty).filter(id=pk).first()
        if newest is None:
            raise Http404
        return newest

    def may_restore(self, request: HttpRequest) -> bool:
        # Any record of the dossier, and of what it shares with others, may come, change or go.
        every = [model._meta for model in (*belonging(0, in_history), *SHARED)]
        return all(
            request.user.has_perm(f"{opts.app_label}.{get_permission_codename(act, opts)}")
            for opts in every
            for act in ("add", "change", "delete")
        )

    def of_dossier(self, request: HttpRequest, newest: Any, template: str, context: dict, status: int = 200):
        """A page about the past of one dossier, deleted or not."""
        context |= {
            "opts": self.opts,
            "subtitle": newest.slug,
            "dossier": newest,
            "deleted": newest.history_type == "-",
        }
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context, status=status)

    def refused(self, request: HttpRequest, newest: Any, problem: Any) -> HttpResponse:
        context = {"title": _("As it was"), "problem": problem}
        return self.of_dossier(request, newest, "desk/no_such_past.html", context, status=400)


def _slug_at(pk: int, moment: Any) -> str:
    row = in_history(Treaty).filter(id=pk, history_date__lte=moment).first()
    return row.slug if row is not None and row.history_type != "-" else ""
