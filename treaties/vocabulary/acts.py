"""Terms for the acts of treaty law, after the Vienna Convention on the Law of Treaties (VCLT) of 1969."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Plane(TextChoices):
    INTERNATIONAL = "international", pgettext_lazy("plane of an act", "international")
    DOMESTIC = "domestic", pgettext_lazy("plane of an act", "domestic")


class StepKind(TextChoices):
    AUTHORISATION_TO_SIGN = "authorisation-to-sign", _("Authorisation to sign")
    INITIALLING = "initialling", _("Initialling")
    ADOPTION = "adoption", _("Adoption of the text")
    FINAL_ACT = "final-act", _("Final act")
    OPENED_FOR_SIGNATURE = "opened-for-signature", _("Opened for signature")
    CLOSED_FOR_SIGNATURE = "closed-for-signature", _("Closed for signature")
    SIGNATURE = "signature-subject-to-ratification", _("Signature subject to ratification")
    SIGNATURE_DEFINITIVE = "signature-definitive", _("Definitive signature")
    SIGNATURE_AD_REFERENDUM = "signature-ad-referendum", _("Signature ad referendum")
    CONFIRMATION_OF_SIGNATURE = "confirmation-of-signature", _("Confirmation of a signature")
    EXCHANGE_OF_NOTES = "exchange-of-notes", _("Exchange of notes")
    BILL_APPROVED = "executive-approval-of-bill", _("Government approves the ratification bill")
    SUBMISSION = "submission-to-legislature", _("Submission to the legislature")
    COMMITTEE = "committee-recommendation", _("Committee recommendation")
    LOWER_HOUSE = "approval-lower-house", _("Approval by the lower house")
    UPPER_HOUSE = "approval-upper-house", _("Approval by the upper house")
    SINGLE_CHAMBER = "approval-single-chamber", _("Approval by the legislature")
    REFERENDUM = "referendum", _("Referendum")
    REFUSAL = "refusal", _("Approval refused")
    CONSTITUTIONAL_REVIEW = "constitutional-review", _("Constitutional review")
    PROMULGATION = "promulgation-of-ratification-law", _("Promulgation of the ratification law")
    RATIFICATION_DECREE = "ratification-decree", _("Ratification decree")
    INSTRUMENT_SIGNED = "instrument-of-ratification-signed", _("Instrument of ratification signed")
    RATIFICATION = "ratification", _("Ratification")
    ACCEPTANCE = "acceptance", _("Acceptance")
    APPROVAL = "approval-international", _("Approval")
    FORMAL_CONFIRMATION = "formal-confirmation", _("Formal confirmation")
    CONSENT_TO_BE_BOUND = "consent-to-be-bound", _("Consent to be bound")
    PUBLICATION = "publication-official", _("Official publication")
    NOTIFICATION = "notification-of-completion", _("Notification that procedures are complete")
    EXCHANGE = "exchange-of-instruments-of-ratification", _("Exchange of instruments of ratification")
    DEPOSIT = "deposit", _("Deposit of the instrument")
    INSTRUMENT_WITHDRAWN = "instrument-withdrawn", _("Instrument withdrawn")
    ACCESSION = "accession", _("Accession")
    SUCCESSION = "succession", _("Succession")
    NOTIFICATION_OF_SUCCESSION = "notification-of-succession", _("Notification of succession")
    RESERVATION = "reservation", _("Reservation")
    LATE_RESERVATION = "late-reservation", _("Late reservation")
    RESERVATION_MODIFIED = "reservation-modified", _("Reservation modified")
    ACCEPTANCE_OF_RESERVATION = "acceptance-of-reservation", _("Acceptance of a reservation")
    OBJECTION = "objection", _("Objection")
    OBJECTION_WITHDRAWN = "objection-withdrawn", _("Objection withdrawn")
    DECLARATION = "interpretative-declaration", _("Interpretative declaration")
    OPTIONAL_DECLARATION = "optional-declaration", _("Optional declaration")
    AUTHORITY_DESIGNATED = "authority-designated", _("Designation of an authority")
    COMMUNICATION = "communication", _("Communication")
    WITHDRAWAL_OF_RESERVATION = "withdrawal-of-reservation", _("Withdrawal of a reservation")
    WITHDRAWAL_OF_DECLARATION = "withdrawal-of-declaration", _("Withdrawal of a declaration")
    TERRITORIAL_APPLICATION = "territorial-application", _("Territorial application")
    TERRITORIAL_EXCLUSION = "territorial-exclusion", _("Territorial exclusion")
    TERRITORIAL_WITHDRAWAL = "territorial-withdrawal", _("Withdrawal for a territory")
    DEROGATION = "derogation", _("Derogation")
    DEROGATION_ENDED = "derogation-ended", _("Derogation ended")
    PROVISIONAL_START = "provisional-application-start", _("Provisional application begins")
    NOTIFICATION_OF_PROVISIONAL_APPLICATION = (
        "notification-of-provisional-application",
        _("Notification of provisional application by a successor State"),
    )
    PROVISIONAL_END = "provisional-application-end", _("Provisional application ends")
    ENTRY_INTO_FORCE = "entry-into-force", _("Entry into force")
    REGISTRATION = "registration-un", _("Registration with the United Nations")
    REGISTRATION_LON = "registration-lon", _("Registration with the League of Nations")
    FILING_AND_RECORDING = "filing-and-recording", _("Filing and recording")
    DEPOSITARY_NOTIFICATION = "depositary-notification", _("Depositary notification")
    CORRECTION = "correction-of-error", _("Correction of an error")
    AMENDMENT = "amendment", _("Amendment")
    AMENDMENT_PROPOSED = "amendment-proposed", _("Amendment proposed")
    AMENDMENT_ADOPTED = "amendment-adopted", _("Amendment adopted")
    AMENDMENT_ACCEPTED = "amendment-accepted", _("Amendment accepted")
    AMENDMENT_TACITLY_ACCEPTED = "amendment-tacitly-accepted", _("Amendment tacitly accepted")
    AMENDMENT_OPTED_OUT = "amendment-opted-out", _("Amendment not accepted")
    AMENDMENT_IN_FORCE = "amendment-in-force", _("Amendment enters into force")
    MODIFICATION = "modification-inter-se", _("Modification between certain parties")
    PROLONGATION = "prolongation", _("Prolongation")
    DENUNCIATION_NOTICE = "denunciation-notice", _("Notice of denunciation")
    DENUNCIATION = "denunciation-effective", _("Denunciation takes effect")
    WITHDRAWAL_NOTICE = "withdrawal-notice", _("Notice of withdrawal")
    NOTICE_SUSPENDED = "notice-suspended", _("Notice suspended")
    NOTICE_REVOKED = "notice-revoked", _("Notice revoked")
    WITHDRAWAL = "withdrawal-effective", _("Withdrawal takes effect")
    MEMBERSHIP_CEASED = "membership-ceased", _("Membership ceases")
    EXPULSION = "expulsion", _("Expulsion")
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
    REVIVAL = "revival", _("Revival")
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
        StepKind.REFERENDUM,
        StepKind.REFUSAL,
        StepKind.CONSTITUTIONAL_REVIEW,
        StepKind.PROMULGATION,
        StepKind.RATIFICATION_DECREE,
        StepKind.PUBLICATION,
    }
)


# Acts that are about certain articles; those of other acts once named the clause on which they rest.
ABOUT_ARTICLES = frozenset(
    {
        *(StepKind.RESERVATION, StepKind.LATE_RESERVATION, StepKind.RESERVATION_MODIFIED),
        *(StepKind.OBJECTION, StepKind.OBJECTION_WITHDRAWN, StepKind.ACCEPTANCE_OF_RESERVATION),
        *(StepKind.DECLARATION, StepKind.OPTIONAL_DECLARATION, StepKind.WITHDRAWAL_OF_RESERVATION),
        *(StepKind.WITHDRAWAL_OF_DECLARATION, StepKind.CORRECTION, StepKind.AMENDMENT, StepKind.MODIFICATION),
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
    # Of a political commitment, and of those who take part in it.
    NO_LEGAL_STATUS = "no-legal-status", _("No legal status")
    TAKES_PART = "takes-part", _("Takes part")
    NO_LONGER_TAKES_PART = "no-longer-takes-part", _("No longer takes part")
    TAKES_NO_PART = "takes-no-part", _("Takes no part")


class Known(TextChoices):
    """How an answer is known: an act says it, a rule concludes it from acts, or nothing recorded does."""

    RECORDED = "recorded", _("recorded")
    DERIVED = "derived", _("derived")
    NOT_RECORDED = "not-recorded", _("not recorded")


class Limited(TextChoices):
    """What an act says of a territory, or of some articles, and of nothing else."""

    EXTENDED = "extended", _("extends to the territory")
    EXCLUDED = "excluded", _("does not extend to the territory")
    ENDED = "ended", _("no longer extends to the territory")
    ACCEPTED = "accepted", _("accepted")
    NOT_ACCEPTED = "not-accepted", _("not accepted")
    DENOUNCED = "denounced", _("denounced")
    DEROGATED = "derogated", _("derogated from")
    SUSPENDED = "suspended", _("suspended")
    APPLIED = "applied", _("provisionally applied")


class BetweenTheTwo(TextChoices):
    """Whether a party that objects to a reservation lets the treaty enter into force between the two (VCLT 20(4))."""

    IN_FORCE = "in-force", _("in force between the two")
    NOT_IN_FORCE = "not-in-force", _("not in force between the two")


class Reaction(TextChoices):
    """What a reservation of one party is for another (VCLT 20, 21)."""

    ACCEPTED = "accepted", _("accepted: the articles apply as reserved")
    NOT_OBJECTED = "not-objected", _("no objection within twelve months: the articles apply as reserved")
    EXCEPT_FOR = "except-for", _("objection: in force between the two except for what is reserved")
    NOT_IN_FORCE = "not-in-force", _("objection: not in force between the two")
    NOT_RECORDED = "not-recorded", _("reaction not recorded")


class HintCode(TextChoices):
    """What is odd in the acts of a treaty."""

    BEFORE_SIGNATURE = "before-signature", _("The entry into force is dated before the signature.")
    BEFORE_CONSENT = "before-consent", _("The entry into force is dated before a party’s consent to be bound.")
    LEFT_BEFORE_FORCE = "left-before-force", _("A denunciation or withdrawal is dated before the entry into force.")
    OTHER_THAN_RULE = "other-than-rule", _("By its own rule the treaty would have entered into force on another day.")
    SENTINEL = "sentinel", _("The date looks like a placeholder.")
    TWICE = "twice", _("The same act is recorded more than once.")
    PARTY_DID_NOT_EXIST = "party-did-not-exist", _("The party did not exist on the day of the act.")
    TAKES_NO_PART = "takes-no-part", _("The party that acts is not among the participants.")
