"""Relations between treaties, and the status of translations on the desk."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import (
    CodeField,
    EDTFField,
    KeyField,
    LanguageTagField,
    earliest,
    latest,
)
from dossier.editing.forms.reviews import ReviewRecord
from sources.vocabulary import TextOrigin

from ..vocabulary import (
    RelationKind,
    Standing,
)
from .parties import Cited
from .texts import Article
from .treaty import Treaty


class TreatyRelation(Cited):
    """The effect of one treaty on another, or on an instrument that has no dossier here."""

    editorial = ("treaty", "standing")
    translated = ("other_text", "scope", "note_public")

    listed_as = "relations"
    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="relations",
        help_text=_("Choose the treaty that affects the other, or refers to it."),
    )
    key = KeyField(verbose_name=_("key"))
    kind = CodeField(
        verbose_name=_("kind"),
        choices=RelationKind,
        help_text=_(
            "Choose how this treaty relates to the other. The later of two treaties supersedes the earlier, so the "
            "relation belongs to the dossier of the later one."
        ),
    )
    other = models.ForeignKey(
        Treaty,
        models.PROTECT,
        verbose_name=_("other treaty"),
        null=True,
        blank=True,
        related_name="reverse_relations",
        help_text=_(
            "Choose the other treaty where it has a dossier here. "
            "Leave it empty where it has none, and name it in words."
        ),
    )
    other_text = models.CharField(
        verbose_name=_("other instrument"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_(
            "Name the other instrument in words, such as “Pyongyang Declaration (2000)”. "
            "Leave it empty only where its dossier is chosen."
        ),
    )
    date = EDTFField(
        verbose_name=_("date"),
        help_text=_(
            "Write in EDTF the day from which the relation holds, such as that on which the earlier treaty was "
            "replaced: 2024-12-04. Leave it empty where that is not known."
        ),
    )
    date_earliest = earliest("date")
    date_latest = latest("date")
    basis = models.ForeignKey(
        Article,
        models.SET_NULL,
        verbose_name=_("basis"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Choose the article of this treaty that says so. "
            "Leave it empty where none does, as in a replacement by implication (Vienna Convention, art. 59)."
        ),
    )
    scope = models.TextField(
        verbose_name=_("scope"),
        null=True,
        blank=True,
        help_text=_("Say which part of the other instrument is concerned. Leave it empty where it is the whole."),
    )
    standing = CodeField(
        verbose_name=_("standing"),
        choices=Standing,
        default=Standing.ESTABLISHED,
        help_text=_("Standing of the relation. Anything but “established” is shown to readers."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["treaty", "key"], name="relation_key_in_dossier"),
            models.CheckConstraint(
                condition=~Q(treaty=models.F("other")),
                name="relation_to_another",
                violation_error_message=_(
                    "A treaty has no relation to itself: choose another treaty, or name the other instrument in words."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def clean(self):
        if self.other_id and self.other_id == self.treaty_id:
            raise ValidationError({"other": _("A treaty cannot have a relation to itself. Choose another treaty.")})
        if self.basis and self.basis.treaty_id != self.treaty_id:
            raise ValidationError(
                {"basis": _("This article belongs to another treaty. Choose an article of this treaty.")}
            )

    def suggested_key(self) -> str:
        return f"{self.kind}-{self.other.slug}" if self.other else self.kind


class TranslationStatus(ReviewRecord):
    """Who or what made a text of the desk in one language, and when it was last reviewed."""

    subject_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        verbose_name=_("type of the subject"),
        related_name="+",
    )
    subject_id = models.PositiveBigIntegerField(verbose_name=_("number of the subject"))
    subject = GenericForeignKey("subject_type", "subject_id")
    field = models.CharField(
        verbose_name=_("field"),
        max_length=60,
        help_text=_("Name the translated field of the record, such as summary."),
    )
    language = LanguageTagField(
        verbose_name=_("language"),
        help_text=_(
            "Write the language of the text as one of the nine of the site: en, zh-hans, zh-hant, ko, ru, ar, fa, th "
            "or vi."
        ),
    )
    origin = CodeField(
        verbose_name=_("made by"),
        choices=TextOrigin,
        help_text=_("Choose whether a person or a machine wrote the text in this language."),
    )
    reviewed_on = models.DateField(
        verbose_name=_("reviewed on"),
        null=True,
        blank=True,
        help_text=_("Give the day on which a person last reviewed the text. Leave it empty where nobody has."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("status of a translation")
        verbose_name_plural = _("statuses of translations")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "field", "language"],
                name="translation_status_once",
                violation_error_message=_(
                    "The text has a status in this language already: change that one instead of adding another."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.field} {self.language}: {self.origin}"
