"""The admin of treaties: one form for the treaty's own fields, and one for each record of its dossier."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.admin import DeskAdmin, LinkAdmin, TranslatedDeskAdmin, in_all_languages
from dossier.editing.fields import text_of
from dossier.editing.forms.widgets import LookupSelect
from dossier.editing.parts import Part
from dossier.editing.typed_dates import DateAsTyped
from dossier.text.dates import today
from sources.admin import CitationsListed, NewCitationInline
from sources.points import CitationForm

from . import models
from .contents import contents
from .hints import Hints, KnownAlready
from .inlines import (
    ActorInline,
    ArticleNumberInline,
    ArticleTextInline,
    NameInline,
    NewArticleInline,
    NewEventInline,
    NewQuestionInline,
    NewRelationInline,
    NewStepInline,
    NewTextInline,
    ParticipantInline,
    ReferenceInline,
)
from .law.rows import histories, history
from .status import signature_dates, status
from .vocabulary import ArticleKind, Subject
from .vocabulary import Status as StatusCode


def dossier_of(record):
    """The treaty whose dossier a record belongs to; None for records shared between dossiers."""
    match record:
        case models.Treaty():
            return record
        case models.Name():
            return dossier_of(record.subject)
        case models.StepActor():
            return dossier_of(record.step)
    return getattr(record, "treaty", None)


class DossierFormSet(BaseGenericInlineFormSet):
    """Citations that belong to the dossier of their subject, or to the one that the editor chooses."""

    def save_new(self, form, commit=True):
        form.instance.dossier = form.cleaned_data.get("of_dossier") or dossier_of(self.instance)
        return super().save_new(form, commit)


class CitationInline(NewCitationInline):
    """Citations of sources on a record of one dossier."""

    formset: Any = DossierFormSet

    def lookups_within(self, request, obj):
        dossier = dossier_of(obj)
        return {"question": {"dossier": dossier.pk}} if dossier else {}


class SharedCitationForm(CitationForm):
    of_dossier: Any = forms.ModelChoiceField(
        models.Treaty.objects.all(),
        widget=LookupSelect(models.EventTreaty._meta.get_field("treaty"), admin.site),
        label=_("dossier"),
        help_text=_("The dossier that cites it."),
    )


class SharedCitationInline(CitationInline):
    """Citations of sources on a record that is shared between dossiers."""

    form = SharedCitationForm

    def get_fieldsets(self, request, obj=None):
        (first, options), *rest = super().get_fieldsets(request, obj)
        return [(first, {**options, "fields": ["of_dossier", *options["fields"]]}), *rest]


class CitedAdmin(TranslatedDeskAdmin):
    """The admin of a citable record: its citations are listed, and new ones are added below."""

    parts: tuple[type[Part], ...] = (*TranslatedDeskAdmin.parts, CitationsListed)
    citation_inline: type[NewCitationInline] = CitationInline

    def get_inlines(self, request, obj):
        # If the record belongs to a dossier, such as a name of a treaty, the form need not ask for it.
        inline = CitationInline if dossier_of(obj) else self.citation_inline
        return [*super().get_inlines(request, obj), inline]


@admin.register(models.Party)
class PartyAdmin(CitedAdmin):
    parts: tuple[type[Part], ...] = (*CitedAdmin.parts, KnownAlready)
    list_display = ["__str__", "key", "type", "iso_3166", "exists_from", "exists_until"]
    search_fields = ["key", "iso_3166", "names__text", *in_all_languages("name", "official_name")]
    inlines = [NameInline]
    citation_inline = SharedCitationInline


@admin.register(models.PartySuccession)
class PartySuccessionAdmin(TranslatedDeskAdmin):
    list_display = ["predecessor", "kind", "successor", "date"]
    list_filter = ["kind"]
    search_fields = ["predecessor", "successor"]


@admin.register(models.Person)
class PersonAdmin(CitedAdmin):
    list_display = ["__str__", "key", "party"]
    search_fields = ["key", "names__text", *in_all_languages("name")]
    inlines = [NameInline]
    citation_inline = SharedCitationInline


@admin.register(models.Name)
class NameAdmin(CitedAdmin):
    list_display = ["text", "language", "kind", "unverified"]
    list_filter = ["kind", "language", "unverified"]
    search_fields = ["text", "key"]
    exclude = ["subject_type", "subject_id"]
    citation_inline = SharedCitationInline

    def has_add_permission(self, request):
        return False

    def owners(self, obj):
        return [obj.subject]


class OfSubject(admin.SimpleListFilter):
    title, parameter_name = _("subject"), "subject"

    def lookups(self, request, model_admin):
        return Subject.choices

    def queryset(self, request, queryset):
        return queryset.filter(subjects__contains=[self.value()]) if self.value() else queryset


class OpenQuestions(admin.SimpleListFilter):
    title, parameter_name = _("open questions"), "open"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        return (
            queryset.filter(undecided__gt=0)
            if self.value() == "yes"
            else (queryset.filter(undecided=0) if self.value() == "no" else queryset)
        )


class Contents(Part):
    """On the form of a treaty: links to its records."""

    def on_form(self, request, context, obj):
        return {"contents": contents(obj) if obj else []}


class TreatyAdmin(CitedAdmin):
    """The admin of the treaty's own fields. dossier.desk adds preview and publishing, and registers it."""

    list_display = ["__str__", "between", "signed", "status_today", "open_questions", "checked_up_to"]
    list_filter = [
        *("form", OfSubject, ("parties__party", admin.RelatedOnlyFieldListFilter)),
        *(OpenQuestions, "checked_up_to"),
    ]
    search_fields = ["slug", "names__text", *in_all_languages("title")]
    inlines = [
        *(ParticipantInline, NameInline, ReferenceInline),
        *(NewTextInline, NewArticleInline, NewStepInline, NewEventInline, NewRelationInline, NewQuestionInline),
    ]
    parts: tuple[type[Part], ...] = (*CitedAdmin.parts, Contents, Hints)
    related = ("entry_into_force_clause__treaty",)
    change_form_template = "treaties/treaty_form.html"

    def lookups_within(self, request, obj):
        return {"entry_into_force_clause": {"treaty": obj.pk}} if obj else {}

    def get_fieldsets(self, request, obj=None):
        """Put what the treaty says of its own entry into force in a part of its own, which is folded."""
        (name, options), *rest = super().get_fieldsets(request, obj)
        fields = list(options["fields"])
        entry = [field for field in fields if str(field).startswith(("entry_into_force_", "later_consent_"))]
        place = fields.index(entry[0])
        others = [field for field in fields if field not in entry]
        return [
            (name, options | {"fields": others[:place]}),
            (_("Entry into force"), {"classes": ["collapse"], "fields": entry}),
            (None, {"fields": others[place:]}),
            *rest,
        ]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        found = histories(changelist.result_list, today().isoformat())
        for treaty in changelist.result_list:
            treaty.law = found[treaty.pk]
        return changelist

    def get_queryset(self, request):
        treaties = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name.endswith("_changelist"):
            undecided = Q(questions__outcome__in=["open", "undecided"])
            treaties = treaties.prefetch_related("parties__party").annotate(
                undecided=Count("questions", filter=undecided, distinct=True)
            )
        return treaties

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is models.Article:
            number_in_order(form.instance, formset.new_objects)

    @admin.display(description=_("parties"))
    def between(self, treaty):
        parties = [str(participant.party) for participant in treaty.parties.all()]
        return " – ".join(parties) if len(parties) <= 4 else f"{len(parties)}"

    @admin.display(description=_("signed"))
    def signed(self, treaty):
        return next(iter(signature_dates(treaty.law.acts)), "")

    @admin.display(description=_("status today"))
    def status_today(self, treaty):
        answer = status(getattr(treaty, "law", None) or history(treaty), today())
        label = StatusCode(answer.code).label
        doubt = _("contested") if answer.contested else _("uncertain") if answer.uncertain else ""
        return f"{label} ({doubt})" if doubt else label

    @admin.display(description=_("open questions"), ordering="undecided")
    def open_questions(self, treaty):
        return treaty.undecided


