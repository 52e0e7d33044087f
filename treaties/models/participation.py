"""Who takes part in a treaty, whom its entry into force awaits, and where it is registered."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField

from ..vocabulary import Capacity, ReferenceScheme
from .parties import Party
from .treaty import Treaty


class TreatyParty(models.Model):
    """A party's participation in a treaty, and its position among the parties."""

    editorial = ("treaty", "position")

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
            "Choose its capacity: a signatory has only signed the treaty, a depositary keeps the original, and a "
            "guarantor vouches for its observance. A depositary, guarantor, mediator, witness, observer or territory "
            "is not counted among those who can be bound."
        ),
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("party to the treaty")
        verbose_name_plural = _("parties to the treaty")
        constraints = [models.UniqueConstraint(fields=["treaty", "party", "capacity"], name="treaty_party_once")]

    def __str__(self):
        return str(self.party)


class EntryParty(models.Model):
    """A party without whose consent the treaty does not enter into force."""

    editorial = ("treaty",)

    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="+",
        help_text=_("Choose the treaty whose entry into force awaits the party."),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        verbose_name=_("party"),
        related_name="+",
        help_text=_("Choose a party without whose consent the treaty does not enter into force."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("party that the entry into force awaits")
        verbose_name_plural = _("parties that the entry into force awaits")
        constraints = [models.UniqueConstraint(fields=["treaty", "party"], name="entry_party_once")]

    def __str__(self):
        return self.party.key


class OfficialReference(models.Model):
    """Where the treaty is registered or published, in the numbering of that series."""

    editorial = ("treaty",)

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
    scheme_name = models.CharField(
        verbose_name=_("name of the register or series"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Name the register or series where the list above does not have it. Leave it empty for any other scheme."
        ),
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
        return f"{self.scheme_name or self.get_scheme_display()} {self.value}"

    def clean(self):
        if self.scheme == ReferenceScheme.OTHER and not self.scheme_name:
            raise ValidationError({"scheme_name": _("Name the register or series.")})
