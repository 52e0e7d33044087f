"""The two ways to a dossier: the register, which lists them, and the search, which looks into them."""

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
from dossier.text.dates import today
from dossier.text.languages import LANGUAGES, direction, tag
from dossier.text.snippets import snippet
from treaties.status import Act, is_multilateral, signature_dates, status
from treaties.vocabulary import Status, TreatyKind

from .caching import kept
from .filters import Facet, Facets, RegisterFilter, SearchFilter, narrowing, query_of

LINES_A_PAGE = 50
DOSSIERS_A_PAGE = 20


@kept(*RegisterFilter.base_filters, "page")
def register(request: HttpRequest) -> HttpResponse:
    """The published dossiers that the reader asks for, and how many others there are of each kind."""
    asked = RegisterFilter(request.GET, Publication.objects.current().newest_first())
    in_language = KeyTransform(get_language(), "listing")
    found = list(asked.qs.annotate(party_names=KeyTransform("party_names", in_language)).defer("listing"))
    narrowed = Narrowed(found, asked.form)
    page = Paginator(narrowed.facets.rows(), LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = Publication.objects.filter(pk__in=[each.pk for each in page])
    listings = dict(shown.values_list("pk", in_language))
    context = {
        "lines": [narrowed.line(each) | listings[each.pk] for each in page],
        "page": page,
        "asked": asked,
        "facets": narrowed.choices(),
        **narrowing(request, RegisterFilter, page),
    }
    return render(request, "public/register.html", context)


@kept(*SearchFilter.base_filters, "page")
def search(request: HttpRequest) -> HttpResponse:
    """What the published dossiers hold of the words that the reader asks for, in whatever language they stand."""
    language = get_language() or "en"
    asked = SearchFilter(request.GET, Publication.objects.none())
    # What the form could not read narrows nothing.
    asked.form.is_valid()
    given = asked.form.cleaned_data
    words, only = given.get("q", ""), given.get("dossier", "")
    wanted = search_query(words)
    found, more = find(wanted, language, only=only, shown=SHOWN_OF_ONE if only else SHOWN_OF_EACH)
    narrowed = Narrowed([each for each in found if _signed_between(each, given)], asked.form)
    page = Paginator(narrowed.facets.rows(), DOSSIERS_A_PAGE).get_page(request.GET.get("page"))
    marked = [words, *wanted.words, *(text for bearer in wanted.bearers for _language, text in bearer.names)]
    context = {
        "words": words,
        "lines": [
            narrowed.line(each)
            | {"title": each.title, "places": each.places}
            | {"passages": [_passage(each.slug, passage, marked, language) for passage in each.passages]}
            for each in page
        ],
        "page": page,
        "asked": asked,
        "only": only,
        "narrowed": any(request.GET.get(name) for name in RegisterFilter.base_filters if name != "q"),
        "facets": narrowed.choices(),
        "names": [_named(bearer, language) for bearer in wanted.bearers],
        "places": sum(each.places for each in narrowed.facets.rows()),
        "more": more,
        "query": query_of(request, SearchFilter),
    }
    return render(request, "public/search.html", context)


class Narrowed:
    """Publications narrowed by what a form asks of their parties, kinds, status and languages."""

    def __init__(self, found: Iterable[Any], form: Form):
        self.form = form
        self.found = list(found)
        self.acts = {each.pk: [Act(**act) for act in each.acts] for each in self.found}
        self.statuses = {
            each.pk: status(self.acts[each.pk], today(), multilateral=is_multilateral(each.parties))
            for each in self.found
        }
        values: dict[str, Callable[[Any], Iterable[str]]] = {
            "party": lambda each: each.parties,
            "kind": lambda each: each.kinds,
            "status": lambda each: [self.statuses[each.pk].code],
            "language": lambda each: each.languages,
        }
        # What the form could not read narrows nothing.
        self.facets = Facets(self.found, values, form.cleaned_data)

    def choices(self) -> list[Facet]:
        parties = {key: name for each in self.found for key, name in (each.party_names or {}).items()}
        names: dict[str, dict[str, Any]] = {
            "party": dict(sorted(parties.items(), key=lambda item: item[1]["text"])),
            "kind": dict(TreatyKind.choices),
            "status": dict(Status.choices),
            "language": {code: _text_in(code, name) for code, name in LANGUAGES.items()},
        }
        return [self.facets.facet(name, self.form[name].label, labels) for name, labels in names.items()]

    def line(self, publication: Any) -> dict[str, Any]:
        """What a list says of a dossier beside its title."""
        return {
            "slug": publication.slug,
            "signed": next(iter(signature_dates(self.acts[publication.pk])), ""),
            "status": self.statuses[publication.pk],
        }


def _signed_between(publication: SearchResult, given: dict[str, Any]) -> bool:
    after: date | None = given.get("signed_after")
    before: date | None = given.get("signed_before")
    if after and not (publication.signed_latest and publication.signed_latest >= after):
        return False
    return not before or bool(publication.signed_earliest and publication.signed_earliest <= before)


def _named(bearer: Bearer, language: str) -> dict[str, Any]:
    """Whom the words name, for a reader of `language`, and the other names that were looked for too."""
    others = {name: code for code, name in bearer.names if name != bearer.words}
    return {
        "words": bearer.words,
        "name": _text_in(*bearer.name(language)),
        "others": [_text_in(code, name) for name, code in others.items()],
    }


def _text_in(language: str, text: str) -> dict[str, str]:
    return {"text": text, "lang": tag(language), "dir": direction(language)}


# Where on a dossier's page the texts about the whole stand.
_PARTS = {"background": "background", "aftermath": "background", "coverage_note": "unknown", "place": "facts"}


def _passage(slug: str, passage: dict[str, Any], marked: list[str], language: str) -> dict[str, Any]:
    """One place of a dossier as the list shows it: what it is, the way to it, and its words with those asked for."""
    kind, _, key = passage["place"].partition("/")
    if kind == "articles":
        address, spot = reverse("publication:article_detail", args=[slug, key]), ""
    elif kind == "sources":
        address, spot = reverse("publication:source_detail", args=[key]), ""
    else:
        address = reverse("publication:treaty_detail", args=[slug])
        table = table_of(passage["place"])
        spot = table.spot + key if table and table.spot else _PARTS.get(key, "")
    # A text of ours stands on the page of its own language; what others wrote, on every page.
    abroad = passage["ours"] and passage["language"] in LANGUAGES and passage["language"] != language
    if abroad:
        address = address.replace(f"/{language}/", f"/{passage['language']}/", 1)
    return {
        "kind": kind,
        "url": f"{address}#{spot}" if spot else address,
        "abroad": tag(passage["language"]) if abroad else "",
        "lang": tag(passage["language"]),
        "dir": direction(passage["language"]),
        "heading": snippet(passage["heading"], marked),
        "text": snippet(passage["text"], marked),
    }
