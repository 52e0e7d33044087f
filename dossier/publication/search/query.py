"""Full-text search in dossiers, in any language: by words, and by every other name of what the words name.

Two database queries: the first finds the bearers of names among the words, the second the passages that contain the
words or any name of these bearers.
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
from dossier.text.dates import today
from dossier.text.languages import choose

# How many places are ranked; any more are not counted.
MOST_RANKED = 1_000
SHOWN_OF_EACH, SHOWN_OF_ONE = 3, 200
# Further words of a query are ignored.
MOST_WORDS = 12
LONGEST_NAME = 5


@dataclass(frozen=True)
class Bearer:
    """A treaty, a party or a person named by words of a query; all its names as (language, text)."""

    path: str
    words: str
    names: list[tuple[str, str]]

    def name(self, language: str) -> tuple[str, str]:
        """Its name for a reader of `language`, as (language, text)."""
        return choose(dict(reversed(self.names)), language) or self.names[0]


@dataclass(frozen=True)
class SearchQuery:
    """A parsed query: its words and the bearers they name. `typed` is a tsquery of the words, `wanted` of names too."""

    words: list[str]
    bearers: list[Bearer]
    typed: str
    wanted: str


def search_query(text: str) -> SearchQuery:
    """Parse a query: each of its words must match, or another name of what it names."""
    words = [word for word in text.split() if query_tokens(word)][:MOST_WORDS]
    named: dict[tuple[int, int], list[tuple[Bearer, list[str]]]] = {}
    for first, last, path, names, queries in _bearers(words):
        named.setdefault((first, last), []).append((Bearer(path, " ".join(words[first:last]), names), queries))
    # If one name is part of another, the longer one is meant.
    units: list[tuple[int, int]] = []
    for first, last in sorted(named, key=lambda span: span[0] - span[1]):
        if all(last <= start or end <= first for start, end in units):
            units.append((first, last))
    parts, at = [], 0
    for first, last in [*sorted(units), (len(words), len(words))]:
        parts.append(query_tokens(" ".join(words[at:first])))
        own = query_tokens(" ".join(words[first:last]))
        others = [query for _bearer, queries in named.get((first, last), []) for query in queries]
        parts.append(" | ".join(f"({query})" for query in dict.fromkeys([own, *others]) if query))
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
    """The bearers named by the words, as (first word, end, path, names, tsqueries that find the names).

    A name and the words must match in both directions: “Kim” alone does not match Kim Jong Un.
    """
    parts = [
        (first, last, query_tokens(part), document_tokens(part))
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
        # A title may be longer, so the whole query is tried as well.
        if last - first <= LONGEST_NAME or (first, last) == (0, len(words))
        if is_long_enough(part := " ".join(words[first:last]))
    ]
    if not parts:
        return []
    bearers: dict[tuple[int, int, str], dict[tuple[str, str], str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [list(column) for column in zip(*parts, strict=True)])
        for first, last, bearer, language, text, asked in cursor.fetchall():
            bearers.setdefault((first, last, bearer), {})[language, text] = asked
    return [(*key, list(names), _shortest(names)) for key, names in bearers.items()]


def _shortest(names: dict[tuple[str, str], str]) -> list[str]:
    """The tsqueries that find any of the names. If one is part of another, the shorter one is sufficient."""
    parts = {asked: set(asked.split(" & ")) for asked in names.values()}
    return [asked for asked, held in parts.items() if not any(other < held for other in parts.values())]


_SEARCH = """
WITH only_of AS (
    SELECT CASE %(only)s WHEN '' THEN '' ELSE (
        SELECT quote_literal('of/' || coalesce(min(id), 0)) FROM publication_publication WHERE slug = %(only)s
    ) END::tsquery AS mark
),
hit AS MATERIALIZED (
    SELECT * FROM (
        {}
    ) passage LIMIT %(most)s + 1
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
SELECT publication.id AS pk, publication.slug, kinds, parties, languages, signed,
    signed_earliest, signed_latest, (
        SELECT answer FROM publication_statusinterval interval
        WHERE interval.edition_id = publication.edition_id AND party = ''
            AND coalesce(first_day, %(day)s::date) <= %(day)s AND coalesce(last_day, %(day)s::date) >= %(day)s
    ) AS status, listing->%(language)s->'title' AS title,
    listing->%(language)s->'party_names' AS party_names,
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
_SEARCH = _SEARCH.format(" UNION ALL ".join(map(_TURN.format, ("names", "some", "texts"))))


@dataclass(frozen=True)
class SearchResult:
    """A matching dossier: what a list shows of it, the number of matching `places`, and the best ones' `passages`."""

    pk: int
    slug: str
    kinds: list[str]
    parties: list[str]
    languages: list[str]
    signed: str
    signed_earliest: date | None
    signed_latest: date | None
    # The answer for the treaty on the day of the search (see treaties.status.Status).
    status: dict
    title: dict
    party_names: dict[str, dict]
    passages: list[dict]
    places: int


def find(
    asked: SearchQuery, language: str, *, only: str = "", shown: int = SHOWN_OF_EACH
) -> tuple[list[SearchResult], bool]:
    """The matching dossiers for a reader of `language`, best first, and whether more places match than were ranked.

    `only` limits the search to the dossier with this slug; `shown` is the number of passages of each dossier.
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
        "day": today().isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, parameters)
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    more = any([row.pop("more") for row in rows])
    for row in rows:
        # Django configures psycopg to return JSON as text.
        row |= {name: json.loads(row[name]) for name in ("status", "title", "party_names", "passages")}
    return [SearchResult(**row) for row in rows], more


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`tokens__holds=query_tokens(text)`: our own tsquery, which Django's SearchQuery would parse again."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*parameters, self.rhs]


def search_names(publications: QuerySet[Publication], text: str) -> QuerySet[Publication]:
    """The publications that have each word of a text in a name or a title, in any language."""
    words = [word for word in map(query_tokens, text.split()) if word]
    for word in words[:MOST_WORDS]:
        names = SearchPassage.objects.filter(named=True, tokens__holds=word)
        publications = publications.filter(pk__in=names.values("publication"))
    return publications if words else publications.none()
