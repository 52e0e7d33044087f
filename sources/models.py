"""What is cited. Nothing here knows what a treaty is: a citation lies on any record of the desk."""

from urllib.parse import urlsplit

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
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
from dossier.text.dates import bounds

from .vocabulary import (
    Calendar,
    DateBasis,
    DocumentKind,
    ExtentRead,
    IssuerKind,
    Modality,
    OriginRelation,
    Outcome,
    QuestionKind,
    Reuse,
    Stance,
    TextOrigin,
    Topic,
    ValueType,
)


class SourceDocument(models.Model):
    """A document that says something, or an agency that speaks only through others' documents."""

    key = KeyField(unique=True)
    kind = CodeField(choices=DocumentKind)
    language = LanguageTagField(blank=True, default="")
    title = models.TextField(blank=True, default="", help_text=_("The title in its own language and script."))
    title_transliterated = models.TextField(blank=True, default="")
    title_translated = models.TextField(
        null=True, blank=True, help_text=_("What the title means, for readers of another language.")
    )
    authors = models.JSONField(
        blank=True,
        default=list,
        help_text=_('A list of names, as the document prints them: ["Wong, Tessa"].'),
    )
    publisher = models.TextField(blank=True, default="")
    container_title = models.TextField(
        blank=True, default="", help_text=_("The journal, series or site in which the document stands.")
    )
    url = models.URLField(max_length=2000, blank=True, default="")
    archive_url = models.URLField(max_length=2000, blank=True, default="")
    archived_on = models.DateField(null=True, blank=True)
    issued = EDTFField()
    issued_earliest = earliest("issued")
    issued_latest = latest("issued")
    accessed = models.DateField(null=True, blank=True)
    issuer_kind = CodeField(
        choices=IssuerKind,
        default=IssuerKind.OTHER_MEDIA,
        help_text=_("Who issued it. A confidential document is never published, nor is anything it says."),
    )
    reuse = CodeField(choices=Reuse, default=Reuse.UNKNOWN)
    extent_read = CodeField(choices=ExtentRead, default=ExtentRead.WHOLE)
    note_public = models.TextField(null=True, blank=True)
    note_internal = models.TextField(blank=True, default="", help_text=_("For the desk; never published."))

    class Meta:
        ordering = ["key"]
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")

    def __str__(self):
        name = " · ".join(part for part in (self.publisher, self.title, self.issued) if part)
        return f"{name} [{self.key}]" if name else self.key

    def suggested_key(self) -> str:
        host = urlsplit(self.url).hostname or ""
        name = slugify(self.publisher) or host.removeprefix("www.").partition(".")[0] or self.language
        return f"{name}-{self.issued[:10]}"


class SourceOrigin(models.Model):
    """What a document, or one passage of it, was taken from."""

    document = models.ForeignKey(SourceDocument, models.CASCADE, related_name="origins")
    origin = models.ForeignKey(SourceDocument, models.PROTECT, related_name="derived")
    relation = CodeField(choices=OriginRelation)
    citation = models.ForeignKey(
        "Citation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="origins",
        help_text=_("Only where this one passage depends on the origin."),
    )
    evidence = models.TextField(blank=True, default="", help_text=_("Where the document shows it."))

    class Meta:
        ordering = ["id"]
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        constraints = [
            models.UniqueConstraint(fields=["document", "origin", "citation"], name="origin_once_a_citation"),
            models.UniqueConstraint(
                fields=["document", "origin"], condition=Q(citation=None), name="origin_once_a_document"
            ),
            models.CheckConstraint(condition=~Q(document=models.F("origin")), name="origin_is_another"),
        ]

    def __str__(self):
        return f"{self.document.key} {self.relation} {self.origin.key}"


class Capture(models.Model):
    """A copy of a document as it was when an editor saw it. Never public."""

    document = models.ForeignKey(SourceDocument, models.CASCADE, related_name="captures")
    file = models.FileField(upload_to="captures/")
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    captured_on = models.DateField()
    extracted_text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-captured_on", "-id"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="capture_once_a_document"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="capture_sha256_is_hex"),
        ]

    def __str__(self):
        return f"{self.document.key} {self.captured_on}"


