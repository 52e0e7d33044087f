"""What of a dossier can be found, and where it stands: one passage a record and language, and every name it bears.

`place` is the path of the record, by which the lists of results know the page and the spot on it.
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

# PostgreSQL keeps no positions past the 16,383rd sign, and a reader wants the paragraph, not the page.
LONGEST = 2_000


@dataclass(frozen=True)
class Passage:
    """A text in one language with what heads it; `ours` where the editors wrote it, `named` where it is a name."""

    place: str
    language: str
    heading: str = ""
    text: str = ""
    ours: bool = True
    named: bool = False


@dataclass(frozen=True)
class Alias:
    """One of the names by which a treaty, a party or a person goes. `bearer` is the same in every dossier."""

    bearer: str
    language: str
    text: str


def passages(dossier: dict) -> Iterator[Passage]:
    """Everything in which a reader may find a dossier; its names and titles first."""
    shown = {f"parties/{participant['party']}" for participant in dossier.get("participants", [])}
    for place, language, text in _names(dossier):
        # A page names the parties of its treaty in every language, and no others.
        if not place.startswith("parties/") or place in shown:
            yield Passage(place, language, heading=text, ours=False, named=True)
    for record in records(dossier):
        if record.table is TREATY:
            yield from _of_the_treaty(dossier)
        else:
            yield from _of_record(record)
    yield from _of_others(dossier)


def aliases(dossier: dict) -> Iterator[Alias]:
    """The names that lead to each other; too short ones, which would lead anywhere, left out."""
    for place, language, text in _names(dossier):
        bearer = f"treaties/{dossier['slug']}" if place == "treaty" else place
        if is_long_enough(text):
            yield Alias(bearer, language, text)
        # In Vietnamese the last word is the given name, and a common syllable.
        if place.startswith("people/") and language != "vi" and (family := _family_name(text)):
            yield Alias(bearer, language, family)


def _names(dossier: dict) -> list[tuple[str, str, str]]:
    """Every name and title of the treaty, of its parties and of its people, as (place, language, text), once each."""
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
    """Each text about the whole by itself, paragraph by paragraph: the chapters of the page."""
    for field in TREATY.translated:
        if field in TREATY.titles:
            continue
        for language, text in dossier.get(field, {}).items():
            for part in _parts(plain(paragraph) for paragraph in text.split("\n\n")):
                yield Passage(f"treaty/{field}", language, text=part)


def _of_record(record: Record) -> Iterator[Passage]:
    """What the editors say of a record, in each language in which they do."""
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
    """Where readers see a record: at its own spot on a page, or where the record that holds it has one."""
    holder: Record | None = record
    while holder and not holder.table.spot:
        holder = holder.parent
    return holder.path if holder else f"treaty/{record.table.place}"


def _joined(record: dict, fields: Iterable[str], language: str) -> str:
    return "\n\n".join(text for field in fields if (text := record.get(field, {}).get(language)))


def _of_others(dossier: dict) -> Iterator[Passage]:
    """The treaty's own words, the titles of the sources, and what is quoted from them."""
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
    """Paragraphs, cut where they are too long for one passage."""
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
    """Two signs of a script written in syllables or words, or so many letters."""
    runs = list(Folded(name).runs())
    return sum(len(run.text) * (letters if run.script in {"han", "hangul"} else 2) for run in runs) >= 2 * letters


def _family_name(name: str) -> str:
    """The last word of a personal name of several, by which the press calls its bearer.

    Where the family name comes first, the last word is a syllable or two: too short, and left out.
    """
    *before, last = name.replace("·", " ").split() or [""]
    return last if before and is_long_enough(last, letters=5) else ""
