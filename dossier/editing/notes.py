"""Editors' notes on a record, for readers and for themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Noted(models.Model):
    """A record with a public and an internal note."""

    note_public = models.TextField(
        verbose_name=_("public note"),
        null=True,
        blank=True,
        help_text=_(
            "Write what readers should know beside the other fields; it is published with the dossier. "
            "Leave it empty where there is nothing to add."
        ),
    )
    note_internal = models.TextField(
        verbose_name=_("internal note"),
        blank=True,
        default="",
        help_text=_(
            "Write what only the editors should know; it is never published. "
            "Leave it empty where there is nothing to add."
        ),
    )

    class Meta:
        abstract = True
