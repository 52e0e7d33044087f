"""Finding dossiers by what is written in them, in any language: by the words, and by every name of whom they name.

Two questions to the database: whose names the words are; and where these names or the words themselves stand.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Lookup, QuerySet

from dossier.publication.models import Publication, SearchPassage
from dossier.publication.search.passages import is_long_enough
from dossier.text.analysis import document_tokens, query_tokens
from dossier.text.languages import choose

# So many places are ranked; where there are more, the rest is not counted.
MOST_RANKED = 1_000
SHOWN_OF_EACH, SHOWN_OF_ONE = 3, 200
# Of a question longer than this, the rest narrows nothing.
MOST_WORDS = 12
LONGEST_NAME = 5


@dataclass(frozen=True)
class Bearer:
    """A treaty, a party or a person that words of a question name; all its names as (language, text)."""

    path: str
    words: str
    names: list[tuple[str, str]]

    def name(self, language: str) -> tuple[str, str]:
        """What a reader of `language` calls it, with the language of that name."""
        return choose(dict(reversed(self.names)), language) or self.names[0]


@dataclass(frozen=True)
class SearchQuery:
    """What a reader asks: whom the words name, and as tsqueries the words alone, and they or those names."""

    words: list[str]
    bearers: list[Bearer]
    typed: str
    wanted: str


def search_query(text: str) -> SearchQuery:
    """What is asked for by a text: each of its words must be found, itself or by another name of what it names."""
    words = [word for word in text.split() if query_tokens(word)][:MOST_WORDS]
    named: dict[tuple[int, int], list[tuple[Bearer, list[str]]]] = {}
    for first, last, path, names, queries in _bearers(words):
        named.setdefault((first, last), []).append((Bearer(path, " ".join(words[first:last]), names), queries))
    # Where one name is part of another, the longer is meant.
    units: list[tuple[int, int]] = []
    for first, last in sorted(named, key=lambda span: span[0] - span[1]):
        if all(last <= start or end <= first for start, end in units):
            units.append((first, last))
    parts, at = [], 0
    for first, last in [*sorted(units), (len(words), len(words))]:
        parts.append(query_tokens(" ".join(words[at:first])))
        own = query_tokens(" ".join(words[first:last]))
        others = [query for _bearer, queries in named.get((first, last), []) for query in queries]
        parts.append(" | ".join(f"({each})" for each in dict.fromkeys([own, *others]) if each))
        at = last
    typed = query_tokens(" ".join(words))
    bearers = [bearer for unit in sorted(units) for bearer, _queries in named[unit]]
    return SearchQuery(words, bearers, typed, " & ".join(f"({part})" for part in parts if part) if bearers else typed)


_NAMED = """
WITH part AS (SELECT * FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[]) AS part (first, last, asked, held)),
named AS (
    SELECT DISTINCT part.first, part.last, name.bearer FROM part
    JOIN publication_searchname name ON name.tokens @@ part.asked::tsquery AND part.held::tsvector @@ name.held::tsquery
)
SELECT first, last, bearer, language, text, asked FROM named JOIN publication_searchname USING (bearer)
GROUP BY first, last, bearer, language, text, asked ORDER BY first, last - first DESC, bearer, min(id)
"""


def _bearers(words: list[str]) -> list[tuple[int, int, str, list[tuple[str, str]], list[str]]]:
    """Whom the words name: from which word to which, the bearer's path, its names and what finds each of them.

    A name must be the words and the words the name: “Kim” alone leads to no Kim Jong Un.
    """
    parts = [
        (first, last, query_tokens(part), document_tokens(part))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
        # A title, which may be longer, is what is asked for as a whole.
        if last - first <= LONGEST_NAME or (first, last) == (0, len(words))
        if is_long_enough(part := " ".join(words[first:last]))
    ]
    if not parts:
        return []
    found: dict[tuple[int, int, str], dict[tuple[str, str], str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [list(column) for column in zip(*parts, strict=True)])
        for first, last, bearer, language, text, asked in cursor.fetchall():
            found.setdefault((first, last, bearer), {})[language, text] = asked
    return [(*key, list(names), _shortest(names)) for key, names in found.items()]


def _shortest(names: dict[tuple[str, str], str]) -> list[str]:
    """What finds any of the names: where one is part of another, whatever holds the longer holds the shorter too."""
    parts = {asked: set(asked.split(" & ")) for asked in names.values()}
    return [asked for asked, held in parts.items() if not any(other < held for other in parts.values())]


_FOUND = """
WITH only_of AS (
    SELECT CASE %(only)s WHEN '' THEN '' ELSE (
        SELECT quote_literal('of/' || coalesce(min(id), 0)) FROM publication_publication WHERE slug = %(only)s
    ) END::tsquery AS mark
),
hit AS MATERIALIZED (
    SELECT * FROM (
        {}
    ) each LIMIT %(most)s + 1
),
ranked AS (
    -- What a dossier says itself comes before the titles of its sources.
    SELECT id, publication_id, place, language, named, place LIKE 'sources/%%' AS source,
        %(wanted)s = %(typed)s OR tokens @@ %(typed)s::tsquery AS typed, ts_rank(tokens, %(wanted)s::tsquery) AS rank
    FROM hit
),
-- A place whose text stands there in nine languages is one place.
place AS (
    SELECT *, row_number() OVER (
        PARTITION BY publication_id, place
        ORDER BY typed DESC, language = %(language)s DESC, rank DESC, id
    ) AS nth FROM ranked
),
best AS (
    SELECT *, count(*) OVER (PARTITION BY publication_id) AS places, row_number() OVER (
        PARTITION BY publication_id ORDER BY named DESC, source, typed DESC, rank DESC, id
    ) AS nth_of_dossier FROM place WHERE nth = 1
)
SELECT publication.id AS pk, publication.slug, kinds, parties, languages, signed_earliest, signed_latest,
    acts, listing->%(language)s->'title' AS title, listing->%(language)s->'party_names' AS party_names,
    jsonb_agg(jsonb_build_object(
        'place', passage.place, 'language', passage.language, 'ours', ours, 'heading', heading, 'text', text
    ) ORDER BY nth_of_dossier) AS passages,
    max(places) AS places, (SELECT count(*) > %(most)s FROM hit) AS more
