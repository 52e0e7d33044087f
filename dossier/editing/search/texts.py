"""What the records of the desk are found under, made true when it is asked.

Rows come from forms, imports, commands and other programs, so nothing could write this beside each of them. But the
database writes a history row for every change: a record is analysed again where its newest one is not that of its text.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction

from dossier.editing.models import SearchText
from dossier.text import analysis, chinese
from dossier.text.analysis import Folded, document_letters_and_words

# A private sign between two texts of a record: what ends the one and what begins the other are no words side by side.
BETWEEN = "\n\ue000\n"
# No name or title comes near it, and PostgreSQL takes no more than a megabyte of words.
LONGEST = 50_000
AT_ONCE = 2_000


class Columns(NamedTuple):
    """Under what the records of a model are found."""

    keys: tuple[str, ...]
    texts: tuple[str, ...]


def make_true(models: Mapping[Any, Columns]) -> None:
    """Analyse what was changed since it was last looked for, however it was changed."""
    if not models or not _changed(models):
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Two searches at once: the second waits until the first is done, and then finds nothing to do.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('editing_searchtext'))")
        for model, changed in _changed(models).items():
            ids = iter(changed)
            while some := list(islice(ids, AT_ONCE)):
                _analyse(model, models[model], {pk: changed[pk] for pk in some})


def _changed(models: Mapping[Any, Columns]) -> dict[Any, dict[int, int]]:
    """By model, the records whose text is not that of their newest history row, with this. One query for all."""
    by_label = {model._meta.label_lower: model for model in models}
    parameters = []
    for label, model in by_label.items():
        parameters += [label, label, _recipe(models[model])]
    found: dict[Any, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_changed_of, models)), parameters)
        for label, pk, history_id in cursor.fetchall():
            found.setdefault(by_label[label], {})[pk] = history_id
    return found


def _changed_of(model: Any) -> str:
    history = model.history.model._meta.db_table
    return f"""
        SELECT %s, newest.id, newest.history_id
          FROM (SELECT id, max(history_id) AS history_id FROM {history} GROUP BY id) newest
          LEFT JOIN editing_searchtext kept ON kept.model = %s AND kept.object_id = newest.id
         WHERE kept.history_id IS DISTINCT FROM newest.history_id OR kept.recipe <> %s
    """  # noqa: S608  # the table's name is our model's own


def _analyse(model: Any, columns: Columns, newest: Mapping[int, int]) -> None:
    """Keep what some records are found under now. What is deleted is found under nothing, and that is kept too."""
    label, recipe = model._meta.label_lower, _recipe(columns)
    # Read after its history row: what changes in between is read again at the next search.
    rows = model._base_manager.filter(pk__in=newest).values_list("pk", *columns.keys, *columns.texts)
    found = {pk: (values[: len(columns.keys)], values[len(columns.keys) :]) for pk, *values in rows}
    texts = [
        SearchText(model=label, object_id=pk, history_id=row, recipe=recipe, **_kept(*found.get(pk, ([], []))))
        for pk, row in newest.items()
    ]
    SearchText.objects.bulk_create(
        texts,
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=["history_id", "recipe", "keys", "letters", "words"],
    )


def _kept(keys: list[Any], values: list[Any]) -> dict[str, str]:
    """The columns of a SearchText for the values of a record. A value can be a list of texts, or nothing."""
    lists = [value if isinstance(value, list) else [value] for value in values]
    text = BETWEEN.join(dict.fromkeys(str(each) for texts in lists for each in texts if each))
    letters, words = document_letters_and_words(text[:LONGEST])
    return {"keys": Folded("\n".join(keys)).text, "letters": letters, "words": words}


@lru_cache
def _recipe(columns: Columns) -> str:
    """What tells texts of these columns from those of others, and from those of another release's analysis."""
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in (analysis, chinese))
    return sha256(code + repr(columns).encode()).hexdigest()[:16]