class Question(models.Model):
    """A point on which sources differ, and what the editors make of it."""

    dossier_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    dossier_id = models.PositiveBigIntegerField()
    dossier = GenericForeignKey("dossier_type", "dossier_id")
    key = KeyField()
    topic = models.TextField(null=True, blank=True, help_text=_("The point in a few words: Day of signature."))
    kind = CodeField(choices=QuestionKind, default=QuestionKind.CONFLICT)
    outcome = CodeField(choices=Outcome, default=Outcome.OPEN)
    preferred_value = models.TextField(blank=True, default="")
    reason = models.TextField(null=True, blank=True, help_text=_("Why the editors prefer it, or cannot decide."))
    note_public = models.TextField(null=True, blank=True)
    note_internal = models.TextField(blank=True, default="", help_text=_("For the desk; never published."))

    class Meta:
        ordering = ["key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["dossier_type", "dossier_id", "key"], name="question_key_in_dossier"),
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


class Citation(models.Model):
    """One statement of one document about one point of one record."""

    dossier_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    dossier_id = models.PositiveBigIntegerField()
    dossier = GenericForeignKey("dossier_type", "dossier_id")
    key = KeyField()
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    field = models.CharField(
        max_length=60,
        blank=True,
        default="",
        help_text=_("The field of the record that the statement is about."),
    )
    topic = CodeField(
        choices=Topic,
        blank=True,
        default="",
        help_text=_("Where no field fits: what the statement is about."),
    )
    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="citations")
    attributed_to = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributed_citations",
        help_text=_("Who speaks in this passage, where it is not the document itself."),
    )
    locator = models.CharField(max_length=300, blank=True, default="", help_text=_("Page, line or paragraph."))
    quote = models.TextField(blank=True, default="")
    quote_language = LanguageTagField(blank=True, default="")
    quote_translation = models.TextField(null=True, blank=True)
    translation_origin = CodeField(choices=TextOrigin, blank=True, default="")
    translation_reviewed_on = models.DateField(null=True, blank=True)
    stance = CodeField(choices=Stance, default=Stance.SUPPORTS)
    modality = CodeField(choices=Modality, default=Modality.STATES)
    value = models.TextField(blank=True, default="")
    value_type = CodeField(choices=ValueType, default=ValueType.TEXT)
    value_calendar = CodeField(
        choices=Calendar,
        blank=True,
        default="",
        help_text=_("Where the source gives the date in another calendar than the Gregorian."),
    )
    value_earliest = earliest("value", condition=Q(value_type="date"), calendar="value_calendar")
    value_latest = latest("value", condition=Q(value_type="date"), calendar="value_calendar")
    as_of = EDTFField(help_text=_("The day for which the value is given, in EDTF."))
    as_of_earliest = earliest("as_of")
    as_of_latest = latest("as_of")
    as_reported = models.CharField(
        max_length=300,
        blank=True,
        default="",
        help_text=_("The source's own word for the act: 비준, ратифицировать."),
    )
    date_basis = CodeField(choices=DateBasis, blank=True, default="")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="citations")
    note_public = models.TextField(null=True, blank=True)
    note_internal = models.TextField(blank=True, default="", help_text=_("For the desk; never published."))

    class Meta:
        ordering = ["key"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        indexes = [models.Index(fields=["subject_type", "subject_id"])]
        constraints = [
            models.UniqueConstraint(fields=["dossier_type", "dossier_id", "key"], name="citation_key_in_dossier"),
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
        return self.key

    def clean(self):
        if self.value_type == ValueType.DATE and self.value:
            try:
                bounds(self.value, self.value_calendar)
            except ValueError as error:
                raise ValidationError({"value": str(error)}) from None

    def suggested_key(self) -> str:
        return self.document.key