# The greatest value of the column.
LAST_POSITION = 32_767


def number_in_order(treaty, articles):
    """Set the positions of new articles: after the existing ones, a preamble first."""
    existing = treaty.articles.exclude(pk__in=[article.pk for article in articles])
    last = existing.aggregate(last=Max("position"))["last"] or 0
    for article in articles:
        if article.kind == ArticleKind.PREAMBLE:
            article.position = 0
        else:
            last = article.position = min(last + 1, LAST_POSITION)
        article.save(update_fields=["position"])


class OfTreatyAdmin(CitedAdmin):
    """The admin of a record of one treaty. Lookups of `siblings` offer only records of the same treaty."""

    list_filter = ["treaty"]
    related: tuple[str, ...] = ("treaty",)
    narrowed_by = {"treaty": "treaty_id"}
    # References to records of the same treaty.
    siblings: tuple[str, ...] = ()

    def lookups_within(self, request, obj):
        treaty = obj.treaty_id if obj else request.GET.get("treaty", "")
        return {name: {"treaty": treaty} for name in self.siblings}

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["treaty"] if obj else [])]

    def owners(self, obj):
        return [obj.treaty]


@admin.register(models.TreatyText)
class TreatyTextAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "language", "authenticity", "copy_of"]
    list_filter = ["authenticity", "language", "treaty"]
    search_fields = ["key", "language", "treaty__slug"]


