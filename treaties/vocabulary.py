"""The controlled terms of treaty law, after the Vienna Convention on the Law of Treaties (VCLT) of 1969."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TreatyKind(TextChoices):
    ALLIANCE = "alliance", _("alliance")
    PARTNERSHIP = "partnership", _("partnership")
    FRIENDSHIP = "friendship", _("friendship")
    MUTUAL_ASSISTANCE = "mutual-assistance", _("mutual assistance")
    NON_PROLIFERATION = "non-proliferation", _("non-proliferation")
    ECONOMIC = "economic", _("economic co-operation")
    CULTURAL = "cultural", _("cultural co-operation")
    BOUNDARY = "boundary", _("boundary")
    PEACE = "peace", _("peace")
    COMMERCE = "commerce", _("commerce and navigation")
    HUMANITARIAN = "humanitarian", _("humanitarian law")
    ENVIRONMENT = "environment", _("environment")
    DECLARATION = "declaration", _("declaration")
    PROTOCOL = "protocol", _("protocol")
    EXCHANGE_OF_NOTES = "exchange-of-notes", _("exchange of notes")
    MULTILATERAL = "multilateral", _("multilateral")


class NameKind(TextChoices):
    OFFICIAL = "official", _("official")
    OFFICIAL_TRANSLATION = "official-translation", _("official translation")
    PRESS = "press", _("press")
    ALIAS = "alias", _("alias")
    FORMER = "former", _("former")
    SCRIPT_VARIANT = "script-variant", _("script variant")


class Authenticity(TextChoices):
    AUTHENTIC = "authentic", _("authentic")
    PRESUMED_AUTHENTIC = "presumed-authentic", _("presumed authentic")
    OFFICIAL_TRANSLATION = "official-translation", _("official translation")
    UNOFFICIAL = "unofficial", _("unofficial translation")
    MACHINE = "machine", _("machine translation")


class ArticleKind(TextChoices):
    PREAMBLE = "preamble", _("preamble")
    ARTICLE = "article", _("article")
    ANNEX = "annex", _("annex")
    PROTOCOL = "protocol", _("protocol")
    NOTE = "note", _("note")
    REPLY = "reply", _("reply")


class NumberBasis(TextChoices):
    """How the number of an article is known if the text itself could not be read."""

    STATED = "stated", _("stated by a source")
    ORDER = "order", _("inferred from the order of the text")
    UNREAD = "unread", _("not read")


class SuccessionKind(TextChoices):
    CONTINUATION = "continuation", _("continuation")
    SUCCESSION = "succession", _("succession")
    UNION = "union", _("union")
    SEPARATION = "separation", _("separation")
    DISPUTED = "disputed", _("disputed")


class Capacity(TextChoices):
    PARTY = "party", _("party")
    SIGNATORY = "signatory", _("signatory")
    DEPOSITARY = "depositary", _("depositary")
    GUARANTOR = "guarantor", _("guarantor")


class EntryIntoForceMethod(TextChoices):
    SIGNATURE = "signature", _("on signature")
    EXCHANGE = "exchange-of-instruments", _("on exchange of instruments of ratification")
    NOTIFICATION = "last-notification", _("on the last notification")
    NUMBER = "number-of-deposits", _("after a number of deposits")
    FIXED = "fixed-date", _("on a fixed date")


class Renewal(TextChoices):
    NONE = "none", _("not renewed")
    TACIT = "tacit", _("tacit renewal")
    AGREEMENT = "by-agreement", _("renewal by agreement")


class ReferenceScheme(TextChoices):
    UNTS = "unts", "UNTS"
    LNTS = "lnts", "LNTS"
    GAZETTE = "gazette", _("official gazette")
    LAW = "law-number", _("number of a law")
    CETS = "cets", "CETS"
    ELI = "eli", "ELI"


class Standing(TextChoices):
    """Whether the editors regard an act as fact. Only established acts count for the status."""

    ESTABLISHED = "established", _("established")
    REPORTED = "reported", _("reported")
    DISPUTED = "disputed", _("disputed")
    REJECTED = "rejected", _("rejected")
    PLANNED = "planned", _("planned")


class Instrument(TextChoices):
    LAW = "law", _("law")
    DECREE = "decree", _("decree")
    RATIFICATION = "instrument-of-ratification", _("instrument of ratification")
    PROTOCOL = "protocol", _("protocol")
    NOTE = "note", _("note")


class RelationKind(TextChoices):
    SUPERSEDES = "supersedes", _("supersedes")
    TERMINATES = "terminates", _("terminates")
    AMENDS = "amends", _("amends")
    SUPPLEMENTS = "supplements", _("supplements")
    IMPLEMENTS = "implements", _("implements")
    REFERS_TO = "refers-to", _("refers to")
    SECRET_PROTOCOL_TO = "secret-protocol-to", _("secret protocol to")


# The wording of the relation on the other treaty's page.
REVERSED = {
    RelationKind.SUPERSEDES: _("is superseded by"),
    RelationKind.TERMINATES: _("is terminated by"),
    RelationKind.AMENDS: _("is amended by"),
    RelationKind.SUPPLEMENTS: _("is supplemented by"),
    RelationKind.IMPLEMENTS: _("is implemented by"),
    RelationKind.REFERS_TO: _("is referred to by"),
    RelationKind.SECRET_PROTOCOL_TO: _("has the secret protocol"),
}


class EventKind(TextChoices):
    MEETING = "meeting", _("meeting or visit")
    STATEMENT = "statement", _("statement")
    PUBLICATION = "publication", _("publication")
    PARLIAMENT = "parliament", _("parliamentary debate")
    MILITARY = "military", _("military event")
    AGREEMENT = "agreement", _("further agreement")


class Plane(TextChoices):
    INTERNATIONAL = "international", pgettext_lazy("plane of an act", "international")
    DOMESTIC = "domestic", pgettext_lazy("plane of an act", "domestic")


class StepKind(TextChoices):
    AUTHORISATION_TO_SIGN = "authorisation-to-sign", _("Authorisation to sign")
    INITIALLING = "initialling", _("Initialling")
    ADOPTION = "adoption", _("Adoption of the text")
    SIGNATURE = "signature-subject-to-ratification", _("Signature subject to ratification")
    SIGNATURE_DEFINITIVE = "signature-definitive", _("Definitive signature")
    SIGNATURE_AD_REFERENDUM = "signature-ad-referendum", _("Signature ad referendum")
    EXCHANGE_OF_NOTES = "exchange-of-notes", _("Exchange of notes")
    BILL_APPROVED = "executive-approval-of-bill", _("Government approves the ratification bill")
    SUBMISSION = "submission-to-legislature", _("Submission to the legislature")
    COMMITTEE = "committee-recommendation", _("Committee recommendation")
    LOWER_HOUSE = "approval-lower-house", _("Approval by the lower house")
    UPPER_HOUSE = "approval-upper-house", _("Approval by the upper house")
    SINGLE_CHAMBER = "approval-single-chamber", _("Approval by the legislature")
    CONSTITUTIONAL_REVIEW = "constitutional-review", _("Constitutional review")
    PROMULGATION = "promulgation-of-ratification-law", _("Promulgation of the ratification law")
    RATIFICATION_DECREE = "ratification-decree", _("Ratification decree")
    INSTRUMENT_SIGNED = "instrument-of-ratification-signed", _("Instrument of ratification signed")
    ACCEPTANCE = "acceptance", _("Acceptance")
    APPROVAL = "approval-international", _("Approval")
    PUBLICATION = "publication-official", _("Official publication")
    NOTIFICATION = "notification-of-completion", _("Notification that procedures are complete")
    EXCHANGE = "exchange-of-instruments-of-ratification", _("Exchange of instruments of ratification")
    DEPOSIT = "deposit", _("Deposit of the instrument")
    ACCESSION = "accession", _("Accession")
    SUCCESSION = "succession", _("Succession")
    RESERVATION = "reservation", _("Reservation")
    OBJECTION = "objection", _("Objection")
    DECLARATION = "interpretative-declaration", _("Interpretative declaration")
    WITHDRAWAL_OF_RESERVATION = "withdrawal-of-reservation", _("Withdrawal of a reservation")
    WITHDRAWAL_OF_DECLARATION = "withdrawal-of-declaration", _("Withdrawal of a declaration")
    PROVISIONAL_START = "provisional-application-start", _("Provisional application begins")
    PROVISIONAL_END = "provisional-application-end", _("Provisional application ends")
    ENTRY_INTO_FORCE = "entry-into-force", _("Entry into force")
    REGISTRATION = "registration-un", _("Registration with the United Nations")
    CORRECTION = "correction-of-error", _("Correction of an error")
    AMENDMENT = "amendment", _("Amendment")
    MODIFICATION = "modification-inter-se", _("Modification between certain parties")
    PROLONGATION = "prolongation", _("Prolongation")
    DENUNCIATION_NOTICE = "denunciation-notice", _("Notice of denunciation")
    DENUNCIATION = "denunciation-effective", _("Denunciation takes effect")
    WITHDRAWAL_NOTICE = "withdrawal-notice", _("Notice of withdrawal")
    NOTICE_SUSPENDED = "notice-suspended", _("Notice suspended")
    NOTICE_REVOKED = "notice-revoked", _("Notice revoked")
    WITHDRAWAL = "withdrawal-effective", _("Withdrawal takes effect")
    NON_RENEWAL = "non-renewal", _("Not renewed")
    TERMINATION_BY_CLAUSE = "termination-by-clause", _("Termination by its own clause")
    TERMINATION_BY_CONSENT = "termination-by-consent", _("Termination by consent")
    TERMINATION_FOR_BREACH = "termination-for-breach", _("Termination for breach")
    SUPERSESSION_EXPRESS = "supersession-express", _("Replaced by a later treaty, expressly")
    SUPERSESSION_IMPLIED = "supersession-implied", _("Replaced by a later treaty, by implication")
    SUSPENSION_START = "suspension-start", _("Suspension begins")
    SUSPENSION_END = "suspension-end", _("Suspension ends")
    EXPIRY = "expiry", _("Expiry")
    LAPSE = "lapse-state-extinction", _("Lapse with the end of a state")
    INVALIDITY = "declaration-of-invalidity", _("Declared invalid from the outset")
    NOT_TO_BECOME_PARTY = "intention-not-to-become-party", _("Statement not to become a party")


# Acts of internal law. By VCLT art. 2(1)(b) ratification is an international act, so a chamber's vote is domestic.
DOMESTIC = frozenset(
    {
        StepKind.AUTHORISATION_TO_SIGN,
        StepKind.BILL_APPROVED,
        StepKind.SUBMISSION,
        StepKind.COMMITTEE,
        StepKind.LOWER_HOUSE,
        StepKind.UPPER_HOUSE,
        StepKind.SINGLE_CHAMBER,
        StepKind.CONSTITUTIONAL_REVIEW,
        StepKind.PROMULGATION,
        StepKind.RATIFICATION_DECREE,
        StepKind.PUBLICATION,
    }
)


def plane(kind: str) -> Plane:
    return Plane.DOMESTIC if kind in DOMESTIC else Plane.INTERNATIONAL


class Status(TextChoices):
    NOT_YET_SIGNED = "not-yet-signed", _("Not yet signed")
    SIGNED = "signed-not-in-force", _("Signed, not in force")
    PROVISIONALLY_APPLIED = "provisionally-applied", _("Provisionally applied")
    IN_FORCE = "in-force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    NEVER_IN_FORCE = "never-entered-into-force", _("Never entered into force")
    UNDETERMINED = "undetermined", _("Not determined")
