"""What each public page needs, in one language: footnotes numbered, texts chosen, records beside their evidence.

Made once, when an edition is published; reading a page is then one row and a template. Labels of codes and the status
of the day are left to the template, because they depend on the release and on the day.
"""

import unicodedata
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from dossier.text.dates import bounds
from dossier.text.languages import choose, direction, tag
from treaties.status import Act
from treaties.vocabulary import ArticleKind, Authenticity, NameKind, plane

Page = dict[str, Any]

# The vocabulary in which a citation's value is written, by the field it is about.
TERMS = {
    "instrument": "Instrument",
    "entry_into_force_method": "EntryIntoForceMethod",
    "renewal": "Renewal",
    "kind": "StepKind",
}
AUTHENTIC = {Authenticity.AUTHENTIC, Authenticity.PRESUMED_AUTHENTIC}
STATUS_FIELDS = ("key", "kind", "party", "date", "effective", "until", "standing")


def words(texts: dict[str, str] | None, language: str) -> dict | None:
    """A text of ours for a reader of `language`, with the language in which it is."""
    found = choose(texts or {}, language)
    if found is None:
        return None
    code, text = found
    return {"text": text, "lang": tag(code), "dir": direction(code)}


def quoted(text: str, language: str) -> dict | None:
    """A text of others, in the language in which it stands."""
    return {"text": text, "lang": language, "dir": direction(language)} if text else None


def build_pages(dossier: dict, language: str) -> dict[str, Page]:
    """Every page of an edition by its part: `head`, `articles/SLUG`, `sources/KEY`."""
    return Pages(dossier, language).all()


def register_acts(dossier: dict) -> list[dict]:
    """The acts from which the status follows, for treaties.status.Act."""
    steps = dossier.get("steps", [])
    return [asdict(Act(**{name: step[name] for name in STATUS_FIELDS if step.get(name)})) for step in steps]


def listing(dossier: dict, language: str) -> dict:
    """A line of the register."""
    names = {party["key"]: words(party.get("name"), language) for party in dossier.get("parties", [])}
    return {
        "title": words(dossier.get("title"), language),
        "summary": words(dossier.get("summary"), language),
        "parties": [names[each["party"]] for each in dossier.get("participants", []) if names.get(each["party"])],
    }