@admin.register(models.Article)
class ArticleAdmin(OfTreatyAdmin):
    list_display = ["slug", "treaty", "number", "kind", "heading_in_words", "main_provision"]
    list_filter = ["kind", "main_provision", "treaty"]
    search_fields = ["slug", "number", "treaty__slug", *in_all_languages("heading")]
    inlines = [ArticleTextInline, ArticleNumberInline]
    siblings = ("parent",)
    related = ("treaty", "parent")

    @admin.display(description=_("heading"))
    def heading_in_words(self, article):
        return text_of(article, "heading")

    def get_changeform_initial_data(self, request):
        if not re.fullmatch("[0-9]{1,18}", request.GET.get("treaty", "")):
            return {}
        initial = super().get_changeform_initial_data(request)
        articles = models.Article.objects.filter(treaty=int(request.GET["treaty"]))
        return initial | {"position": (articles.aggregate(last=Max("position"))["last"] or 0) + 1}


class StepForm(forms.ModelForm):
    """A step whose dates are read in the calendar that is chosen beside them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_instance = self.initial.get("calendar", "")
        calendar = self.data.get(self.add_prefix("calendar"), "") if self.is_bound else of_instance
        for field in self.fields.values():
            if isinstance(field, DateAsTyped):
                field.calendar = calendar


@admin.register(models.RatificationStep)
class RatificationStepAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "kind", "party", "date", "standing"]
    list_filter = ["standing", "kind", "treaty"]
    search_fields = ["key", "treaty__slug", "number", "party", *in_all_languages("organ", "place")]
    inlines = [ActorInline]
    form = StepForm
    parts: tuple[type[Part], ...] = (*OfTreatyAdmin.parts, Hints)
    related = ("refers_to__treaty",)
    siblings = ("refers_to", "articles", "basis")


@admin.register(models.Event)
class EventAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "kind", "date", "title_in_words", "standing"]
    list_filter = ["standing", "kind", "treaty"]
    search_fields = ["key", "treaty__slug", *in_all_languages("title", "place")]
    siblings = ("articles",)

    @admin.display(description=_("title"))
    def title_in_words(self, event):
        return text_of(event, "title")


@admin.register(models.TreatyRelation)
class TreatyRelationAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "kind", "other", "standing"]
    list_filter = ["standing", "kind", "treaty"]
    search_fields = ["key", "treaty__slug", "other", *in_all_languages("other_text")]
    related = ("basis__treaty",)
    siblings = ("basis",)


@admin.register(models.StepActor)
class StepActorAdmin(CitedAdmin, LinkAdmin):
    list_display = ["step", "person", "party"]
    search_fields = ["step__key", "step__treaty__slug", "person", *in_all_languages("capacity")]
    related = ("step__treaty",)


for _model in (
    *(models.NameDocument, models.TreatyParty, models.OfficialReference, models.ArticleText, models.ArticleNumber),
    *(models.StepArticle, models.StepBasis, models.EntryParty),
    *(models.EventTreaty, models.EventArticle, models.EventPerson),
):
    admin.site.register(_model, LinkAdmin)


@admin.register(models.TranslationStatus)
class TranslationStatusAdmin(DeskAdmin):
    """Statuses are created by imports; here an editor records that a translation was reviewed."""

    list_display = ["field", "language", "origin", "reviewed_on"]
    list_filter = ["origin", "language", ("reviewed_on", admin.EmptyFieldListFilter)]
    exclude = ["subject_type", "subject_id"]
    readonly_fields = ["field", "language"]

    def has_add_permission(self, request):
        return False

    def owners(self, obj):
        return [obj.subject]
