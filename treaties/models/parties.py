"""States and organisations, people, and names."""

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
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
from sources.models import Citation, SourceDocument

from ..vocabulary import NameKind, PartyType, Standing, SuccessionKind


class Cited(Noted):
    """A record that sources can be cited about; its citations are deleted with it."""

    citations = GenericRelation(Citation, object_id_field="subject_id", content_type_field="subject_type")
    translation_statuses = GenericRelation(
        "treaties.TranslationStatus", object_id_field="subject_id", content_type_field="subject_type"
    )

    class Meta:
        abstract = True

    @property
    def is_asserted(self) -> bool:
        """Whether the editors regard the record as established; what has no standing always is."""
        return getattr(self, "standing", Standing.ESTABLISHED) == Standing.ESTABLISHED


class Named(Cited):
    """A record with names of its own, in any language."""

    names = GenericRelation("treaties.Name", object_id_field="subject_id", content_type_field="subject_type")

    class Meta:
        abstract = True


class Party(Named):
    """A state or organisation that can be bound by a treaty, and when it existed."""

    translated = ("name", "official_name", "designation_note", "note_public")
    listed_as = "parties"
    key = KeyField(verbose_name=_("key"), unique=True)
    name = models.CharField(
        verbose_name=_("name"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Write the short name by which readers know it, such as Russia. "
            "Where a language is left empty, its readers see the name in another."
        ),
    )
    official_name = models.CharField(
        verbose_name=_("official name"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_(
            "Write the full name that it gives itself, such as Russian Federation. "
            "Leave it empty where that is the short name."
        ),
    )
    iso_3166 = models.CharField(
        verbose_name=_("ISO 3166 code"),
        max_length=4,
        blank=True,
        default="",
        help_text=_(
            "Write its code of ISO 3166-1 alpha-2, such as KP, or of ISO 3166-3 for a former state, such as SUHH. "
            "Leave it empty for an organisation, or where the state has none."
        ),
    )
    iso_3166_alpha_3 = models.CharField(
        verbose_name=_("ISO 3166 alpha-3 code"),
        max_length=3,
        blank=True,
        default="",
        help_text=_(
            "Write its code of ISO 3166-1 alpha-3, such as PRK. "
            "Leave it empty for an organisation, or where the state has none."
        ),
    )
    type = CodeField(
        verbose_name=_("type"),
        choices=PartyType,
        blank=True,
        default="",
        help_text=_(
            "Choose what it is in the law of treaties. A territory is not counted among those who can be bound. "
            "Leave it empty where that is not settled here."
        ),
    )
    exists_from = EDTFField(
        verbose_name=_("exists from"),
        help_text=_(
            "Write in EDTF when it came into being: 1948, 1991-12, 1991-12-26. Leave it empty where that is not known."
        ),
    )
    exists_from_earliest = earliest("exists_from")
    exists_from_latest = latest("exists_from")
    exists_until = EDTFField(
        verbose_name=_("exists until"),
        help_text=_(
            "Write in EDTF when it ceased to exist: 1991-12, 1991-12-26. Leave it empty where it still exists."
        ),
    )
    exists_until_earliest = earliest("exists_until")
    exists_until_latest = latest("exists_until")
    designation_note = models.TextField(
        verbose_name=_("note on its designation"),
        null=True,
        blank=True,
        help_text=_(
            "Explain how sources name it, where that is itself a matter of dispute. "
            "Leave it empty where nobody disputes its name."
        ),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                condition=Q(iso_3166__regex=r"^([A-Z]{2}|[A-Z]{4})?$"),
                name="party_iso_3166",
                violation_error_message=_(
                    "Enter a valid ISO 3166 code: two capital letters, such as KP, or four for a former state, "
                    "such as SUHH."
                ),
            ),
            models.CheckConstraint(
                condition=Q(iso_3166_alpha_3__regex=r"^([A-Z]{3})?$"),
                name="party_iso_3166_alpha_3",
                violation_error_message=_("Enter a valid ISO 3166 alpha-3 code: three capital letters, such as PRK."),
            ),
        ]

    def __str__(self):
        return text_of(self, "name") or self.key

    def suggested_key(self) -> str:
        return in_english(self, "name")


