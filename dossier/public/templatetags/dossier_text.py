"""Template tags for the content of an edition: dates, texts in other languages, labels of codes, prose."""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dossier.format.mapping import walk
from dossier.pages.texts import words as words_of
from dossier.text import dates, prose, wording
from dossier.text.calendars import digits_of, with_digits
from dossier.text.languages import between, direction, tag
from sources import vocabulary as source_terms
from sources.points import citable_fields
from treaties import vocabulary as treaty_terms
from treaties.models.treaty import DURATION

register = template.Library()

# The public names of the desk's fields, where readers would not understand the desk's own name.
FIELDS = {
    "date": gettext_lazy("date"),
    "form": gettext_lazy("form"),
    "subjects": gettext_lazy("subjects"),
    "place": gettext_lazy("place"),
    "actors": gettext_lazy("signatories"),
    "person": gettext_lazy("signatory"),
    "organ": gettext_lazy("organ"),
    "instrument": gettext_lazy("instrument"),
    "votes": gettext_lazy("vote"),
    "number": gettext_lazy("number"),
    "text": gettext_lazy("wording"),
    "term": gettext_lazy("duration"),
    "renewal": gettext_lazy("renewal"),
    "notice_period": gettext_lazy("notice period"),
    "entry_into_force_method": gettext_lazy("manner of entry into force"),
    "later_consent_delay": gettext_lazy("delay for later parties"),
    "acts_complete_until": gettext_lazy("list of acts complete until"),
    "basis": gettext_lazy("basis"),
    "disclosed_on": gettext_lazy("text made public"),
    "references": gettext_lazy("reference"),
    "calendar": gettext_lazy("calendar"),
    "authentic_languages": gettext_lazy("authentic languages"),
}


# Labels for the places of search results in a dossier.
PLACES = {
    "treaty": gettext_lazy("Treaty"),
    "articles": gettext_lazy("Article"),
    "steps": gettext_lazy("Step"),
    "events": gettext_lazy("Event"),
    "relations": gettext_lazy("Other treaty"),
    "questions": gettext_lazy("Disagreements between sources"),
    "citations": gettext_lazy("Quotation"),
    "parties": gettext_lazy("Party"),
    "people": gettext_lazy("Person"),
    "sources": gettext_lazy("Source"),
}

# The headings of the glossary.
VOCABULARIES = {
    "Status": gettext_lazy("Status of a treaty"),
    "Plane": gettext_lazy("Plane of an act"),
    "StepKind": gettext_lazy("Acts"),
    "Standing": gettext_lazy("Standing of an act"),
    "Form": gettext_lazy("Forms of treaties"),
    "Authenticity": gettext_lazy("Authenticity of a text"),
    "NameKind": gettext_lazy("Names and titles"),
    "ArticleKind": gettext_lazy("Parts of a treaty"),
    "Capacity": gettext_lazy("Capacities"),
    "EntryIntoForceMethod": gettext_lazy("Manners of entry into force"),
    "Renewal": gettext_lazy("Renewal of a term"),
    "RelationKind": gettext_lazy("Relations between treaties"),
    "SuccessionKind": gettext_lazy("Succession of states"),
    "PartyType": gettext_lazy("Types of parties"),
    "Laterality": gettext_lazy("Number of sides"),
    "DelayCounting": gettext_lazy("Ends of a delay"),
    "Known": gettext_lazy("How an answer is known"),
    "Limited": gettext_lazy("Limits of an act"),
    "BetweenTheTwo": gettext_lazy("Effect of an objection"),
    "Reaction": gettext_lazy("Reservations between two parties"),
    "Instrument": gettext_lazy("Instruments"),
    "NumberBasis": gettext_lazy("Basis of an article number"),
    "QuestionKind": gettext_lazy("Kinds of difference between sources"),
    "Outcome": gettext_lazy("The editors’ conclusion"),
    "Stance": gettext_lazy("How a source relates to a statement"),
    "Modality": gettext_lazy("Modality"),
    "DateBasis": gettext_lazy("Basis of a date"),
    "OriginRelation": gettext_lazy("Relation of a source to its origin"),
    "IssuerKind": gettext_lazy("Issuer of a source"),
    "ExtentRead": gettext_lazy("Extent to which a source was read"),
}


@register.simple_tag
def page_language() -> dict:
    """The reader's language: `code` as in addresses, `tag` and `dir` as in markup."""
    code = get_language() or settings.LANGUAGE_CODE
    return {"code": code, "tag": tag(code), "dir": direction(code)}


