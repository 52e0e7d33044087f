"""Quotations checked against the captures of their documents, and checked again when either changes."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from ..models import Capture, Citation, QuoteCheck
from ..vocabulary import CheckResult
from .quotes import QuoteMatch, find, selector
from .reuse import Length, Limits, public_quote

_BEST_FIRST = [CheckResult.EXACT, CheckResult.NORMALISED, CheckResult.MISSING]


@transaction.atomic
def recheck(citations: Iterable[Citation]) -> None:
    """Look for the quotation of each citation in all captures of its document, and keep the best result."""
    by_document: dict[int, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.document_id, []).append(citation)
    readable = Capture.objects.exclude(extracted_text="")
    captured = set(readable.filter(document__in=by_document).values_list("document", flat=True))
    QuoteCheck.objects.filter(citation__in=[each for quoting in by_document.values() for each in quoting]).delete()
    for document in captured:
        captures = list(readable.filter(document=document))
        found = [(each, *best) for each in by_document[document] if (best := _best(each.quote, captures))]
        QuoteCheck.objects.bulk_create(_row(*each) for each in found)


def _best(quote: str, captures: list[Capture]) -> tuple[Capture, QuoteMatch] | None:
    """The capture in which the quotation is found best, the newest of such; None where nothing is quoted."""
    if not quote:
        return None
    findings = [(capture, find(quote, capture.extracted_text)) for capture in captures]
    return min(findings, key=lambda each: _rank(each[1]))


def _rank(finding: QuoteMatch) -> tuple[int, int, int]:
    # Among the missing, a nearest passage with fewer marks before one with more, and any before none.
    marks = sum(len(each.text) for each in finding.segments if each.change != "same") if finding.segments else 10**6
    return _BEST_FIRST.index(CheckResult(finding.how)), len(finding.normalisations), marks


def _row(citation: Citation, capture: Capture, finding: QuoteMatch) -> QuoteCheck:
    return QuoteCheck(
        citation=citation,
        capture=capture,
        quote=citation.quote,
        result=finding.how,
        normalisations=list(finding.normalisations),
        segments=[asdict(each) for each in finding.segments],
        selector=selector(finding, capture.extracted_text),
    )


def with_result(citations: QuerySet[Citation]) -> QuerySet[Any]:
    """Citations with `checked`: a CheckResult, or nothing where they quote nothing.

    A check of other words or of another document than the citation has now is none.
    """
    captures = Capture.objects.filter(document=OuterRef("document")).exclude(extracted_text="")
    current = Q(quote_check__quote=F("quote"), quote_check__capture__document=F("document"))
    return citations.annotate(
        checked=Case(
            When(quote="", then=Value("")),
            When(current, then=F("quote_check__result")),
            When(Exists(captures), then=Value(CheckResult.UNCHECKED.value)),
            default=Value(CheckResult.NO_CAPTURE.value),
            output_field=CharField(),
        )
    )


def limits() -> Limits:
    """How much of quotations this site shows its readers."""
    return Limits(
        quotation=Length(settings.QUOTATION_WORDS, settings.QUOTATION_CHARACTERS),
        fragment=Length(settings.FRAGMENT_WORDS, settings.FRAGMENT_CHARACTERS),
    )


def shown_to_readers(citation: Citation) -> str:
    """What readers see of the quotation."""
    return public_quote(citation.quote, citation.document.reuse, limits())


# What the database tells of: forms, imports and the shell alike


def citation_saved(sender, instance: Citation, raw: bool = False, **kwargs) -> None:
    if not raw:
        recheck([instance])


def capture_changed(sender, instance: Capture, raw: bool = False, **kwargs) -> None:
    if not raw:
        recheck(Citation.objects.filter(document=instance.document_id))


def capture_deleted(sender, instance: Capture, **kwargs) -> None:
    """Its file goes too, once nothing is in the way any more, unless it is the copy of another document as well."""
    capture_changed(sender, instance)
    name, storage = instance.file.name, instance.file.storage

    def forget() -> None:
        if name and not Capture.objects.filter(file=name).exists():
            storage.delete(name)

    transaction.on_commit(forget)
