"""The controlled terms of sources, citations and questions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    NEWS = "news", _("news article")
    WIRE = "wire", _("wire report")
    MIRROR = "mirror", _("reproduction on another site")
    AGENCY = "agency", _("agency or office")
    OFFICIAL = "official", _("official document")
    ENCYCLOPEDIA = "encyclopedia", _("encyclopedia")
    SCHOLARSHIP = "scholarship", _("scholarship")
    THINK_TANK = "think-tank", _("think tank paper")
    ARCHIVE = "archive", _("archival record")
    DATA_SET = "data-set", _("data set")
    TREATY_SERIES = "treaty-series", _("treaty series")
    STATUS_TABLE = "status-table", _("status table")
    CERTIFIED_COPY = "certified-copy", _("certified copy")
    DEPOSITARY_NOTIFICATION = "depositary-notification", _("depositary notification")


class IssuerKind(TextChoices):
    PARTY_ORGAN = "party-organ", _("authority of a party to the treaty")
    OTHER_AUTHORITY = "other-authority", _("authority of a third state")
    INTERNATIONAL_ORGANISATION = "international-organisation", _("international organisation")
    STATE_MEDIA = "state-media", _("state media")
    OTHER_MEDIA = "other-media", _("independent or other media")
    SCHOLARSHIP = "scholarship", _("scholarship")
    ENCYCLOPEDIA = "encyclopedia", _("encyclopedia")
    # Never published: neither the document nor what it says leaves the desk.
    CONFIDENTIAL = "confidential", _("confidential")


class Reuse(TextChoices):
    OFFICIAL_TEXT = "official-text", _("official text, free to reproduce")
    LICENSED = "licensed", _("licensed for reproduction")
    QUOTATION = "quotation", _("short quotation only")
    UNKNOWN = "unknown", _("not known")


class ExtentRead(TextChoices):
    WHOLE = "whole", _("read in full")
    EXCERPT = "excerpt", _("read in part")
    NOT_READ = "not-read", _("not read; cited from another source")


class OriginRelation(TextChoices):
    TRANSLATES = "translates", _("translates")
    REPORTS = "reports", _("reports")
    QUOTES = "quotes", _("quotes")
    MIRRORS = "mirrors", _("reproduces")
    # A pointer, not a dependence: it does not merge origins.
    CITES = "cites", _("cites")


class TextOrigin(TextChoices):
    HUMAN = "human", _("human")
    MACHINE = "machine", _("machine")


class Stance(TextChoices):
    SUPPORTS = "supports", _("supports")
    DISPUTES = "disputes", _("disputes")
    MENTIONS = "mentions", _("mentions")


class Modality(TextChoices):
    STATES = "states", _("states")
    DENIES = "denies", _("denies")
    ESTIMATES = "estimates", _("estimates")
    EXPECTS = "expects", _("expects")
    GIVES_NO_VALUE = "gives-no-value", _("gives no value")


class ValueType(TextChoices):
    DATE = "date", _("date")
    NUMBER = "number", _("number")
    REFERENCE = "reference", _("reference to a record")
    TERM = "term", _("term of a vocabulary")
    TEXT = "text", _("text")


class Calendar(TextChoices):
    """Calendars of dates in sources. Only dates of the Julian one are converted by rule."""

    JULIAN = "julian", _("Julian calendar")
    HIJRI = "hijri", _("Hijri calendar")
    SOLAR_HIJRI = "solar-hijri", _("Solar Hijri calendar")
    CHINESE = "chinese", _("Chinese calendar")


class DateBasis(TextChoices):
    ACT = "act", _("the act")
    PUBLICATION = "publication", _("its publication")
    REPORT = "report", _("the report")
    INFERRED = "inferred", _("inferred by the editors")


class Topic(TextChoices):
    """What a citation is about if the desk has no field for it."""

    ASSESSMENT = "assessment", _("assessment")
    ACCUSATION = "accusation", _("accusation")
    ALLIANCE = "alliance", _("whether it creates an alliance")
    AUTHENTIC_LANGUAGES = "authentic-languages", _("authentic languages")
    CASUALTIES = "casualties", _("killed and wounded")
    CHARACTER = "character", _("character of the treaty")
    CONTENT = "content", _("content")
    CONTEXT = "context", _("context")
    DATE_OF_ARRIVAL = "date-of-arrival", _("date of arrival")
    DATE_OF_IMAGES = "date-of-images", _("date of the images")
    DATE_OF_MEETING = "date-of-meeting", _("date of the meeting")
    DENUNCIATION = "denunciation", _("denunciation")
    EARLIER_VISIT = "earlier-visit", _("earlier visit")
    KIND_OF_VISIT = "kind-of-visit", _("kind of visit")
    LEGAL_BASIS = "legal-basis", _("legal basis")
    NUMBER_OF_ARTICLES = "number-of-articles", _("number of articles")
    OBJECT_SIGNED = "object-signed", _("what was signed")
    OPERATIONAL_DETAILS = "operational-details", _("operational details")
    ORDER_OF_PARTIES = "order-of-parties", _("order of the parties in the title")
    OTHER_DOCUMENTS = "other-documents", _("other documents signed")
    POSITION = "position", _("position of the parties")
    REACTION = "reaction", _("reaction")
    REMARK = "remark", _("remark")
    SCOPE = "scope", _("scope")
    SECRET_ANNEXES = "secret-annexes", _("secret annexes")
    SIGNATORY_LEVEL = "signatory-level", _("rank of the signatories")
    SPEAKER = "speaker", _("speaker")
    STATEMENT = "statement", _("statement")
    STATUS = "status", _("status")
    SUPERSEDED = "superseded", _("what the treaty replaces")
    SUPPORT = "support", _("who pledged support")
    TITLE = "title", _("title")
    TROOPS = "troops", _("number of troops")
    TROOPS_PLANNED = "troops-planned", _("number of troops planned")
    TYPE = "type", _("type of instrument")


class QuestionKind(TextChoices):
    CONFLICT = "conflict", _("conflict")
    PRECISION = "precision", _("difference of precision")
    SPELLING = "spelling", _("difference of spelling")
    SERIES = "series", _("series of figures")
    DISTINCT_STATEMENTS = "distinct-statements", _("distinct statements")


class Outcome(TextChoices):
    OPEN = "open", _("open")
    # The editors have examined it, and no page asserts a value.
    UNDECIDED = "undecided", _("not decided")
    PREFERRED = "preferred", _("one value preferred")
    COMPATIBLE = "compatible", _("compatible")


class CheckResult(TextChoices):
    """Whether a quotation occurs in a capture of its document."""

    EXACT = "exact", _("found exactly")
    NORMALISED = "normalised", _("found after normalising")
    MISSING = "missing", _("not found")
    # The following are never stored: a quotation without a row was not checked, or could not be.
    UNCHECKED = "unchecked", _("not checked since it was changed")
    NO_CAPTURE = "no-capture", _("no capture to check it with")


class Normalisation(TextChoices):
    """Differences in writing between a quotation and its source whose words are the same."""

    SPACE = "space", _("white space")
    JOINERS = "joiners", _("invisible joiners and marks of direction")
    COMPOSITION = "composition", _("composition of accents")
    WIDTH = "width", _("width of characters")
    HAN = "han", _("traditional or simplified characters")
    ARABIC_LETTERS = "arabic-letters", _("forms of Arabic and Persian letters")
    ARABIC_MARKS = "arabic-marks", _("Arabic vowel signs and tatweel")


class LinkedAddress(TextChoices):
    URL = "url", _("web address")
    ARCHIVE_URL = "archive_url", _("archived address")


class LinkOutcome(TextChoices):
    """The result of checking an address."""

    ANSWERS = "answers", _("answers")
    MOVED = "moved", _("moved permanently")
    GONE = "gone", _("gone")
    SERVER_ERROR = "server-error", _("server error")
    NO_ANSWER = "no-answer", _("no answer")
    # Private networks, and ports other than those of the web: nothing that a reader could open.
    REFUSED = "refused", _("not asked: not an address of the public web")
    # The site answers, but not to programs: a reader may still see the page.
    WITHHELD = "withheld", _("access refused to this program")
    ASKED_TO_WAIT = "asked-to-wait", _("asked to wait")


class LinkDetail(TextChoices):
    UNKNOWN_NAME = "unknown-name", _("unknown host name")
    NO_NAME_SERVER = "no-name-server", _("the name servers do not respond")
    TIMEOUT = "timeout", _("timeout")
    CERTIFICATE = "certificate", _("certificate not trusted")
    REDIRECTS = "redirects", _("too many redirects")
    BROKEN = "broken", _("connection lost")
