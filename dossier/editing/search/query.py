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
        scope = scope_of(self.admin_site, self.model, self.get_search_fields(request))
        return find(queryset, scope, search_term), False


@dataclass
class SearchScope:
    """The columns in which the records of a model are searched."""

    model: Any
    indexed: Columns
    # Whether its indexed keys and its indexed texts are searched, and the columns searched without an index.
    keys: bool = False
    texts: bool = False
    plain: list[str] = field(default_factory=list)
    related: "dict[str, SearchScope]" = field(default_factory=dict)

    def models(self) -> dict[Any, Columns]:
        """All models whose indexed texts a search reads."""
        indexed = {self.model: self.indexed} if self.keys or self.texts else {}
        for other in self.related.values():
            indexed |= other.models()
        return indexed


def scope_of(site: admin.AdminSite, model: Any, names: Sequence[str] | None = None) -> SearchScope:
    """The columns behind the search fields `names` of `model`, or behind those of its own admin."""
    if names is None:
        names = site.get_model_admin(model).search_fields
    scope = SearchScope(model, _indexed_of(site, model))
    related: dict[str, list[str]] = {}
    for name in names:
        head, _separator, rest = name.partition("__")
        if model._meta.get_field(head).is_relation:
            related.setdefault(head, []).append(rest)
        elif name in scope.indexed.keys:
            scope.keys = True
        elif name in scope.indexed.texts:
            # All of them at once: they are indexed as one.
            scope.texts = True
        else:
            scope.plain.append(name)
    for head, rests in related.items():
        other = model._meta.get_field(head).related_model
        scope.related[head] = scope_of(site, other, None if "" in rests else rests)
    return scope


def _indexed_of(site: admin.AdminSite, model: Any) -> Columns:
    """The indexed columns of a model: its own among the search fields of its admin."""
    if model not in tracked_models() or not site.is_registered(model):
        return Columns((), ())
    names = {name for name in site.get_model_admin(model).search_fields if "__" not in name}
    fields = [column for column in model._meta.concrete_fields if column.name in names and not column.is_relation]
    return Columns(
        tuple(column.name for column in fields if isinstance(column, KeyField)),
        tuple(column.name for column in fields if not isinstance(column, KeyField)),
    )


class MatchesTSQuery(Func):
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


def find(queryset: models.QuerySet, scope: SearchScope, term: str) -> models.QuerySet:
    """The records that match every word of `term`, each in any of the columns."""
    words = list(_search_words(term))
    if not words:
        return queryset
    refresh(scope.models())
    matches = _matching(scope, words)
    few = list(scope.model._base_manager.filter(matches).order_by().values_list("pk", flat=True)[: FEW + 1])
    # The admin counts the matches and then fetches a page of them: each query would read all texts again.
    return queryset.filter(pk__in=few) if len(few) <= FEW else queryset.filter(matches)


def _search_words(term: str) -> Iterator[Word]:
    for typed in islice(dict.fromkeys(smart_split(term)), MOST_WORDS):
        quoted = typed[0] in {'"', "'"} and typed[0] == typed[-1]
        words = unescape_string_literal(typed) if quoted else typed
        if folded := Folded(words).text:
            # A quoted word is searched for as it is.
            yield Word(words, folded, *(([], "") if quoted else query_letters_and_words(words)))


def _matching(scope: SearchScope, words: list[Word]) -> Q:
    if scope.related or scope.plain:
        return Q(*(_matching_anywhere(scope, word) for word in words))
    return _matching_own(scope, words)


def _matching_anywhere(scope: SearchScope, word: Word) -> Q:
    matches = Q(*((f"{name}__icontains", word.typed) for name in scope.plain), _connector=Q.OR)
    if scope.keys or scope.texts:
        matches |= _matching_own(scope, [word])
    for name, related in scope.related.items():
        matching = related.model._base_manager.filter(_matching(related, [word])).values("pk")
        if scope.model._meta.get_field(name).many_to_one:
            matches |= Q((f"{name}__in", matching))
        else:
            # A subquery rather than a join, which would return a record with two matching names twice.
            matches |= Q(pk__in=scope.model._base_manager.filter((f"{name}__in", matching)).values("pk"))
    return matches


def _matching_own(scope: SearchScope, words: list[Word]) -> Q:
    conditions = []
    for word in words:
        matches = Q()
        if scope.keys:
            matches |= Q(_holds("keys", word.folded))
        if scope.texts:
            matches |= Q(_holds("letters", word.folded)) | _in_another_form(word)
        conditions.append(matches)
    texts = SearchText.objects.filter(*conditions, model=scope.model._meta.label_lower)
    return Q(pk__in=texts.values("object_id"))


def _in_another_form(word: Word) -> Q:
    if not word.words and word.letters == [word.folded]:
        return Q()
    words = [MatchesTSQuery(F("words"), Value(word.words))] if word.words else []
    return Q(*(_holds("letters", letters) for letters in word.letters), *words)


def _holds(column: str, part: str) -> GreaterThan:
    # strpos takes half the time of LIKE.
    return GreaterThan(StrIndex(F(column), Value(part)), 0)
