"""What is cited: documents, and the origins of their content."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
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
    latest,
)
from dossier.editing.notes import Noted

from ..lineage import circle
from ..vocabulary import (
    DocumentKind,
    ExtentRead,
    IssuerKind,
    OriginRelation,
    Reuse,
)

# The prefix of the registrant, and a suffix that the registrant chooses (ISO 26324).
DOI_PATTERN = r"^10\.[0-9]{4,9}(\.[0-9]+)*/\S+$"


class SourceDocument(Noted):
    """A document that says something, or an agency that speaks only through others' documents."""

    translated = ("title_translated", "note_public")
    listed_as = "sources"
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
            "List the names of the authors, one a line, the family name first and then a comma: Wong, Tessa; "
            "van der Berg, Jan. A name without a comma is taken whole, as 劉家凱 or Wikipedia contributors. A body "
            "whose name has a comma stands in braces: {Ministry of Foreign Affairs, Russia}. "
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
    volume = models.CharField(
        verbose_name=_("volume"),
        blank=True,
        default="",
        help_text=_(
            "Write the volume of the journal or of the work, as it is printed: 12 or XII. "
            "Leave it empty where there is none."
        ),
    )
    issue = models.CharField(
        verbose_name=_("issue"),
        blank=True,
        default="",
        help_text=_(
            "Write the number of the issue within its volume or year, such as 3 or 7–8. "
            "Leave it empty where there is none."
        ),
    )
    pages = models.CharField(
        verbose_name=_("pages"),
        blank=True,
        default="",
        help_text=_(
            "Write the pages on which the whole document stands, such as 117–132; the page of one statement belongs to "
            "its citation. Leave it empty where there are none."
        ),
    )
    doi = models.CharField(
        verbose_name=_("DOI"),
        blank=True,
        default="",
        validators=[
            RegexValidator(DOI_PATTERN, _("Write the DOI alone, without an address, such as 10.1093/ejil/chx046."))
        ],
        help_text=_(
            "Write the DOI without the address that leads to it, such as 10.1093/ejil/chx046. "
            "Leave it empty where the document has none."
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
            "Choose who issued it; this shows how close the source is to the parties. A confidential document is "
            "never published, nor is anything it says."
        ),
    )
    reuse = CodeField(
        verbose_name=_("reuse"),
        choices=Reuse,
        default=Reuse.UNKNOWN,
        help_text=_(
            "Choose what its copyright or licence allows this site to reproduce. It is “not known” until somebody "
            "has checked."
        ),
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
            "Choose the document from which it was taken. Documents that rest on one origin count as one, however "
            "many they are."
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
            "State how this is known, such as “Names KCNA as publisher of the text”. Leave it empty where "
            "nothing was noted."
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

    def clean(self):
        if self.origin_id and self.origin_id == self.document_id:
            raise ValidationError({"origin": _("A document cannot be its own origin. Choose another document.")})
        self._refuse_circle()
        same = SourceOrigin.objects.filter(
            document=self.document_id, origin=self.origin_id, citation=self.citation_id
        ).exclude(pk=self.pk)
        if self.document_id and same.exists():
            raise ValidationError({"origin": _("This origin is already listed. List it only once.")})

    def _refuse_circle(self):
        """Refuse an origin that is itself derived from the document."""
        if self.relation == OriginRelation.CITES or self.citation_id or not (self.document_id and self.origin_id):
            return
        others = SourceOrigin.objects.filter(citation=None).exclude(pk=self.pk).exclude(relation=OriginRelation.CITES)
        graph: dict[int, set[int]] = {self.document_id: {self.origin_id}}
        for document, origin in others.values_list("document", "origin"):
            graph.setdefault(document, set()).add(origin)
        if path := circle(graph):
            names = dict(SourceDocument.objects.filter(pk__in=path).values_list("pk", "key"))
            said = _("These origins form a circle: %(path)s.")
            raise ValidationError({"origin": said % {"path": " → ".join(names[pk] for pk in path)}})

    def __str__(self):
        return f"{self.document.key} {self.relation} {self.origin.key}"
