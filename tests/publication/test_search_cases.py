"""What search_cases.yaml and search_names.yaml say must be found, tried on the shipped dossiers.

The cases ask PostgreSQL for the passages of each query; the names ask for the page, which knows whom a name names.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml
from django.conf import settings

from dossier.publication.models import SearchPassage
from dossier.text.analysis import query_tokens
from dossier.text.languages import LANGUAGES
from dossier.text.snippets import snippet
from tests.databases import connected_to

pytestmark = pytest.mark.django_db

RECALL, RECALL_OF_EACH_LANGUAGE, FALSE = 0.99, 0.95, 0.03
IN_CASES = [*LANGUAGES, "mixed"]

FOLDER = settings.BASE_DIR / "tests" / "publication"


def content(name: str) -> dict:
    return yaml.load((FOLDER / name).read_text(), Loader=yaml.BaseLoader)  # noqa: S506  # texts and nothing else


FRAGMENTS = content("search_cases.yaml")["fragments"]
NAMES = content("search_names.yaml")["names"]
_UNSPACED = "\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_BORDER = rf"(?:\b|(?<=[{_UNSPACED}])(?=[^{_UNSPACED}])|(?<=[^{_UNSPACED}])(?=[{_UNSPACED}]))"


class Expression:
    """A regular expression of the file, or several of which each must match."""

    def __init__(self, written: str | list[str]):
        parts = [written] if isinstance(written, str) else written
        self.parts = [re.compile(self._filled(part), re.IGNORECASE) for part in parts if part]

    @staticmethod
    def _filled(part: str) -> str:
        for name, fragment in FRAGMENTS.items():
            part = part.replace(f"%{name}%", fragment)
        return part.replace(r"\b", _BORDER)

    def among(self, texts: dict[int, str]) -> set[int]:
        return {key for key, text in texts.items() if self.parts and all(part.search(text) for part in self.parts)}


@dataclass(frozen=True)
class Case:
    language: str
    query: str
    why: str
    gold: str | list[str] = ""
    neutral: str | list[str] = ""
    known_false: str | list[str] = ""


@dataclass(frozen=True)
class Outcome:
    """What a case found: keys of passages. What is neutral is neither expected nor false."""

    case: Case
    expected: set[int]
    found: set[int]
    false: set[int]
    unknown: set[int]

    @property
    def missed(self) -> set[int]:
        return self.expected - self.found

    def __str__(self) -> str:
        missed, false = len(self.missed), len(self.false)
        return (
            f"{self.case.language} “{self.case.query}” missed {missed} of {len(self.expected)}, found {false} falsely"
            f" ({self.case.why})"
        )


CASES = [Case(**case) for case in content("search_cases.yaml")["cases"]]


@pytest.fixture(scope="module")
def shelf(shipped_database, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), connected_to(shipped_database):
        yield


@pytest.fixture(scope="module")
def outcomes(shelf) -> list[Outcome]:
    texts = {
        passage.pk: unicodedata.normalize("NFC", f"{passage.heading}\n{passage.text}")
        for passage in SearchPassage.objects.only("heading", "text")
    }
    return [outcome(case, texts) for case in CASES]


def outcome(case: Case, texts: dict[int, str]) -> Outcome:
    asked = query_tokens(case.query)
    hits = SearchPassage.objects.filter(tokens__holds=asked) if asked else SearchPassage.objects.none()
    found = set(hits.values_list("pk", flat=True))
    expected = Expression(case.gold).among(texts)
    others = {key: texts[key] for key in found - expected}
    false = set(others) - Expression(case.neutral).among(others)
    return Outcome(case, expected, found, false, false - Expression(case.known_false).among(others))


def rates(outcomes: list[Outcome]) -> tuple[float, float]:
    """The part of the expected that was found, and of the found that is false, over all cases together."""
    expected = sum(len(each.expected) for each in outcomes)
    missed = sum(len(each.missed) for each in outcomes)
    false = sum(len(each.false) for each in outcomes)
    right = expected - missed
    return right / expected if expected else 1.0, false / (right + false) if right + false else 0.0


def worst(outcomes: list[Outcome]) -> str:
    ranked = sorted(outcomes, key=lambda each: -len(each.missed) - len(each.false))
    return "\n".join(str(each) for each in ranked[:12] if each.missed or each.false)


def test_cases_cover_each_language():
    of_each = defaultdict(list)
    for case in CASES:
        of_each[case.language].append(case.query)

    assert list(of_each) == IN_CASES
    assert [language for language, queries in of_each.items() if len(queries) < 14] == []
    assert [language for language, queries in of_each.items() if len(set(queries)) < len(queries)] == []


def test_what_is_asked_for_is_found(outcomes):
    recall, false = rates(outcomes)

    assert recall >= RECALL, f"{recall:.4f}\n{worst(outcomes)}"
    assert false <= FALSE, f"{false:.4f}\n{worst(outcomes)}"


@pytest.mark.parametrize("language", IN_CASES)
def test_what_is_asked_for_is_found_in_each_language(outcomes, language):
    of_it = [each for each in outcomes if each.case.language == language]

    assert rates(of_it)[0] >= RECALL_OF_EACH_LANGUAGE, worst(of_it)


def test_what_nobody_wrote_is_not_found(outcomes):
    nothing = [each for each in outcomes if not each.expected]

    assert len(nothing) >= 10
    assert [str(each) for each in nothing if each.unknown] == []


def test_what_is_found_is_marked(outcomes):
    passages = SearchPassage.objects.only("heading", "text").in_bulk()
    unmarked = [
        f"{each.case.query} in {passages[key].place} ({passages[key].language})"
        for each in outcomes
        for key in each.found - each.false
        if not any(
            piece.found
            for text in (passages[key].heading, passages[key].text)
            for piece in snippet(text, [each.case.query, *each.case.query.split()]).pieces
        )
    ]

    assert unmarked == []


def page(client, query: str, language: str = "en") -> tuple[list[str], list[str]]:
    """Whom the search page names, and the dossiers that it lists, the best first."""
    context = client.get(f"/{language}/search/", {"q": query}).context
    return [name["name"]["text"] for name in context["names"]], [line["slug"] for line in context["lines"]]


@pytest.mark.parametrize("group", NAMES, ids=lambda group: group["queries"][0])
def test_names_of_one_bearer_lead_to_the_same(shelf, client, group):
    expected = {query: (group["called"], sorted(listed(group))) for query in group["queries"]}
    found = {}
    for query in group["queries"]:
        called, slugs = page(client, query)
        found[query] = (called, sorted(slugs) if listed(group) else [])
        if "first" in group:
            assert slugs[:1] == [group["first"]], query

    assert {query: answer for query, answer in found.items() if answer != expected[query]} == {}


def listed(group: dict) -> list[str]:
    return [*group.get("dossiers", []), *group.get("falsely", [])]


def test_reader_of_each_language_finds_the_same_by_its_own_name(shelf, client):
    answers = {language: page(client, "푸틴", language) for language in LANGUAGES}

    assert {language: called for language, (called, _slugs) in answers.items()} == {
        "en": ["Vladimir Vladimirovich Putin"],
        "zh-hans": ["弗拉基米尔·普京"],
        "zh-hant": ["普丁"],
        "ko": ["블라디미르 푸틴"],
        "ru": ["Владимир Путин"],
        "ar": ["فلاديمير بوتين"],
        "fa": ["ولادیمیر پوتین"],
        "th": ["วลาดิมีร์ ปูติน"],
        "vi": ["Vladimir Putin"],
    }
    assert {tuple(sorted(slugs)) for _called, slugs in answers.values()} == {
        ("china-dprk-1961", "russia-dprk-2000", "russia-dprk-2024", "ussr-dprk-1949", "ussr-dprk-1961")
    }
