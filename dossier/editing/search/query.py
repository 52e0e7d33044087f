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

from .texts import Columns, make_true

# Further words of a term are left out: nobody remembers so much of a title.
MOST_WORDS = 30
FEW = 4_000


class Searching(admin.ModelAdmin):
    """An admin that finds in every script.

    In `search_fields` a relation alone stands for whatever finds the record to which it leads.
    """

    def get_search_results(self, request, queryset, search_term):
        found_by = found_by_of(self.admin_site, self.model, self.get_search_fields(request))
        return find(queryset, found_by, search_term), False


@dataclass
class FoundBy:
    """By what the records of a model are found."""

    model: Any
    kept: Columns
    # Which of what is kept, and which columns of a model of which nothing is.
    keys: bool = False
    texts: bool = False
    plain: list[str] = field(default_factory=list)
    related: "dict[str, FoundBy]" = field(default_factory=dict)

    def models(self) -> dict[Any, Columns]:
        """All models whose texts a search reads."""
        found = {self.model: self.kept} if self.keys or self.texts else {}
        for each in self.related.values():
            found |= each.models()
        return found


def found_by_of(site: admin.AdminSite, model: Any, names: Sequence[str] | None = None) -> FoundBy:
    """By what the search fields `names`, or those of its own admin, find the records of `model`."""
    if names is None:
        names = site.get_model_admin(model).search_fields
    found = FoundBy(model, _kept_of(site, model))
    related: dict[str, list[str]] = {}
    for name in names:
        head, _separator, rest = name.partition("__")
        if model._meta.get_field(head).is_relation:
            related.setdefault(head, []).append(rest)
        elif name in found.kept.keys:
            found.keys = True
        elif name in found.kept.texts:
            # All of them at once: they are kept as one.
            found.texts = True
        else:
            found.plain.append(name)
    for head, rests in related.items():
        other = model._meta.get_field(head).related_model
        found.related[head] = found_by_of(site, other, None if "" in rests else rests)
    return found


def _kept_of(site: admin.AdminSite, model: Any) -> Columns:
    """What is kept of a model: its own columns among the search fields of its admin."""
    if model not in tracked_models() or not site.is_registered(model):
        return Columns((), ())
    names = {name for name in site.get_model_admin(model).search_fields if "__" not in name}
    fields = [each for each in model._meta.concrete_fields if each.name in names and not each.is_relation]
    return Columns(
        tuple(each.name for each in fields if isinstance(each, KeyField)),
        tuple(each.name for each in fields if not isinstance(each, KeyField)),
    )


class Have(Func):
    """Whether the words of a text have what a tsquery, as a literal, asks for."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Word:
    """One word of what was typed: as it was, folded, and the letters and words that stand for it in another form."""

    typed: str
    folded: str
    letters: list[str]
    words: str


def find(queryset: models.QuerySet, found_by: FoundBy, term: str) -> models.QuerySet:
    """The records in which every word of `term` is found, each in whichever place."""
    words = list(_search_words(term))
    if not words:
        return queryset
    make_true(found_by.models())
    found = _found(found_by, words)
    few = list(found_by.model._base_manager.filter(found).order_by().values_list("pk", flat=True)[: FEW + 1])
    # The admin counts what is found and then asks for some: each time all texts would be read again.
    return queryset.filter(pk__in=few) if len(few) <= FEW else queryset.filter(found)


def _search_words(term: str) -> Iterator[Word]:
    for typed in islice(dict.fromkeys(smart_split(term)), MOST_WORDS):
        quoted = typed[0] in {'"', "'"} and typed[0] == typed[-1]
        words = unescape_string_literal(typed) if quoted else typed
        if folded := Folded(words).text:
            # What stands between quotation marks is looked for as it stands.
            yield Word(words, folded, *(([], "") if quoted else query_letters_and_words(words)))


def _found(found_by: FoundBy, words: list[Word]) -> Q:
    if found_by.related or found_by.plain:
        return Q(*(_found_anywhere(found_by, word) for word in words))
    return _found_in_own(found_by, words)


def _found_anywhere(found_by: FoundBy, word: Word) -> Q:
    found = Q(*((f"{name}__icontains", word.typed) for name in found_by.plain), _connector=Q.OR)
    if found_by.keys or found_by.texts:
        found |= _found_in_own(found_by, [word])
    for name, related in found_by.related.items():
        matching = related.model._base_manager.filter(_found(related, [word])).values("pk")
        if found_by.model._meta.get_field(name).many_to_one:
            found |= Q((f"{name}__in", matching))
        else:
            # By way of a set, or a record with two such names would be found twice.
            found |= Q(pk__in=found_by.model._base_manager.filter((f"{name}__in", matching)).values("pk"))
    return found


def _found_in_own(found_by: FoundBy, words: list[Word]) -> Q:
    conditions = []
    for word in words:
        found = Q()
        if found_by.keys:
            found |= Q(_holds("keys", word.folded))
        if found_by.texts:
            found |= Q(_holds("letters", word.folded)) | _in_another_form(word)
        conditions.append(found)
    texts = SearchText.objects.filter(*conditions, model=found_by.model._meta.label_lower)
    return Q(pk__in=texts.values("object_id"))


def _in_another_form(word: Word) -> Q:
    if not word.words and word.letters == [word.folded]:
        return Q()
    words = [Have(F("words"), Value(word.words))] if word.words else []
    return Q(*(_holds("letters", each) for each in word.letters), *words)


def _holds(column: str, part: str) -> GreaterThan:
    # strpos takes half the time of LIKE.
    return GreaterThan(StrIndex(F(column), Value(part)), 0)
