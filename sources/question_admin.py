"""Questions at the desk: their citations, points that no question covers yet, and questions that became stale."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossier.editing.admin import DeskAdmin
from dossier.editing.forms.formfields import form_of
from dossier.editing.forms.widgets import LookupSelectMultiple
from dossier.editing.history.recording import recorded
from dossier.editing.keys import give_key
from dossier.editing.parts import Part
from dossier.text.languages import column

from .comparison import kind_of_difference
from .models import Citation, Question, SourceOrigin
from .points import citable_fields
from .questions import Point, asserted, misfit, proposed, reading_of, stale
from .vocabulary import Outcome, QuestionKind

POINTS_A_PAGE = 50


def grouped_field() -> forms.ModelMultipleChoiceField:
    """The citations of a question; a new field for each form class, since each is limited to one dossier."""
    return forms.ModelMultipleChoiceField(
        Citation.objects.all(),
        required=False,
        widget=LookupSelectMultiple(SourceOrigin._meta.get_field("citation"), admin.site),
        label=_("Citations weighed"),
        help_text=_(
            "Choose every citation that answers the question. They may be about several records, such as the "
            "exchange of instruments and the entry into force where both are one day."
        ),
    )


class QuestionForm(forms.ModelForm):
    """A question with the citations that are weighed in it, on any records of the dossier."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "grouped" in self.fields:
            citations = list(self.instance.citations.select_related("document"))
            self.initial["grouped"] = [citation.pk for citation in citations]
            widget: Any = self.fields["grouped"].widget
            widget.labels = {}
            widget.learn(citations)

    def clean(self):
        cleaned: Any = super().clean()
        if cleaned.get("outcome") == Outcome.UNDECIDED and self.instance.pk:
            for record, field in asserted(self.instance):
                said = _(
                    "While a question is undecided, its field cannot have a value. Empty “%(field)s” of "
                    "“%(record)s” first."
                )
                label = citable_fields(type(record)).get(field, field)
                self.add_error("outcome", ValidationError(said % {"field": label, "record": record}))
        return cleaned


class Asking(DeskAdmin):
    """The form of a question, on which its citations are grouped."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = type("QuestionOfDossierForm", (QuestionForm,), {"grouped": grouped_field()})
        return super().get_form(request, obj, change=change, **kwargs)

    def lookups_within(self, request, obj):
        return super().lookups_within(request, obj) | ({"grouped": {"dossier": obj.dossier_id}} if obj else {})

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "grouped" in getattr(form, "cleaned_data", {}):
            chosen = form.cleaned_data["grouped"]
            obj.citations.exclude(pk__in=chosen).update(question=None)
            # Citations of other dossiers are not offered, and not accepted.
            ours = chosen.filter(dossier_type=obj.dossier_type, dossier_id=obj.dossier_id)
            ours.exclude(question=obj).update(question=obj)


class Proposals(Part):
    """What the values of citations show: the kind of a question, and points on which nobody has asked one yet."""

    def urls(self):
        return [self.at("proposed/", self.view, "proposed_questions")]

    def on_form(self, request, context, obj):
        if obj is None:
            return {}
        citations = list(obj.citations.select_related("document", "attributed_to"))
        return {"computed_kind": computed_kind(citations), "is_stale": bool(stale([obj]))}

    def view(self, request):
        """The points on which sources differ without a question; POST creates a question for one of them."""
        if not self.admin.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("dossier", "")
        citations = Citation.objects.filter(dossier_id=int(asked)) if _is_number(asked) else Citation.objects.all()
        if request.method == "POST":
            return self._ask(request, citations)
        points = proposed(citations)
        page = Paginator(points, POINTS_A_PAGE).get_page(request.GET.get("page"))
        context = {
            "title": _("Differences not yet weighed"),
            "page": page,
            "points": [(point, form_of(point.subject), _kind_label(point.kind)) for point in page],
            "may_ask": self._may_ask(request),
        }
        return self.page(request, "sources/proposed_questions.html", context)

    def _may_ask(self, request) -> bool:
        return request.user.has_perm("sources.add_question") and request.user.has_perm("sources.change_citation")

    def _ask(self, request, citations):
        if not self._may_ask(request):
            raise PermissionDenied
        asked = request.POST.get("citation", "")
        point = next((point for point in proposed(citations) if str(point.citations[0].pk) == asked), None)
        if point is None:
            messages.error(request, _("Somebody has already raised this question, or its citations have changed."))
            return redirect("admin:proposed_questions")
        with recorded(request.user, _("Created from differing citations")):
            question = ask(point, request.LANGUAGE_CODE, compatible="compatible" in request.POST)
        return redirect(reverse("admin:sources_question_change", args=[question.pk]))


def ask(point: Point, language: str, *, compatible: bool = False) -> Question:
    """Put the citations of a point in one question: one that some of them belong to already, or a new one."""
    question = next(iter(point.questions), None)
    if question is None:
        question = Question(dossier=point.dossier, kind=point.kind or QuestionKind.CONFLICT)
        question.outcome = Outcome.COMPATIBLE if compatible else Outcome.OPEN
        setattr(question, column("topic", language), f"{point.label}: {point.subject}")
        give_key(question)
        question.save()
    Citation.objects.filter(pk__in=[citation.pk for citation in point.citations], question=None).update(
        question=question
    )
    return question


def computed_kind(citations: list[Citation]) -> str:
    """How the citations of a question differ by their values, in words; editors may judge otherwise."""
    by_point: dict[str, list[Citation]] = {}
    for citation in citations:
        by_point.setdefault(citation.field or citation.topic, []).append(citation)
    kinds = {kind_of_difference(map(reading_of, group), wording=name == "text") for name, group in by_point.items()}
    order = (QuestionKind.SERIES, QuestionKind.CONFLICT, QuestionKind.SPELLING, QuestionKind.PRECISION)
    return _kind_label(next((kind for kind in order if kind in kinds), None))


def _kind_label(kind: str | None) -> str:
    return str(dict(QuestionKind.choices)[kind]) if kind else _("no difference")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


class Stale(admin.SimpleListFilter):
    """Questions whose preferred value the desk no longer has."""

    title, parameter_name = gettext_lazy("the desk agrees"), "stale"

    def lookups(self, request, model_admin):
        return [("yes", _("no: the preferred value is not the desk's"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        preferred = queryset.filter(outcome=Outcome.PREFERRED).prefetch_related("citations__subject")
        return queryset.filter(pk__in=[question.pk for question in stale(preferred)])


class Misfit(admin.SimpleListFilter):
    """Citations whose value is no longer valid for what they are about."""

    title, parameter_name = gettext_lazy("the value fits"), "misfit"

    def lookups(self, request, model_admin):
        return [("yes", _("no"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        candidates = queryset.select_related("subject_type").prefetch_related("subject", "dossier")
        return queryset.filter(pk__in=[citation.pk for citation in candidates if misfit(citation)])
