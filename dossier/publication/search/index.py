"""The search index of the published dossiers, written when they are published."""

from django.contrib.postgres.indexes import GinIndex
from django.db import connection

from dossier.publication.models import Publication, SearchName, SearchPassage
from dossier.publication.search.passages import LONGEST, Alias, aliases, passages
from dossier.text.analysis import document_tokens, query_tokens, without_marks


def index(publication: Publication, dossier: dict) -> None:
    """Replace the index entries of a publication with those of this dossier."""
    forget(publication)
    fields = ("place", "language", "ours", "named", "heading", "text")
    SearchPassage.objects.bulk_create(
        (
            SearchPassage(
                publication=publication,
                **{name: getattr(passage, name) for name in fields},
                tokens=" ".join(
                    [
                        # Cut, because the size of a tsvector is limited and a title could exceed it.
                        document_tokens(passage.heading[:LONGEST], "A" if passage.named else "B"),
                        document_tokens(passage.text, after=len(passage.heading[:LONGEST]) + 1),
                        marks(publication.pk, number, named=passage.named),
                    ]
                ),
            )
            for number, passage in enumerate(passages(dossier))
        ),
        batch_size=1_000,
    )
    SearchName.objects.bulk_create((name_row(publication, alias) for alias in aliases(dossier)), batch_size=1_000)
    with connection.cursor() as cursor:
        # Pending index entries would be scanned in full by each search.
        for model in (SearchPassage, SearchName):
            for model_index in model._meta.indexes:
                if isinstance(model_index, GinIndex):
                    cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [model_index.name])


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


def prefer_indexes(sender, connection, **kwargs) -> None:
    """Tell PostgreSQL's planner that pages are in memory; by default it scans the table instead of the GIN index."""
    with connection.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1")
        cursor.execute("SET jit = off")


def forget(publication: Publication) -> None:
    publication.passages.all().delete()
    publication.search_names.all().delete()


def marks(publication: int, number: int, *, named: bool) -> str:
    """Lexemes by which passages are searched in turn: names, then every eighth text of a dossier, then the rest.

    So, if there are more matches than can be ranked, no dossier crowds out the others.
    """
    turn = "names" if named else "texts" if number % 8 else "some"
    return f"'turn/{turn}' 'of/{publication}'"
