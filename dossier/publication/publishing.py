"""From the desk to the shelf: publish the next edition of a dossier, unless nothing has changed."""

import hashlib
import json
import time
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dossier.editing.history.recording import recorded
from dossier.format.assemble import assemble, canonical_json
from dossier.format.checks import Unpublishable, reasons_not_to_publish
from dossier.format.former import clauses_told_apart, kinds_told_apart
from dossier.format.mapping import table_of
from dossier.format.reuse import within_reuse
from dossier.format.translations import readable_in, with_origins
from dossier.pages.edition import SHAPE, build_pages
from dossier.pages.evidence.differences import counted
from dossier.pages.listing import bound_parties, listing
from dossier.text.dates import bounds
from dossier.text.languages import LANGUAGES
from treaties.law.histories import history_of
from treaties.law.parties import laterality
from treaties.models import Treaty
from treaties.status import signature_dates

from .models import Edition, EditionPage, Publication, Reference, Shelf
from .search.index import forget, index
from .statuses import store_intervals

# Seconds that a publication, a withdrawal or a change of address waits for another, while a user waits for it.
LOCK_TIMEOUT = 3


def publish(slug: str, *, user=None, note: str = "") -> Edition | None:
    """Store the next edition of the dossier and make it current. Return None if nothing has changed.

    Raises Treaty.DoesNotExist, Unpublishable if there are reasons not to publish, ValueError if the address was once
    another dossier's, and Busy.
    """
    with recorded(user, note):
        acquire_lock()
        treaty = Treaty.objects.get(slug=slug)
        dossier = within_reuse(assemble(treaty))
        if problems := reasons_not_to_publish(dossier):
            raise Unpublishable(problems)
        content = canonical_json(dossier)
        digest = hashlib.sha256(content.encode()).hexdigest()
        current = Publication.objects.select_related("edition").filter(slug=slug).first()
        if current is None and (moved := Publication.objects.moved_to(slug)):
            raise ValueError(f"Expected another address: “{slug}” leads to {moved}.")
        if current and current.edition.sha256 == digest and not current.withdrawn:
            return None
        number = Edition.objects.filter(slug__in=current.slugs if current else [slug]).count() + 1
        edition = Edition.objects.create(
            slug=slug, number=number, content=content, sha256=digest, published_at=timezone.now(), note=note
        )
        known = with_origins(dossier)
        _make_pages(edition, known)
        store_intervals(edition, known)
        _make_current(edition, known)
        return edition


class Busy(RuntimeError):
    """Another import or publication is under way."""

    def __str__(self) -> str:
        return _("Another import or publication is under way, so nothing was changed. Please try again in a moment.")


def acquire_lock(timeout: float = LOCK_TIMEOUT) -> None:
    """Acquire the lock on imports and publications, which is released at the end of this transaction.

    Raises Busy after `timeout` seconds.
    """
    end = time.monotonic() + timeout
    while not _try_lock():
        if time.monotonic() > end:
            raise Busy
        time.sleep(0.1)


def wait_for_lock(stderr: Any) -> None:
    """Acquire the lock for a command: wait as long as it takes, and say so on stderr."""
    try:
        acquire_lock()
    except Busy:
        stderr.write("Another import or publication is under way; waiting until it has ended.")
        acquire_lock(timeout=float("inf"))


def _try_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('dossier.publication'))")
        return cursor.fetchone()[0]


def withdraw(slug: str, *, user=None, reason: str) -> None:
    """Take a dossier off the shelf. Its page then says that it was withdrawn, and why. Raises Busy."""
    with recorded(user, reason):
        acquire_lock()
        publication = Publication.objects.get(slug=slug)
        publication.withdrawn, publication.withdrawn_reason = True, reason
        publication.save(update_fields=["withdrawn", "withdrawn_reason"])
        forget(publication)
        _bump_generation()


def rename(slug: str, new: str, *, user=None, note: str = "") -> None:
    """Give a published dossier another address, to which the old one redirects permanently.

    Raises ValueError if the new address is or was another dossier's, and Busy.
    """
    with recorded(user, note):
        acquire_lock()
        publication = Publication.objects.get(slug=slug)
        taken = Publication.objects.filter(slug=new) | Publication.objects.formerly_at(new).exclude(pk=publication.pk)
        if taken.exists() or Treaty.objects.filter(slug=new).exists():
            raise ValueError(f"Expected a new address: “{new}” is or was that of another dossier.")
        publication.former_slugs = [former for former in publication.slugs if former != new]
        publication.slug = new
        publication.save(update_fields=["slug", "former_slugs"])
        Treaty.objects.filter(slug=slug).update(slug=new)
        _bump_generation()


