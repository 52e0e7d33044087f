"""The acts that bring a treaty into force or out of it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField, EDTFField, KeyField, earliest, latest
from sources.models import Citation
from sources.vocabulary import Calendar

from ..vocabulary import BetweenTheTwo, Instrument, Standing, StepKind
from .parties import Cited, Party, Person
from .texts import Article
from .treaty import Treaty


class RatificationStep(Cited):
    """One act that brings a treaty into force or out of it, on the international or a domestic plane."""

    editorial = ("treaty", "standing")
    cited_lists = ("actors",)
    translated = ("organ", "place", "note_public")

    listed_as = "steps"
    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="steps",
        help_text=_("Choose the treaty to which the act belongs."),
    )
    key = KeyField(verbose_name=_("key"))
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("party"),
        null=True,
        blank=True,
        related_name="steps",
        help_text=_(
            "Choose the party that acts. Leave it empty for a joint act, such as signature or entry into force."
        ),
    )
    kind = CodeField(
        verbose_name=_("kind"),
        choices=StepKind,
        help_text=_(
            "Choose the act by what it is in law, whatever word the source has for it. Ratification is an "
            "international act (Vienna Convention, art. 2(1)(b)), so a chamber's vote is its approval."
        ),
    )
    date = EDTFField(
        calendar="calendar",
        verbose_name=_("date"),
        help_text=_(
            "Write the day of the act in EDTF: 2024-06-19, 2024-06, 2024~. "
            "Leave it empty where it is not known or not decided."
        ),
    )
    date_earliest = earliest("date", calendar="calendar")
    date_latest = latest("date", calendar="calendar")
    effective = EDTFField(
        calendar="calendar",
        verbose_name=_("effective from"),
        help_text=_(
            "Write in EDTF the day from which the act has effect, where that is another day, as with a denunciation "
            "after notice: 2025-06-19. Leave it empty where it has effect at once."
        ),
    )
    effective_earliest = earliest("effective", calendar="calendar")
    effective_latest = latest("effective", calendar="calendar")
    until = EDTFField(
        calendar="calendar",
        verbose_name=_("effective until"),
        help_text=_(
            "Write in EDTF the day until which the act has effect, such as the end of a term or of a suspension: "
            "2034-06-18. Leave it empty where no end is set."
        ),
    )
    until_earliest = earliest("until", calendar="calendar")
    until_latest = latest("until", calendar="calendar")
    calendar = CodeField(
        verbose_name=_("calendar"),
        choices=Calendar,
        blank=True,
        default="",
        help_text=_(
            "Choose the calendar in which the sources print the dates of the act, if it is not the Gregorian. Dates of "
            "the Julian calendar are written in it; of any other, write the Gregorian day that is taken to be meant."
        ),
    )
    date_as_printed = models.CharField(
        verbose_name=_("date as printed"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Copy the date as printed where it is of another calendar, such as 光緒二十一年三月二十三日. "
            "Readers see it beside the Gregorian day. Leave it empty otherwise."
        ),
    )
    organ = models.CharField(
        verbose_name=_("organ"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Name the body that acts, such as the Federation Council. "
            "Leave it empty for a joint act, or where the body is not known."
        ),
    )
    place = models.CharField(
        verbose_name=_("place"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("Name the place of the act, such as Pyongyang. Leave it empty where it is not known."),
    )
    instrument = CodeField(
        verbose_name=_("instrument"),
        choices=Instrument,
        blank=True,
        default="",
        help_text=_(
            "Choose the document in which the act is set down. Leave it empty where there is none, or it is not known."
        ),
    )
    number = models.CharField(
        verbose_name=_("number"),
        max_length=100,
        blank=True,
        default="",
        help_text=_(
            "Write the number of the instrument as printed, such as 12-A. "
            "Leave it empty where it has none, or none was found."
        ),
    )
    votes = models.CharField(
        verbose_name=_("votes"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Write the votes for, against and abstaining, in this order and as far as they are known: 397 : 0. "
            "Leave it empty where there was no vote, or its count is not known."
        ),
    )
    between = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("with respect to"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Choose the other party where the act concerns only the relation between the two, as an objection to its "
            "reservation does. Leave it empty where it concerns all."
        ),
    )
    between_us = CodeField(
        verbose_name=_("effect between the two"),
        choices=BetweenTheTwo,
        blank=True,
        default="",
        help_text=_(
            "Of an objection to a reservation: choose whether the objecting party lets the treaty enter into force "
            "between the two (Vienna Convention, art. 20(4)). Leave it empty for any other act, or where it is silent: "
            "then it is in force except for what is reserved."
        ),
    )
    refers_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("refers to"),
        null=True,
        blank=True,
        related_name="referred_by",
        help_text=_(
            "Choose the step that this one builds on, such as the notice that it revokes or the exchange that brings "
            "the treaty into force. Leave it empty where it stands by itself."
        ),
    )
    articles = models.ManyToManyField(
        Article,
        verbose_name=_("articles"),
        through="StepArticle",
        related_name="steps",
        blank=True,
        help_text=_(
            "Choose the articles or parts to which the act is confined, such as those reserved or denounced. "
            "Leave the list empty where it is about the treaty as a whole."
        ),
    )
    basis = models.ManyToManyField(
        Article,
        verbose_name=_("basis"),
        through="StepBasis",
        related_name="+",
        blank=True,
        help_text=_(
            "Choose the articles of the treaty that provide for the act, such as its clause on entry into force or on "
            "withdrawal. Leave the list empty where none does, or it is not known."
        ),
    )
    territory = models.CharField(
        verbose_name=_("territory"),
        max_length=300,
        blank=True,
        default="",
        help_text=_(
            "Name the territory to which the act is confined or extended, such as the Faroe Islands. "
            "Leave it empty where it holds for all of the party's territory."
        ),
    )
    standing = CodeField(
        verbose_name=_("standing"),
        choices=Standing,
        default=Standing.ESTABLISHED,
        help_text=_(
            "Standing of the act: established, reported, disputed, rejected or planned. Only established acts "
            "count towards the status."
        ),
    )

    class Meta:
        ordering = ["date_earliest", "id"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [models.UniqueConstraint(fields=["treaty", "key"], name="step_key_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def clean(self):
        if self.refers_to and (self.refers_to == self or self.refers_to.treaty_id != self.treaty_id):
            raise ValidationError({"refers_to": _("Choose another step of the same treaty.")})

    def suggested_key(self) -> str:
        return f"{self.date}-{self.kind}"


class StepArticle(models.Model):
    """An article to which a step is confined, such as the one reserved."""

    editorial = ("step",)

    step = models.ForeignKey(
        RatificationStep,
        models.CASCADE,
        verbose_name=_("step"),
        related_name="+",
        help_text=_("Choose the step that the article belongs to."),
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        verbose_name=_("article"),
        related_name="+",
        help_text=_("Choose an article to which the step is confined, such as the one reserved."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("article of a step")
        verbose_name_plural = _("articles of steps")
        constraints = [models.UniqueConstraint(fields=["step", "article"], name="step_article_once")]

    def __str__(self):
        return self.article.slug


class StepBasis(models.Model):
    """An article of the treaty that provides for a step, such as its clause on withdrawal."""

    editorial = ("step",)

    step = models.ForeignKey(
        RatificationStep,
        models.CASCADE,
        verbose_name=_("step"),
        related_name="+",
        help_text=_("Choose the step that the article provides for."),
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        verbose_name=_("article"),
        related_name="+",
        help_text=_("Choose an article that provides for the step, such as the clause on withdrawal."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("basis of a step")
        verbose_name_plural = _("bases of steps")
        constraints = [models.UniqueConstraint(fields=["step", "article"], name="step_basis_once")]

    def __str__(self):
        return self.article.slug


class StepActor(models.Model):
    """A person who acted in a step, for whom and in which capacity."""

    editorial = ("step",)
    translated = ("capacity",)

    step = models.ForeignKey(
        RatificationStep,
        models.CASCADE,
        verbose_name=_("step"),
        related_name="actors",
        help_text=_("Choose the step in which the person acted."),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="steps",
        help_text=_("Choose the person who acted, such as a signatory."),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("party"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Choose the party for which the person acted. "
            "Leave it empty where it is the party of the step, or is not known."
        ),
    )
    capacity = models.CharField(
        verbose_name=_("capacity"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Say in which capacity the person acted, such as “Minister of Foreign Affairs, with full powers”. "
            "Leave it empty where that is not known."
        ),
    )
    citations = GenericRelation(Citation, object_id_field="subject_id", content_type_field="subject_type")

    class Meta:
        ordering = ["id"]
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="step_actor_once")]

    def __str__(self):
        return str(self.person)
