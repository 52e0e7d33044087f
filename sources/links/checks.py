"""Check the addresses of source documents one after another: which of them still answer."""

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from ..models import LinkCheck, SourceDocument
from ..models.links import DEAD
from ..vocabulary import IssuerKind, LinkedAddress, LinkOutcome
from .asking import Asker, LinkAnswer, Pace, host_of

MOST_SECONDS = 1800.0


class Offline(Exception):
    """Nothing answered, and our own network seems at fault: nothing is known about any address."""


@dataclass
class Link:
    """An address, and every document that has it: (primary key, key, url or archive_url)."""

    address: str
    checked_at: datetime | None = None
    places: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class CheckedLink:
    """The result for one address."""

    link: Link
    finding: LinkAnswer


def agent() -> str:
    """The User-Agent with which this program identifies itself."""
    return f"treaty-dossiers (link check{f'; +{settings.SITE_URL}' if settings.SITE_URL else ''})"


def due(keys: Collection[str] = (), *, older_than: timedelta = timedelta()) -> list[Link]:
    """The addresses to check, first those never checked, then the ones checked longest ago.

    Those of confidential documents are never requested: the request alone would reveal who reads them.
    """
    now = timezone.now()
    documents = SourceDocument.objects.exclude(issuer_kind=IssuerKind.CONFIDENTIAL)
    if keys:
        documents = documents.filter(key__in=keys)
    links: dict[str, Link] = {}
    for which in LinkedAddress.values:
        known = _last_checks(documents, which)
        for pk, key, address in documents.exclude(**{which: ""}).order_by("key").values_list("pk", "key", which):
            checked_at, not_before = known.get(pk, (None, None))
            if checked_at and (checked_at > now - older_than or (not_before and not_before > now)):
                continue
            link = links.setdefault(address, Link(address, checked_at))
            link.places.append((pk, key, which))
    longest_ago = datetime.min.replace(tzinfo=now.tzinfo)
    return sorted(links.values(), key=lambda link: link.checked_at or longest_ago)


def _last_checks(documents: QuerySet, which: str) -> dict[int, tuple[datetime, datetime | None]]:
    checks = LinkCheck.objects.filter(document__in=documents, which=which, address=F(f"document__{which}"))
    return {pk: (at, until) for pk, at, until in checks.values_list("document", "checked_at", "not_before")}


def check_links(
    links: Iterable[Link], asker: Asker, *, delay: float, seconds: float = MOST_SECONDS
) -> Iterator[CheckedLink]:
    """Request each address, record the result and yield it, for at most `seconds` in all.

    Failures that may be due to our own network are recorded once another address has answered. Raises Offline.
    """
    pace, end = Pace(delay), time.monotonic() + seconds
    unsure: list[CheckedLink] = []
    waiting, answered = list(links), False
    while waiting:
        # A host that needs no delay comes first; otherwise the order is kept.
        link = min(waiting, key=lambda link: pace.seconds_to_wait(link.address))
        if time.monotonic() + pace.seconds_to_wait(link.address) > end:
            break
        waiting.remove(link)
        if host_of(link.address) in pace.closed:
            continue
        checked = CheckedLink(link, asker.ask(link.address, pace))
        if checked.finding.offline:
            unsure.append(checked)
            continue
        answered = answered or checked.finding.outcome != LinkOutcome.REFUSED
        record(checked)
        yield checked
    if unsure and not answered:
        raise Offline
    for checked in unsure:
        record(checked)
        yield checked


def record(checked: CheckedLink) -> None:
    """Store the result for each document that has the address."""
    now, finding = timezone.now(), checked.finding
    failing = _failing_since(checked.link)
    for document, _key, which in checked.link.places:
        values = {
            "address": checked.link.address,
            "checked_at": now,
            "outcome": finding.outcome,
            "status": finding.status,
            "detail": finding.detail or "",
            "led_to": finding.led_to,
            "not_before": finding.not_before,
            "failing_since": _since(finding.outcome, failing.get((document, which)), now),
        }
        LinkCheck.objects.update_or_create(document_id=document, which=which, defaults=values)


def _failing_since(link: Link) -> dict[tuple[int, str], datetime | None]:
    before = LinkCheck.objects.filter(address=link.address).values_list("document", "which", "failing_since")
    return {(document, which): since for document, which, since in before}


def _since(outcome: LinkOutcome, before: datetime | None, now: datetime) -> datetime | None:
    if outcome in DEAD:
        return before or now
    # A site that asks us to wait, or refuses programs, is not known to be alive again.
    return None if outcome in {LinkOutcome.ANSWERS, LinkOutcome.MOVED} else before
