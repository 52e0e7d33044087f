"""What of a dossier can be found, and where it stands: one passage a record and language, and every name it bears.

`place` is the path of the record, by which the lists of results know the page and the spot on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import override

from dossier.text.analysis import Folded
from dossier.text.languages import LANGUAGES
from dossier.text.prose import plain
from treaties.vocabulary import StepKind

# PostgreSQL keeps no positions past the 16,383rd sign, and a reader wants the paragraph, not the page.
LONGEST = 2_000

# Our words of each kind of record: what heads it, and the rest.
_OURS = {
    "articles": (["heading"], ["summary", "note_public"]),
    "steps": ([], ["organ", "place", "note_public"]),
    "events": (["title"], ["description", "place", "note_public"]),
    "relations": (["other_text"], ["scope", "note_public"]),
    "questions": (["topic"], ["reason", "note_public"]),
    "citations": ([], ["quote_translation", "note_public"]),
    "sources": (["title_translated"], ["note_public"]),
    "parties": ([], ["designation_note", "note_public"]),
    "people": ([], ["office", "note_public"]),
}
_OF_THE_TREATY = ["summary", "background", "aftermath", "place", "coverage_note", "note_public"]


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
    shown = {f"parties/{each['party']}" for each in dossier.get("participants", [])}
    for place, language, text in _names(dossier):
        # A page names the parties of its treaty in every language, and no others.
        if not place.startswith("parties/") or place in shown:
            yield Passage(place, language, heading=text, ours=False, named=True)
    for field in _OF_THE_TREATY:
        for language, text in dossier.get(field, {}).items():
            for part in _parts(plain(each) for each in text.split("\n\n")):
                yield Passage(f"treaty/{field}", language, text=part)
    for kind, (heads, rest) in _OURS.items():
        for record in dossier.get(kind, []):
            yield from _of_record(kind, record, heads, rest)
    for text in dossier.get("articles", []):
        yield from _wording(dossier, text)
    for source in dossier.get("sources", []):
        said = [source.get("title_transliterated", ""), *source.get("authors", [])]
        said += [source.get("publisher", ""), source.get("container_title", "")]
        body = " · ".join(filter(None, said))[:LONGEST]
        yield Passage(f"sources/{source['key']}", source.get("language", ""), source.get("title", ""), body, ours=False)
    for citation in dossier.get("citations", []):
        for part in _parts([citation.get("quote", "")]):
            yield Passage(f"citations/{citation['key']}", citation["quote_language"], text=part, ours=False)


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
    found = [("treaty", language, text) for language, text in dossier.get("title", {}).items()]
    found += [("treaty", each["language"], each["text"]) for each in dossier.get("names", [])]
    for kind in ("parties", "people"):
        for bearer in dossier.get(kind, []):
            place = f"{kind}/{bearer['key']}"
            for field in ("name", "official_name"):
                found += [(place, language, text) for language, text in bearer.get(field, {}).items()]
            found += [(place, each["language"], each["text"]) for each in bearer.get("names", [])]
    once: dict[tuple[str, str], tuple[str, str, str]] = {}
    for place, language, text in found:
        if text:
            once.setdefault((place, text), (place, language, text))
    return list(once.values())


def _of_record(kind: str, record: dict, heads: list[str], rest: list[str]) -> Iterator[Passage]:
    place = f"{kind}/{record.get('key') or record['slug']}"
    for language in LANGUAGES:
        heading = _joined(record, heads, language)
        if kind == "steps":
            with override(language):
                heading = str(StepKind(record["kind"]).label)
        texts = list(_parts([plain(_joined(record, rest, language))]))
        if texts or heading:
            yield Passage(place, language, heading, texts[0] if texts else "")
        for text in texts[1:]:
            yield Passage(place, language, text=text)


def _joined(record: dict, fields: list[str], language: str) -> str:
    return "\n\n".join(text for field in fields if (text := record.get(field, {}).get(language)))


def _wording(dossier: dict, article: dict) -> Iterator[Passage]:
    """An article as the texts of the treaty have it."""
    texts = {each["key"]: each for each in dossier.get("texts", [])}
    for each in article.get("texts", []):
        for part in _parts(each["body"].split("\n\n")):
            yield Passage(f"articles/{article['slug']}", texts[each["text"]]["language"], text=part, ours=False)


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