class Pages:
    """One edition in one language. Sources are numbered in the order in which the dossier's page first names them."""

    def __init__(self, dossier: dict, language: str):
        self.dossier, self.language = dossier, language
        self.parties = {each["key"]: each for each in dossier.get("parties", [])}
        self.people = {each["key"]: each for each in dossier.get("people", [])}
        self.sources = {each["key"]: each for each in dossier.get("sources", [])}
        self.questions = {each["key"]: each for each in dossier.get("questions", [])}
        self.numbers: dict[str, int] = {}
        self.citations: dict[str, list[dict]] = defaultdict(list)
        for citation in dossier.get("citations", []):
            self.citations[citation["subject"]].append(citation)

    def all(self) -> dict[str, Page]:
        head = self.head()
        pages = {"head": head}
        for number, article in enumerate(head["articles"]):
            pages[f"articles/{article['slug']}"] = self.article(head, number)
        for source in head["sources"]:
            pages[f"sources/{source['key']}"] = self.source(head, source)
        return pages

    # The dossier

    def head(self) -> Page:
        dossier = self.dossier
        page: Page = {
            "slug": dossier["slug"],
            "title": self.words(dossier.get("title")),
            "summary": self.words(dossier.get("summary")),
            "background": self.words(dossier.get("background")),
            "aftermath": self.words(dossier.get("aftermath")),
            "coverage_note": self.words(dossier.get("coverage_note")),
            "note": self.words(dossier.get("note_public")),
            "checked_up_to": dossier.get("checked_up_to", ""),
            "names": [self.name(each, f"names/{each['key']}") for each in dossier.get("names", [])],
            "parties": [self.participant(each) for each in dossier.get("participants", [])],
        }
        page["facts"] = self.facts()
        page["steps"] = [self.step(each) for each in dossier.get("steps", [])]
        page["events"] = [self.event(each) for each in dossier.get("events", [])]
        page["articles"] = [self.article_line(each) for each in dossier.get("articles", [])]
        page["relations"] = [self.relation(each) for each in dossier.get("relations", [])]
        page["people"] = [self.person(each) for each in dossier.get("people", [])]
        page["statements"] = self.apparatus("treaty", without={fact["code"] for fact in page["facts"]})
        page["steps"].sort(key=_when)
        page["ladder"] = 1 <= len(page["parties"]) <= 4
        page["timeline"] = sorted([*({**each, "is_step": True} for each in page["steps"]), *page["events"]], key=_when)
        page["questions"] = [self.question(each) for each in dossier.get("questions", [])]
        page["disputed"] = [each for each in page["questions"] if each["kind"] == "conflict"][:3]
        page["unknown"] = self.unknown(page)
        page["acts"] = register_acts(dossier)
        for key in self.sources:
            self.number(key)
        ordered = sorted(self.sources.values(), key=lambda each: self.numbers[each["key"]])
        page["sources"] = [self.source_line(each) for each in ordered]
        return page

    def articles(self, record: dict) -> list[Page]:
        """The articles that a record names, as `article_name` prints them."""
        found = {each["slug"]: each for each in self.dossier.get("articles", [])}
        return [self.article_part(found[slug]) for slug in record.get("articles", []) if slug in found]

    def article_part(self, article: dict) -> Page:
        return {
            "slug": article["slug"],
            "number": article.get("number", ""),
            "kind": article["kind"],
            "heading": self.words(article.get("heading")),
        }

    def words(self, texts: dict[str, str] | None) -> dict | None:
        return words(texts, self.language)

    def number(self, source: str) -> int:
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def name(self, name: dict, path: str) -> Page:
        return {
            "key": name["key"],
            "words": quoted(name["text"], name["language"]),
            "kind": name["kind"],
            "authenticity": self.authenticity(name) if name["kind"] == NameKind.OFFICIAL else "",
            "official": name["kind"] == NameKind.OFFICIAL,
            "copy_of": self.party_name(name.get("copy_of")),
            "unverified": name.get("unverified", False),
            "note": self.words(name.get("note_public")),
            "marks": [self.mark(key) for key in name.get("given_by", []) if key in self.sources],
            "apparatus": self.apparatus(path),
        }

    def authenticity(self, name: dict) -> str:
        """What the text of the treaty that bears this title is worth."""
        for text in self.dossier.get("texts", []):
            if text["language"] == name["language"] and text.get("copy_of") == name.get("copy_of"):
                return text["authenticity"]
        return ""

    def mark(self, source: str) -> Page:
        return {"number": self.number(source), "key": source, "publisher": self.short(source)}

    def short(self, source: str) -> dict | None:
        """By what a footnote calls a source: its publisher, or its title."""
        document = self.sources[source]
        return self.printed(document.get("publisher") or document.get("title") or source, document)

    def printed(self, text: str, document: dict) -> dict | None:
        """A name as a document prints it: in the document's language, unless its letters are Latin."""
        return quoted(text, "" if _is_latin(text) else document.get("language", ""))

    def party_name(self, key: str | None) -> dict | None:
        if not key or key not in self.parties:
            return None
        return self.words(self.parties[key].get("name")) or quoted(key, "en")

    def participant(self, participant: dict) -> Page:
        party = self.parties.get(participant["party"], {})
        return {
            "key": participant["party"],
            "capacity": participant.get("capacity", "party"),
            "name": self.party_name(participant["party"]) or quoted(participant["party"], "en"),
            "official_name": self.words(party.get("official_name")),
            "designation_note": self.words(party.get("designation_note")),
            "names": [
                self.name(each, f"parties/{participant['party']}/names/{each['key']}")
                for each in party.get("names", [])
            ],
        }

    def person(self, person: dict) -> Page:
        return {
            "key": person["key"],
            "name": self.person_name(person["key"]),
            "office": self.words(person.get("office")),
            "names": [
                self.name(each, f"people/{person['key']}/names/{each['key']}") for each in person.get("names", [])
            ],
        }

    def person_name(self, key: str) -> dict | None:
        return self.words(self.people.get(key, {}).get("name")) or quoted(key, "en")

    def facts(self) -> list[Page]:
        """The key facts, each with what sources say of it; `code` names the label and the vocabulary."""
        dossier = self.dossier
        clause = dossier.get("entry_into_force_clause")
        authentic = [
            {"language": each["language"], "authenticity": each["authenticity"]}
            for each in dossier.get("texts", [])
            if each["authenticity"] in AUTHENTIC
        ]
        facts: list[Page] = [
            {"code": "authentic_languages", "languages": authentic},
            {"code": "place", "words": self.words(dossier.get("place"))},
            {
                "code": "entry_into_force_method",
                "term": ["EntryIntoForceMethod", dossier.get("entry_into_force_method", "")],
                "articles": self.articles({"articles": [clause]}) if clause else [],
            },
            {"code": "term", "duration": dossier.get("term", "")},
            {"code": "renewal", "term": ["Renewal", dossier.get("renewal", "")]},
            {"code": "notice_period", "duration": dossier.get("notice_period", "")},
            {"code": "disclosed_on", "date": dossier.get("disclosed_on", "")},
        ]
        for reference in dossier.get("references", []):
            facts.append({"code": "references", "reference": reference})
        for fact in facts:
            fact["apparatus"] = self.apparatus("treaty", only=fact["code"])
            kinds = ("words", "duration", "date", "reference", "languages")
            fact["missing"] = not any(fact.get(kind) for kind in kinds) and not fact.get("term", ["", ""])[1]
        return [fact for fact in facts if not fact["missing"] or fact["code"] != "renewal"]

    def step(self, step: dict) -> Page:
        path = f"steps/{step['key']}"
        return {
            "key": step["key"],
            "kind": step["kind"],
            "plane": plane(step["kind"]).value,
            "party": step.get("party", ""),
            "party_name": self.party_name(step.get("party")),
            "date": step.get("date", ""),
            "effective": step.get("effective", ""),
            "until": step.get("until", ""),
            "organ": self.words(step.get("organ")),
            "place": self.words(step.get("place")),
            "instrument": step.get("instrument", ""),
            "number": step.get("number", ""),
            "votes": step.get("votes", ""),
            "territory": step.get("territory", ""),
            "standing": step.get("standing", "established"),
            "articles": self.articles(step),
            "actors": [
                {
                    "name": self.person_name(each["person"]),
                    "party": each.get("party", ""),
                    "party_name": self.party_name(each.get("party")),
                    "capacity": self.words(each.get("capacity")),
                }
                for each in step.get("actors", [])
            ],
            "note": self.words(step.get("note_public")),
            "apparatus": self.apparatus(path, below=True),
        }

    def event(self, event: dict) -> Page:
        return {
            "key": event["key"],
            "kind": event["kind"],
            "date": event.get("date", ""),
            "title": self.words(event.get("title")),
            "description": self.words(event.get("description")),
            "place": self.words(event.get("place")),
            "standing": event.get("standing", "established"),
            "articles": self.articles(event),
            "people": [self.person_name(key) for key in event.get("people", [])],
            "note": self.words(event.get("note_public")),
            "apparatus": self.apparatus(f"events/{event['key']}"),
        }

    def article_line(self, article: dict) -> Page:
        return {
            **self.article_part(article),
            "number_basis": article.get("number_basis", "stated"),
            "main_provision": article.get("main_provision", False),
            "summary": self.words(article.get("summary")),
            "note": self.words(article.get("note_public")),
            "apparatus": self.apparatus(f"articles/{article['slug']}", below=True),
        }

    def relation(self, relation: dict) -> Page:
        return {
            "key": relation["key"],
            "kind": relation["kind"],
            "other": relation.get("other", ""),
            "other_text": self.words(relation.get("other_text")),
            "date": relation.get("date", ""),
            "basis": self.articles({"articles": [relation["basis"]]}) if "basis" in relation else [],
            "scope": self.words(relation.get("scope")),
            "standing": relation.get("standing", "established"),
            "note": self.words(relation.get("note_public")),
            "apparatus": self.apparatus(f"relations/{relation['key']}"),
        }

    def question(self, question: dict) -> Page:
        cited = [each for each in self.dossier.get("citations", []) if each.get("question") == question["key"]]
        return {
            "key": question["key"],
            "topic": self.words(question.get("topic")) or quoted(question["key"], "en"),
            "kind": question["kind"],
            "outcome": question["outcome"],
            "reason": self.words(question.get("reason")),
            "note": self.words(question.get("note_public")),
            "values": self.by_value(cited, question.get("preferred_value", "")),
        }

    def unknown(self, page: Page) -> Page:
        """What the dossier does not know, as far as its own blanks show it."""
        return {
            "articles": [
                each for each in page["articles"] if each["kind"] == ArticleKind.ARTICLE and each["summary"] is None
            ],
            "facts": [fact["code"] for fact in page["facts"] if fact["missing"]],
            "undated": [each["key"] for each in page["steps"] if not each["date"]],
            "texts": not any(each.get("texts") for each in self.dossier.get("articles", [])),
            "undecided": [each for each in page["questions"] if each["outcome"] == "undecided"],
        }

    # Evidence

    def apparatus(self, path: str, *, below: bool = False, only: str = "", without: set[str] | None = None) -> Page:
        """What sources say of a record (and, `below`, of what hangs on it), grouped by the point they speak of."""
        cited = list(self.citations[path])
        if below:
            for subject, more in self.citations.items():
                if subject.startswith(f"{path}/"):
                    cited += more
        if only:
            cited = [each for each in cited if _point(each) == only]
        if without:
            cited = [each for each in cited if _point(each) not in without]
        points: dict[tuple[str, str], list[dict]] = defaultdict(list)
        for citation in cited:
            points[citation.get("field", ""), citation.get("topic", "")].append(citation)
        groups = [
            {
                "field": field,
                "topic": topic,
                "values": self.by_value(group, ""),
            }
            for (field, topic), group in points.items()
        ]
        sources = dict.fromkeys(each["document"] for each in cited)
        return {
            "points": groups,
            "marks": [self.mark(key) for key in sources],
            "questions": self.questions_of(cited),
        }

    def questions_of(self, cited: list[dict]) -> list[Page]:
        keys = dict.fromkeys(each["question"] for each in cited if each.get("question"))
        return [
            {"key": key, "topic": self.words(self.questions[key].get("topic")), "kind": self.questions[key]["kind"]}
            for key in keys
            if key in self.questions
        ]

    def by_value(self, cited: list[dict], preferred: str) -> list[Page]:
        """The values side by side, the preferred one first, each with those who give it."""
        groups: dict[tuple[str, str], list[dict]] = defaultdict(list)
        for citation in cited:
            groups[citation.get("value", ""), citation["value_type"]].append(citation)
        values = [
            {
                "value": self.value(group[0]),
                "preferred": bool(preferred) and value == preferred,
                "citations": [self.citation(each) for each in group],
            }
            for (value, _kind), group in groups.items()
        ]
        return sorted(values, key=lambda each: not each["preferred"])

    def value(self, citation: dict) -> Page:
        value, kind = citation.get("value", ""), citation["value_type"]
        if kind == "reference":
            return {"type": kind, "names": [self.named(part) for part in value.split(", ") if part]}
        if kind == "term":
            return {"type": kind, "vocabulary": TERMS.get(citation.get("field", ""), ""), "text": value}
        # The wording of a name is in the language of its source; every other value is in the editors' words.
        language = citation.get("quote_language", "") if citation.get("field") == "text" else "en"
        return {"type": kind if value else "none", "text": value, "words": quoted(value, language)}

    def named(self, path: str) -> dict | None:
        """The name of the record at a path, in the reader's language."""
        place, _, key = path.partition("/")
        if place == "people":
            return self.person_name(key)
        if place == "parties":
            return self.party_name(key)
        if place == "sources" and key in self.sources:
            return self.short(key)
        records = self.dossier.get(place)
        for record in records if isinstance(records, list) else []:
            if isinstance(record, dict) and record.get("key", record.get("slug")) == key:
                texts = record.get("title") or record.get("heading") or record.get("other_text")
                return self.words(texts) or quoted(key, "en")
        return quoted(path, "en")

    def citation(self, citation: dict) -> Page:
        attributed = citation.get("attributed_to")
        return {
            "key": citation["key"],
            "source": self.mark(citation["document"]),
            "attributed_to": self.mark(attributed) if attributed and attributed in self.sources else None,
            "locator": citation.get("locator", ""),
            "quote": quoted(citation.get("quote", ""), citation.get("quote_language", "")),
            "quote_translation": self.words(citation.get("quote_translation")),
            "by_machine": citation.get("translation_origin") == "machine",
            "stance": citation["stance"],
            "modality": citation["modality"],
            "as_of": citation.get("as_of", ""),
            "as_reported": citation.get("as_reported", ""),
            "date_basis": citation.get("date_basis", ""),
            "note": self.words(citation.get("note_public")),
        }

    def source_line(self, source: dict) -> Page:
        language = source.get("language") or "en"
        return {
            "key": source["key"],
            "number": self.numbers[source["key"]],
            "kind": source["kind"],
            "language": tag(language),
            "title": quoted(source.get("title", ""), language),
            "title_transliterated": source.get("title_transliterated", ""),
            "title_translated": self.words(source.get("title_translated")),
            "authors": [self.printed(each, source) for each in source.get("authors", [])],
            "publisher": self.printed(source.get("publisher", ""), source),
            "container_title": source.get("container_title", ""),
            "url": source.get("url", ""),
            "archive_url": source.get("archive_url", ""),
            "archived_on": source.get("archived_on", ""),
            "issued": source.get("issued", ""),
            "accessed": source.get("accessed", ""),
            "issuer_kind": source["issuer_kind"],
            "extent_read": source["extent_read"],
            "note": self.words(source.get("note_public")),
            "origins": [
                {
                    "relation": each["relation"],
                    "source": self.mark(each["origin"]),
                    "evidence": each.get("evidence", ""),
                }
                for each in source.get("origins", [])
                if each["origin"] in self.sources
            ],
        }

    # Pages of their own

    def article(self, head: Page, position: int) -> Page:
        """One article: its texts, what sources say of it, and the events and steps that concern it."""
        line = head["articles"][position]
        slug = line["slug"]
        source = self.dossier["articles"][position]
        texts = {each["key"]: each for each in self.dossier.get("texts", [])}
        neighbours = head["articles"]
        used = {mark["key"] for mark in line["apparatus"]["marks"]}
        return {
            **line,
            "treaty": {"slug": head["slug"], "title": head["title"]},
            "texts": [
                {
                    "key": each["text"],
                    "words": quoted(each["body"], texts[each["text"]]["language"]),
                    "authenticity": texts[each["text"]]["authenticity"],
                    "copy_of": self.party_name(texts[each["text"]].get("copy_of")),
                    "valid_from": each.get("valid_from", ""),
                    "valid_until": each.get("valid_until", ""),
                }
                for each in source.get("texts", [])
            ],
            "events": [each for each in head["events"] if slug in _slugs(each)],
            "steps": [each for each in head["steps"] if slug in _slugs(each)],
            "previous": _neighbour(neighbours, position - 1),
            "next": _neighbour(neighbours, position + 1),
            "sources": [each for each in head["sources"] if each["key"] in used],
        }

    def source(self, head: Page, line: Page) -> Page:
        """One source: its lineage, and where this dossier cites it."""
        return {
            **line,
            "treaty": {"slug": head["slug"], "title": head["title"]},
            "cited": [
                {"subject": each["subject"], "value": self.value(each), **self.citation(each)}
                for each in self.dossier.get("citations", [])
                if each["document"] == line["key"]
            ],
        }


def _point(citation: dict) -> str:
    """The field or the topic of a citation, spelled as the key facts are."""
    return citation.get("field") or citation["topic"].replace("-", "_")


def _is_latin(text: str) -> bool:
    return not any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in text)


def _slugs(record: Page) -> set[str]:
    return {article["slug"] for article in record["articles"]}


def _neighbour(articles: list[Page], position: int) -> Page | None:
    return articles[position] if 0 <= position < len(articles) else None


def _when(record: Page) -> tuple:
    """By the first day a date can mean; what has no date comes last."""
    if not record["date"]:
        return (True, "", "")
    limits = bounds(record["date"])
    return (False, str(limits.earliest or ""), str(limits.latest or "9999"))