class PartySuccession(Cited):
    """The succession of one state to another, or a claim to it."""

    translated = ("note_public",)

    predecessor = models.ForeignKey(
        Party,
        models.CASCADE,
        verbose_name=_("predecessor"),
        related_name="successions",
        help_text=_("Choose the party in whose place the other stands, such as the USSR."),
    )
    successor = models.ForeignKey(
        Party,
        models.CASCADE,
        verbose_name=_("successor"),
        related_name="predecessions",
        help_text=_("Choose the party that stands in its place, or claims to."),
    )
    kind = CodeField(
        verbose_name=_("kind"),
        choices=SuccessionKind,
        help_text=_(
            "Choose how the one follows the other. In a continuation it is regarded as the same state, in a "
            "succession as another one; where that is contested, it is disputed."
        ),
    )
    date = EDTFField(verbose_name=_("date"))
    date_earliest = earliest("date")
    date_latest = latest("date")

    class Meta:
        ordering = ["id"]
        verbose_name = _("succession of states")
        verbose_name_plural = _("successions of states")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "kind"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="succession_of_another",
                violation_error_message=_("A party cannot succeed itself: choose two different parties."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor.key} {self.kind} {self.successor.key}"


class Person(Named):
    """A person who acts or speaks for a party."""

    translated = ("name", "office", "note_public")
    listed_as = "people"
    key = KeyField(verbose_name=_("key"), unique=True)
    name = models.CharField(
        verbose_name=_("name"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Write the name by which readers know the person, such as Trygve Lie. "
            "Where a language is left empty, its readers see the name in another."
        ),
    )
    office = models.TextField(
        verbose_name=_("office"),
        null=True,
        blank=True,
        help_text=_(
            "Write the office that matters to the dossiers, with its years where it has passed to others: Minister of "
            "Foreign Affairs of the USSR (1949). Leave it empty where it is not known."
        ),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("party"),
        null=True,
        blank=True,
        related_name="people",
        help_text=_(
            "Choose the state or organisation for which the person acts or speaks. Leave it empty where there is none."
        ),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return text_of(self, "name") or self.key

    def suggested_key(self) -> str:
        return in_english(self, "name")


class Name(Cited):
    """A name of a treaty, party or person, in any language. Official titles are names, not translations."""

    editorial = ("documents", "unverified")
    translated = ("note_public",)

    subject_type = models.ForeignKey(
        ContentType,
        models.PROTECT,
        verbose_name=_("type of the subject"),
        related_name="+",
    )
    subject_id = models.PositiveBigIntegerField(verbose_name=_("number of the subject"))
    subject = GenericForeignKey("subject_type", "subject_id")
    key = KeyField(verbose_name=_("key"))
    language = LanguageTagField(verbose_name=_("language"))
    text = models.TextField(
        verbose_name=_("name"),
        help_text=_("Write the name in its own language and script, letter by letter as the source prints it."),
    )
    kind = CodeField(
        verbose_name=_("kind"),
        choices=NameKind,
        default=NameKind.PRESS,
        help_text=_(
            "Choose what kind of name it is. A treaty's title is official where an authentic text bears it; what a "
            "party calls it in a further language is an official translation."
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
            "Choose the party whose copy has this title, for each side's copy names that side first. Leave it "
            "empty where the copies do not differ, or it is not the title of a treaty."
        ),
    )
    valid_from = EDTFField(
        verbose_name=_("valid from"),
        help_text=_(
            "Write in EDTF when the name came into use: 1948-09-09, 1948. Leave it empty where that is not known."
        ),
    )
    valid_from_earliest = earliest("valid_from")
    valid_from_latest = latest("valid_from")
    valid_until = EDTFField(
        verbose_name=_("valid until"),
        help_text=_(
            "Write in EDTF when the name went out of use: 1991-12, 1991. Leave it empty where it is still used."
        ),
    )
    valid_until_earliest = earliest("valid_until")
    valid_until_latest = latest("valid_until")
    unverified = models.BooleanField(
        verbose_name=_("unverified"),
        default=False,
        help_text=_("Tick the box where no source that was read gives the name in this form."),
    )
    documents = models.ManyToManyField(
        SourceDocument,
        verbose_name=_("documents"),
        through="NameDocument",
        related_name="names",
        blank=True,
        help_text=_(
            "Choose the documents that print the name in just this form. "
            "Leave the list empty where no document that was read does."
        ),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "key"],
                name="name_key_of_subject",
                violation_error_message=_(
                    "Another name of the same record has this key: choose a key that is not used yet."
                ),
            ),
        ]

    def __str__(self):
        return self.text

    def suggested_key(self) -> str:
        return f"{self.language}-{self.kind}"


class NameDocument(models.Model):
    """A document that prints a name in this form."""

    name = models.ForeignKey(
        Name,
        models.CASCADE,
        verbose_name=_("name"),
        related_name="given_by",
        help_text=_("Choose the name that the document prints."),
    )
    document = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        verbose_name=_("document"),
        related_name="+",
        help_text=_("Choose a document that prints the name in just this form."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("document of a name")
        verbose_name_plural = _("documents of names")
        constraints = [models.UniqueConstraint(fields=["name", "document"], name="name_document_once")]

    def __str__(self):
        return self.document.key
