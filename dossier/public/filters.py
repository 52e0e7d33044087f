"""The filters and facets of the register, the search and the list of sources."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dossier.publication.models import EditionPage, Publication
from dossier.publication.search.query import search_names
from dossier.text.languages import LANGUAGES
from sources.vocabulary import DocumentKind
from treaties.vocabulary import Form, Laterality, Status, Subject

DAY = forms.DateInput(attrs={"type": "date", "dir": "ltr"})
WORDS = forms.TextInput(attrs={"type": "search", "dir": "auto"})
# In addresses dates have the same format in every language.
ISO = ["%Y-%m-%d"]
NO_DAY = {"invalid": _("Enter a date such as 2024-06-19.")}


# What a treaty is: its form, what it is about, and between how many.
KINDS: list[tuple[str, object]] = [*Laterality.choices, *Form.choices, *Subject.choices]


class RegisterFilter(django_filters.FilterSet):
    """The register's parameters. Facets are counted before they are applied, so here they are only validated."""

    q = django_filters.CharFilter(method="filter_by_name", label=_("Name or title"), widget=WORDS)
    party = django_filters.CharFilter(method="later", label=_("Party"))
    kind = django_filters.ChoiceFilter(method="later", label=_("Kind"), choices=KINDS)
    status = django_filters.ChoiceFilter(method="later", label=_("Status today"), choices=Status)
    language = django_filters.ChoiceFilter(method="later", label=_("Readable in"), choices=list(LANGUAGES.items()))
    signed_after = django_filters.DateFilter(
        "signed_latest", "gte", label=_("Signed on or after"), widget=DAY, input_formats=ISO, error_messages=NO_DAY
    )
    signed_before = django_filters.DateFilter(
        "signed_earliest", "lte", label=_("Signed on or before"), widget=DAY, input_formats=ISO, error_messages=NO_DAY
    )

    class Meta:
        model = Publication
        fields: list[str] = []

    def filter_by_name(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return search_names(queryset, value)

    def later(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset


class SearchFilter(RegisterFilter):
    """The parameters of the search: those of the register, and `dossier` to search in only one."""

    q = django_filters.CharFilter(method="later", label=_("Words or names, in any language"), widget=WORDS)
    dossier = django_filters.CharFilter(method="later", label=_("Dossier"), widget=forms.HiddenInput)


class SourceFilter(django_filters.FilterSet):
    """The parameters of the list of sources, over the pages of sources in one language."""

    q = django_filters.CharFilter(method="named", label=_("Title or publisher"), widget=WORDS)
    kind = django_filters.ChoiceFilter("content__kind", label=_("Kind"), choices=DocumentKind)

    class Meta:
        model = EditionPage
        fields: list[str] = []

    def named(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        places = ("title__text", "title_transliterated", "title_translated__text", "publisher__text", "key")
        wanted = Q()
        for place in places:
            wanted |= Q(**{f"content__{place}__icontains": value})
        return queryset.filter(wanted)


def query_of(request: HttpRequest, parameters: Any) -> str:
    """The query string that links to another language, or to another page of the list, must keep."""
    names = getattr(parameters, "base_filters", parameters)
    kept_ones = request.GET.copy()
    for name in list(kept_ones):
        if name not in names or not kept_ones[name]:
            del kept_ones[name]
    return f"?{kept_ones.urlencode()}" if kept_ones else ""


def narrowing(request: HttpRequest, parameters: Any, page: Page) -> dict[str, Any]:
    """Template context: whether a list is `narrowed`, the `query` to keep in links, and the `canonical_query`.

    The canonical URL of a narrowed list has no query, but the second page of the whole list has its own.
    """
    narrowed = any(request.GET.get(name) for name in parameters.base_filters)
    canonical = f"?page={page.number}" if page.number > 1 and not narrowed else ""
    return {"narrowed": narrowed, "query": query_of(request, parameters), "canonical_query": canonical}


@dataclass(frozen=True)
class Option:
    """One value of a facet, and how many rows have it under all other conditions.

    `label` is a text of the interface, or a text with its language as returned by pages.texts.words().
    """

    value: str
    label: object
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: object
    options: list[Option]


class Facets:
    """Rows narrowed by several facets at once.

    `values` maps each facet to a function that returns a row's values; `chosen` maps facets to the chosen value.
    """

    def __init__(self, rows: Iterable, values: dict[str, Callable[[Any], Iterable[str]]], chosen: dict[str, str]):
        self.values = values
        self.chosen = {name: chosen[name] for name in values if chosen.get(name)}
        self._rows = [(row, {name: frozenset(of(row)) for name, of in values.items()}) for row in rows]

    def rows(self) -> list:
        return [row for row, has in self._rows if self._fits(has)]

    def counts(self, name: str) -> Counter[str]:
        """How many rows have each value of a facet, under the choices in all the others."""
        return Counter(value for _row, has in self._rows if self._fits(has, without=name) for value in has[name])

    def facet(self, name: str, label: object, names: dict[str, object]) -> Facet:
        """The facet for display, in the order of `names`, without values that no row has."""
        counts, chosen = self.counts(name), self.chosen.get(name, "")
        shown = [value for value in names if counts[value] or value == chosen]
        return Facet(name, label, [Option(value, names[value], counts[value], value == chosen) for value in shown])

    def _fits(self, has: dict[str, frozenset], without: str = "") -> bool:
        return all(value in has[name] for name, value in self.chosen.items() if name != without)
