"""Terms for a treaty as a text: its kind, its articles, its own clauses, and its relations to others."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class EntryIntoForceMethod(TextChoices):
    SIGNATURE = "signature", _("on signature")
    EXCHANGE = "exchange-of-instruments", _("on exchange of instruments of ratification")
    NOTIFICATION = "last-notification", _("on the last notification")
    NUMBER = "number-of-deposits", _("after a number of deposits")
    NAMED_PARTIES = "named-parties", _("after the deposits of certain parties")
    FIXED = "fixed-date", _("on a fixed date")
    OTHER = "other-condition", _("on another condition")


class DelayCounting(TextChoices):
    """Where a delay ends: on its last day, or on the first day of the month that follows."""

    EXACT = "exact", _("on that day")
    FIRST_OF_MONTH = "first-of-month", _("on the first day of the following month")


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