def refresh(sender, **kwargs) -> None:
    """Rebuild pages and register entries made by an earlier release. Connected to post_migrate."""
    stale = Edition.objects.exclude(pk__in=EditionPage.objects.filter(shape=SHAPE).values("edition"))
    for pk in stale.values_list("pk", flat=True):
        with transaction.atomic():
            acquire_lock(timeout=float("inf"))
            edition = Edition.objects.select_related("publication").get(pk=pk)
            dossier = with_origins(in_present_terms(edition))
            _make_pages(edition, dossier)
            store_intervals(edition, dossier)
            if publication := Publication.objects.filter(edition=edition).first():
                Publication.objects.filter(pk=publication.pk).update(**_register_columns(dossier))
                if not publication.withdrawn:
                    index(publication, dossier)
                _bump_generation()


def changes_since(slug: str, dossier: dict) -> list[str]:
    """The paths of the differences from the current edition of `slug`; all paths if there is no edition."""
    edition = Edition.objects.filter(publication__slug=slug).first()
    before = _records(in_present_terms(edition)) if edition else {}
    after = _records(dossier)
    return [path for path in {**before, **after} if before.get(path) != after.get(path)]


def _records(dossier: dict) -> dict[str, object]:
    """The fields of a dossier and the records in its lists, by path."""
    by_path: dict[str, object] = {}
    for name, value in dossier.items():
        table = table_of(name)
        if table is not None and isinstance(value, list):
            by_path |= {f"{name}/{table.key_of(record)}": record for record in value}
        else:
            by_path[name] = value
    return by_path


def dossier_of(edition: Edition) -> dict:
    """The dossier as it was published."""
    return json.loads(edition.content)


def in_present_terms(edition: Edition) -> dict:
    """The dossier as it was published, in the terms that the format has today."""
    dossier = kinds_told_apart(dossier_of(edition))
    return clauses_told_apart(dossier) if edition.basis_in_articles else dossier


def _make_pages(edition: Edition, dossier: dict) -> None:
    pages = (
        EditionPage(edition=edition, shape=SHAPE, language=language, part=part, content=page)
        for language in LANGUAGES
        for part, page in build_pages(dossier, language).items()
    )
    # One by one: Django inserts several rows as arrays, in which every quotation mark of the JSON is escaped. That
    # took five times as long.
    EditionPage.objects.bulk_create(pages, batch_size=1)


def _register_columns(dossier: dict) -> dict:
    """The register's columns for a dossier, as returned by with_origins()."""
    history = history_of(dossier)
    days = signature_dates(history.acts)
    signed = [bounds(day) for day in days]
    differences = counted(dossier)
    return {
        "kinds": [
            *filter(None, [dossier.get("form")]),
            *dossier.get("subjects", []),
            laterality(history),
        ],
        "parties": bound_parties(dossier),
        "languages": readable_in(dossier),
        "signed_earliest": min((span.earliest for span in signed if span.earliest), default=None),
        "signed_latest": max((span.latest for span in signed if span.latest), default=None),
        "listing": {language: listing(dossier, language) | {"differences": differences} for language in LANGUAGES},
        "signed": days[0] if days else "",
    }


def _make_current(edition: Edition, dossier: dict) -> None:
    publication, _created = Publication.objects.update_or_create(
        slug=edition.slug,
        defaults={"edition": edition, "withdrawn": False, "withdrawn_reason": "", **_register_columns(dossier)},
    )
    publication.references.all().delete()
    Reference.objects.bulk_create(
        Reference(publication=publication, target=relation["other"], relation=relation)
        for relation in dossier.get("relations", [])
        if relation.get("other")
    )
    index(publication, dossier)
    _bump_generation()


def _bump_generation() -> None:
    """Make every cached page stale."""
    Shelf.objects.get_or_create(pk=1)
    Shelf.objects.filter(pk=1).update(generation=F("generation") + 1)
