"""The search over 200,000 passages, beside LIKE over the same text, folded in the same way."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import yaml
from django.db import connection
from django.utils import timezone

from dossier.publication.models import Edition, Publication, SearchName, SearchPassage
from dossier.publication.search.index import marks, name_row
from dossier.publication.search.passages import aliases, passages
from dossier.publication.search.query import find, search_query
from dossier.text.analysis import Folded, document_tokens, query_tokens

from .measured import Measured

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "dossiers"
DOSSIERS, PASSAGES = 50, 200_000
SENTENCES = 4
# Stands in twenty passages of all.
RARE = {
    "ru": "смотритель северного маяка",
    "zh-hans": "北方灯塔看守人",
    "th": "ผู้ดูแลประภาคาร",
    "fa": "نگهبان فانوس دریایی",
    "ko": "북쪽 등대지기",
    "en": "keeper of the lighthouse",
}
RARE_TIMES = 20
COMMON = {"en": "treaty", "ru": "договор", "zh-hans": "条约", "th": "สนธิสัญญา", "ko": "조약", "ar": "معاهدة"}
TURNS = 7


def measure() -> Iterator[Measured]:
    fill()
    for language, words in RARE.items():
        yield beside_like(f"rare phrase, {language}", words, language, holding, limit=1 / 50)
    for language, words in COMMON.items():
        yield beside_like(f"first page, {language}", words, language, first_page, limit=1 / 5)


def beside_like(name: str, words: str, language: str, ours: Callable[[str, str], object], *, limit: float) -> Measured:
    """What we do, and LIKE, which finds the passages and no more."""
    with connection.cursor() as cursor:

        def like() -> int:
            cursor.execute("SELECT count(*) FROM folded WHERE text LIKE %s", [f"%{Folded(words).text}%"])
            return cursor.fetchone()[0]

        return Measured(name, like(), median_of(lambda: ours(words, language)), median_of(like), limit)


def holding(words: str, language: str) -> int:
    """How many passages hold the words."""
    return SearchPassage.objects.filter(tokens__holds=query_tokens(words)).count()


def first_page(words: str, language: str) -> object:
    """The dossiers that answer, ranked, with their best passages, as the site's own view asks for them."""
    return find(search_query(words), language)


def median_of(act: Callable[[], object]) -> float:
    taken = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def fill() -> None:
    """Passages of sentences of the shipped dossiers, shuffled; names as they are."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FIXTURES.glob("*.yaml")]
    publications = [make_publication(number) for number in range(DOSSIERS)]
    SearchName.objects.bulk_create(name_row(publications[0], each) for file in files for each in aliases(file))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE folded (text text)")
        columns = "publication_id, place, language, ours, named, heading, text, tokens"
        rows = list(made_of(sentences(files), [each.pk for each in publications]))
        with ProcessPoolExecutor() as pool:
            analysed = pool.map(analyse, rows, chunksize=500)
            with cursor.copy(f"COPY publication_searchpassage ({columns}) FROM STDIN") as copy:
                for row in analysed:
                    copy.write_row(row)
        with cursor.copy("COPY folded FROM STDIN") as copy:
            for _publication, _place, _language, text in rows:
                copy.write_row([Folded(text).text])
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON oid = indexrelid "
            "WHERE indrelid = 'publication_searchpassage'::regclass AND relname LIKE '%%_gin'"
        )
        cursor.execute("VACUUM ANALYZE publication_searchpassage, folded, publication_searchname")


def make_publication(number: int) -> Publication:
    slug = f"dossier-{number}"
    edition = Edition.objects.create(
        slug=slug, number=1, content="{}", sha256="0" * 64, published_at=timezone.now(), note=""
    )
    title = {"title": {"text": slug, "lang": "en", "dir": "ltr"}, "party_names": {}}
    listing = dict.fromkeys(["en", "ru", "zh-hans", "th", "fa", "ko", "ar"], title)
    return Publication.objects.create(slug=slug, edition=edition, listing=listing)


def sentences(files: list[dict]) -> dict[str, list[str]]:
    """What the dossiers say, by language."""
    found: dict[str, list[str]] = {}
    for file in files:
        for each in passages(file):
            found.setdefault(each.language, []).extend(filter(None, [each.heading, each.text]))
    return {language: texts for language, texts in found.items() if len(texts) > 50}


def made_of(said: dict[str, list[str]], publications: list[int]) -> Iterator[tuple[int, str, str, str]]:
    chance = random.Random(1)  # noqa: S311  # the same passages each time
    languages = list(said)
    rare = {chance.randrange(PASSAGES): words for words in RARE.values() for _time in range(RARE_TIMES)}
    for number in range(PASSAGES):
        language = chance.choice(languages)
        parts = chance.sample(said[language], SENTENCES)
        if number in rare:
            parts.insert(1, rare[number])
        publication = publications[number * len(publications) // PASSAGES]
        yield publication, f"events/{number}", language, " ".join(parts)[:2000]


def analyse(row: tuple[int, str, str, str]) -> tuple:
    publication, place, language, text = row
    tokens = f"{document_tokens(text)} {marks(publication, int(place.removeprefix('events/')), named=False)}"
    return publication, place, language, True, False, "", text, tokens
