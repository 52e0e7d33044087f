"""The searchable parts of a dossier: passages of its texts by record and language, and all names in it.

`place` is the path of the record, from which the lists of results derive the page and the position on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import override

from dossier.format.mapping import PARTIES, PEOPLE, TREATY
from dossier.format.records import Record, records
from dossier.text.analysis import Folded
from dossier.text.languages import LANGUAGES
from dossier.text.prose import plain
from treaties.models import RatificationStep
from treaties.vocabulary import StepKind

# In characters. A tsvector has no positions past 16,383, and a reader wants the paragraph, not the page.
LONGEST = 2_000


@dataclass(frozen=True)
class Passage:
    """A text in one language with its heading; `ours` if the editors wrote it, `named` if it is a name."""

    place: str
    language: str
    heading: str = ""
    text: str = ""
    ours: bool = True
    named: bool = False


@dataclass(frozen=True)
class Alias:
    """One of the names of a treaty, a party or a person. `bearer` is the same in every dossier."""

    bearer: str
    language: str
    text: str


def passages(dossier: dict) -> Iterator[Passage]:
    """Every searchable passage of a dossier, its names and titles first."""
    shown = {f"parties/{participant['party']}" for participant in dossier.get("participants", [])}
    for place, language, text in _names(dossier):
        # Pages only show the names of parties that participate in the treaty.
        if not place.startswith("parties/") or place in shown:
            yield Passage(place, language, heading=text, ours=False, named=True)
    for record in records(dossier):
        if record.table is TREATY:
            yield from _of_the_treaty(dossier)
        elif record.table.translated:
            yield from _of_record(record)
    yield from _of_others(dossier)


def aliases(dossier: dict) -> Iterator[Alias]:
    """The names that are synonyms in a search, without those too short to be distinctive."""
    for place, language, text in _names(dossier):
        bearer = f"treaties/{dossier['slug']}" if place == "treaty" else place
        if is_long_enough(text):
            yield Alias(bearer, language, text)
        # In Vietnamese the last word is the given name, and a common syllable.
        if place.startswith("people/") and language != "vi" and (family := _family_name(text)):
            yield Alias(bearer, language, family)


def _names(dossier: dict) -> list[tuple[str, str, str]]:
    """Every name and title of the treaty, its parties and its people, as unique (place, language, text)."""
    bearers = [("treaty", TREATY, dossier)]
    for table in (PARTIES, PEOPLE):
        bearers += [(f"{table.place}/{table.key_of(data)}", table, data) for data in dossier.get(table.place, [])]
    once: dict[tuple[str, str], tuple[str, str, str]] = {}
    for place, table, data in bearers:
        names = [(language, text) for field in table.titles for language, text in data.get(field, {}).items()]
        names += [(name["language"], name["text"]) for name in data.get("names", [])]
        for language, text in names:
            if text:
                once.setdefault((place, text), (place, language, text))
    return list(once.values())


def _of_the_treaty(dossier: dict) -> Iterator[Passage]:
    """The translated texts of the treaty, the chapters of its page, by paragraph."""
    for field in TREATY.translated:
        if field in TREATY.titles:
            continue
        for language, text in dossier.get(field, {}).items():
            for part in _parts(plain(paragraph) for paragraph in text.split("\n\n")):
                yield Passage(f"treaty/{field}", language, text=part)


def _of_record(record: Record) -> Iterator[Passage]:
    """The editors' texts on a record, in each language in which there are any."""
    table, place = record.table, _place(record)
    rest = [name for name in table.translated if name not in (*table.headings, *table.titles)]
    for language in LANGUAGES:
        heading = _joined(record.data, table.headings, language)
        if table.model is RatificationStep:
            with override(language):
                heading = str(StepKind(record.data["kind"]).label)
        texts = list(_parts([plain(_joined(record.data, rest, language))]))
        if texts or heading:
            yield Passage(place, language, heading, texts[0] if texts else "")
        for text in texts[1:]:
            yield Passage(place, language, text=text)


def _place(record: Record) -> str:
    """Where readers see a record: at its own position on a page, or at that of the closest ancestor that has one."""
    holder: Record | None = record
    while holder and not holder.table.spot:
        holder = holder.parent
    return holder.path if holder else f"treaty/{record.table.place}"


def _joined(record: dict, fields: Iterable[str], language: str) -> str:
    return "\n\n".join(text for field in fields if (text := record.get(field, {}).get(language)))


def _of_others(dossier: dict) -> Iterator[Passage]:
    """Texts not by the editors: the treaty's wording, the sources' titles, and quotations."""
    languages = {text["key"]: text["language"] for text in dossier.get("texts", [])}
    for article in dossier.get("articles", []):
        for wording in article.get("texts", []):
            for part in _parts(wording["body"].split("\n\n")):
                yield Passage(f"articles/{article['slug']}", languages[wording["text"]], text=part, ours=False)
    for source in dossier.get("sources", []):
        said = [source.get("title_transliterated", ""), *source.get("authors", [])]
        said += [source.get("publisher", ""), source.get("container_title", "")]
        body = " · ".join(filter(None, said))[:LONGEST]
        yield Passage(f"sources/{source['key']}", source.get("language", ""), source.get("title", ""), body, ours=False)
    for citation in dossier.get("citations", []):
        for part in _parts([citation.get("quote", "")]):
            yield Passage(f"citations/{citation['key']}", citation["quote_language"], text=part, ours=False)


def _parts(paragraphs) -> Iterator[str]:
    """Paragraphs, split if they are too long for one passage."""
    for paragraph in paragraphs:
        words = paragraph.strip()
        while len(words) > LONGEST:
            end = words.rfind(" ", LONGEST // 2, LONGEST)
            end = end if end > 0 else LONGEST
            yield words[:end]
            words = words[end:].strip()
        if words:
            yield words


def is_long_enough(name: str, *, letters: int = 3) -> bool:
    """Whether a name has two characters of Han or Hangul, or so many `letters` of another script."""
    runs = list(Folded(name).runs())
    return sum(len(run.text) * (letters if run.script in {"han", "hangul"} else 2) for run in runs) >= 2 * letters


def _family_name(name: str) -> str:
    """The last word of a personal name of several words, by which the press calls its bearer; else an empty string.

    If the family name comes first, the last word is a syllable or two: too short, and left out.
    """
    *before, last = name.replace("·", " ").split() or [""]
    return last if before and is_long_enough(last, letters=5) else ""
