"""What each public page needs, in one language: footnotes numbered, texts chosen, records beside their evidence.

Made once, when an edition is published; reading a page is then one row and a template. Labels of codes and the status
of the day are left to the template, because they depend on the release and on the day.
"""

from collections import Counter, defaultdict
from functools import cached_property

from dossier.format.translations import readable
from dossier.text.dates import bounds
from dossier.text.languages import tag
from sources.vocabulary import DocumentKind, ExtentRead
from treaties.status import CONSENTS, SIGNATURES, is_multilateral
from treaties.vocabulary import ArticleKind, Authenticity, NameKind, plane

from .details import Naming
from .differences import Differences
from .footnotes import Page, quoted
from .listing import bound_parties, register_acts, title_of

# Raised when what a page holds changes its form: the pages of all editions are then made anew (publishing.py).
SHAPE = 4

AUTHENTIC = {Authenticity.AUTHENTIC, Authenticity.PRESUMED_AUTHENTIC}


def build_pages(dossier: dict, language: str) -> dict[str, Page]:
    """Every page of a dossier, as with_origins gives it, by its part: `head`, `articles/SLUG`, `sources/KEY`."""
    return Pages(dossier, language).all()


class Pages(Differences):
    """One edition in one language."""

    @cached_property
    def columns(self) -> list[str]:
        return bound_parties(self.dossier)

    def all(self) -> dict[str, Page]:
        head = self.head()
        pages, naming = {"head": head}, Naming(head)
        for number, article in enumerate(head["articles"]):
            pages[f"articles/{article['slug']}"] = self.article(head, number, naming)
        for source in head["sources"]:
            pages[f"sources/{source['key']}"] = self.source(head, source)
        return pages

    def head(self) -> Page:
        dossier = self.dossier
        page: Page = {
            "slug": dossier["slug"],
            "title": title_of(dossier, self.language, self.kept),
            "readable": readable(dossier),
            "summary": self.prose(dossier.get("summary")),
            "coverage_note": self.prose(dossier.get("coverage_note")),
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
        page["background"] = self.prose(dossier.get("background"))
        page["aftermath"] = self.prose(dossier.get("aftermath"))
        page["relations"] = [self.relation(each) for each in dossier.get("relations", [])]
        page["people"] = [self.person(each) for each in dossier.get("people", [])]
        page["statements"] = self.apparatus("treaty", without={fact["code"] for fact in page["facts"]})
        page["steps"].sort(key=_when)
        page["ladder"] = 1 <= len(page["parties"]) <= 4
        page["multilateral"] = is_multilateral(bound_parties(dossier))
        page["participants"] = self.participants(page) if page["multilateral"] else []
        page["timeline"] = sorted([*({**each, "is_step": True} for each in page["steps"]), *page["events"]], key=_when)
        page["questions"] = [self.question(each) for each in dossier.get("questions", [])]
        page["questions"].sort(key=lambda each: each["slight"])
        page["disputed"] = [each for each in page["questions"] if each["kind"] == "conflict"][:3]
        page["coverage"] = self.coverage()
        page["unknown"] = self.unknown(page)
        page["acts"] = register_acts(dossier)
        for key in self.sources:
            self.number(key)
        ordered = sorted(self.sources.values(), key=lambda each: self.numbers[each["key"]])
        page["sources"] = [self.source_line(each) for each in ordered]
        page["marks"] = sorted(self.marks)
        return page

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
            "note": self.words(party.get("note_public")),
            "exists_from": party.get("exists_from", ""),
            "exists_until": party.get("exists_until", ""),
            "successions": [
                {
                    **{"kind": each["kind"], "date": each.get("date", ""), "of": side},
                    **{"party": self.party_name(each[side]), "note": self.words(each.get("note_public"))},
                }
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
            "note": self.words(person.get("note_public")),
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
        step = self.record("steps", key)
        return {"key": key, "kind": step["kind"], "date": step.get("date", "")} if step else None

    def event(self, event: dict) -> Page:
        return {
            "key": event["key"],
            "kind": event["kind"],
            "date": event.get("date", ""),
            "title": self.words(event.get("title")),
            "description": self.prose(event.get("description")),
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
            "summary": self.prose(article.get("summary")),
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

    def coverage(self) -> Page:
        """In which languages sources were read, and how many are known only through others."""
        documents = [each for each in self.sources.values() if each["kind"] != DocumentKind.AGENCY]
        read = [each for each in documents if each["extent_read"] != ExtentRead.NOT_READ]
        times = Counter(each["language"] for each in read if each.get("language"))
        return {"languages": [code for code, _times in times.most_common()], "not_read": len(documents) - len(read)}

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
            "volume": source.get("volume", ""),
            "issue": source.get("issue", ""),
            "pages": source.get("pages", ""),
            "doi": source.get("doi", ""),
            "url": source.get("url", ""),
            "archive_url": source.get("archive_url", ""),
            "archived_on": source.get("archived_on", ""),
            "issued": source.get("issued", ""),
            "accessed": source.get("accessed", ""),
            "issuer_kind": source["issuer_kind"],
            "extent_read": source["extent_read"],
            "note": self.words(source.get("note_public")),
            "uses": list(dict.fromkeys(self.uses[source["key"]])),
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


def _when(record: Page) -> tuple:
    """By the first day a date can mean; what has no date comes last."""
    if not record["date"]:
        return (True, "", "")
    limits = bounds(record["date"])
    return (False, str(limits.earliest or ""), str(limits.latest or "9999"))
