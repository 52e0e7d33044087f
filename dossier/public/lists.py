"""The two lists of dossiers: the register, and the results of a full-text search."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models.fields.json import KeyTransform
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from dossier.format.mapping import table_of
from dossier.publication.models import Publication
from dossier.publication.search.query import SHOWN_OF_EACH, SHOWN_OF_ONE, Bearer, SearchResult, find, search_query
from dossier.publication.statuses import with_answer
from dossier.text.dates import today
from dossier.text.languages import LANGUAGES, direction, tag
from dossier.text.snippets import snippet
from treaties.vocabulary import Status

from .caching import cached_page
from .filters import KINDS, Facet, Facets, RegisterFilter, SearchFilter, narrowing, query_of

LINES_A_PAGE = 50
DOSSIERS_A_PAGE = 20


@cached_page(*RegisterFilter.base_filters, "page")
def register(request: HttpRequest) -> HttpResponse:
    """The published dossiers that match the reader's filters, with the counts of each facet."""
    asked = RegisterFilter(request.GET, Publication.objects.current().newest_first())
    in_language = KeyTransform(get_language(), "listing")
    shown_of_each = {"party_names": KeyTransform("party_names", in_language), "status": with_answer(today())}
    publications = list(asked.qs.annotate(**shown_of_each).defer("listing"))
    narrowed = Narrowed(publications, asked.form)
    page = Paginator(narrowed.facets.rows(), LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = Publication.objects.filter(pk__in=[publication.pk for publication in page])
    listings = dict(shown.values_list("pk", in_language))
    context = {
        "lines": [narrowed.line(publication) | listings[publication.pk] for publication in page],
        "page": page,
        "asked": asked,
        "facets": narrowed.choices(),
        **narrowing(request, RegisterFilter, page),
    }
    return render(request, "public/register.html", context)


@cached_page(*SearchFilter.base_filters, "page")
def search(request: HttpRequest) -> HttpResponse:
    """The passages of the published dossiers that contain the reader's words, in any language."""
    language = get_language() or "en"
    asked = SearchFilter(request.GET, Publication.objects.none())
    # Invalid values are ignored.
    asked.form.is_valid()
    given = asked.form.cleaned_data
    words, only = given.get("q", ""), given.get("dossier", "")
    wanted = search_query(words)
    results, more = find(wanted, language, only=only, shown=SHOWN_OF_ONE if only else SHOWN_OF_EACH)
    narrowed = Narrowed([result for result in results if _signed_between(result, given)], asked.form)
    page = Paginator(narrowed.facets.rows(), DOSSIERS_A_PAGE).get_page(request.GET.get("page"))
    marked = [words, *wanted.words, *(text for bearer in wanted.bearers for _language, text in bearer.names)]
    context = {
        "words": words,
        "lines": [
            narrowed.line(result)
            | {"title": result.title, "places": result.places}
            | {"passages": [_passage(result.slug, passage, marked, language) for passage in result.passages]}
            for result in page
        ],
        "page": page,
        "asked": asked,
        "only": only,
        "narrowed": any(request.GET.get(name) for name in RegisterFilter.base_filters if name != "q"),
        "facets": narrowed.choices(),
        "names": [_named(bearer, language) for bearer in wanted.bearers],
        "places": sum(result.places for result in narrowed.facets.rows()),
        "more": more,
        "query": query_of(request, SearchFilter),
    }
    return render(request, "public/search.html", context)


class Narrowed:
    """Publications narrowed by the parties, kinds, status and languages chosen in a form."""

    def __init__(self, publications: Iterable[Any], form: Form):
        self.form = form
        self.publications = list(publications)
        values: dict[str, Callable[[Any], Iterable[str]]] = {
            "party": lambda publication: publication.parties,
            "kind": lambda publication: publication.kinds,
            "status": lambda publication: [publication.status["reading"]["code"]],
            "language": lambda publication: publication.languages,
        }
        # Invalid values are ignored.
        self.facets = Facets(self.publications, values, form.cleaned_data)

    def choices(self) -> list[Facet]:
        parties = {
            key: name for publication in self.publications for key, name in (publication.party_names or {}).items()
        }
        names: dict[str, dict[str, Any]] = {
            "party": dict(sorted(parties.items(), key=lambda item: item[1]["text"])),
            "kind": dict(KINDS),
            "status": dict(Status.choices),
            "language": {code: _text_in(code, name) for code, name in LANGUAGES.items()},
        }
        return [self.facets.facet(name, self.form[name].label, labels) for name, labels in names.items()]

    def line(self, publication: Any) -> dict[str, Any]:
        """What a list shows of a dossier apart from its title."""
        return {
            "slug": publication.slug,
            "signed": publication.signed,
            "status": publication.status,
        }


def _signed_between(publication: SearchResult, given: dict[str, Any]) -> bool:
    after: date | None = given.get("signed_after")
    before: date | None = given.get("signed_before")
    if after and not (publication.signed_latest and publication.signed_latest >= after):
        return False
    return not before or bool(publication.signed_earliest and publication.signed_earliest <= before)


def _named(bearer: Bearer, language: str) -> dict[str, Any]:
    """A bearer named by words of the query, for a reader of `language`, and its other names, also searched for."""
    others = {name: code for code, name in bearer.names if name != bearer.words}
    return {
        "words": bearer.words,
        "name": _text_in(*bearer.name(language)),
        "others": [_text_in(code, name) for name, code in others.items()],
    }


def _text_in(language: str, text: str) -> dict[str, str]:
    return {"text": text, "lang": tag(language), "dir": direction(language)}


# The ids of the sections of a dossier's page that show the treaty's own texts.
_PARTS = {"background": "background", "aftermath": "background", "coverage_note": "unknown", "place": "facts"}


def _passage(slug: str, passage: dict[str, Any], marked: list[str], language: str) -> dict[str, Any]:
    """One place of a dossier as the list shows it: its kind, its URL, and its text with the words marked."""
    kind, _, key = passage["place"].partition("/")
    table = table_of(passage["place"])
    if kind == "articles":
        address = reverse("publication:article_detail", args=[slug, key])
    elif kind == "sources":
        address = reverse("publication:source_detail", args=[key])
    elif table and table.spot:
        address = reverse("publication:passage", args=[slug, table.spot + key])
    else:
        part = f"#{_PARTS[key]}" if key in _PARTS else ""
        address = reverse("publication:treaty_detail", args=[slug]) + part
    # An editors' text is on the page in its own language; texts by others are on every page.
    abroad = passage["ours"] and passage["language"] in LANGUAGES and passage["language"] != language
    if abroad:
        address = address.replace(f"/{language}/", f"/{passage['language']}/", 1)
    return {
        "kind": kind,
        "url": address,
        "abroad": tag(passage["language"]) if abroad else "",
        "lang": tag(passage["language"]),
        "dir": direction(passage["language"]),
        "heading": snippet(passage["heading"], marked),
        "text": snippet(passage["text"], marked),
    }
