"""What each public page needs, in one language: footnotes numbered, texts chosen, records beside their evidence.

Made once, when an edition is published; reading a page is then one row and a template. Labels of codes and the status
of the day are left to the template, because they depend on the release and on the day.
"""

from collections import defaultdict
from dataclasses import asdict
from functools import cached_property

from dossier.text.dates import bounds
from dossier.text.languages import tag
from treaties.status import CONSENTS, SIGNATURES, Act, is_multilateral
from treaties.status import bound_parties as parties_of_status
from treaties.vocabulary import ArticleKind, Authenticity, NameKind, plane

from .apparatus import Apparatus, Page, quoted, words

# Raised when what a page holds changes its form: the pages of all editions are then made anew (publishing.py).
SHAPE = 2

AUTHENTIC = {Authenticity.AUTHENTIC, Authenticity.PRESUMED_AUTHENTIC}
STATUS_FIELDS = ("key", "kind", "party", "date", "effective", "until", "standing")


def build_pages(dossier: dict, language: str) -> dict[str, Page]:
    """Every page of an edition by its part: `head`, `articles/SLUG`, `sources/KEY`."""
    return Pages(dossier, language).all()


def register_acts(dossier: dict) -> list[dict]:
    """The acts from which the status follows, for treaties.status.Act."""
    steps = dossier.get("steps", [])
    return [asdict(Act(**{name: step[name] for name in STATUS_FIELDS if step.get(name)})) for step in steps]


def bound_parties(dossier: dict) -> list[str]:
    """The keys of those who take part in their own name: not of a depositary."""
    participants = dossier.get("participants", [])
    return parties_of_status((each["party"], each.get("capacity", "")) for each in participants)


def title_of(dossier: dict, language: str) -> dict | None:
    """The title we display; where nobody wrote one, the first official one, or the address."""
    official = [each for each in dossier.get("names", []) if each["kind"] == NameKind.OFFICIAL]
    named = quoted(official[0]["text"], official[0]["language"]) if official else quoted(dossier["slug"], "en")
    return words(dossier.get("title"), language) or named


def listing(dossier: dict, language: str) -> dict:
    """A line of the register."""
    names = {party["key"]: words(party.get("name"), language) for party in dossier.get("parties", [])}
    return {
        "title": title_of(dossier, language),
        "summary": words(dossier.get("summary"), language),
        "parties": [names[key] for key in bound_parties(dossier) if names.get(key)],
        "party_names": {key: names[key] for key in bound_parties(dossier) if names.get(key)},
    }


def every_name(dossier: dict) -> str:
    """All that the treaty and its parties are called, in every language, one name a line."""
    found = [dossier["slug"], *dossier.get("title", {}).values()]
    found += [each["text"] for each in dossier.get("names", [])]
    bound = bound_parties(dossier)
    for party in dossier.get("parties", []):
        if party["key"] in bound:
            found += [*party.get("name", {}).values(), *party.get("official_name", {}).values()]
            found += [each["text"] for each in party.get("names", [])]
    return "\n".join(dict.fromkeys(found))


