"""Copies of documents, and whether quotations occur in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField

from ..quotations.captures import place_of
from ..vocabulary import CheckResult, Normalisation
from .documents import SourceDocument
from .statements import Citation


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
        upload_to=place_of,
        max_length=200,
        help_text=_(
            "Choose the copy as it was saved: plain text, a web page (HTML) or a PDF. The stored copy has no "
            "scripts, forms, attachments or active links, no images of a web page, and nothing that tells who made "
            "or named the file. Only signed-in editors can fetch it; it is never published."
        ),
    )
    media_type = models.CharField(
        verbose_name=_("media type"),
        max_length=100,
        help_text=_("The type of the file as the web names it, such as text/html. It is found from the file itself."),
    )
    sha256 = models.CharField(
        verbose_name=_("SHA-256 checksum"),
        max_length=64,
        help_text=_(
            "The SHA-256 checksum of the stored file, after active content was removed. It lets anyone verify that "
            "this copy was not changed."
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
            "The words of the file, against which quotations are checked. "
            "It is empty where none could be read, as in a scan."
        ),
    )
    text_is_whole = models.BooleanField(
        verbose_name=_("text is complete"),
        default=True,
        help_text=_("No where the file was so long that only the beginning of its text was read."),
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
                    "This file is already a capture of the document; a second one is not needed."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="capture_sha256_is_hex",
                violation_error_message=_(
                    "Enter a valid SHA-256 checksum: 64 characters, each a digit or a lowercase letter from a to f."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.document.key} {self.captured_on}"


class QuoteCheck(models.Model):
    """Whether the quotation of one citation occurs in a capture of its document: the best result of all captures.

    It is computed, never edited, so it has no history and no form.
    """

    citation = models.OneToOneField(
        Citation, models.CASCADE, verbose_name=_("citation"), related_name="quote_check", editable=False
    )
    # A check is deleted with its capture: what it verified is no longer verified.
    capture = models.ForeignKey(
        Capture, models.CASCADE, verbose_name=_("capture"), related_name="quote_checks", editable=False
    )
    quote = models.TextField(verbose_name=_("quotation"), editable=False)
    result = CodeField(verbose_name=_("result"), choices=CheckResult, editable=False)
    normalisations = models.JSONField(verbose_name=_("normalisations"), default=list, editable=False)
    segments = models.JSONField(verbose_name=_("differences from the nearest passage"), default=list, editable=False)
    selector = models.JSONField(verbose_name=_("selector"), null=True, editable=False)
    checked_at = models.DateTimeField(verbose_name=_("checked at"), auto_now=True)

    class Meta:
        verbose_name = _("check of a quotation")
        verbose_name_plural = _("checks of quotations")

    def __str__(self):
        return f"{self.citation_id}: {self.result}"

    def is_of(self, citation: Citation) -> bool:
        """Whether it is about the citation's present quotation and document."""
        return self.quote == citation.quote and self.capture.document_id == citation.document_id

    def differing_in(self) -> list[str]:
        """The ways in which the quotation is written differently, in words."""
        return [str(Normalisation(code).label) for code in self.normalisations]
