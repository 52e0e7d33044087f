"""The context of all pages of an edition: the dossier, the reader's language, and indexes of the dossier."""

from collections import Counter, defaultdict
from functools import cached_property

from dossier.format.mapping import table_at
from dossier.format.records import records
from dossier.text.languages import other_script
from dossier.text.prose import cites
from sources.lineage import Derivation, Lineage
from treaties.law.acts import History
from treaties.law.histories import history_of
from treaties.vocabulary import Capacity

from .footnotes import Mark, Note
from .texts import Page, chinese_of_others, printed, words

# The names of fields on pages, if they differ.
CALLED = {"note_public": "note"}


class Context:
    """A dossier, as returned by with_origins(), for a reader of one language."""

    def __init__(self, dossier: dict, language: str):
        self.dossier, self.language = dossier, language

    @cached_property
    def history(self) -> History:
        """What the law is read from."""
        return history_of(self.dossier)

    # Texts

    @cached_property
    def kept(self) -> frozenset[str]:
        return chinese_of_others(self.dossier) if other_script(self.language) else frozenset()

    def words(self, texts: dict[str, str] | None) -> Page | None:
        return words(texts, self.language, self.kept)

    def prose(self, texts: dict[str, str] | None) -> Page | None:
        """An editors' text that may cite, with a note for each of its citations (dossier.text.prose.Note)."""
        chosen = self.words(texts)
        return chosen and chosen | {"notes": [self._note(cite.key) for cite in cites(chosen["text"])]}

    def texts(self, record: dict, *places: str) -> Page:
        """All editors' texts in a record of a list (see table_at), by field. New fields of the model are included."""
        table = table_at(*places)
        return {
            CALLED.get(name, name): (self.prose if name in table.prose else self.words)(record.get(name))
            for name in table.translated
        }

    # Sources

    def _note(self, source: str) -> Page:
        if source not in self.sources:
            return {"number": 0, "id": "", "key": source}
        return Note(number=0, id="", key=source)

    def mark(self, source: str) -> Mark:
        return Mark(number=0, key=source, publisher=self.short(source))

    def short(self, source: str) -> Page | None:
        """The short name of a source in footnotes: its publisher, or else its title."""
        document = self.sources[source]
        name = document.get("publisher") or document.get("title") or source
        return printed(name, document.get("language", ""))

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage(
            Derivation(source["key"], origin["origin"], origin["relation"], origin.get("citation", ""))
            for source in self.sources.values()
            for origin in source.get("origins", [])
            if origin["origin"] in self.sources
        )

    # Records

    @cached_property
    def sources(self) -> dict[str, dict]:
        return self._by_key.get("sources", {})

    @cached_property
    def columns(self) -> list[str]:
        """The participants that have a column in the ladder of acts: all but depositaries."""
        participants = self.listed("participants")
        return [entry["party"] for entry in participants if entry.get("capacity") != Capacity.DEPOSITARY]

    def record(self, place: str, key: str) -> dict:
        """A record of a list by its key; empty if there is none."""
        return self._by_key.get(place, {}).get(key, {})

    def at(self, path: str) -> dict:
        """The record at a path, such as `steps/01-signature/actors/putin`; empty if there is none."""
        return self._by_path.get(path, {})

    @cached_property
    def _by_path(self) -> dict[str, dict]:
        return {record.path: record.data for record in records(self.dossier)}

    def listed(self, place: str) -> list[dict]:
        return self.dossier.get(place, [])

    @cached_property
    def articles_alike(self) -> Counter[tuple[str, str]]:
        """How many articles have one kind and number."""
        return Counter((article["kind"], article.get("number", "")) for article in self.listed("articles"))

    @cached_property
    def _by_key(self) -> dict[str, dict[str, dict]]:
        """The records of each list of the dossier by their keys."""
        lists = {place: records for place, records in self.dossier.items() if isinstance(records, list)}
        return {
            place: {key: record for record in records if isinstance(record, dict) and (key := _key(record))}
            for place, records in lists.items()
        }

    # Citations

    @cached_property
    def citations(self) -> dict[str, list[dict]]:
        """Citations by the path of their subject."""
        return self._citations_by("subject")

    @cached_property
    def asked(self) -> dict[str, list[dict]]:
        """Citations by the key of their question."""
        return self._citations_by("question")

    def _citations_by(self, field: str) -> dict[str, list[dict]]:
        grouped: dict[str, list[dict]] = defaultdict(list)
        for citation in self.listed("citations"):
            grouped[citation.get(field, "")].append(citation)
        return grouped

    @cached_property
    def subjects_below(self) -> dict[str, list[str]]:
        """By the path of a record: its descendants that have citations, such as the actors of a step."""
        below: dict[str, list[str]] = defaultdict(list)
        for subject in self.citations:
            holder = subject
            while holder := holder.rpartition("/")[0]:
                below[holder].append(subject)
        return below


def _key(record: dict) -> str | None:
    return record.get("key", record.get("slug"))
