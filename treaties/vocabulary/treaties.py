"""Terms for a treaty as a text: its form and subjects, its articles, its own clauses, and its relations to others."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(TextChoices):
    """What a treaty is called, or what kind of text it is. The name does not decide on its legal effect."""

    TREATY = "treaty", _("treaty")
    CONVENTION = "convention", _("convention")
    AGREEMENT = "agreement", _("agreement")
    ARRANGEMENT = "arrangement", _("arrangement")
    PROTOCOL = "protocol", _("protocol")
    CHARTER = "charter", _("charter")
    COVENANT = "covenant", _("covenant")
    STATUTE = "statute", _("statute")
    CONSTITUENT_INSTRUMENT = "constituent-instrument", _("constituent instrument of an organisation")
    EXCHANGE_OF_NOTES = "exchange-of-notes", _("exchange of notes")
    EXCHANGE_OF_LETTERS = "exchange-of-letters", _("exchange of letters")
    MEMORANDUM = "memorandum-of-understanding", _("memorandum of understanding")
    AGREED_MINUTES = "agreed-minutes", _("agreed minutes")
    COMMUNIQUE = "joint-communique", _("joint communiqué")
    DECLARATION = "declaration", _("declaration")
    JOINT_DECLARATION = "joint-declaration", _("joint declaration")
    UNILATERAL_DECLARATION = "unilateral-declaration", _("unilateral declaration")
    ARMISTICE = "armistice", _("armistice")
    CONCORDAT = "concordat", _("concordat")
    ACCESSION_TREATY = "accession-treaty", _("treaty of accession")
    POLITICAL_COMMITMENT = "political-commitment", _("political commitment")


class Subject(TextChoices):
    """What a treaty is about; it can be about several things."""

    ALLIANCE = "alliance", _("alliance")
    MUTUAL_ASSISTANCE = "mutual-assistance", _("mutual assistance")
    PARTNERSHIP = "partnership", _("partnership")
    FRIENDSHIP = "friendship", _("friendship")
    NON_AGGRESSION = "non-aggression", _("non-aggression and neutrality")
    PEACE = "peace", _("peace")
    DIPLOMATIC_RELATIONS = "diplomatic-relations", _("diplomatic relations")
    CONSULAR = "consular", _("consular relations")
    BOUNDARY = "boundary", _("boundary")
    TERRITORY = "territory", _("cession and territory")
    INDEPENDENCE = "independence", _("independence and succession of states")
    CLAIMS = "claims", _("claims and compensation")
    DISPUTES = "disputes", _("settlement of disputes and arbitration")
    ORGANISATIONS = "organisations", _("international organisations")
    PRIVILEGES = "privileges", _("privileges and immunities")
    ARMS_CONTROL = "arms-control", _("arms control")
    NON_PROLIFERATION = "non-proliferation", _("non-proliferation")
    DEFENCE = "defence", _("defence")
    STATUS_OF_FORCES = "status-of-forces", _("status of forces")
    INFORMATION_SECURITY = "information-security", _("protection of classified information")
    WAR_GRAVES = "war-graves", _("war graves and memorials")
    ECONOMIC = "economic", _("economic co-operation")
    TRADE = "trade", _("trade")
    COMMERCE = "commerce", _("commerce and navigation")
    CUSTOMS = "customs", _("customs")
    INVESTMENT = "investment", _("investment")
    TAXATION = "taxation", _("double taxation and taxes")
    LOANS = "loans", _("loans and debt")
    PAYMENTS = "payments", _("money and payments")
    AID = "aid", _("aid and technical co-operation")
    AGRICULTURE = "agriculture", _("agriculture")
    INTELLECTUAL_PROPERTY = "intellectual-property", _("intellectual property")
    EXTRADITION = "extradition", _("extradition")
    LEGAL_ASSISTANCE = "legal-assistance", _("legal assistance")
    CRIME = "crime", _("crime and police co-operation")
    NATIONALITY = "nationality", _("nationality and civil status")
    VISAS = "visas", _("visas and movement of persons")
    SOCIAL_SECURITY = "social-security", _("social security")
    LABOUR = "labour", _("labour")
    PUBLIC_OFFICERS = "public-officers", _("public officers and pensions")
    AVIATION = "aviation", _("aviation")
    SHIPPING = "shipping", _("shipping")
    RAILWAYS_AND_ROADS = "railways-and-roads", _("railways and roads")
    POSTS = "posts", _("posts and telecommunications")
    FISHERIES = "fisheries", _("fisheries")
    SEA = "sea", _("law of the sea")
    RIVERS = "rivers", _("rivers and water")
    ENVIRONMENT = "environment", _("environment")
    ENERGY = "energy", _("energy")
    NUCLEAR = "nuclear", _("nuclear co-operation")
    SCIENCE = "science", _("science and technology")
    SPACE = "space", _("space")
    CULTURAL = "cultural", _("culture and education")
    MEDIA = "media", _("film and broadcasting")
    HEALTH = "health", _("health")
    HUMAN_RIGHTS = "human-rights", _("human rights")
    HUMANITARIAN = "humanitarian", _("humanitarian law")
    REFUGEES = "refugees", _("refugees")
    SLAVE_TRADE = "slave-trade", _("slave trade")
    OTHER = "other", _("other subject")


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
    PART = "part", _("part")
    TITLE = "title", pgettext_lazy("part of a treaty", "title")
    CHAPTER = "chapter", _("chapter")
    SECTION = "section", _("section")
    ANNEX = "annex", _("annex")
    SCHEDULE = "schedule", _("schedule")
    APPENDIX = "appendix", _("appendix")
    PROTOCOL = "protocol", _("protocol")
    NOTE = "note", _("note")
    REPLY = "reply", _("reply")
    FINAL_ACT = "final-act", _("final act")
    TABLE = "table", _("table")


# What is numbered by itself, so that its articles are named with it: “Annex A, Article 1”.
OWN_NUMBERS = frozenset(
    {
        *(ArticleKind.ANNEX, ArticleKind.SCHEDULE, ArticleKind.APPENDIX, ArticleKind.PROTOCOL),
        *(ArticleKind.NOTE, ArticleKind.REPLY, ArticleKind.FINAL_ACT),
    }
)


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
    """The registers and series in which treaties are numbered, by the names under which they are cited."""

    UNTS = "unts", "UNTS"
    UN_REGISTRATION = "un-registration", _("UN registration number")
    MTDSG = "mtdsg", "MTDSG"
    CN = "cn", "C.N."
    LNTS = "lnts", "LNTS"
    CTS = "cts", "CTS (Parry)"
    MARTENS = "martens", "Martens"
    BFSP = "bfsp", "BFSP"
    UKTS = "ukts", "UKTS"
    CM = "cm", "Cm"
    TIAS = "tias", "TIAS"
    UST = "ust", "UST"
    STAT = "stat", "Stat."
    BEVANS = "bevans", "Bevans"
    CETS = "cets", "CETS"
    ETS = "ets", "ETS"
    OJ = "oj", _("official journal of the European Union")
    CELEX = "celex", "CELEX"
    ELI = "eli", "ELI"
    BGBL = "bgbl", "BGBl."
    RTAF = "rtaf", "RTAF"
    BOE = "boe", "BOE"
    SZ_RF = "sz-rf", "СЗ РФ"
    BMD = "bmd", "Бюллетень международных договоров"
    ICAO = "icao", "ICAO"
    ILO = "ilo", "ILO"
    WIPO = "wipo", "WIPO"
    ECOLEX = "ecolex", "ECOLEX"
    GAZETTE = "gazette", _("official gazette")
    LAW = "law-number", _("number of a law")
    SHELF_MARK = "shelf-mark", _("archive shelf mark")
    OTHER = "other", _("other register or series")


class RelationKind(TextChoices):
    SUPERSEDES = "supersedes", _("supersedes")
    TERMINATES = "terminates", _("terminates")
    AMENDS = "amends", _("amends")
    SUPPLEMENTS = "supplements", _("supplements")
    IMPLEMENTS = "implements", _("implements")
    REFERS_TO = "refers-to", _("refers to")
    SECRET_PROTOCOL_TO = "secret-protocol-to", _("secret protocol to")
    PROTOCOL_TO = "protocol-to", _("protocol to")
    ACCESSION_TO = "accession-to", _("accession to")
    REVIVES = "revives", _("revives")
    EXTENDS = "extends", _("extends")
    SUSPENDS = "suspends", _("suspends")
    CORRECTS = "corrects", _("corrects")
    CONTINUES = "continues", _("continues")
    CONSOLIDATES = "consolidates", _("consolidates")
    RENUMBERS = "renumbers", _("renumbers")


# The wording of the relation on the other treaty's page.
REVERSED = {
    RelationKind.SUPERSEDES: _("is superseded by"),
    RelationKind.TERMINATES: _("is terminated by"),
    RelationKind.AMENDS: _("is amended by"),
    RelationKind.SUPPLEMENTS: _("is supplemented by"),
    RelationKind.IMPLEMENTS: _("is implemented by"),
    RelationKind.REFERS_TO: _("is referred to by"),
    RelationKind.SECRET_PROTOCOL_TO: _("has the secret protocol"),
    RelationKind.PROTOCOL_TO: _("has the protocol"),
    RelationKind.ACCESSION_TO: _("has the accession treaty"),
    RelationKind.REVIVES: _("is revived by"),
    RelationKind.EXTENDS: _("is extended by"),
    RelationKind.SUSPENDS: _("is suspended by"),
    RelationKind.CORRECTS: _("is corrected by"),
    RelationKind.CONTINUES: _("is continued by"),
    RelationKind.CONSOLIDATES: _("is consolidated by"),
    RelationKind.RENUMBERS: _("is renumbered by"),
}


class EventKind(TextChoices):
    MEETING = "meeting", _("meeting or visit")
    STATEMENT = "statement", _("statement")
    PUBLICATION = "publication", _("publication")
    PARLIAMENT = "parliament", _("parliamentary debate")
    MILITARY = "military", _("military event")
    AGREEMENT = "agreement", _("further agreement")
