"""The key facts of a treaty, the gaps in its dossier, and how far its sources were read."""

from collections import Counter, defaultdict

from sources.vocabulary import DocumentKind, ExtentRead
from treaties.law.acts import CONSENTS, SIGNATURES
from treaties.law.entry import derived_entry
from treaties.references import address
from treaties.vocabulary import ArticleKind, Authenticity, Form, Subject

from .context import Context
from .evidence.apparatus import apparatus
from .naming import articles_named, party_name
from .texts import Page

AUTHENTIC = {Authenticity.AUTHENTIC, Authenticity.PRESUMED_AUTHENTIC}


# Where these are not recorded, nothing is missing that a reader would look for.
_RARE = {"form", "subjects", "renewal", "acts_complete_until", "laterality"}

# What a political commitment need not have.
_OF_LAW = {"entry_into_force_method", "term", "notice_period"}


def facts(context: Context, texts: Page) -> list[Page]:
    """The key facts, each with its apparatus; `code` determines the label and the vocabulary. `texts` by field."""
    dossier = context.dossier
    clause = dossier.get("entry_into_force_clause")
    authentic = [
        {"language": text["language"], "authenticity": text["authenticity"]}
        for text in context.listed("texts")
        if text["authenticity"] in AUTHENTIC
    ]
    candidates: list[Page] = [
        {"code": "form", "term": ["Form", dossier.get("form", "")]},
        {
            "code": "subjects",
            "terms": ["Subject", [code for code in dossier.get("subjects", []) if code != Subject.OTHER]],
            "words": texts["other_subject"],
        },
        {"code": "authentic_languages", "languages": authentic},
        {"code": "place", "words": texts["place"]},
        {
            "code": "entry_into_force_method",
            "term": ["EntryIntoForceMethod", dossier.get("entry_into_force_method", "")],
            "articles": articles_named(context, {"articles": [clause]}) if clause else [],
            "entry": _entry_rule(context, texts["entry_into_force_condition"]),
        },
        {"code": "term", "duration": dossier.get("term", "")},
        {"code": "renewal", "term": ["Renewal", dossier.get("renewal", "")]},
        {"code": "notice_period", "duration": dossier.get("notice_period", "")},
        {"code": "disclosed_on", "date": dossier.get("disclosed_on", "")},
        {"code": "acts_complete_until", "date": dossier.get("acts_complete_until", "")},
        {
            "code": "laterality",
            "term": ["Laterality", dossier.get("laterality", "")],
            "reason": texts["laterality_reason"],
        },
    ]
    candidates += [{"code": "references", "reference": _addressed(each)} for each in context.listed("references")]
    for fact in candidates:
        fact["apparatus"] = apparatus(context, "treaty", only=fact["code"])
        kinds = ("words", "duration", "date", "reference", "languages", "entry")
        of_vocabulary = any(fact[kind][1] for kind in ("term", "terms") if kind in fact)
        fact["missing"] = not any(fact.get(kind) for kind in kinds) and not of_vocabulary
    unsought = _RARE | (_OF_LAW if context.history.form == Form.POLITICAL_COMMITMENT else set())
    return [fact for fact in candidates if not fact["missing"] or fact["code"] not in unsought]


def _addressed(reference: dict) -> Page:
    """A reference with its address: the recorded one, or that which follows from it by the rule of its series."""
    return {
        "scheme_name": "",
        **reference,
        "url": reference.get("url") or address(reference["scheme"], reference["value"]),
    }


def _entry_rule(context: Context, condition: Page | None) -> Page | None:
    """What the treaty says of its entry into force beyond the manner, and the day that follows from it."""
    rule, derived = context.history.entry, derived_entry(context.history)
    if not (rule.trigger or rule.later_delay or condition):
        return None
    return {
        "number": rule.number,
        "parties": [party_name(context, key) for key in rule.parties],
        "date": rule.date,
        "condition": condition,
        "delay": rule.delay,
        "counting": rule.counting if rule.delay else "",
        "later_delay": rule.later_delay,
        "later_counting": rule.later_counting if rule.later_delay else "",
        "derived": {"day": derived.day, "trigger": derived.trigger} if derived else None,
    }


def unknown(context: Context, page: Page) -> Page:
    """The gaps in the dossier, as far as its empty fields show them."""
    return {
        "articles": [
            article
            for article in page["articles"]
            if article["kind"] == ArticleKind.ARTICLE and article["summary"] is None
        ],
        "facts": [fact["code"] for fact in page["facts"] if fact["missing"]],
        "undated": [step["key"] for step in page["steps"] if not step["date"]],
        "texts": not any(article.get("texts") for article in context.listed("articles")),
        "undecided": [question for question in page["questions"] if question["outcome"] == "undecided"],
    }


def coverage(context: Context) -> Page:
    """The languages in which sources were read, and how many are only known through others."""
    documents = [source for source in context.sources.values() if source["kind"] != DocumentKind.AGENCY]
    read = [document for document in documents if document["extent_read"] != ExtentRead.NOT_READ]
    times = Counter(document["language"] for document in read if document.get("language"))
    return {"languages": [code for code, _times in times.most_common()], "not_read": len(documents) - len(read)}


# What the table of participants tells of an act.
_TOLD = ("key", "kind", "date", "effective", "standing", "territory")


def participants(page: Page, *, commitment: bool) -> list[Page]:
    """The acts of each party, for the table of participants; in a political commitment nobody consents to be bound."""
    consents = () if commitment else CONSENTS
    acts: dict[str, list[Page]] = defaultdict(list)
    for step in page["steps"]:
        acts[step["party"]].append({name: step[name] for name in _TOLD})
    return [
        {
            "party": {"key": party["key"], "name": party["name"]},
            "capacity": party["capacity"],
            "signatures": [act for act in acts[party["key"]] if act["kind"] in SIGNATURES],
            "consents": [
                act for act in acts[party["key"]] if act["kind"] in consents and act["kind"] not in SIGNATURES
            ],
            "others": [act for act in acts[party["key"]] if act["kind"] not in (*SIGNATURES, *consents)],
        }
        # A party that is also the depositary is in the list twice.
        for party in {party["key"]: party for party in page["parties"]}.values()
    ]
