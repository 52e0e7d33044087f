"""What documents say about any record of the desk, and where they differ."""

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
    in_english,
    latest,
    text_of,
)
from dossier.editing.notes import Noted
from dossier.text.dates import bounds

from ..prose import ProseField
from ..vocabulary import (
    Calendar,
    DateBasis,
    Modality,
    Outcome,
    QuestionKind,
    Stance,
    TextOrigin,
    Topic,
    ValueType,
)
from .documents import SourceDocument


class Question(Noted):
    """A point on which sources differ, and the editors' conclusion."""

    translated = ("topic", "reason", "note_public")

    dossier_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        verbose_name=_("type of the dossier"),
        related_name="+",
    )
    dossier_id = models.PositiveBigIntegerField(verbose_name=_("number of the dossier"))
    dossier = GenericForeignKey("dossier_type", "dossier_id")
    key = KeyField(verbose_name=_("key"))
    topic = models.TextField(
        verbose_name=_("topic"),
        null=True,
        blank=True,
        help_text=_(
            "Name in a few words the point on which sources differ, such as “Day of signature”. "
            "Where a language is left empty, its readers see the text in another."
        ),
    )
    kind = CodeField(
        verbose_name=_("kind"),
        choices=QuestionKind,
        default=QuestionKind.CONFLICT,
        help_text=_(
            "Choose in which way the sources differ. "
            "A month and a day within it differ only in precision, and both can be right."
        ),
    )
    outcome = CodeField(
        verbose_name=_("outcome"),
        choices=Outcome,
        default=Outcome.OPEN,
        help_text=_(
            "Choose what the editors have concluded; it stays open until they have examined it. Where they cannot "
            "decide, the field in question stays empty and no page asserts a value."
        ),
    )
    preferred_value = models.TextField(
        verbose_name=_("preferred value"),
        blank=True,
        default="",
        help_text=_(
            "Write the value that the editors prefer, just as its citations give it: 2024-06-19. "
            "Leave it empty unless the outcome is “one value preferred”."
        ),
    )
    reason = ProseField(
        verbose_name=_("reason"),
        null=True,
        blank=True,
        help_text=_(
            "Say why the editors prefer that value, or cannot decide; it can be written in Markdown. "
            "Leave it empty while the question is open."
        ),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_type", "dossier_id", "key"],
                name="question_key_in_dossier",
                violation_error_message=_(
                    "Another question of this dossier has this key: choose a key that is not used yet."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(outcome="preferred") & ~Q(preferred_value=""))
                | (~Q(outcome="preferred") & Q(preferred_value="")),
                name="question_value_where_preferred",
                violation_error_message=_(
                    "A preferred value belongs to the outcome “one value preferred”, and only to it."
                ),
            ),
        ]

    def __str__(self):
        return text_of(self, "topic") or self.key

    def suggested_key(self) -> str:
        return in_english(self, "topic")


