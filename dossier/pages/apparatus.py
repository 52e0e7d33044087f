"""The apparatus: beside each fact, who says what, in whose words, and how many independent origins that makes."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from dossier.text.dates import bounds
from sources.comparison import OPEN_TOPICS, WORDINGS, Comparison, Reading, alike, compare, kind_of_difference
from sources.lineage import Derivation, Lineage
from sources.quotations.quotes import with_text_fragment
from sources.vocabulary import QuestionKind

from .footnotes import Footnotes, Page, quoted

# The vocabulary in which a citation's value is written, by the field it is about.
TERMS = {
    "instrument": "Instrument",
    "entry_into_force_method": "EntryIntoForceMethod",
    "renewal": "Renewal",
    "kind": "StepKind",
}
# Differences that are no contradiction: a line of small type, not an alarm.
SLIGHT = {QuestionKind.PRECISION, QuestionKind.SPELLING}


class Apparatus(Footnotes):
    """The sources and citations of one edition, in one language."""

    def __init__(self, dossier: dict, language: str):
        super().__init__(dossier, language)
        self.parties = {each["key"]: each for each in dossier.get("parties", [])}
        self.people = {each["key"]: each for each in dossier.get("people", [])}
        self.questions = {each["key"]: each for each in dossier.get("questions", [])}
        self.citations: dict[str, list[dict]] = defaultdict(list)
        for citation in dossier.get("citations", []):
            self.citations[citation["subject"]].append(citation)

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage(
            Derivation(source["key"], each["origin"], each["relation"], each.get("citation", ""))
            for source in self.sources.values()
            for each in source.get("origins", [])
            if each["origin"] in self.sources
        )

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        """By the path of a record: the subjects of statements that hang on it, as an actor on a step."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject in self.citations:
            holder = subject
            while holder := holder.rpartition("/")[0]:
                found[holder].append(subject)
        return found

    @cached_property
    def _records(self) -> dict[str, dict[str, dict]]:
        """The records of each list of the dossier by their keys."""
        lists = {place: each for place, each in self.dossier.items() if isinstance(each, list)}
        found: dict[str, dict[str, dict]] = {}
        for place, records in lists.items():
            by_key = found[place] = {}
            for record in records:
                if isinstance(record, dict) and (key := record.get("key", record.get("slug"))):
                    by_key.setdefault(key, record)
        return found

    def record(self, place: str, key: str) -> dict:
        """A record of a list by its key; empty where there is none."""
        return self._records.get(place, {}).get(key, {})

    # Names of what values refer to

    def party_name(self, key: str | None) -> dict | None:
        if not key or key not in self.parties:
            return None
        return self.words(self.parties[key].get("name")) or quoted(key, "en")

    def person_name(self, key: str) -> dict | None:
        return self.words(self.people.get(key, {}).get("name")) or quoted(key, "en")

    def named(self, path: str) -> dict | None:
        """The name of the record at a path, in the reader's language."""
        place, _, key = path.partition("/")
        if place == "people":
            return self.person_name(key)
        if place == "parties":
            return self.party_name(key)
        if place == "sources" and key in self.sources:
            return self.short(key)
        if record := self.record(place, key):
            texts = record.get("title") or record.get("heading") or record.get("other_text")
            return self.words(texts) or quoted(key, "en")
        return quoted(path, "en")

    # What stands beside a fact

    def apparatus(self, path: str, *, below: bool = False, only: str = "", without: set[str] | None = None) -> Page:
        """What sources say of a record (and, `below`, of what hangs on it), by the point they speak of."""
        cited = list(self.citations.get(path, []))
        if below:
            for subject in self._below.get(path, []):
                cited += self.citations[subject]
        if only:
            cited = [each for each in cited if _point(each) == only]
        if without:
            cited = [each for each in cited if _point(each) not in without]
        for each in cited:
            self.uses[each["document"]].append(f"citation-{each['key']}")
        questions = self.questions_of(cited)
        points = self.points(cited)
        return {
            "points": points,
            "marks": [self.mark(key) for key in dict.fromkeys(each["document"] for each in cited)],
            "origins": len(self.origins(cited)),
            "questions": questions,
            # Where nobody has asked yet, the mark says it all the same.
            "differs": "" if questions else strongest(point["kind"] for point in points),
        }

    def questions_of(self, cited: list[dict]) -> list[Page]:
        keys = dict.fromkeys(each["question"] for each in cited if each.get("question"))
        return [
            {
                "key": key,
                "topic": self.words(self.questions[key].get("topic")) or quoted(key, "en"),
                "kind": self.questions[key]["kind"],
                "outcome": self.questions[key]["outcome"],
                "slight": self.questions[key]["kind"] in SLIGHT,
            }
            for key in keys
            if key in self.questions
        ]

    def points(self, cited: list[dict]) -> list[Page]:
        """Citations by what they are about: each field or topic of each record, with its values side by side."""
        groups: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
        for citation in cited:
            groups[citation["subject"], citation.get("field", ""), citation.get("topic", "")].append(citation)
        return [
            {
                "field": field,
                "topic": topic,
                # What hangs on the record, as an actor on a step, is named too.
                "of": self._hanging(subject),
                "kind": self._kind(group, field or topic),
                "values": self.by_value(group),
            }
            for (subject, field, topic), group in groups.items()
        ]

    def _hanging(self, subject: str) -> dict | None:
        place, _, key = subject.rpartition("/")
        return self.person_name(key) if place.endswith("/actors") else None

    def _kind(self, cited: list[dict], point: str) -> str:
        """How the sources differ on one point, as far as their values tell; empty where they do not."""
        if point in OPEN_TOPICS:
            return ""
        readings = (Reading.of(each) for each in cited)
        return kind_of_difference(readings, wording=point in WORDINGS) or ""

    def origins(self, cited: Iterable[dict]) -> list[str]:
        """The keys of the documents on which the citations rest in the end, each once."""
        found = (
            self.lineage.origins_of_passage(each["document"], each["key"], each.get("attributed_to", ""))
            for each in cited
        )
        return list(dict.fromkeys(origin for origins in found for origin in origins))

    # Values side by side

    def by_value(self, cited: list[dict]) -> list[Page]:
        """The values side by side, the preferred one first, each with those who give it and on whom they rest."""
        readings = [Reading.of(each) for each in cited]
        groups = [[cited[place] for place in places] for places in alike(readings)]
        values = []
        for group in groups:
            origins = self.origins(group)
            documents = dict.fromkeys(each["document"] for each in group)
            values.append(
                {
                    "value": self.value(group[0]),
                    "standing": self._standing(group),
                    "documents": len(documents),
                    # A document that is its own origin needs no second naming.
                    "origins": [self.mark(key) for key in origins] if origins != list(documents) else [],
                    "origin_count": len(origins),
                    "citations": [self.citation(each) for each in group],
                }
            )
        return sorted(values, key=lambda each: each["standing"] != "preferred")

    def _standing(self, group: list[dict]) -> str:
        """What the editors make of a value: `preferred`, `less-precise` than the preferred one, or nothing."""
        question = self.questions.get(group[0].get("question", ""), {})
        preferred = question.get("preferred_value", "")
        if not preferred or not group[0].get("value"):
            return ""
        if any(each["value"] == preferred and each["stance"] != "disputes" for each in group):
            return "preferred"
        wanted = Reading(preferred, type_of(preferred, group[0]))
        return "less-precise" if compare(Reading.of(group[0]), wanted) == Comparison.LESS_PRECISE else ""

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

    def citation(self, citation: dict) -> Page:
        document, speaker = citation["document"], citation.get("attributed_to", "")
        source = self.sources[document]
        url, quote = source.get("url", ""), citation.get("quote", "")
        return {
            "key": citation["key"],
            "source": self.mark(document),
            # A document that speaks for itself is not named twice.
            "attributed_to": self.mark(speaker) if speaker in self.sources and speaker != document else None,
            "issued": source.get("issued", ""),
            # To the very words of the page, where a browser can find them.
            "url": with_text_fragment(url, quote) if url and quote else url,
            "archive_url": source.get("archive_url", ""),
            "locator": citation.get("locator", ""),
            "quote": quoted(quote, citation.get("quote_language", "")),
            "quote_translation": self.words(citation.get("quote_translation")),
            "translation_origin": citation.get("translation_origin", ""),
            "translation_reviewed_on": citation.get("translation_reviewed_on", ""),
            "stance": citation["stance"],
            "modality": citation["modality"],
            "as_of": citation.get("as_of", ""),
            "as_reported": citation.get("as_reported", ""),
            "date_basis": citation.get("date_basis", ""),
            "note": self.words(citation.get("note_public")),
        }


def strongest(kinds: Iterable[str]) -> str:
    """Of several kinds of difference the one that weighs most; figures of other days are none by themselves."""
    found = set(kinds)
    order = (QuestionKind.CONFLICT, QuestionKind.SPELLING, QuestionKind.PRECISION)
    return next((kind.value for kind in order if kind in found), "")


def type_of(preferred: str, citation: dict) -> str:
    """The type of a preferred value: that of a citation it is weighed against, unless it is words beside its days."""
    kind = citation["value_type"]
    if kind == "date":
        try:
            bounds(preferred)
        except ValueError:
            return "text"
    return "text" if kind == "reference" and "/" not in preferred else kind


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
