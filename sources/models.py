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

NOTE_PUBLIC = _(
    "Write what readers should know beside the other fields; it is published with the dossier. "
    "Leave it empty where there is nothing to add."
)
NOTE_INTERNAL = _(
    "Write what only the editors should know; it is never published. Leave it empty where there is nothing to add."
)


class SourceDocument(models.Model):
    """A document that says something, or an agency that speaks only through others' documents."""

    key = KeyField(verbose_name=_("key"), unique=True)
    kind = CodeField(
        verbose_name=_("kind"),
        choices=DocumentKind,
        help_text=_(
            "Choose what sort of document it is. A body that speaks only through the documents of others, as a news "
            "agency often does, is an agency or office."
        ),
    )
    language = LanguageTagField(
        verbose_name=_("language"),
        blank=True,
        default="",
        help_text=_(
            "Write its language as a BCP 47 tag, such as ko, zh-Hant or fa-AF. "
            "Leave it empty for an agency or office, or where it is not known."
        ),
    )
    title = models.TextField(
        verbose_name=_("title"),
        blank=True,
        default="",
        help_text=_(
            "Write the title in its own language and script, as the document prints it. "
            "Leave it empty where the document has none."
        ),
    )
    title_transliterated = models.TextField(
        verbose_name=_("transliterated title"),
        blank=True,
        default="",
        help_text=_(
            "Write the title in Latin letters, such as “Rodong Sinmun”, for readers who cannot read its script. "
            "Leave it empty where it is in Latin letters already."
        ),
    )
    title_translated = models.TextField(
        verbose_name=_("translated title"),
        null=True,
        blank=True,
        help_text=_(
            "Say what the title means, for readers of another language. Leave it empty where they need no translation."
        ),
    )
    authors = models.JSONField(
        verbose_name=_("authors"),
        blank=True,
        default=list,
        help_text=_(
            'List the names of the authors as the document prints them: ["Wong, Tessa"]. '
            "Leave the list empty where it names none."
        ),
    )
    publisher = models.TextField(
        verbose_name=_("publisher"),
        blank=True,
        default="",
        help_text=_(
            "Name who published it, as the document does, such as Interfax. "
            "Footnotes call the source by this name, or by its title where this is left empty."
        ),
    )
    container_title = models.TextField(
        verbose_name=_("container title"),
        blank=True,
        default="",
        help_text=_(
            "Name the journal, series or site in which the document stands. Leave it empty where it stands alone."
        ),
    )
    url = models.URLField(
        verbose_name=_("web address"),
        max_length=2000,
        blank=True,
        default="",
        help_text=_(
            "Give the address at which it was read, beginning with https:// or http://. "
            "Leave it empty where it is not on the web."
        ),
    )
    archive_url = models.URLField(
        verbose_name=_("archived address"),
        max_length=2000,
        blank=True,
        default="",
        help_text=_(
            "Give the address of a copy in a web archive, which stays when the page itself is gone. "
            "Leave it empty where no copy is known."
        ),
    )
    archived_on = models.DateField(
        verbose_name=_("archived on"),
        null=True,
        blank=True,
        help_text=_(
            "Give the day on which the archived copy was made. "
            "Leave it empty where there is none, or its day is not known."
        ),
    )
    issued = EDTFField(verbose_name=_("issued"))
    issued_earliest = earliest("issued")
    issued_latest = latest("issued")
    accessed = models.DateField(
        verbose_name=_("accessed on"),
        null=True,
        blank=True,
        help_text=_(
            "Give the day on which an editor last read it. Leave it empty where nobody has, or the day was not noted."
        ),
    )
    issuer_kind = CodeField(
        verbose_name=_("kind of issuer"),
        choices=IssuerKind,
        default=IssuerKind.OTHER_MEDIA,
        help_text=_(
            "Choose who issued it: it tells how near the source stands to the parties. "
            "A confidential document is never published, nor is anything it says."
        ),
    )
    reuse = CodeField(
        verbose_name=_("reuse"),
        choices=Reuse,
        default=Reuse.UNKNOWN,
        help_text=_("Choose what its rights let us reproduce. It is “not known” until somebody has looked."),
    )
    extent_read = CodeField(
        verbose_name=_("extent read"),
        choices=ExtentRead,
        default=ExtentRead.WHOLE,
        help_text=_(
            "Choose how much of it an editor has read. "
            "A document that was not read is known only by what another source says of it."
        ),
    )
    note_public = models.TextField(verbose_name=_("public note"), null=True, blank=True, help_text=NOTE_PUBLIC)
    note_internal = models.TextField(verbose_name=_("internal note"), blank=True, default="", help_text=NOTE_INTERNAL)

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

    document = models.ForeignKey(
        SourceDocument,
        models.CASCADE,
        verbose_name=_("document"),
        related_name="origins",
        help_text=_("Choose the document that took something from another."),
    )
    origin = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        verbose_name=_("origin"),
        related_name="derived",
        help_text=_(
            "Choose the document from which it was taken. "
            "All that rest on one origin count as one voice, however many they are."
        ),
    )
    relation = CodeField(
        verbose_name=_("relation"),
        choices=OriginRelation,
        help_text=_(
            "Choose how the document depends on the origin. "
            "One that only cites it still counts as an origin of its own."
        ),
    )
    citation = models.ForeignKey(
        "Citation",
        models.CASCADE,
        verbose_name=_("citation"),
        null=True,
        blank=True,
        related_name="origins",
        help_text=_(
            "Choose a citation only where this one passage depends on the origin. "
            "Left empty, it means that the whole document does."
        ),
    )
    evidence = models.TextField(
        verbose_name=_("evidence"),
        blank=True,
        default="",
        help_text=_(
            "Say how we know it, such as “Names KCNA as publisher of the text”. Leave it empty where nothing was noted."
        ),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "origin", "citation"],
                name="origin_once_a_citation",
                violation_error_message=_(
                    "The document has this origin for this citation already: change that entry instead of adding "
                    "another."
                ),
            ),
            models.UniqueConstraint(
                fields=["document", "origin"],
                condition=Q(citation=None),
                name="origin_once_a_document",
                violation_error_message=_(
                    "The document as a whole has this origin already: change that entry, or name the one citation that "
                    "this is about."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(document=models.F("origin")),
                name="origin_is_another",
                violation_error_message=_(
                    "A document cannot be its own origin: choose the other document from which it was taken."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.document.key} {self.relation} {self.origin.key}"


class Capture(models.Model):
    """A copy of a document as it was when an editor saw it. Never public."""

    document = models.ForeignKey(
        SourceDocument,
        models.CASCADE,
        verbose_name=_("document"),
        related_name="captures",
        help_text=_("Choose the document of which this is a copy."),
    )
    file = models.FileField(
        verbose_name=_("file"),
        upload_to="captures/",
        help_text=_("Choose the copy as it was saved: a PDF, an image or the page itself. It is never published."),
    )
    media_type = models.CharField(
        verbose_name=_("media type"),
        max_length=100,
        help_text=_("Write the type of the file as the web names it, such as application/pdf or text/html."),
    )
    sha256 = models.CharField(
        verbose_name=_("SHA-256 sum"),
        max_length=64,
        help_text=_(
            "Write the SHA-256 sum of the file, 64 digits from 0 to 9 and small letters from a to f. "
            "By it anyone can prove that the file was not changed."
        ),
    )
    captured_on = models.DateField(
        verbose_name=_("captured on"),
        help_text=_("Give the day on which the copy was made."),
    )
    extracted_text = models.TextField(
        verbose_name=_("extracted text"),
        blank=True,
        default="",
        help_text=_(
            "Paste the words of the file without its layout. Leave it empty where none can be read, as in a photograph."
        ),
    )

    class Meta:
        ordering = ["-captured_on", "-id"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sha256"],
                name="capture_once_a_document",
                violation_error_message=_(
                    "This very file is a capture of the document already: no second one is needed."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="capture_sha256_is_hex",
                violation_error_message=_(
                    "This is no SHA-256 sum: right would be 64 characters, each a digit or a small letter from a to f."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.document.key} {self.captured_on}"


class Question(models.Model):
    """A point on which sources differ, and what the editors make of it."""

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
            "Choose what the editors have concluded; it stays open until they have looked. "
            "Where they cannot decide, the field in question stays empty and no page asserts a value."
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
    reason = models.TextField(
        verbose_name=_("reason"),
        null=True,
        blank=True,
        help_text=_(
            "Say why the editors prefer that value, or cannot decide; it can be written in Markdown. "
            "Leave it empty while the question is open."
        ),
    )
    note_public = models.TextField(verbose_name=_("public note"), null=True, blank=True, help_text=NOTE_PUBLIC)
    note_internal = models.TextField(verbose_name=_("internal note"), blank=True, default="", help_text=NOTE_INTERNAL)

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


class Citation(models.Model):
    """One statement of one document about one point of one record."""

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
            "Choose who speaks in this passage, where it is not the document itself, such as an agency that it quotes. "
            "Left empty, it means that the document speaks for itself."
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
            "Choose what the value is, for by that it is compared: as a date 2024-06 is only less precise than "
            "2024-06-19, as a text it differs."
        ),
    )
    value_calendar = CodeField(
        verbose_name=_("calendar of the value"),
        choices=Calendar,
        blank=True,
        default="",
        help_text=_(
            "Choose the calendar where the source gives the date in another than the Gregorian, and write the value in "
            "that calendar. Leave it empty for a Gregorian date."
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
            "Choose what the date is the date of: the act, its publication or the report, or whether the editors infer "
            "it. Leave it empty where the value is no date, or the source does not tell."
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
            "Choose the question in which this is weighed against what other sources say. "
            "Leave it empty where none is asked."
        ),
    )
    note_public = models.TextField(verbose_name=_("public note"), null=True, blank=True, help_text=NOTE_PUBLIC)
    note_internal = models.TextField(verbose_name=_("internal note"), blank=True, default="", help_text=NOTE_INTERNAL)

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
        return self.key

    def clean(self):
        if self.value_type == ValueType.DATE and self.value:
            try:
                bounds(self.value, self.value_calendar)
            except ValueError as error:
                raise ValidationError({"value": str(error)}) from None

    def suggested_key(self) -> str:
        return self.document.key
