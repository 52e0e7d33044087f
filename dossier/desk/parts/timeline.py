"""The timeline of a dossier, and the list of deleted dossiers."""

from typing import Any

from django import forms
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dossier.editing.history.changes import DONE
from dossier.text.languages import LANGUAGES

from ..moments import in_address
from ..timeline import OUTSIDE, Asked, Timeline, deleted_dossiers
from .past import PastPages

ROWS_A_PAGE = 50
CHANGES = {"made": "+", "changed": "~", "deleted": "-"}


class TimelineForm(forms.Form):
    """The filters of a timeline."""

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
        """The filters; invalid values are ignored."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Asked(**given | {"change": CHANGES[given["change"]] if given["change"] else ""})


class TimelinePages(PastPages):
    """Pages that list the changes to a dossier. Read-only."""

    def urls(self):
        return [
            self.at("deleted/", self.deleted_view, "deleted_dossiers"),
            self.at("<int:pk>/timeline/", self.view, "timeline"),
        ]

    def view(self, request: HttpRequest, pk: int) -> HttpResponse:
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
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(deleted_dossiers(), ROWS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        context = {
            "title": _("Deleted dossiers"),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
        }
        return self.page(request, "desk/deleted_dossiers.html", context)
