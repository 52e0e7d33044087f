"""A dossier as a whole, for those who work at it: what is in it, what is missing, and what readers do not see yet."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from dossier.editing.forms.formfields import form_of
from dossier.format.assemble import Desk
from dossier.format.reuse import within_reuse
from dossier.publication.models import Publication
from dossier.publication.publishing import changes_since
from sources.models import Citation, Question
from sources.quotations.checking import with_result
from sources.vocabulary import CheckResult, Outcome
from treaties.contents import contents
from treaties.models import RatificationStep, Treaty

from .board import Board, board, label, records_of

# Past so many, things that have a list of their own are read there.
SHOWN = 50
UNVERIFIED = (CheckResult.MISSING, CheckResult.UNCHECKED, CheckResult.NO_CAPTURE)
UNDECIDED = {Outcome.OPEN, Outcome.UNDECIDED}


@dataclass(frozen=True)
class Item:
    """One thing to look at: where, what, and in a few words why."""

    address: str
    words: str
    why: str = ""


@dataclass(frozen=True)
class Items:
    """Things of one kind; `address` leads to the list of all, where there is one."""

    title: str
    all: list[Item]
    address: str = ""

    @property
    def shown(self) -> list[Item]:
        return self.all[:SHOWN] if self.address else self.all

    @property
    def more(self) -> int:
        return len(self.all) - len(self.shown)


@dataclass(frozen=True)
class Overview:
    contents: list[dict]
    board: Board
    # What is left to do, by kind; a kind of which there is nothing is not among them.
    to_do: list[Items]
    # None where readers see nothing yet.
    changes: Items | None


def overview(treaty: Treaty, publication: Publication | None) -> Overview:
    """The overview of a dossier, in as many queries however many records it has."""
    records = {model: list(found) for model, found in records_of(treaty).items()}
    citations = list(with_result(treaty.dossier_citations.select_related("document")))
    undecided = [each for each in records[Question] if each.outcome in UNDECIDED]
    to_do = [
        *_steps(records[RatificationStep], citations),
        Items(
            _("Questions that nobody has decided"),
            [Item(form_of(each), label(each), each.get_outcome_display()) for each in undecided],
        ),
        *_quotations(treaty, citations),
    ]
    said = {"title": Citation._meta.verbose_name_plural, "count": len(citations), "list": _citation_list(treaty)}
    return Overview(
        [*contents(treaty), said],
        board(records),
        [each for each in to_do if each.all],
        _changes(treaty) if publication else None,
    )


def _steps(steps: list[RatificationStep], citations: list[Any]) -> list[Items]:
    kind = ContentType.objects.get_for_model(RatificationStep)
    cited = {each.subject_id for each in citations if each.subject_type_id == kind.pk}
    undated = [Item(form_of(each), label(each)) for each in steps if not each.date]
    uncited = [Item(form_of(each), label(each)) for each in steps if each.pk not in cited]
    return [Items(_("Steps without a date"), undated), Items(_("Steps without a source"), uncited)]


def _quotations(treaty: Treaty, citations: list[Any]) -> list[Items]:
    """Quotations that nobody has found in a capture of their document, by why not."""
    return [
        Items(
            _("Quotations: {result}").format(result=result.label),
            [Item(form_of(each), str(each), each.quote) for each in citations if each.checked == result],
            f"{_citation_list(treaty)}&checked={result.value}",
        )
        for result in UNVERIFIED
    ]


def _citation_list(treaty: Treaty) -> str:
    return f"{reverse('admin:sources_citation_changelist')}?dossier_id__exact={treaty.pk}"


def _changes(treaty: Treaty) -> Items:
    """What readers do not see yet. What stands in a field of the treaty itself leads to its form."""
    desk = Desk(treaty)
    items = []
    for path in changes_since(treaty.slug, within_reuse(desk.dossier(treaty))):
        _table, record, _form = desk.records.get(path, (None, None, None))
        gone = record is None and "/" in path
        address = "" if gone else form_of(record or treaty)
        items.append(Item(address, path, _("deleted") if gone else ""))
    return Items(_("Changed since the edition that readers see"), items)