@register.simple_tag(name="between")
def sign_between(what: str) -> str:
    """The sign between items, clauses, names or a heading and its text, as the reader's language writes it."""
    return between(what, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def site_url() -> str:
    """The site's address without the trailing slash, or an empty string, so that links stay relative."""
    return settings.SITE_URL


@register.simple_tag
def report_address(subject: str = "") -> str:
    """Where readers report errors: the site's form or mail address, or an empty string if neither is set."""
    if settings.REPORT_URL:
        return f"{settings.REPORT_URL}?{urlencode({'subject': subject})}" if subject else settings.REPORT_URL
    if settings.CONTACT_EMAIL:
        return f"mailto:{settings.CONTACT_EMAIL}" + (f"?subject={quote(subject)}" if subject else "")
    return ""


@register.filter
def edtf(value: str | date, place: str = "") -> SafeString:
    """A date as its source gives it, in the reader's language, or nothing if there is none.

    `place` is `within` if it is already in brackets, or `as written` for a date of a calendar that is named.
    """
    if not value:
        return SafeString()
    language = get_language() or settings.LANGUAGE_CODE
    return _printed_date(str(value), place, language, settings.ARABIC_DIGITS)


@lru_cache(maxsize=20_000)
def _printed_date(value: str, place: str, language: str, digits: str) -> SafeString:
    """A date as a template prints it. A long table has the same days many times."""
    parts = {"kind": dates.kind(value), "parts": _dates(value, place), "within": place == "within"}
    return prose.inline(render_to_string("public/_date.html", parts))


def _dates(value: str, place: str = "") -> list[dates.DatePart]:
    language = get_language() or settings.LANGUAGE_CODE
    return dates.parts(value, language, as_written=place == "as written", arabic_digits=settings.ARABIC_DIGITS)


@register.filter
def day(value: str) -> SafeString:
    """A date to follow “since” or “on”: one date, “1 or 31 March” of several, or “some day between” of an interval."""
    if not value or dates.kind(value) == "single":
        return edtf(value)
    parts = [edtf(part.iso + part.qualifier) for part in _dates(value)]
    limits = dates.bounds(value)
    neighbours = limits.earliest and limits.latest and (limits.latest - limits.earliest).days == 1
    if dates.kind(value) == "one-of" or neighbours:
        locale = tag(get_language() or settings.LANGUAGE_CODE).replace("-", "_")
        return SafeString(format_list(parts, style="or", locale=locale))
    first, last = value.split("/")
    return prose.inline(render_to_string("public/_between.html", {"first": first, "last": last}))


@register.filter
def open_day(value: str) -> str:
    """Which end of a date is open, so that its day is not recorded: `from`, `until`, `both`, or empty for neither."""
    if not value:
        return "both"
    kind = dates.kind(value)
    return kind if kind in {"from", "until"} else ""


@register.filter
def open_day_in_words(value: str) -> SafeString:
    """That the day is not recorded, and the end that is known."""
    first = next((part.iso + part.qualifier for part in _dates(value)), "") if value else ""
    return prose.inline(render_to_string("public/_open_day.html", {"open": open_day(value), "first": first}))


class Number(int):
    """An integer that is printed in the reader's digits."""

    def __str__(self) -> str:
        language = get_language() or settings.LANGUAGE_CODE
        return with_digits(int.__repr__(self), digits_of(language, settings.ARABIC_DIGITS))


@register.filter
def digits(number: int | str) -> Number | str:
    """A number in the reader's digits; anything but a plain number, such as IV or 1 bis, is unchanged."""
    if isinstance(number, int):
        return Number(number)
    return str(Number(number)) if re.fullmatch("[1-9][0-9]{0,8}", number) else number


@register.filter
def article_name(article: dict) -> SafeString:
    """Preamble, Article 4, Part II, or “Annex A, Article 1”, after what gives it its number."""
    names = ((_own_name(each),) for each in [*article.get("within", []), article])
    return format_html_join(between("clauses", page_language()["code"]), "{}", names)


def _own_name(article: dict) -> SafeString:
    """The name of an article alone: the number as printed where it says itself what it is, such as Annex A."""
    bare = bool(re.fullmatch(r"(?:[IVXLCDM]{1,8}|[0-9]{1,4}|[A-Z])?[a-z]?", article["number"]))
    return prose.inline(render_to_string("public/_article_name.html", {"article": article, "bare": bare}))


@register.filter
def subject_name(subject: dict) -> SafeString:
    """The record that a statement is about, without a link."""
    return prose.inline(render_to_string("public/_subject_name.html", {"subject": subject}))


@register.filter(name="topic")
def topic_of(asked: dict) -> SafeString:
    """What a difference is about: the topic of the question, or the record and the point."""
    return prose.inline(render_to_string("public/_topic.html", {"asked": asked}))


@register.filter
def article_names(articles: list[dict]) -> SafeString:
    """The names of several articles."""
    return format_html_join(
        between("items", page_language()["code"]), "{}", ((article_name(each),) for each in articles)
    )


@register.filter(name="wording")
def as_wording(body: str, place: str) -> SafeString:
    """A treaty's own text as paragraphs, with its tables and notes."""
    return wording.html(body, place)


@register.filter(name="prose")
def as_prose(words: dict) -> SafeString:
    """An editors' text as paragraphs, with its citations as footnote numbers."""
    notes = [prose.Note(note["number"], note["id"], note["key"]) for note in words["notes"]]
    return prose.html(words["text"], notes, digits)


@register.filter
def qualifier(sign: str) -> str:
    return dates.qualifier_in_words(sign)


@register.filter
def date_in_words(value: str) -> str:
    """A date as its source gives it, without markup."""
    language = get_language() or settings.LANGUAGE_CODE
    return dates.in_words(value, language, arabic_digits=settings.ARABIC_DIGITS)


@register.filter
def moment_in_words(value: datetime) -> SafeString:
    """A day as readers write it, and the time in UTC."""
    return prose.inline(render_to_string("public/_moment.html", {"moment": value}))


@register.filter
def short_date(value: str) -> str:
    """A Gregorian date as text, where there is no room for a second calendar."""
    return "–".join(part.text for part in _dates(value, "as written"))


@register.filter
def term(code: str, vocabulary: str) -> str:
    """The label of a code in the reader's language; the code itself if it is not in the vocabulary."""
    choices = getattr(treaty_terms, vocabulary, None) or getattr(source_terms, vocabulary, None)
    return choices(code).label if choices and code in choices else code


@register.filter
def linked_term(code: str, vocabulary: str) -> SafeString:
    """The label of a code as a link to its explanation."""
    parts = {"code": code, "vocabulary": vocabulary, "label": term(code, vocabulary)}
    return prose.inline(render_to_string("public/_term.html", parts))


@register.filter
def vocabulary_label(name: str) -> str:
    return str(VOCABULARIES[name])


@register.filter
def reversed_relation(code: str) -> str:
    """The label of a relation on the other treaty's page."""
    return str(dict(treaty_terms.REVERSED).get(treaty_terms.RelationKind(code), code))


@register.filter
def localized(texts: dict[str, str]) -> dict | None:
    """An editors' text for the reader, with its language."""
    return words_of(texts, get_language() or settings.LANGUAGE_CODE)


@register.filter
def place_label(kind: str) -> str:
    return str(PLACES[kind])


@register.filter
def field_label(name: str) -> str:
    return str(FIELDS.get(name) or _labels().get(name, name))


@cache
def _labels() -> dict[str, Any]:
    """The desk's labels of the citable fields."""
    return {name: label for table in walk() for name, label in citable_fields(table.model).items()}


@register.filter
def duration(value: str) -> str:
    """An ISO 8601 duration in words: P1Y, P10Y6M, indefinite; anything else is unchanged."""
    if value == "indefinite":
        return _("indefinite")
    counted = {
        "Y": lambda n: ngettext("%(n)s year", "%(n)s years", n) % {"n": n},
        "M": lambda n: ngettext("%(n)s month", "%(n)s months", n) % {"n": n},
        "D": lambda n: ngettext("%(n)s day", "%(n)s days", n) % {"n": n},
    }
    parts = re.findall(r"([0-9]+)([YMD])", value) if re.fullmatch(DURATION, value) else []
    return " ".join(counted[unit](Number(number)) for number, unit in parts) or value


@register.filter
def name_of_language(code: str) -> str:
    """The name of any language in the reader's own; the code if CLDR has no name."""
    locale = Locale.parse(tag(get_language() or settings.LANGUAGE_CODE), sep="-")
    try:
        return Locale.parse(code, sep="-").get_display_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return code


# What the page of a folded dossier tells of a long list.
FEW = 10


@register.filter
def few(items: list, folded: bool) -> list:
    """The items, or of a folded dossier the first of them."""
    return items[:FEW] if folded else items


@register.filter
def left_out(items: list, folded: bool) -> int:
    """How many items few() leaves out."""
    return len(items) - len(few(items, folded))


@register.filter
def get(mapping: dict, key):
    return mapping.get(key)


@register.filter
def in_number_order(marks: list[dict]) -> list[dict]:
    """Footnote numbers in ascending order, each source once."""
    return sorted({mark["number"]: mark for mark in marks}.values(), key=lambda mark: mark["number"])
