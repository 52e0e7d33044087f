"""A treaty as a whole: its parties and where it is registered."""

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import (
    CodeField,
    EDTFField,
    KeyField,
    earliest,
    in_english,
    latest,
    text_of,
)
from sources.models import Citation, Question
from sources.prose import ProseField

from ..status import Act
from ..vocabulary import (
    Capacity,
    EntryIntoForceMethod,
    ReferenceScheme,
    Renewal,
    TreatyKind,
)
from .parties import Named, Party

# ISO 8601: at least one part, larger units first.
_N = "[0-9]{1,4}"


DURATION = rf"P({_N}Y({_N}M)?({_N}D)?|{_N}M({_N}D)?|{_N}D)"


class Treaty(Named):
    """A treaty and its dossier. It stores no status and no dates of acts: they are derived from its steps."""

    editorial = ("slug", "checked_up_to", "coverage_note", "summary", "background", "aftermath")
    cited_lists = ("references",)
    translated = ("title", "summary", "background", "aftermath", "place", "coverage_note", "note_public")

    slug = KeyField(
        verbose_name=_("name in addresses"),
        unique=True,
        help_text=_(
            "Write the name of the dossier in addresses, such as russia-dprk-2024; if left empty, it is generated "
            "from the title. After publication a reviewer can change it; the old address then leads to the new one."
        ),
    )
    kinds = ArrayField(
        CodeField(choices=TreatyKind),
        verbose_name=_("kinds"),
        blank=True,
        default=list,
        help_text=_(
            "Choose every kind of treaty that it is, by its subject and by its form. "
            "Leave the list empty where none fits."
        ),
    )
    title = models.CharField(
        verbose_name=_("title"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_(
            "Write the title under which the treaty is shown; its official titles are kept as names. Where a "
            "language is left empty, its readers see the title in another."
        ),
    )
    summary = ProseField(
        verbose_name=_("summary"),
        null=True,
        blank=True,
        help_text=_(
            "State in a paragraph of Markdown what the treaty is, what obligations it creates and what became of "
            "it. Where a language is left empty, its readers see the text in another."
        ),
    )
    background = ProseField(
        verbose_name=_("background"),
        null=True,
        blank=True,
        help_text=_(
            "Tell in Markdown what led to the treaty. "
            "Where it is empty in every language, readers are told that nothing is recorded."
        ),
    )
    aftermath = ProseField(
        verbose_name=_("aftermath"),
        null=True,
        blank=True,
        help_text=_(
            "Tell in Markdown what followed from the treaty. "
            "Where it is empty in every language, its section is left out."
        ),
    )
    place = models.CharField(
        verbose_name=_("place"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Name the place where the treaty was made, such as Pyongyang. "
            "Leave it empty where it is not known, or not decided."
        ),
    )
    entry_into_force_clause = models.ForeignKey(
        "Article",
        models.SET_NULL,
        verbose_name=_("entry into force clause"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Choose the article that says how and when the treaty enters into force (Vienna Convention, art. 24(1)). "
            "Leave it empty where there is none, or it was not read."
        ),
    )
    entry_into_force_method = CodeField(
        verbose_name=_("manner of entry into force"),
        choices=EntryIntoForceMethod,
        blank=True,
        default="",
        help_text=_(
            "Choose the event that brings the treaty into force by its own clause; the day itself stands in a step. "
            "Leave it empty where the clause is not known."
        ),
    )
    term = models.CharField(
        verbose_name=_("term"),
        max_length=30,
        blank=True,
        default="",
        help_text=_(
            "Write for how long it was made: indefinite, or an ISO 8601 duration such as P10Y for ten years. "
            "Leave it empty where that is not known."
        ),
    )
    renewal = CodeField(
        verbose_name=_("renewal"),
        choices=Renewal,
        blank=True,
        default="",
        help_text=_(
            "Choose what happens at the end of the term: with tacit renewal it goes on unless a party gives notice. "
            "Leave it empty where that is not known, or there is no term."
        ),
    )
    notice_period = models.CharField(
        verbose_name=_("notice period"),
        max_length=30,
        blank=True,
        default="",
        help_text=_(
            "Write how long before the end a party must give notice, as an ISO 8601 duration such as P1Y for one year. "
            "Leave it empty where the treaty sets none, or it is not known."
        ),
    )
    disclosed_on = EDTFField(
        verbose_name=_("disclosed on"),
        help_text=_(
            "Write in EDTF when its existence or text became public, which may be years after signature: 2024-06-20. "
            "Leave it empty where that is not known."
        ),
    )
    disclosed_on_earliest = earliest("disclosed_on")
    disclosed_on_latest = latest("disclosed_on")
    checked_up_to = models.DateField(
        verbose_name=_("checked up to"),
        null=True,
        blank=True,
        help_text=_(
            "Give the day up to which sources were checked; readers see it. Leave it empty where nobody has noted it."
        ),
    )
    coverage_note = ProseField(
        verbose_name=_("note on coverage"),
        null=True,
        blank=True,
        help_text=_(
            "State in Markdown which sources were not consulted or not available. Leave it empty where nothing is "
            "known to be missing."
        ),
    )

    # All citations of this dossier, about any of its records.
    dossier_citations = GenericRelation(Citation, object_id_field="dossier_id", content_type_field="dossier_type")
    questions = GenericRelation(Question, object_id_field="dossier_id", content_type_field="dossier_type")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("treaty")
        verbose_name_plural = _("treaties")
        constraints = [
            models.CheckConstraint(
                condition=Q(term__regex=rf"^(indefinite|{DURATION})?$"),
                name="treaty_term_is_duration",
                violation_error_message=_(
                    "Enter a valid term: indefinite, or an ISO 8601 duration such as P10Y for ten years."
                ),
            ),
            models.CheckConstraint(
                condition=Q(notice_period__regex=rf"^({DURATION})?$"),
                name="treaty_notice_is_duration",
                violation_error_message=_(
                    "Enter a valid ISO 8601 duration, such as P1Y for one year or P6M for six months."
                ),
            ),
        ]

    def __str__(self):
        return text_of(self, "title") or self.slug

    def suggested_key(self) -> str:
        return in_english(self, "title")

    def acts(self) -> list[Act]:
        """Its steps, reduced to what the status depends on."""
        return [
            Act(
                key=step.key,
                kind=step.kind,
                party=step.party.key if step.party else "",
                date=step.date,
                effective=step.effective,
                until=step.until,
                standing=step.standing,
            )
            for step in self.steps.all()
        ]


class TreatyParty(models.Model):
    """A party's participation in a treaty, and its position among the parties."""

    editorial = ("treaty", "position")

    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="parties",
        help_text=_("Choose the treaty in which the party takes part."),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("party"),
        related_name="treaties",
        help_text=_("Choose the state or organisation that takes part."),
    )
    position = models.PositiveSmallIntegerField(
        verbose_name=_("position"),
        default=1,
        help_text=_("Give its place in the order in which the treaty names the parties, counted from 1."),
    )
    capacity = CodeField(
        verbose_name=_("capacity"),
        choices=Capacity,
        default=Capacity.PARTY,
        help_text=_(
            "Choose its capacity: a signatory has only signed the treaty, a depositary keeps the original, and a "
            "guarantor vouches for its observance."
        ),
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("party to the treaty")
        verbose_name_plural = _("parties to the treaty")
        constraints = [models.UniqueConstraint(fields=["treaty", "party", "capacity"], name="treaty_party_once")]

    def __str__(self):
        return str(self.party)


class OfficialReference(models.Model):
    """Where the treaty is registered or published, in the numbering of that series."""

    editorial = ("treaty",)

    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="references",
        help_text=_("Choose the treaty that is registered or published there."),
    )
    scheme = CodeField(
        verbose_name=_("scheme"),
        choices=ReferenceScheme,
        help_text=_("Choose the register or series, such as UNTS for the United Nations Treaty Series."),
    )
    value = models.CharField(
        verbose_name=_("reference"),
        max_length=200,
        help_text=_("Write the reference in the manner of that series, such as “vol. 729, no. 10485”."),
    )
    url = models.URLField(
        verbose_name=_("web address"),
        max_length=2000,
        blank=True,
        default="",
        help_text=_(
            "Give the address at which that series shows the treaty, beginning with https:// or http://. "
            "Leave it empty where it is not on the web."
        ),
    )

    class Meta:
        ordering = ["scheme", "value"]
        verbose_name = _("official reference")
        verbose_name_plural = _("official references")
        constraints = [models.UniqueConstraint(fields=["treaty", "scheme", "value"], name="reference_once")]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"