class Citation(Noted):
    """One statement of one document about one point of one record."""

    translated = ("quote_translation", "note_public")

    dossier_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        verbose_name=_("type of the dossier"),
        related_name="+",
    )
    dossier_id = models.PositiveBigIntegerField(verbose_name=_("number of the dossier"))
    dossier = GenericForeignKey("dossier_type", "dossier_id")
    key = KeyField(verbose_name=_("key"))
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
        blank=True,
        default="",
        help_text=_(
            "Name the field of the record that the statement is about, such as date. "
            "Leave it empty where no field fits, and choose a topic instead."
        ),
    )
    topic = CodeField(
        verbose_name=_("topic"),
        choices=Topic,
        blank=True,
        default="",
        help_text=_(
            "Choose what the statement is about where no field of the record fits. "
            "Leave it empty where a field is named."
        ),
    )
    document = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        verbose_name=_("document"),
        related_name="citations",
        help_text=_("Choose the document in which the statement stands."),
    )
    attributed_to = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        verbose_name=_("attributed to"),
        null=True,
        blank=True,
        related_name="attributed_citations",
        help_text=_(
            "Choose who speaks in this passage, such as an agency that it quotes; the document itself, where it speaks "
            "for itself here although it repeats others elsewhere. Left empty, the passage rests on whatever the "
            "document rests on."
        ),
    )
    locator = models.CharField(
        verbose_name=_("locator"),
        max_length=300,
        blank=True,
        default="",
        help_text=_(
            "Say where the passage stands, by page, line, paragraph or article, such as “Line 17”. "
            "Leave it empty where the document has no such parts."
        ),
    )
    quote = models.TextField(
        verbose_name=_("quotation"),
        blank=True,
        default="",
        help_text=_(
            "Copy the passage in the document's own words and script, no longer than the point needs. "
            "Leave it empty where nothing is quoted."
        ),
    )
    quote_language = LanguageTagField(
        verbose_name=_("language of the quotation"),
        blank=True,
        default="",
        help_text=_(
            "Write the language of the quotation as a BCP 47 tag, such as ko, zh-Hant or fa-AF. "
            "Leave it empty only where nothing is quoted."
        ),
    )
    quote_translation = models.TextField(
        verbose_name=_("translation of the quotation"),
        null=True,
        blank=True,
        help_text=_(
            "Say what the quotation means, for readers who cannot read its language. "
            "Leave it empty where they need no translation."
        ),
    )
    translation_origin = CodeField(
        verbose_name=_("translated by"),
        choices=TextOrigin,
        blank=True,
        default="",
        help_text=_(
            "Choose whether a person or a machine made the translation, for readers are told of a machine's. "
            "Leave it empty where there is none."
        ),
    )
    translation_reviewed_on = models.DateField(
        verbose_name=_("translation reviewed on"),
        null=True,
        blank=True,
        help_text=_(
            "Give the day on which a person compared the translation with the quotation. "
            "Leave it empty where nobody has."
        ),
    )
    stance = CodeField(
        verbose_name=_("stance"),
        choices=Stance,
        default=Stance.SUPPORTS,
        help_text=_(
            "Choose whether the document supports the value, disputes it, or mentions it without saying which."
        ),
    )
    modality = CodeField(
        verbose_name=_("modality"),
        choices=Modality,
        default=Modality.STATES,
        help_text=_(
            "Choose how the document says it: as a fact, a denial, an estimate or an expectation. "
            "One that speaks of the point without an answer gives no value."
        ),
    )
    value = models.TextField(
        verbose_name=_("value"),
        blank=True,
        default="",
        help_text=_(
            "Write what the document says in the form of its type: a date in EDTF, a number in digits, the code of a "
            "term, a path such as people/kim-jong-gyu, or a few words of English. Leave it empty where the document "
            "gives no value."
        ),
    )
    value_type = CodeField(
        verbose_name=_("type of value"),
        choices=ValueType,
        default=ValueType.TEXT,
        help_text=_(
            "Choose the type of the value; it determines how values are compared: as a date 2024-06 is only less "
            "precise than 2024-06-19, as a text it differs."
        ),
    )
    value_calendar = CodeField(
        verbose_name=_("calendar of the value"),
        choices=Calendar,
        blank=True,
        default="",
        help_text=_(
            "Choose the calendar where the source gives the date in a calendar other than the Gregorian, and write "
            "the value in that calendar. Leave it empty for a Gregorian date."
        ),
    )
    value_earliest = earliest("value", condition=Q(value_type="date"), calendar="value_calendar")
    value_latest = latest("value", condition=Q(value_type="date"), calendar="value_calendar")
    as_of = EDTFField(
        verbose_name=_("as of"),
        help_text=_(
            "Write in EDTF the day for which the value is given, such as 2024-10-23 for a number of troops. "
            "Leave it empty where the value does not change with time."
        ),
    )
    as_of_earliest = earliest("as_of")
    as_of_latest = latest("as_of")
    as_reported = models.CharField(
        verbose_name=_("as reported"),
        max_length=300,
        blank=True,
        default="",
        help_text=_(
            "Copy the source's own word for the act, such as 비준 or ратифицировать, whatever act it means. "
            "Leave it empty where the source has no word for it."
        ),
    )
    date_basis = CodeField(
        verbose_name=_("basis of the date"),
        choices=DateBasis,
        blank=True,
        default="",
        help_text=_(
            "Choose the basis of the date: the act, its publication, the report or an inference by the editors. "
            "Leave it empty where the value is not a date, or the source does not say."
        ),
    )
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        verbose_name=_("question"),
        null=True,
        blank=True,
        related_name="citations",
        help_text=_(
            "Choose the question in which this is weighed against what other sources say. Leave it empty where "
            "there is none."
        ),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        indexes = [models.Index(fields=["subject_type", "subject_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_type", "dossier_id", "key"],
                name="citation_key_in_dossier",
                violation_error_message=_(
                    "Another citation of this dossier has this key: choose a key that is not used yet."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(field="") & ~Q(topic="")) | (~Q(field="") & Q(topic="")),
                name="citation_field_or_topic",
                violation_error_message=_("A citation is about either a field or a topic."),
            ),
            models.CheckConstraint(
                condition=Q(quote="") | ~Q(quote_language=""),
                name="citation_quote_has_language",
                violation_error_message=_("A quotation needs its language."),
            ),
        ]

    def __str__(self):
        said = (
            f"{self.document.publisher or self.document.key}: {self.value}" if self.value else self.document.publisher
        )
        return f"{said} [{self.key}]"

    def clean(self):
        if self.value_type == ValueType.DATE and self.value:
            try:
                bounds(self.value, self.value_calendar)
            except ValueError as error:
                raise ValidationError({"value": str(error)}) from None

    def suggested_key(self) -> str:
        return self.document.key