FROM best
JOIN publication_searchpassage passage USING (id)
JOIN publication_publication publication ON publication.id = best.publication_id
WHERE nth_of_dossier <= %(shown)s
GROUP BY publication.id
ORDER BY bool_or(best.named) DESC, bool_and(source), bool_or(typed) DESC, max(rank) DESC, publication.slug
"""
_TURN = """
(SELECT id, publication_id, place, language, named, tokens FROM publication_searchpassage
WHERE tokens @@ (%(wanted)s::tsquery && '''turn/{}'''::tsquery && (SELECT mark FROM only_of)) LIMIT %(most)s + 1)
"""
_FOUND = _FOUND.format(" UNION ALL ".join(map(_TURN.format, ("names", "some", "texts"))))


@dataclass(frozen=True)
class Found:
    """A dossier that answers: what a list says of it, how many `places` answer, and the `passages` of the best."""

    pk: int
    slug: str
    kinds: list[str]
    parties: list[str]
    languages: list[str]
    signed_earliest: date | None
    signed_latest: date | None
    acts: list[dict]
    title: dict
    party_names: dict[str, dict]
    passages: list[dict]
    places: int


def find(asked: SearchQuery, language: str, *, only: str = "", shown: int = SHOWN_OF_EACH) -> tuple[list[Found], bool]:
    """The dossiers that answer a reader of `language`, the best first; and whether more places do than were ranked.

    `only` is the slug of the one dossier to look in.
    """
    if not asked.wanted:
        return [], False
    parameters: dict[str, str | int] = {
        "wanted": asked.wanted,
        "typed": asked.typed,
        "language": language,
        "only": only,
        "shown": shown,
        "most": MOST_RANKED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, parameters)
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    more = any([row.pop("more") for row in rows])
    for row in rows:
        # Django has psycopg leave JSON as text.
        row |= {name: json.loads(row[name]) for name in ("acts", "title", "party_names", "passages")}
    return [Found(**row) for row in rows], more


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`tokens__holds=query_tokens(text)`: our own tsquery, which Django's SearchQuery would take apart again."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*parameters, self.rhs]


def called(publications: QuerySet[Publication], text: str) -> QuerySet[Publication]:
    """Those of which each word of a text is in a name or a title, in whatever language."""
    words = [word for word in map(query_tokens, text.split()) if word]
    for word in words[:MOST_WORDS]:
        names = SearchPassage.objects.filter(named=True, tokens__holds=word)
        publications = publications.filter(pk__in=names.values("publication"))
    return publications if words else publications.none()
