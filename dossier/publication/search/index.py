"""What the published dossiers are found by, written when they are published."""

from django.contrib.postgres.indexes import GinIndex
from django.db import connection

from dossier.publication.models import Publication, SearchName, SearchPassage
from dossier.publication.search.passages import LONGEST, Alias, aliases, passages
from dossier.text.analysis import document_tokens, query_tokens, without_marks


def index(publication: Publication, dossier: dict) -> None:
    """Make what the publication is found by that of this dossier."""
    forget(publication)
    fields = ("place", "language", "ours", "named", "heading", "text")
    SearchPassage.objects.bulk_create(
        (
            SearchPassage(
                publication=publication,
                **{name: getattr(each, name) for name in fields},
                tokens=" ".join(
                    [
                        # PostgreSQL takes no more of one vector than a long book's title would fill.
                        document_tokens(each.heading[:LONGEST], "A" if each.named else "B"),
                        document_tokens(each.text, after=len(each.heading[:LONGEST]) + 1),
                        marks(publication.pk, number, named=each.named),
                    ]
                ),
            )
            for number, each in enumerate(passages(dossier))
        ),
        batch_size=1_000,
    )
    SearchName.objects.bulk_create((name_row(publication, each) for each in aliases(dossier)), batch_size=1_000)
    with connection.cursor() as cursor:
        # What waits to be sorted in would be read whole at each search.
        for model in (SearchPassage, SearchName):
            for each in model._meta.indexes:
                if isinstance(each, GinIndex):
                    cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [each.name])


def name_row(publication: Publication, alias: Alias) -> SearchName:
    return SearchName(
        publication=publication,
        bearer=alias.bearer,
        language=alias.language,
        text=alias.text,
        tokens=document_tokens(alias.text[:LONGEST]),
        asked=query_tokens(alias.text[:LONGEST]),
        held=query_tokens(without_marks(alias.text[:LONGEST])),
    )


def plan_by_index(sender, connection, **kwargs) -> None:
    """Let PostgreSQL expect its pages in memory: as it comes, it reads a whole table rather than the index of words."""
    with connection.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1")
        cursor.execute("SET jit = off")


def forget(publication: Publication) -> None:
    publication.passages.all().delete()
    publication.search_names.all().delete()


def marks(publication: int, number: int, *, named: bool) -> str:
    """Lexemes by which passages are asked for in turn: names, then each eighth text of a dossier, then the rest.

    So, where more answer than can be looked at, no dossier takes the room of the others.
    """
    turn = "names" if named else "texts" if number % 8 else "some"
    return f"'turn/{turn}' 'of/{publication}'"
