"""States and organisations, people, and what each thing is called."""

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
from sources.models import Citation, SourceDocument

from ..vocabulary import NameKind, SuccessionKind


class Noted(models.Model):
    """What the editors say of a record, to readers and among themselves; what is said of it goes when it goes."""

    note_public = models.TextField(null=True, blank=True)
    note_internal = models.TextField(blank=True, default="", help_text=_("For the desk; never published."))

    citations = GenericRelation(Citation, object_id_field="subject_id", content_type_field="subject_type")
    translation_statuses = GenericRelation(
        "treaties.TranslationStatus", object_id_field="subject_id", content_type_field="subject_type"
    )

    class Meta:
        abstract = True


class Named(Noted):
    """A record with names of its own, in any language."""

    names = GenericRelation("treaties.Name", object_id_field="subject_id", content_type_field="subject_type")

    class Meta:
        abstract = True


class Party(Named):
    """A state or organisation that can be bound by a treaty, and since when it exists."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=300, null=True, blank=True)
    official_name = models.CharField(max_length=500, null=True, blank=True)
    iso_3166 = models.CharField(
        max_length=4, blank=True, default="", help_text=_("ISO 3166-1 alpha-2, or 3166-3 for a former state.")
    )
    exists_from = EDTFField()
    exists_from_earliest = earliest("exists_from")
    exists_from_latest = latest("exists_from")
    exists_until = EDTFField()
    exists_until_earliest = earliest("exists_until")
    exists_until_latest = latest("exists_until")
    designation_note = models.TextField(
        null=True, blank=True, help_text=_("How sources name it, where that is itself a matter of dispute.")
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(condition=Q(iso_3166__regex=r"^([A-Z]{2}|[A-Z]{4})?$"), name="party_iso_3166"),
        ]

    def __str__(self):
        return text_of(self, "name") or self.key

    def suggested_key(self) -> str:
        return in_english(self, "name")


class PartySuccession(Noted):
    """That one state stands in the place of another, or claims to."""

    predecessor = models.ForeignKey(Party, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Party, models.CASCADE, related_name="predecessions")
    kind = CodeField(choices=SuccessionKind)
    date = EDTFField()
    date_earliest = earliest("date")
    date_latest = latest("date")

    class Meta:
        ordering = ["id"]
        verbose_name = _("succession of states")
        verbose_name_plural = _("successions of states")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "kind"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="succession_of_another"),
        ]

    def __str__(self):
        return f"{self.predecessor.key} {self.kind} {self.successor.key}"


class Person(Named):
    """A person who acts or speaks for a party."""

    key = KeyField(unique=True)
    name = models.CharField(max_length=300, null=True, blank=True)
    office = models.TextField(null=True, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="people")

    class Meta:
        ordering = ["key"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return text_of(self, "name") or self.key

    def suggested_key(self) -> str:
        return in_english(self, "name")


class Name(Noted):
    """What a treaty, party or person is called, in any language. Official titles stand here, not in translations."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    key = KeyField()
    language = LanguageTagField()
    text = models.TextField()
    kind = CodeField(choices=NameKind, default=NameKind.PRESS)
    copy_of = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The party whose copy has this title; each side's copy names that side first."),
    )
    valid_from = EDTFField()
    valid_from_earliest = earliest("valid_from")
    valid_from_latest = latest("valid_from")
    valid_until = EDTFField()
    valid_until_earliest = earliest("valid_until")
    valid_until_latest = latest("valid_until")
    unverified = models.BooleanField(default=False, help_text=_("No source read gives this form."))
    documents = models.ManyToManyField(SourceDocument, through="NameDocument", related_name="names", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "key"], name="name_key_of_subject"),
        ]

    def __str__(self):
        return self.text

    def suggested_key(self) -> str:
        return f"{self.language}-{self.kind}"


class NameDocument(models.Model):
    """A document that prints a name in this form."""

    name = models.ForeignKey(Name, models.CASCADE, related_name="given_by")
    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("document of a name")
        verbose_name_plural = _("documents of names")
        constraints = [models.UniqueConstraint(fields=["name", "document"], name="name_document_once")]

    def __str__(self):
        return self.document.key
