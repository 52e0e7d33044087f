"""Searches and lookups of the desk: by any part of a name, title or key, in any script and in any form of a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.text import smart_split, unescape_string_literal

from dossier.editing.fields import KeyField
from dossier.editing.history.recording import tracked_models
from dossier.editing.models import SearchText
from dossier.text.analysis import Folded, query_letters_and_words

from .texts import Columns, refresh

# Further words of a term are ignored: nobody remembers that much of a title.
MOST_WORDS = 30
FEW = 4_000


class Searching(admin.ModelAdmin):
    """An admin whose search works in every script.

    In `search_fields`, a relation alone stands for the search fields of the related model's admin.
    """

    def get_search_results(self, request, queryset, search_term):
        found_by = found_by_of(self.admin_site, self.model, self.get_search_fields(request))
        return find(queryset, found_by, search_term), False


@dataclass
class FoundBy:
    """The columns in which the records of a model are searched."""

    model: Any
    kept: Columns
    # Whether its indexed keys and its indexed texts are searched, and the columns searched without an index.
    keys: bool = False
    texts: bool = False
    plain: list[str] = field(default_factory=list)
    related: "dict[str, FoundBy]" = field(default_factory=dict)

    def models(self) -> dict[Any, Columns]:
        """All models whose indexed texts a search reads."""
        kept = {self.model: self.kept} if self.keys or self.texts else {}
        for other in self.related.values():
            kept |= other.models()
        return kept


def found_by_of(site: admin.AdminSite, model: Any, names: Sequence[str] | None = None) -> FoundBy:
    """The columns behind the search fields `names` of `model`, or behind those of its own admin."""
    if names is None:
        names = site.get_model_admin(model).search_fields
    found_by = FoundBy(model, _kept_of(site, model))
    related: dict[str, list[str]] = {}
    for name in names:
        head, _separator, rest = name.partition("__")
        if model._meta.get_field(head).is_relation:
            related.setdefault(head, []).append(rest)
        elif name in found_by.kept.keys:
            found_by.keys = True
        elif name in found_by.kept.texts:
            # All of them at once: they are indexed as one.
            found_by.texts = True
        else:
            found_by.plain.append(name)
    for head, rests in related.items():
        other = model._meta.get_field(head).related_model
        found_by.related[head] = found_by_of(site, other, None if "" in rests else rests)
    return found_by


def _kept_of(site: admin.AdminSite, model: Any) -> Columns:
    """The indexed columns of a model: its own among the search fields of its admin."""
    if model not in tracked_models() or not site.is_registered(model):
        return Columns((), ())
    names = {name for name in site.get_model_admin(model).search_fields if "__" not in name}
    fields = [column for column in model._meta.concrete_fields if column.name in names and not column.is_relation]
    return Columns(
        tuple(column.name for column in fields if isinstance(column, KeyField)),
        tuple(column.name for column in fields if not isinstance(column, KeyField)),
    )


class Have(Func):
    """Whether a tsvector matches a tsquery, given as a literal."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Word:
    """One word of a search term: as typed, folded, and the letters and words that stand for its other forms."""

    typed: str
    folded: str
    letters: list[str]
    words: str


def find(queryset: models.QuerySet, found_by: FoundBy, term: str) -> models.QuerySet:
    """The records that match every word of `term`, each in any of the columns."""
    words = list(_search_words(term))
    if not words:
        return queryset
    refresh(found_by.models())
    matches = _found(found_by, words)
    few = list(found_by.model._base_manager.filter(matches).order_by().values_list("pk", flat=True)[: FEW + 1])
    # The admin counts the matches and then fetches a page of them: each query would read all texts again.
    return queryset.filter(pk__in=few) if len(few) <= FEW else queryset.filter(matches)


def _search_words(term: str) -> Iterator[Word]:
    for typed in islice(dict.fromkeys(smart_split(term)), MOST_WORDS):
        quoted = typed[0] in {'"', "'"} and typed[0] == typed[-1]
        words = unescape_string_literal(typed) if quoted else typed
        if folded := Folded(words).text:
            # A quoted word is searched for as it is.
            yield Word(words, folded, *(([], "") if quoted else query_letters_and_words(words)))


def _found(found_by: FoundBy, words: list[Word]) -> Q:
    if found_by.related or found_by.plain:
        return Q(*(_found_anywhere(found_by, word) for word in words))
    return _found_in_own(found_by, words)


def _found_anywhere(found_by: FoundBy, word: Word) -> Q:
    matches = Q(*((f"{name}__icontains", word.typed) for name in found_by.plain), _connector=Q.OR)
    if found_by.keys or found_by.texts:
        matches |= _found_in_own(found_by, [word])
    for name, related in found_by.related.items():
        matching = related.model._base_manager.filter(_found(related, [word])).values("pk")
        if found_by.model._meta.get_field(name).many_to_one:
            matches |= Q((f"{name}__in", matching))
        else:
            # A subquery rather than a join, which would return a record with two matching names twice.
            matches |= Q(pk__in=found_by.model._base_manager.filter((f"{name}__in", matching)).values("pk"))
    return matches


def _found_in_own(found_by: FoundBy, words: list[Word]) -> Q:
    conditions = []
    for word in words:
        matches = Q()
        if found_by.keys:
            matches |= Q(_holds("keys", word.folded))
        if found_by.texts:
            matches |= Q(_holds("letters", word.folded)) | _in_another_form(word)
        conditions.append(matches)
    texts = SearchText.objects.filter(*conditions, model=found_by.model._meta.label_lower)
    return Q(pk__in=texts.values("object_id"))


def _in_another_form(word: Word) -> Q:
    if not word.words and word.letters == [word.folded]:
        return Q()
    words = [Have(F("words"), Value(word.words))] if word.words else []
    return Q(*(_holds("letters", letters) for letters in word.letters), *words)


def _holds(column: str, part: str) -> GreaterThan:
    # strpos takes half the time of LIKE.
    return GreaterThan(StrIndex(F(column), Value(part)), 0)
