"""Terms for those who take part in a treaty, after the Vienna Conventions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartyType(TextChoices):
    STATE = "state", _("state")
    ORGANISATION = "organisation", _("international organisation")
    REIO = "reio", _("regional economic integration organisation")
    TERRITORY = "territory", _("territory")
    NON_STATE = "non-state-entity", _("non-State entity")
    CONTESTED = "contested", _("entity of contested status")


class SuccessionKind(TextChoices):
    CONTINUATION = "continuation", _("continuation")
    SUCCESSION = "succession", _("succession")
    UNION = "union", _("union")
    SEPARATION = "separation", _("separation")
    DISPUTED = "disputed", _("disputed")


class Capacity(TextChoices):
    PARTY = "party", _("party")
    NEGOTIATING = "negotiating-state", _("negotiating State")
    SIGNATORY = "signatory", _("signatory")
    DEPOSITARY = "depositary", _("depositary")
    GUARANTOR = "guarantor", _("guarantor")
    MEDIATOR = "mediator", _("mediator")
    WITNESS = "witness", _("witness")
    OBSERVER = "observer", _("observer")
    TERRITORY = "territory", _("territory")


class Laterality(TextChoices):
    BILATERAL = "bilateral", _("bilateral")
    MULTILATERAL = "multilateral", _("multilateral")
