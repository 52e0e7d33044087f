"""The acts that bring a treaty into force or out of it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField, EDTFField, KeyField, earliest, latest
from sources.models import Citation

from ..vocabulary import Instrument, Standing, StepKind
from .parties import Noted, Party, Person
from .treaty import Article, Treaty


class RatificationStep(Noted):
    """One act on the way of a treaty into force or out of it, on the international plane or a domestic one."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="steps")
    key = KeyField()
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        help_text=_("Empty for a joint act, such as signature or entry into force."),
    )
    kind = CodeField(choices=StepKind)
    date = EDTFField(help_text=_("The day of the act, in EDTF. Empty where it is not known or not decided."))
    date_earliest = earliest("date")
    date_latest = latest("date")
    effective = EDTFField(help_text=_("The day from which it has effect, where that is another day."))
    effective_earliest = earliest("effective")
    effective_latest = latest("effective")
    until = EDTFField(help_text=_("The day until which it has effect: the end of a term or of a suspension."))
    until_earliest = earliest("until")
    until_latest = latest("until")
    organ = models.CharField(max_length=300, null=True, blank=True)
    place = models.CharField(max_length=300, null=True, blank=True)
    instrument = CodeField(choices=Instrument, blank=True, default="")
    number = models.CharField(max_length=100, blank=True, default="", help_text=_("The number of the instrument."))
    votes = models.CharField(max_length=200, blank=True, default="", help_text=_("For, against, abstained: 397 : 0."))
    refers_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="referred_by")
    articles = models.ManyToManyField(Article, through="StepArticle", related_name="steps", blank=True)
    territory = models.CharField(max_length=300, blank=True, default="")
    standing = CodeField(
        choices=Standing,
        default=Standing.ESTABLISHED,
        help_text=_("Only an established act counts for the status of the treaty."),
    )

    class Meta:
        ordering = ["date_earliest", "id"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [models.UniqueConstraint(fields=["treaty", "key"], name="step_key_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def suggested_key(self) -> str:
        return f"{self.date}-{self.kind}"


class StepArticle(models.Model):
    """An article that a step is about, such as the one reserved."""

    step = models.ForeignKey(RatificationStep, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("article of a step")
        verbose_name_plural = _("articles of steps")
        constraints = [models.UniqueConstraint(fields=["step", "article"], name="step_article_once")]

    def __str__(self):
        return self.article.slug


class StepActor(models.Model):
    """A person who acted in a step, for whom and in which capacity."""

    step = models.ForeignKey(RatificationStep, models.CASCADE, related_name="actors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="steps")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=300, null=True, blank=True)
    citations = GenericRelation(Citation, object_id_field="subject_id", content_type_field="subject_type")

    class Meta:
        ordering = ["id"]
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="step_actor_once")]

    def __str__(self):
        return str(self.person)
