"""How a page prints what the edition holds: dates, texts of other languages, labels of codes, prose."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale, UnknownLocaleError
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dossier.format.mapping import walk
from dossier.pages.texts import words as words_of
from dossier.text import dates, prose
from dossier.text.calendars import digits_of, with_digits
from dossier.text.languages import between, direction, tag
from sources import vocabulary as source_terms
from sources.points import citable_fields
from treaties import vocabulary as treaty_terms
from treaties.models.treaty import DURATION

register = template.Library()

# The names under which the desk's fields appear to readers, where the desk's own name would not be understood.
FIELDS = {
    "date": gettext_lazy("date"),
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
    "disclosed_on": gettext_lazy("text made public"),
    "references": gettext_lazy("reference"),
    "authentic_languages": gettext_lazy("authentic languages"),
}


# What a place of a dossier is, where a search finds something.
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
    "Authenticity": gettext_lazy("Authenticity of a text"),
    "NameKind": gettext_lazy("Names and titles"),
    "ArticleKind": gettext_lazy("Parts of a treaty"),
    "Capacity": gettext_lazy("Capacities"),
    "EntryIntoForceMethod": gettext_lazy("Manners of entry into force"),
    "Renewal": gettext_lazy("Renewal of a term"),
    "RelationKind": gettext_lazy("Relations between treaties"),
    "SuccessionKind": gettext_lazy("Succession of states"),
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
    """The site's address without the last slash; empty where none is set, so that links stay relative."""
    return settings.SITE_URL


@register.simple_tag
def report_address(subject: str = "") -> str:
    """Where readers report errors: a form of the site's, or its mail address; empty where neither is set."""
    if settings.REPORT_URL:
        return f"{settings.REPORT_URL}?{urlencode({'subject': subject})}" if subject else settings.REPORT_URL
    if settings.CONTACT_EMAIL:
        return f"mailto:{settings.CONTACT_EMAIL}" + (f"?subject={quote(subject)}" if subject else "")
    return ""


@register.filter
def edtf(value: str | date, place: str = "") -> SafeString:
    """A date as its source gives it, in the reader's words; nothing where there is none.

    `place` is `within` where it stands in brackets already, `as written` for a date of a calendar that is named.
    """
    if not value:
        return SafeString()
    parts = {"kind": dates.kind(str(value)), "parts": _dates(str(value), place), "within": place == "within"}
    return prose.inline(render_to_string("public/_date.html", parts))


def _dates(value: str, place: str = "") -> list[dates.DatePart]:
    language = get_language() or settings.LANGUAGE_CODE
    return dates.parts(value, language, as_written=place == "as written", arabic_digits=settings.ARABIC_DIGITS)


@register.filter
def is_one_date(value: str) -> bool:
    """Whether a sentence can say “since” or “on” before it."""
    return bool(value) and dates.kind(value) == "single"


class Number(int):
    """A number that counts as one and is printed in the reader's digits."""

    def __str__(self) -> str:
        language = get_language() or settings.LANGUAGE_CODE
        return with_digits(int.__repr__(self), digits_of(language, settings.ARABIC_DIGITS))


@register.filter
def digits(number: int | str) -> Number | str:
    """A number as the reader writes it; what is no plain number, such as IV or 1 bis, as it stands."""
    if isinstance(number, int):
        return Number(number)
    return str(Number(number)) if re.fullmatch("[1-9][0-9]{0,8}", number) else number


@register.filter
def article_name(article: dict) -> SafeString:
    """Preamble, Article 4, or the number as printed."""
    return prose.inline(render_to_string("public/_article_name.html", {"article": article}))


@register.filter(name="prose")
def as_prose(words: dict) -> SafeString:
    """A text of ours as paragraphs, its citations as the numbers of their footnotes."""
    notes = [prose.Note(note["number"], note["id"], note["key"]) for note in words["notes"]]
    return prose.html(words["text"], notes, digits)


@register.filter
def qualifier(sign: str) -> str:
    return dates.qualifier_in_words(sign)


@register.filter
def date_in_words(value: str) -> str:
    """A date as its source gives it, where no markup can stand."""
    language = get_language() or settings.LANGUAGE_CODE
    return dates.in_words(value, language, arabic_digits=settings.ARABIC_DIGITS)


@register.filter
def moment_in_words(value: datetime) -> SafeString:
    """A day as readers write it, and its time in UTC."""
    return prose.inline(render_to_string("public/_moment.html", {"moment": value}))


@register.filter
def short_date(value: str) -> str:
    """A Gregorian date as text, where there is no room for a second calendar."""
    return "–".join(part.text for part in _dates(value, "as written"))


@register.filter
def term(code: str, vocabulary: str) -> str:
    """The label of a code, in the reader's language; the code itself where the vocabulary has no such term."""
    choices = getattr(treaty_terms, vocabulary, None) or getattr(source_terms, vocabulary, None)
    return dict(choices.choices).get(code, code) if choices else code


@register.filter
def linked_term(code: str, vocabulary: str) -> SafeString:
    """The label of a code as a link to what it means."""
    parts = {"code": code, "vocabulary": vocabulary, "label": term(code, vocabulary)}
    return prose.inline(render_to_string("public/_term.html", parts))


@register.filter
def vocabulary_label(name: str) -> str:
    return str(VOCABULARIES[name])


@register.filter
def reversed_relation(code: str) -> str:
    """How the other treaty's page words the relation."""
    return str(dict(treaty_terms.REVERSED).get(treaty_terms.RelationKind(code), code))


@register.filter
def localized(texts: dict[str, str]) -> dict | None:
    """A text of ours for the reader, with the language in which it is."""
    return words_of(texts, get_language() or settings.LANGUAGE_CODE)


@register.filter
def place_label(kind: str) -> str:
    return str(PLACES[kind])


@register.filter
def field_label(name: str) -> str:
    return str(FIELDS.get(name) or _labels().get(name, name))


@cache
def _labels() -> dict[str, Any]:
    """The desk's names of what sources can state."""
    return {name: label for table in walk() for name, label in citable_fields(table.model).items()}


@register.filter
def duration(value: str) -> str:
    """An ISO 8601 duration in words: P1Y, P10Y6M, indefinite; anything else as it stands."""
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
    """The name of any language in the reader's own; the code where CLDR has none."""
    locale = Locale.parse(tag(get_language() or settings.LANGUAGE_CODE), sep="-")
    try:
        return Locale.parse(code, sep="-").get_display_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return code


@register.filter
def get(mapping: dict, key):
    return mapping.get(key)


@register.filter
def in_number_order(marks: list[dict]) -> list[dict]:
    """Footnote numbers in ascending order, each source once."""
    return sorted({mark["number"]: mark for mark in marks}.values(), key=lambda mark: mark["number"])
