"""A treaty, its texts and articles, and what it does to other treaties."""

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
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
from sources.models import Citation, Question, SourceDocument
from sources.vocabulary import TextOrigin

from ..vocabulary import (
    ArticleKind,
    Authenticity,
    Capacity,
    EntryIntoForceMethod,
    NumberBasis,
    ReferenceScheme,
    RelationKind,
    Renewal,
    Standing,
    TreatyKind,
)
from .parties import Named, Noted, Party

# ISO 8601: at least one part, the larger first.
_N = "[0-9]{1,4}"
DURATION = rf"P({_N}Y({_N}M)?({_N}D)?|{_N}M({_N}D)?|{_N}D)"


class Treaty(Named):
    """A treaty and its dossier. It has no status and no dates of its own: they follow from its steps."""

    slug = KeyField(unique=True, help_text=_("The name in addresses, such as russia-dprk-2024."))
    kinds = ArrayField(CodeField(choices=TreatyKind), blank=True, default=list)
    title = models.CharField(
        max_length=500, null=True, blank=True, help_text=_("The title we display; official titles are names.")
    )
    summary = models.TextField(null=True, blank=True, help_text=_("Markdown."))
    background = models.TextField(null=True, blank=True, help_text=_("Markdown."))
    aftermath = models.TextField(null=True, blank=True, help_text=_("Markdown."))
    place = models.CharField(max_length=300, null=True, blank=True)
    entry_into_force_clause = models.ForeignKey("Article", models.SET_NULL, null=True, blank=True, related_name="+")
    entry_into_force_method = CodeField(choices=EntryIntoForceMethod, blank=True, default="")
    term = models.CharField(
        max_length=30,
        blank=True,
        default="",
        help_text=_("indefinite, or an ISO 8601 duration such as P10Y."),
    )
    renewal = CodeField(choices=Renewal, blank=True, default="")
    notice_period = models.CharField(
        max_length=30, blank=True, default="", help_text=_("An ISO 8601 duration such as P1Y.")
    )
    disclosed_on = EDTFField(help_text=_("When its existence or text became public, in EDTF."))
    disclosed_on_earliest = earliest("disclosed_on")
    disclosed_on_latest = latest("disclosed_on")
    checked_up_to = models.DateField(null=True, blank=True, help_text=_("The day up to which sources were looked at."))
    coverage_note = models.TextField(null=True, blank=True, help_text=_("What was not looked at, or not to be had."))

    # Everything that was said for this dossier, on whichever record.
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
            ),
            models.CheckConstraint(
                condition=Q(notice_period__regex=rf"^({DURATION})?$"),
                name="treaty_notice_is_duration",
            ),
        ]

    def __str__(self):
        return text_of(self, "title") or self.slug

    def suggested_key(self) -> str:
        return in_english(self, "title")


class TreatyParty(models.Model):
    """That a party takes part in a treaty, and in which place the treaty names it."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="treaties")
    position = models.PositiveSmallIntegerField(default=1)
    capacity = CodeField(choices=Capacity, default=Capacity.PARTY)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("party to the treaty")
        verbose_name_plural = _("parties to the treaty")
        constraints = [models.UniqueConstraint(fields=["treaty", "party", "capacity"], name="treaty_party_once")]

    def __str__(self):
        return str(self.party)


class OfficialReference(models.Model):
    """Where the treaty is registered or published, in the numbering of that series."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="references")
    scheme = CodeField(choices=ReferenceScheme)
    value = models.CharField(max_length=200)
    url = models.URLField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["scheme", "value"]
        verbose_name = _("official reference")
        verbose_name_plural = _("official references")
        constraints = [models.UniqueConstraint(fields=["treaty", "scheme", "value"], name="reference_once")]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"


class TreatyText(Noted):
    """The whole treaty in one language, and what that text is worth."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="texts")
    key = KeyField()
    language = LanguageTagField()
    authenticity = CodeField(choices=Authenticity)
    copy_of = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(SourceDocument, models.PROTECT, null=True, blank=True, related_name="+")
    translator_origin = CodeField(choices=TextOrigin, blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("text of the treaty")
        verbose_name_plural = _("texts of the treaty")
        constraints = [models.UniqueConstraint(fields=["treaty", "key"], name="text_key_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def suggested_key(self) -> str:
        return self.language


class Article(Noted):
    """One numbered part of a treaty, or its preamble, an annex, a note or a reply."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="articles")
    slug = KeyField(help_text=_("The name in addresses: preamble, 1, 12-bis."))
    number = models.CharField(max_length=60, blank=True, default="", help_text=_("The number as printed."))
    number_basis = CodeField(choices=NumberBasis, default=NumberBasis.STATED)
    position = models.PositiveSmallIntegerField(default=1)
    kind = CodeField(choices=ArticleKind, default=ArticleKind.ARTICLE)
    main_provision = models.BooleanField(
        default=False,
        help_text=_("Whether the dossier's first screen names it among what the treaty obliges."),
    )
    heading = models.CharField(max_length=300, null=True, blank=True)
    summary = models.TextField(null=True, blank=True, help_text=_("Markdown. Empty where nothing was read."))

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [models.UniqueConstraint(fields=["treaty", "slug"], name="article_slug_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.slug}"

    def suggested_key(self) -> str:
        if self.kind in {ArticleKind.ARTICLE, ArticleKind.PREAMBLE}:
            return self.number or self.kind
        return f"{self.kind}-{self.number}"


class ArticleText(models.Model):
    """The words of one article in one text of the treaty, and from when to when they stood."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts")
    text = models.ForeignKey(TreatyText, models.CASCADE, related_name="articles")
    body = models.TextField()
    valid_from = EDTFField()
    valid_from_earliest = earliest("valid_from")
    valid_from_latest = latest("valid_from")
    valid_until = EDTFField()
    valid_until_earliest = earliest("valid_until")
    valid_until_latest = latest("valid_until")

    class Meta:
        ordering = ["id"]
        verbose_name = _("text of the article")
        verbose_name_plural = _("texts of the article")
        constraints = [models.UniqueConstraint(fields=["article", "text", "valid_from"], name="article_text_once")]

    def __str__(self):
        return f"{self.article.slug} {self.text.key}"


class TreatyRelation(Noted):
    """What one treaty does to another, or to an instrument that has no dossier here."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="relations")
    key = KeyField()
    kind = CodeField(choices=RelationKind)
    other = models.ForeignKey(Treaty, models.PROTECT, null=True, blank=True, related_name="reverse_relations")
    other_text = models.CharField(
        max_length=500,
        null=True,
        blank=True,
        help_text=_("The other instrument, where it is no dossier here."),
    )
    date = EDTFField()
    date_earliest = earliest("date")
    date_latest = latest("date")
    basis = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    scope = models.TextField(null=True, blank=True)
    standing = CodeField(choices=Standing, default=Standing.ESTABLISHED)

    class Meta:
        ordering = ["id"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["treaty", "key"], name="relation_key_in_dossier"),
            models.CheckConstraint(condition=~Q(treaty=models.F("other")), name="relation_to_another"),
        ]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def suggested_key(self) -> str:
        return f"{self.kind}-{self.other.slug}" if self.other else self.kind


class TranslationStatus(models.Model):
    """That a text of the desk in one language was made by a machine, or is not yet reviewed."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    field = models.CharField(max_length=60)
    language = LanguageTagField()
    origin = CodeField(choices=TextOrigin)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("status of a translation")
        verbose_name_plural = _("statuses of translations")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "field", "language"], name="translation_status_once"
            ),
        ]

    def __str__(self):
        return f"{self.field} {self.language}: {self.origin}"
