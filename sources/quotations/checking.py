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
    QuoteCheck.objects.filter(citation__in=[citation for group in by_document.values() for citation in group]).delete()
    for document in captured:
        captures = list(readable.filter(document=document))
        matches = [(citation, *best) for citation in by_document[document] if (best := _best(citation.quote, captures))]
        QuoteCheck.objects.bulk_create(_row(*match) for match in matches)


def _best(quote: str, captures: list[Capture]) -> tuple[Capture, QuoteMatch] | None:
    """The capture that best matches the quotation, the newest of several; None if nothing is quoted."""
    if not quote:
        return None
    findings = [(capture, find(quote, capture.extracted_text)) for capture in captures]
    return min(findings, key=lambda candidate: _rank(candidate[1]))


def _rank(finding: QuoteMatch) -> tuple[int, int, int]:
    # Among missing ones, a nearest passage with fewer changed characters first, and any passage before none.
    marks = (
        sum(len(segment.text) for segment in finding.segments if segment.change != "same")
        if finding.segments
        else 10**6
    )
    return _BEST_FIRST.index(CheckResult(finding.how)), len(finding.normalisations), marks


def _row(citation: Citation, capture: Capture, finding: QuoteMatch) -> QuoteCheck:
    return QuoteCheck(
        citation=citation,
        capture=capture,
        quote=citation.quote,
        result=finding.how,
        normalisations=list(finding.normalisations),
        segments=[asdict(segment) for segment in finding.segments],
        selector=selector(finding, capture.extracted_text),
    )


def with_result(citations: QuerySet[Citation]) -> QuerySet[Any]:
    """Citations with `checked`: a CheckResult, or empty if they quote nothing.

    A check of a former quotation or of another document does not count.
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
    """How much of a quotation this site shows its readers."""
    return Limits(
        quotation=Length(settings.QUOTATION_WORDS, settings.QUOTATION_CHARACTERS),
        fragment=Length(settings.FRAGMENT_WORDS, settings.FRAGMENT_CHARACTERS),
    )


def shown_to_readers(citation: Citation) -> str:
    """What readers see of the quotation."""
    return public_quote(citation.quote, citation.document.reuse, limits())


# Signal handlers, for forms, imports and the shell alike


def citation_saved(sender, instance: Citation, raw: bool = False, **kwargs) -> None:
    if not raw:
        recheck([instance])


def capture_changed(sender, instance: Capture, raw: bool = False, **kwargs) -> None:
    if not raw:
        recheck(Citation.objects.filter(document=instance.document_id))


def capture_deleted(sender, instance: Capture, **kwargs) -> None:
    """Delete its file too, after the commit, unless it is the copy of another document as well."""
    capture_changed(sender, instance)
    name, storage = instance.file.name, instance.file.storage

    def forget() -> None:
        if name and not Capture.objects.filter(file=name).exists():
            storage.delete(name)

    transaction.on_commit(forget)
