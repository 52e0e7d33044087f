"""A treaty as a whole, and what it says of its own entry into force."""

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
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

from ..vocabulary import DelayCounting, EntryIntoForceMethod, Form, Laterality, Renewal, Subject
from .parties import Named, Party

# ISO 8601: at least one part, larger units first.
_N = "[0-9]{1,4}"


DURATION = rf"P({_N}Y({_N}M)?({_N}D)?|{_N}M({_N}D)?|{_N}D)"


class Treaty(Named):
    """A treaty and its dossier. It stores no status and no dates of acts: they are derived from its steps."""

    editorial = (
        *("slug", "checked_up_to", "coverage_note", "summary", "background", "aftermath"),
        *("laterality", "laterality_reason"),
    )
    cited_lists = ("references",)
    translated = (
        *("title", "other_subject", "summary", "background", "aftermath", "place", "entry_into_force_condition"),
        *("laterality_reason", "coverage_note", "note_public"),
    )

    slug = KeyField(
        verbose_name=_("name in addresses"),
        unique=True,
        help_text=_(
            "Write the name of the dossier in addresses, such as russia-dprk-2024; if left empty, it is generated "
            "from the title. After publication a reviewer can change it; the old address then leads to the new one."
        ),
    )
    form = CodeField(
        verbose_name=_("form"),
        choices=Form,
        blank=True,
        default="",
        help_text=_(
            "Choose what kind of text it is. A political commitment is no treaty: its page then gives no legal status, "
            "and says who takes part. Leave it empty where none fits."
        ),
    )
    subjects = ArrayField(
        CodeField(choices=Subject),
        verbose_name=_("subjects"),
        blank=True,
        default=list,
        help_text=_("Choose everything that it is about. Leave the list empty where that is not known."),
    )
    other_subject = models.CharField(
        verbose_name=_("other subject"),
        max_length=200,
        null=True,
        blank=True,
        help_text=_("Name the subject where “other subject” is chosen. Leave it empty otherwise."),
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
    entry_into_force_number = models.PositiveSmallIntegerField(
        verbose_name=_("number of deposits"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Give the number of deposits after which it enters into force, such as 60. "
            "Leave it empty where its entry into force does not depend on a number."
        ),
    )
    entry_into_force_parties = models.ManyToManyField(
        Party,
        verbose_name=_("parties whose consent it awaits"),
        through="EntryParty",
        related_name="+",
        blank=True,
        help_text=_(
            "Choose the parties without whose consent it does not enter into force. "
            "Leave the list empty where it names none."
        ),
    )
    entry_into_force_date = EDTFField(
        verbose_name=_("fixed date of entry into force"),
        help_text=_(
            "Write in EDTF the date that the treaty itself fixes: 1958-01-01. Leave it empty where it fixes none."
        ),
    )
    entry_into_force_date_earliest = earliest("entry_into_force_date")
    entry_into_force_date_latest = latest("entry_into_force_date")
    entry_into_force_condition = models.CharField(
        verbose_name=_("other condition"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_(
            "State a condition that no other field can hold, such as a decision of an organ. "
            "Leave it empty where there is none."
        ),
    )
    entry_into_force_delay = models.CharField(
        verbose_name=_("delay of entry into force"),
        max_length=30,
        blank=True,
        default="",
        help_text=_(
            "Write how long after that event it enters into force, as an ISO 8601 duration: P90D for the ninetieth day "
            "after it, P3M for three months after it. Leave it empty where it enters into force on the day itself."
        ),
    )
    entry_into_force_counting = CodeField(
        verbose_name=_("end of the delay"),
        choices=DelayCounting,
        blank=True,
        default="",
        help_text=_("Choose whether it counts to the day, which it does if left empty, or to the month that follows."),
    )
    later_consent_delay = models.CharField(
        verbose_name=_("delay for later parties"),
        max_length=30,
        blank=True,
        default="",
        help_text=_(
            "Write how long after its consent a party is bound that consents after the entry into force, as an "
            "ISO 8601 duration: P90D, or P0D where it is bound at once. Leave it empty where that is not known; "
            "then its page says that the day of effect is not recorded."
        ),
    )
    later_consent_counting = CodeField(
        verbose_name=_("end of the delay for later parties"),
        choices=DelayCounting,
        blank=True,
        default="",
        help_text=_("Choose whether it counts to the day, which it does if left empty, or to the month that follows."),
    )
    laterality = CodeField(
        verbose_name=_("bilateral or multilateral"),
        choices=Laterality,
        blank=True,
        default="",
        help_text=_(
            "Leave it empty: it follows from the number of those who can be bound. "
            "Choose only where that would be wrong, and give the reason."
        ),
    )
    laterality_reason = models.CharField(
        verbose_name=_("reason for bilateral or multilateral"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_(
            "Give the reason for a choice that departs from the number of those who can be bound. "
            "Leave it empty where nothing is chosen."
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
    acts_complete_until = models.DateField(
        verbose_name=_("list of acts complete until"),
        null=True,
        blank=True,
        help_text=_(
            "Give the day up to which its acts are recorded without a gap, as a depositary’s status list shows, and "
            "cite that source for it. Only up to this day may a page say that an act did not take place. "
            "Leave it empty where nobody has made sure."
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
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__regex": rf"^({DURATION})?$"}),
                    name=f"treaty_{constraint}_is_duration",
                    violation_error_message=_(
                        "Enter a valid ISO 8601 duration, such as P90D for ninety days or P3M for three months."
                    ),
                )
                for name, constraint in (
                    ("entry_into_force_delay", "entry_delay"),
                    ("later_consent_delay", "later_delay"),
                )
            ),
        ]

    def __str__(self):
        return text_of(self, "title") or self.slug

    def suggested_key(self) -> str:
        return in_english(self, "title")

    def clean(self):
        if self.laterality and not text_of(self, "laterality_reason"):
            raise ValidationError({"laterality": _("Give the reason why it is not what the number of parties says.")})
        if (Subject.OTHER in (self.subjects or [])) != bool(text_of(self, "other_subject")):
            raise ValidationError({"subjects": _("Choose “other subject” and name it, or do neither.")})
