"""Results of checking the addresses of source documents."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField

from ..vocabulary import LinkDetail, LinkedAddress, LinkOutcome
from .documents import SourceDocument

# Outcomes with which a reader who follows the link sees nothing either.
DEAD = (LinkOutcome.GONE, LinkOutcome.SERVER_ERROR, LinkOutcome.NO_ANSWER, LinkOutcome.REFUSED)


class LinkCheckQuerySet(models.QuerySet):
    def current(self):
        """The checks whose address is still that of the document."""
        same = [Q(which=which, address=F(f"document__{which}")) for which in LinkedAddress.values]
        return self.filter(same[0] | same[1])


class LinkCheck(models.Model):
    """The last check of one address of a document; written only by the program."""

    document = models.ForeignKey(
        SourceDocument,
        models.CASCADE,
        verbose_name=_("document"),
        related_name="link_checks",
        help_text=_("The document whose address was checked."),
    )
    which = CodeField(
        verbose_name=_("which address"),
        choices=LinkedAddress,
        help_text=_("Whether it is the address of the document or that of its archived copy."),
    )
    address = models.CharField(
        verbose_name=_("address checked"),
        max_length=2000,
        help_text=_("The address at that time. The result counts only while the document still has it."),
    )
    checked_at = models.DateTimeField(verbose_name=_("checked at"), help_text=_("When the address was checked."))
    outcome = CodeField(verbose_name=_("outcome"), choices=LinkOutcome, help_text=_("The result of the check."))
    status = models.PositiveSmallIntegerField(
        verbose_name=_("status"), null=True, help_text=_("The HTTP status of the last answer, such as 404.")
    )
    detail = CodeField(
        verbose_name=_("detail"),
        choices=LinkDetail,
        blank=True,
        default="",
        help_text=_("Why there was no answer."),
    )
    led_to = models.CharField(
        verbose_name=_("redirected to"),
        max_length=2000,
        blank=True,
        default="",
        help_text=_("The address to which it moved, or at which its redirects ended."),
    )
    not_before = models.DateTimeField(
        verbose_name=_("not before"),
        null=True,
        help_text=_("Until when the site asked this program to wait."),
    )
    failing_since = models.DateTimeField(
        verbose_name=_("failing since"),
        null=True,
        help_text=_("When it was first found dead, without being found alive since."),
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "id"]
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = [models.UniqueConstraint(fields=["document", "which"], name="link_check_once_an_address")]

    def __str__(self):
        return f"{self.document.key} {self.which}: {self.outcome}"

    def is_current(self) -> bool:
        return self.address == getattr(self.document, self.which)

    def is_dead(self) -> bool:
        return self.outcome in DEAD
