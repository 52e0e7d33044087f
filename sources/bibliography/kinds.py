"""Kinds of document, and the corresponding types of CSL, BibTeX and RIS."""

from sources.vocabulary import DocumentKind, ExtentRead, IssuerKind, Reuse

from .fields import Source

TYPE_OF_KIND = {
    DocumentKind.NEWS: "article-newspaper",
    DocumentKind.WIRE: "article-newspaper",
    DocumentKind.MIRROR: "webpage",
    DocumentKind.AGENCY: "document",
    DocumentKind.OFFICIAL: "report",
    DocumentKind.ENCYCLOPEDIA: "entry-encyclopedia",
    DocumentKind.THINK_TANK: "report",
    DocumentKind.ARCHIVE: "manuscript",
    DocumentKind.DATA_SET: "dataset",
    DocumentKind.TREATY_SERIES: "book",
    DocumentKind.STATUS_TABLE: "webpage",
    DocumentKind.CERTIFIED_COPY: "treaty",
    DocumentKind.DEPOSITARY_NOTIFICATION: "report",
}
KIND_OF_TYPE = {
    **dict.fromkeys(["article-newspaper", "article-magazine", "broadcast", "interview"], DocumentKind.NEWS),
    **dict.fromkeys(["webpage", "post", "post-weblog", "document", "motion_picture", "song"], DocumentKind.NEWS),
    **dict.fromkeys(["report", "bill", "legislation", "regulation", "treaty", "hearing"], DocumentKind.OFFICIAL),
    **dict.fromkeys(["legal_case", "speech", "standard"], DocumentKind.OFFICIAL),
    **dict.fromkeys(["entry", "entry-encyclopedia", "entry-dictionary"], DocumentKind.ENCYCLOPEDIA),
    **dict.fromkeys(["manuscript", "collection", "personal_communication"], DocumentKind.ARCHIVE),
}
# Types that are cited by the medium in which they appear: the publisher is that medium.
IN_MEDIA = {"article-newspaper", "article-magazine", "webpage", "post-weblog", "entry-encyclopedia"}
ISSUER_OF_KIND = {
    DocumentKind.OFFICIAL: IssuerKind.OTHER_AUTHORITY,
    DocumentKind.ARCHIVE: IssuerKind.OTHER_AUTHORITY,
    DocumentKind.ENCYCLOPEDIA: IssuerKind.ENCYCLOPEDIA,
    DocumentKind.SCHOLARSHIP: IssuerKind.SCHOLARSHIP,
    DocumentKind.THINK_TANK: IssuerKind.SCHOLARSHIP,
}

BIBTEX_OF_TYPE = {
    "article-journal": "article",
    "article-newspaper": "article",
    "article-magazine": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "inreference",
    "report": "report",
    "manuscript": "unpublished",
    "thesis": "thesis",
    "paper-conference": "inproceedings",
    "webpage": "online",
    "document": "misc",
}
TYPE_OF_BIBTEX = {name: csl for csl, name in BIBTEX_OF_TYPE.items() if name != "article"} | {
    "article": "article-journal",
    **dict.fromkeys(["mvbook", "booklet", "collection", "proceedings", "reference", "manual"], "book"),
    **dict.fromkeys(["inbook", "suppbook", "bookinbook"], "chapter"),
    "conference": "paper-conference",
    "techreport": "report",
    **dict.fromkeys(["phdthesis", "mastersthesis"], "thesis"),
    **dict.fromkeys(["www", "electronic"], "webpage"),
    **dict.fromkeys(["legislation", "jurisdiction", "legal"], "legislation"),
}
RIS_OF_TYPE = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "book": "BOOK",
    "chapter": "CHAP",
    "entry-encyclopedia": "ENCYC",
    "report": "RPRT",
    "manuscript": "MANSCPT",
    "thesis": "THES",
    "paper-conference": "CPAPER",
    "webpage": "ELEC",
    "document": "GEN",
    "legislation": "STAT",
}
TYPE_OF_RIS = {tag: csl for csl, tag in RIS_OF_TYPE.items()} | {
    **dict.fromkeys(["EJOUR", "INPR", "JFULL", "ABST"], "article-journal"),
    **dict.fromkeys(["EBOOK", "EDBOOK", "CONF", "SER", "CLSWK"], "book"),
    "ECHAP": "chapter",
    "DICT": "entry-dictionary",
    **dict.fromkeys(["GOVDOC", "UNBILL", "BILL", "LEGAL", "HEAR", "CASE", "STAND"], "legislation"),
    **dict.fromkeys(["BLOG", "ICOMM", "MULTI", "DBASE"], "webpage"),
    **dict.fromkeys(["PCOMM", "UNPB"], "manuscript"),
}


def type_of(source: Source) -> str:
    """The CSL type of a source; for scholarship it depends on other fields."""
    kind = source.get("kind", "")
    if kind != DocumentKind.SCHOLARSHIP:
        return TYPE_OF_KIND.get(kind, "document")
    if not source.get("container_title"):
        return "book"
    in_journal = source.get("volume") or source.get("issue") or not source.get("publisher")
    return "article-journal" if in_journal else "chapter"


def guessed_from(csl_type: str) -> Source:
    """The fields that can be guessed from the type of an entry we did not write; it counts as not read."""
    kind = KIND_OF_TYPE.get(csl_type, DocumentKind.SCHOLARSHIP)
    return {
        "kind": kind.value,
        "issuer_kind": ISSUER_OF_KIND.get(kind, IssuerKind.OTHER_MEDIA).value,
        "reuse": Reuse.UNKNOWN.value,
        "extent_read": ExtentRead.NOT_READ.value,
    }
