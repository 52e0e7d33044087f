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

    slug = KeyField(
        verbose_name=_("name in addresses"),
        unique=True,
        help_text=_(
            "Write the name of the dossier in addresses, such as russia-dprk-2024; left empty, it is made from the "
            "title. It is never changed later."
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
            "Write the title under which we show the treaty; its official titles are kept as names. "
            "Where a language is left empty, its readers see the title in another."
        ),
    )
    summary = models.TextField(
        verbose_name=_("summary"),
        null=True,
        blank=True,
        help_text=_(
            "Say in a paragraph of Markdown what the treaty is, what it obliges and what became of it. "
            "Where a language is left empty, its readers see the text in another."
        ),
    )
    background = models.TextField(
        verbose_name=_("background"),
        null=True,
        blank=True,
        help_text=_(
            "Tell in Markdown what led to the treaty. "
            "Where it is empty in every language, readers are told that nothing is recorded."
        ),
    )
    aftermath = models.TextField(
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
            "Give the day up to which sources were looked at, for readers to see. "
            "Leave it empty where nobody has noted it."
        ),
    )
    coverage_note = models.TextField(
        verbose_name=_("note on coverage"),
        null=True,
        blank=True,
        help_text=_(
            "Say in Markdown what was not looked at, or not to be had. "
            "Leave it empty where nothing is known to be missing."
        ),
    )

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
                violation_error_message=_(
                    "This is no term: right would be indefinite, or an ISO 8601 duration such as P10Y for ten years."
                ),
            ),
            models.CheckConstraint(
                condition=Q(notice_period__regex=rf"^({DURATION})?$"),
                name="treaty_notice_is_duration",
                violation_error_message=_(
                    "This is no ISO 8601 duration: right would be one such as P1Y for one year or P6M for six months."
                ),
            ),
        ]

    def __str__(self):
        return text_of(self, "title") or self.slug

    def suggested_key(self) -> str:
        return in_english(self, "title")


class TreatyParty(models.Model):
    """That a party takes part in a treaty, and in which place the treaty names it."""

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
            "Choose what it is to the treaty: a signatory has only signed it, a depositary keeps the original, and a "
            "guarantor vouches that it is observed."
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


class TreatyText(Noted):
    """The whole treaty in one language, and what that text is worth."""

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
            "Choose what the text is worth in law: authentic texts are equally authoritative (Vienna Convention, "
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
            "Choose the document from which the text is taken. Leave it empty where none of its words are held here."
        ),
    )
    translator_origin = CodeField(
        verbose_name=_("translated by"),
        choices=TextOrigin,
        blank=True,
        default="",
        help_text=_(
            "Choose whether a person or a machine translated it. "
            "Leave it empty where it is no translation, or that is not known."
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


class Article(Noted):
    """One numbered part of a treaty, or its preamble, an annex, a note or a reply."""

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
            "Write the name of the article in addresses, such as preamble, 1 or 12-bis; left empty, it is made from "
            "the number. It is never changed later."
        ),
    )
    number = models.CharField(
        verbose_name=_("number"),
        max_length=60,
        blank=True,
        default="",
        help_text=_(
            "Write the number as printed, such as 12 bis or XIV. "
            "Leave it empty for a part without one, such as a preamble."
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
        help_text=_(
            "Tick the box where the dossier's first screen shall name the article among what the treaty obliges."
        ),
    )
    heading = models.CharField(
        verbose_name=_("heading"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Say in a few words of ours what the article is about, such as “Mutual assistance”. "
            "Where a language is left empty, its readers see the text in another."
        ),
    )
    summary = models.TextField(
        verbose_name=_("summary"),
        null=True,
        blank=True,
        help_text=_(
            "Say in Markdown what the article provides, in our words; its own words stand in its texts. "
            "Leave it empty where nothing was read."
        ),
    )

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
            "Copy the words of the article just as that text prints them, with an empty line between paragraphs."
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


class TreatyRelation(Noted):
    """What one treaty does to another, or to an instrument that has no dossier here."""

    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="relations",
        help_text=_("Choose the treaty that does something to the other, or refers to it."),
    )
    key = KeyField(verbose_name=_("key"))
    kind = CodeField(
        verbose_name=_("kind"),
        choices=RelationKind,
        help_text=_(
            "Choose what this treaty does to the other. "
            "The later of two treaties supersedes the earlier, so the later one's dossier has the relation."
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
        help_text=_(
            "Choose how far the editors hold the relation for a fact. Readers are told where it is not established."
        ),
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

    def suggested_key(self) -> str:
        return f"{self.kind}-{self.other.slug}" if self.other else self.kind


class TranslationStatus(models.Model):
    """That a text of the desk in one language was made by a machine, or is not yet reviewed."""

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
