"""Restore a dossier, or one record of it, to an earlier state: plan the changes, and apply them."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dossier.editing.history.past import as_of
from dossier.editing.history.recording import recorded
from dossier.editing.history.restoration import Restoration, Row, Rows, live, lock_against_references, newest
from dossier.format.assemble import Desk
from dossier.format.belonging import in_history, on_desk, record_ids
from dossier.format.table import ModelClass
from dossier.publication.models import Publication
from dossier.publication.publishing import acquire_lock
from sources.models import Citation, SourceDocument
from sources.quotations.checking import recheck
from treaties.models import Party, Person, Treaty

# Deleted records shared between dossiers come back in their last state if needed; existing ones are left unchanged.
SHARED = (Party, Person, SourceDocument)


class NotRestored(Exception):
    """Nothing was written. The message gives the reasons."""


def of_dossier(pk: int, moment: datetime) -> Restoration:
    """Plan to restore the dossier to its state at `moment`. Raises Treaty.DoesNotExist if it did not exist then."""
    with as_of(moment):
        treaty = Treaty.objects.get(pk=pk)
        own = _numbers(pk, on_desk)
        # Sources in prose and people in values are named by their keys.
        named = set(Desk(treaty, withhold=False).path_of)
    rows: Rows = {model: newest(model, ids, until=moment) for model, ids in own.items()}
    for model in SHARED:
        ids = {number for kind, number in named if kind is model}
        rows[model] = newest(model, ids - live(model, ids))
    now = _numbers(pk, on_desk)
    gone = {model: ids - own.get(model, set()) for model, ids in now.items()}
    return Restoration.of(rows, gone, _numbers(pk, in_history), SHARED, _address(rows[Treaty][pk]))


def of_record(row: Row) -> Restoration:
    """Plan to restore one record to a history row, with the records deleted along with it. Deletes nothing."""
    rows: Rows = {row.instance_type: {row.id: row}}
    return Restoration.of(rows, {}, {}, SHARED, _address(row) if row.instance_type is Treaty else None)


def restore(
    pk: int, restoration: Callable[[], Restoration], *, user=None, reason: str = "", seen: str | None = None
) -> bool:
    """Apply the plan that `restoration` returns once the dossier is locked. Return False if there is nothing to do.

    Raises NotRestored if the plan cannot be applied, or if its digest is no longer `seen`.
    """
    try:
        with recorded(user, reason):
            acquire_lock()
            lock_against_references(Treaty, [pk])
            for model, ids in _numbers(pk, on_desk).items():
                lock_against_references(model, ids)
            planned = restoration()
            if planned.is_nothing:
                return False
            if seen is not None and seen != planned.digest:
                raise NotRestored(_("The desk was changed meanwhile. Please look again at what would be done."))
            if planned.hindrances:
                raise NotRestored(" ".join(planned.hindrances))
            with transaction.atomic():
                planned.apply()
            recheck(Citation.objects.filter(pk__in=planned.numbers("back", "changed")[Citation]))
            return True
    except IntegrityError as error:
        raise NotRestored(_("The present data prevents this: {error}").format(error=error)) from None


def _numbers(pk: int, rows: Callable) -> dict[ModelClass, set[int]]:
    return {model: set(ids.values_list("id", flat=True)) for model, ids in record_ids(pk, rows).items()}


def _address(row: Row) -> dict:
    """The slug to keep: that of a published dossier only changes by rename()."""
    present = Treaty.objects.filter(pk=row.id).values_list("slug", flat=True).first()
    if present is not None:
        return {(Treaty, "slug"): present} if Publication.objects.filter(slug=present).exists() else {}
    moved = Publication.objects.moved_to(row.slug)
    return {(Treaty, "slug"): moved} if moved else {}
