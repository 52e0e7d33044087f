"""The wording of a treaty: its texts, its articles, and each article in each text."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import (
    CodeField,
    EDTFField,
    KeyField,
    LanguageTagField,
    earliest,
    latest,
)
from sources.models import SourceDocument
from sources.prose import ProseField
from sources.vocabulary import TextOrigin

from ..vocabulary import OWN_NUMBERS, ArticleKind, Authenticity, NumberBasis
from .parties import Cited, Party
from .treaty import Treaty


class TreatyText(Cited):
    """The whole treaty in one language, and the authority of that text."""

    editorial = ("treaty", "translator_origin")
    translated = ("note_public",)

    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="texts",
        help_text=_("Choose the treaty of which this is the text."),
    )
    key = KeyField(verbose_name=_("key"))
    language = LanguageTagField(verbose_name=_("language"))
    authenticity = CodeField(
        verbose_name=_("authenticity"),
        choices=Authenticity,
        help_text=_(
            "Choose the legal authority of the text: authentic texts are equally authoritative (Vienna Convention, "
            "art. 33(1)). It is presumed authentic where that is likely but no source that was read states it."
        ),
    )
    copy_of = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("copy of"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Choose the party whose copy this is, for each side's copy names that side first. "
            "Leave it empty where the copies do not differ."
        ),
    )
    source = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        verbose_name=_("source"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Choose the document from which the text is taken. Leave it empty where this site holds none of its words."
        ),
    )
    translator_origin = CodeField(
        verbose_name=_("translated by"),
        choices=TextOrigin,
        blank=True,
        default="",
        help_text=_(
            "Choose whether a person or a machine translated it. Leave it empty where it is not a translation, or "
            "that is not known."
        ),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("text of the treaty")
        verbose_name_plural = _("texts of the treaty")
        constraints = [models.UniqueConstraint(fields=["treaty", "key"], name="text_key_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def suggested_key(self) -> str:
        return self.language


class Article(Cited):
    """One numbered part of a treaty, or its preamble, an annex, a note or a reply."""

    editorial = ("treaty", "slug", "parent", "number_basis", "position", "main_provision", "summary")
    translated = ("heading", "summary", "note_public")

    listed_as = "articles"
    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="articles",
        help_text=_("Choose the treaty of which this is a part."),
    )
    slug = KeyField(
        verbose_name=_("name in addresses"),
        help_text=_(
            "Write the name of the article in addresses, such as preamble, 1 or 12-bis; if left empty, it is "
            "generated from the number. It is never changed later."
        ),
    )
    number = models.CharField(
        verbose_name=_("number"),
        max_length=60,
        blank=True,
        default="",
        help_text=_(
            "Write the number that it has now as printed, such as 12 bis or XIV; earlier ones stand below. "
            "Leave it empty for a part without one, such as a preamble."
        ),
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="members",
        help_text=_(
            "Choose the part, chapter, section or annex to which it belongs; then it is named “Annex A, Article 1”. "
            "Leave it empty where it stands in the treaty itself."
        ),
    )
    number_basis = CodeField(
        verbose_name=_("basis of the number"),
        choices=NumberBasis,
        default=NumberBasis.STATED,
        help_text=_(
            "Choose how the number is known; readers are told where it is inferred from the order of the text."
        ),
    )
    position = models.PositiveSmallIntegerField(
        verbose_name=_("position"),
        default=1,
        help_text=_("Give its place among all parts of the treaty, counted from 1, with the preamble among them."),
    )
    kind = CodeField(
        verbose_name=_("kind"),
        choices=ArticleKind,
        default=ArticleKind.ARTICLE,
        help_text=_(
            "Choose what part of the treaty it is. A note and a reply are the two letters of an exchange of notes."
        ),
    )
    main_provision = models.BooleanField(
        verbose_name=_("main provision"),
        default=False,
        help_text=_("Tick the box to list the article under “Main obligations” on the first screen of the dossier."),
    )
    heading = models.CharField(
        verbose_name=_("heading"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "State in a few words of your own what the article is about, such as “Mutual assistance”. Where a "
            "language is left empty, its readers see the text in another."
        ),
    )
    summary = ProseField(
        verbose_name=_("summary"),
        null=True,
        blank=True,
        help_text=_(
            "Summarise in Markdown what the article provides, in your own words; its wording is recorded in its "
            "texts. Leave it empty where the article was not read."
        ),
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [models.UniqueConstraint(fields=["treaty", "slug"], name="article_slug_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.slug}"

    def clean(self):
        whole, within = self.parent, [self]
        while whole:
            if whole in within or whole.treaty_id != self.treaty_id:
                raise ValidationError({"parent": _("Choose a part of the same treaty that is not within this one.")})
            within.append(whole)
            whole = whole.parent

    def suggested_key(self) -> str:
        own = self.number or self.kind
        if self.kind not in {ArticleKind.ARTICLE, ArticleKind.PREAMBLE}:
            own = f"{self.kind}-{self.number}"
        return f"{self.parent.slug}-{own}" if self.parent and self.parent.kind in OWN_NUMBERS else own


class ArticleNumber(models.Model):
    """A number that an article had for a time, where it was numbered anew."""

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        verbose_name=_("article"),
        related_name="numbers",
        help_text=_("Choose the article that had the number."),
    )
    number = models.CharField(
        verbose_name=_("number"),
        max_length=60,
        help_text=_("Write the number as printed at that time, such as J.1."),
    )
    valid_from = EDTFField(
        verbose_name=_("valid from"),
        help_text=_(
            "Write in EDTF the day from which it had this number: 1999-05-01. "
            "Leave it empty where it had it from the beginning."
        ),
    )
    valid_from_earliest = earliest("valid_from")
    valid_from_latest = latest("valid_from")
    valid_until = EDTFField(
        verbose_name=_("valid until"),
        help_text=_(
            "Write in EDTF the last day on which it had this number: 1999-04-30. Leave it empty where it still has it."
        ),
    )
    valid_until_earliest = earliest("valid_until")
    valid_until_latest = latest("valid_until")

    class Meta:
        ordering = ["id"]
        verbose_name = _("number of the article")
        verbose_name_plural = _("numbers of the article")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number", "valid_from"],
                name="article_number_once",
                violation_error_message=_("The article has this number from this day on already."),
            )
        ]

    def __str__(self):
        return f"{self.article.slug}: {self.number}"


class ArticleText(models.Model):
    """The wording of one article in one text of the treaty, and when it was valid."""

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        verbose_name=_("article"),
        related_name="texts",
        help_text=_("Choose the article whose words these are."),
    )
    text = models.ForeignKey(
        TreatyText,
        models.CASCADE,
        verbose_name=_("text of the treaty"),
        related_name="articles",
        help_text=_("Choose the text of the treaty, in its language, to which these words belong."),
    )
    body = models.TextField(
        verbose_name=_("words"),
        help_text=_(
            "Copy the words of the article just as that text prints them, with an empty line between paragraphs. "
            "Write a table as lines of cells between | signs, the second line |---|---|; mark a note with [^1], and "
            "write it below as [^1]: and its words."
        ),
    )
    valid_from = EDTFField(
        verbose_name=_("valid from"),
        help_text=_(
            "Write in EDTF the day from which these words stood, as after an amendment: 1992-04-01. "
            "Leave it empty where they stood from the beginning."
        ),
    )
    valid_from_earliest = earliest("valid_from")
    valid_from_latest = latest("valid_from")
    valid_until = EDTFField(
        verbose_name=_("valid until"),
        help_text=_(
            "Write in EDTF the day until which these words stood: 1992-03-31. "
            "Leave it empty where they were never changed."
        ),
    )
    valid_until_earliest = earliest("valid_until")
    valid_until_latest = latest("valid_until")

    class Meta:
        ordering = ["id"]
        verbose_name = _("text of the article")
        verbose_name_plural = _("texts of the article")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "text", "valid_from"],
                name="article_text_once",
                violation_error_message=_(
                    "The article has words from this day on in this text already: change those, or give another day."
                ),
            )
        ]

    def __str__(self):
        return f"{self.article.slug} {self.text.key}"
