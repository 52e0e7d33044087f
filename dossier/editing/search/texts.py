"""Search texts of the desk's records, refreshed on read.

Rows are written by forms, imports, commands and other programs, so no one place could update this with them. But the
database writes a history row for every change: a record is analysed again if its text is of an older history row.
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

# A private-use character between two texts of a record, so that nothing matches across the end of one.
BETWEEN = "\n\ue000\n"
# In characters. Far more than any name or title has; a tsvector holds at most a megabyte.
LONGEST = 50_000
AT_ONCE = 2_000


class Columns(NamedTuple):
    """The indexed columns of a model."""

    keys: tuple[str, ...]
    texts: tuple[str, ...]


def refresh(models: Mapping[Any, Columns]) -> None:
    """Analyse the records that have changed since their texts were made, however they were changed."""
    if not models or not _changed(models):
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Of two concurrent searches the second waits for the first, and then has nothing to do.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('editing_searchtext'))")
        for model, changed in _changed(models).items():
            ids = iter(changed)
            while some := list(islice(ids, AT_ONCE)):
                _analyse(model, models[model], {pk: changed[pk] for pk in some})


def _changed(models: Mapping[Any, Columns]) -> dict[Any, dict[int, int]]:
    """By model, the records whose text is out of date, each with its newest history row. One query for all."""
    by_label = {model._meta.label_lower: model for model in models}
    parameters = []
    for label, model in by_label.items():
        parameters += [label, label, _recipe(models[model])]
    changed: dict[Any, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_changed_of, models)), parameters)
        for label, pk, history_id in cursor.fetchall():
            changed.setdefault(by_label[label], {})[pk] = history_id
    return changed


def _changed_of(model: Any) -> str:
    history = model.history.model._meta.db_table
    return f"""
        SELECT %s, newest.id, newest.history_id
          FROM (SELECT id, max(history_id) AS history_id FROM {history} GROUP BY id) newest
          LEFT JOIN editing_searchtext kept ON kept.model = %s AND kept.object_id = newest.id
         WHERE kept.history_id IS DISTINCT FROM newest.history_id OR kept.recipe <> %s
    """  # noqa: S608  # the table's name is our model's own


def _analyse(model: Any, columns: Columns, newest: Mapping[int, int]) -> None:
    """Store the current texts of some records. Deleted records get empty texts, so that they count as up to date."""
    label, recipe = model._meta.label_lower, _recipe(columns)
    # Read after the history row: a change made in between is picked up by the next search.
    rows = model._base_manager.filter(pk__in=newest).values_list("pk", *columns.keys, *columns.texts)
    contents = {pk: (values[: len(columns.keys)], values[len(columns.keys) :]) for pk, *values in rows}
    texts = [
        SearchText(model=label, object_id=pk, history_id=row, recipe=recipe, **_kept(*contents.get(pk, ([], []))))
        for pk, row in newest.items()
    ]
    SearchText.objects.bulk_create(
        texts,
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=["history_id", "recipe", "keys", "letters", "words"],
    )


def _kept(keys: list[Any], values: list[Any]) -> dict[str, str]:
    """The columns of a SearchText for the values of a record. A value can be a list of texts, or None."""
    lists = [value if isinstance(value, list) else [value] for value in values]
    text = BETWEEN.join(dict.fromkeys(str(part) for texts in lists for part in texts if part))
    letters, words = document_letters_and_words(text[:LONGEST])
    return {"keys": Folded("\n".join(keys)).text, "letters": letters, "words": words}


@lru_cache
def _recipe(columns: Columns) -> str:
    """A hash that differs between sets of columns, and between releases whose analysis differs."""
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in (analysis, chinese))
    return sha256(code + repr(columns).encode()).hexdigest()[:16]
