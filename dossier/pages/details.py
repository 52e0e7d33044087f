"""The pages of one article and of one source, which repeat what the dossier's page says of it and add the rest."""

from collections import defaultdict
from functools import cached_property

from .apparatus import Apparatus
from .descent import descent
from .footnotes import Page, quoted


class Details(Apparatus):
    """What stands on pages of their own, and how the other pages name it."""

    def article(self, head: Page, position: int, naming: "Naming") -> Page:
        """One article: its texts, what sources say of it, and the events and steps that concern it."""
        line = head["articles"][position]
        slug = line["slug"]
        source = self.dossier["articles"][position]
        texts = {each["key"]: each for each in self.dossier.get("texts", [])}
        neighbours = head["articles"]
        # The footnotes of this page lead back only to what stands on it.
        notes = line["summary"]["notes"] if line["summary"] else []
        here = {note["id"] for note in notes} | {
            f"citation-{citation['key']}"
            for point in line["apparatus"]["points"]
            for value in point["values"]
            for citation in value["citations"]
        }
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
                    "note": self.words(texts[each["text"]].get("note_public")),
                }
                for each in source.get("texts", [])
            ],
            "events": naming.events[slug],
            "steps": naming.steps[slug],
            "previous": _neighbour(neighbours, position - 1),
            "next": _neighbour(neighbours, position + 1),
            "sources": [
                {**each, "uses": [use for use in each["uses"] if use in here]} for each in naming.sources_used(here)
            ],
        }

    def source(self, head: Page, line: Page) -> Page:
        """One source: its lineage, and where this dossier cites it or lets it speak."""
        key = line["key"]
        return {
            **line,
            "treaty": {"slug": head["slug"], "title": head["title"]},
            "descent": self.descent(key),
            "rests_on": [self.mark(each) for each in self.lineage.origins(key) if each != key],
            "derived": [{"relation": relation, "source": self.mark(other)} for other, relation in self._derived[key]],
            "cited": [
                {"subject": self.subject(each["subject"]), "point": self.point(each), "value": self.value(each)}
                | self.citation(each)
                for each in self._citing[key]
            ],
        }

    @cached_property
    def _derived(self) -> dict[str, list[tuple[str, str]]]:
        """By origin: what has something from it, and how."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for source in self.sources.values():
            for each in source.get("origins", []):
                found[each["origin"]].append((source["key"], each["relation"]))
        return found

    @cached_property
    def _citing(self) -> dict[str, list[dict]]:
        """By source: the citations that quote it, or in which it speaks."""
        found: dict[str, list[dict]] = defaultdict(list)
        for each in self.dossier.get("citations", []):
            for key in dict.fromkeys((each["document"], each.get("attributed_to", ""))):
                found[key].append(each)
        return found

    def descent(self, key: str) -> Page | None:
        """The graph of a source's lineage, each line with the name of the document and the way to it."""
        found = descent(self.lineage, key)
        for row in found["rows"] if found else []:
            row["source"] = self.mark(row["key"])
        return found

    def subject(self, path: str) -> Page:
        """What a statement is about, as a link prints it: the part of the dossier's page, and a name or a term."""
        place, _, rest = path.partition("/")
        key = rest.partition("/")[0]
        record = self.record(place, key)
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

    def articles(self, record: dict) -> list[Page]:
        """The articles that a record names, as `article_name` prints them."""
        found = (self.record("articles", slug) for slug in record.get("articles", []))
        return [self.article_part(article) for article in found if article]

    def article_part(self, article: dict) -> Page:
        return {
            "slug": article["slug"],
            "number": article.get("number", ""),
            "kind": article["kind"],
            "heading": self.words(article.get("heading")),
        }


class Naming:
    """What of a dossier's page names each article, and which of its sources each footnote leads to."""

    def __init__(self, head: Page):
        self.events = _by_article(head["events"])
        self.steps = _by_article(head["steps"])
        self._sources = head["sources"]
        self._users = {use: position for position, source in enumerate(self._sources) for use in source["uses"]}

    def sources_used(self, here: set[str]) -> list[Page]:
        """The sources to which footnotes lead, in the order of their numbers."""
        return [self._sources[position] for position in sorted({self._users[use] for use in here & self._users.keys()})]


def _by_article(records: list[Page]) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = defaultdict(list)
    for record in records:
        for slug in dict.fromkeys(article["slug"] for article in record["articles"]):
            found[slug].append(record)
    return found


def _neighbour(articles: list[Page], position: int) -> Page | None:
    return articles[position] if 0 <= position < len(articles) else None
