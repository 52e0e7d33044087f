"""The apparatus: beside each fact, who says what, in whose words.

Sources are numbered in the order in which the dossier's page first names them.
"""

import unicodedata
from collections import defaultdict
from typing import Any

from dossier.text.dates import bounds
from dossier.text.languages import choose, direction, tag

Page = dict[str, Any]

# The vocabulary in which a citation's value is written, by the field it is about.
TERMS = {
    "instrument": "Instrument",
    "entry_into_force_method": "EntryIntoForceMethod",
    "renewal": "Renewal",
    "kind": "StepKind",
}


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


class Apparatus:
    """The sources and citations of one edition, in one language."""

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

    def words(self, texts: dict[str, str] | None) -> dict | None:
        return words(texts, self.language)

    def number(self, source: str) -> int:
        return self.numbers.setdefault(source, len(self.numbers) + 1)

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

    def person_name(self, key: str) -> dict | None:
        return self.words(self.people.get(key, {}).get("name")) or quoted(key, "en")

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
        groups: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
        for citation in cited:
            groups[citation.get("value", ""), citation["value_type"], citation.get("value_calendar", "")].append(
                citation
            )
        values = [
            {
                "value": self.value(group[0]),
                "preferred": bool(preferred) and value == preferred,
                "citations": [self.citation(each) for each in group],
            }
            for (value, *_how), group in groups.items()
        ]
        return sorted(values, key=lambda each: not each["preferred"])

    def value(self, citation: dict) -> Page:
        value, kind = citation.get("value", ""), citation["value_type"]
        if kind == "reference":
            return {"type": kind, "names": [self.named(part) for part in value.split(", ") if part]}
        if kind == "term":
            return {"type": kind, "vocabulary": TERMS.get(citation.get("field", ""), ""), "text": value}
        if kind == "date" and value:
            return {"type": kind, "text": value} | _in_other_calendar(value, citation.get("value_calendar", ""))
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


def _point(citation: dict) -> str:
    """The field or the topic of a citation, spelled as the key facts are."""
    return citation.get("field") or citation["topic"].replace("-", "_")


def _in_other_calendar(value: str, calendar: str) -> Page:
    """For a date of another calendar: which, and the days it means in the Gregorian one."""
    if not calendar:
        return {"calendar": ""}
    days = bounds(value, calendar)
    gregorian = str(days.earliest) if days.exact else f"{days.earliest or '..'}/{days.latest or '..'}"
    return {"calendar": calendar, "gregorian": gregorian}


def _is_latin(text: str) -> bool:
    return not any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in text)