class Pages(Apparatus):
    """One edition in one language."""

    @cached_property
    def columns(self) -> list[str]:
        return bound_parties(self.dossier)

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
            "title": title_of(dossier, self.language),
            "summary": self.words(dossier.get("summary")),
            "background": self.words(dossier.get("background")),
            "aftermath": self.words(dossier.get("aftermath")),
            "coverage_note": self.words(dossier.get("coverage_note")),
            "note": self.words(dossier.get("note_public")),
            "checked_up_to": dossier.get("checked_up_to", ""),
            "names": [self.name(each, f"names/{each['key']}") for each in dossier.get("names", [])],
            "parties": [self.participant(each) for each in dossier.get("participants", [])],
        }
        page["has_official_names"] = any(each["official"] for each in page["names"])
        page["facts"] = self.facts()
        page["steps"] = [self.step(each) for each in dossier.get("steps", [])]
        page["events"] = [self.event(each) for each in dossier.get("events", [])]
        page["articles"] = [self.article_line(each) for each in dossier.get("articles", [])]
        page["relations"] = [self.relation(each) for each in dossier.get("relations", [])]
        page["people"] = [self.person(each) for each in dossier.get("people", [])]
        page["statements"] = self.apparatus("treaty", without={fact["code"] for fact in page["facts"]})
        page["steps"].sort(key=_when)
        page["ladder"] = 1 <= len(page["parties"]) <= 4
        page["multilateral"] = is_multilateral(bound_parties(dossier))
        page["participants"] = self.participants(page) if page["multilateral"] else []
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

    def participant(self, participant: dict) -> Page:
        party = self.parties.get(participant["party"], {})
        return {
            "key": participant["party"],
            "capacity": participant.get("capacity", "party"),
            "name": self.party_name(participant["party"]) or quoted(participant["party"], "en"),
            "official_name": self.words(party.get("official_name")),
            "designation_note": self.words(party.get("designation_note")),
            "exists_from": party.get("exists_from", ""),
            "exists_until": party.get("exists_until", ""),
            "successions": [
                {"kind": each["kind"], "date": each.get("date", ""), "of": side, "party": self.party_name(each[side])}
                for each in self.dossier.get("successions", [])
                for side, own in (("successor", "predecessor"), ("predecessor", "successor"))
                if each[own] == participant["party"]
            ],
            "names": [
                self.name(each, f"parties/{participant['party']}/names/{each['key']}")
                for each in party.get("names", [])
            ],
        }

    def participants(self, page: Page) -> list[Page]:
        """For each of many parties its acts, as the table of participants lists them."""
        acts: dict[str, list[Page]] = defaultdict(list)
        for step in page["steps"]:
            acts[step["party"]].append({name: step[name] for name in ("key", "kind", "date", "standing")})
        return [
            {
                "party": {"key": party["key"], "name": party["name"]},
                "signatures": [act for act in acts[party["key"]] if act["kind"] in SIGNATURES],
                "consents": [
                    act for act in acts[party["key"]] if act["kind"] in CONSENTS and act["kind"] not in SIGNATURES
                ],
                "others": [act for act in acts[party["key"]] if act["kind"] not in (*SIGNATURES, *CONSENTS)],
            }
            # A party that is also the depositary stands in the list twice.
            for party in {each["key"]: each for each in page["parties"]}.values()
        ]

    def person(self, person: dict) -> Page:
        return {
            "key": person["key"],
            "name": self.person_name(person["key"]),
            "office": self.words(person.get("office")),
            "names": [
                self.name(each, f"people/{person['key']}/names/{each['key']}") for each in person.get("names", [])
            ],
        }

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
            # A joint act, or one of a successor that the treaty does not name, goes across the ladder.
            "has_column": step.get("party") in self.columns,
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
            "refers_to": self.step_part(step.get("refers_to", "")),
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

    def step_part(self, key: str) -> Page | None:
        """Another step, as a link to it prints it."""
        step = next((each for each in self.dossier.get("steps", []) if each["key"] == key), None)
        return {"key": key, "kind": step["kind"], "date": step.get("date", "")} if step else None

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
            "treaties": event.get("treaties", []),
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
                    "key": each["text"] + (f"@{each['valid_from']}" if each.get("valid_from") else ""),
                    "language": texts[each["text"]]["language"],
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
        """One source: its lineage, and where this dossier cites it or lets it speak."""
        key = line["key"]
        return {
            **line,
            "treaty": {"slug": head["slug"], "title": head["title"]},
            "derived": [
                {"relation": origin["relation"], "source": self.mark(other["key"])}
                for other in self.sources.values()
                for origin in other.get("origins", [])
                if origin["origin"] == key
            ],
            "cited": [
                {"subject": self.subject(each["subject"]), "point": self.point(each), "value": self.value(each)}
                | self.citation(each)
                for each in self.dossier.get("citations", [])
                if key in {each["document"], each.get("attributed_to")}
            ],
        }

    def subject(self, path: str) -> Page:
        """What a statement is about, as a link prints it: the part of the dossier's page, and a name or a term."""
        place, _, rest = path.partition("/")
        key = rest.partition("/")[0]
        record: dict = next(
            (each for each in self.dossier.get(place) or [] if key in {each.get("key"), each.get("slug")}), {}
        )
        found: Page = {"place": place, "key": key, "words": None, "term": None, "date": record.get("date", "")}
        match place:
            case "treaty":
                found["words"] = self.words(self.dossier.get("title"))
            case "articles":
                found["article"] = self.article_part(record)
            case "steps":
                found["term"] = ["StepKind", record["kind"]]
            case "relations":
                found["term"] = ["RelationKind", record["kind"]]
            case "names":
                found["words"] = quoted(record["text"], record["language"])
            case _:
                found["words"] = self.named(f"{place}/{key}")
        return found

    def point(self, citation: dict) -> Page:
        return {"field": citation.get("field", ""), "topic": citation.get("topic", "")}


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
