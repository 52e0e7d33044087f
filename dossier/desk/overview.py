"""An overview of a dossier for editors: its contents, what is missing, and what is not published yet."""

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

# How many items are shown if there is a separate list of all.
SHOWN = 50
UNVERIFIED = (CheckResult.MISSING, CheckResult.UNCHECKED, CheckResult.NO_CAPTURE)
UNDECIDED = {Outcome.OPEN, Outcome.UNDECIDED}


@dataclass(frozen=True)
class Item:
    """One thing to look at: its URL, what it is, and briefly why."""

    address: str
    words: str
    why: str = ""


@dataclass(frozen=True)
class Items:
    """Items of one kind; `address` is the URL of the list of all, if there is one."""

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
    # What is left to do, by kind, without empty kinds.
    to_do: list[Items]
    # None if the dossier is not published.
    changes: Items | None


def overview(treaty: Treaty, publication: Publication | None) -> Overview:
    """The overview of a dossier. The number of queries does not depend on the number of records."""
    records = {model: list(rows) for model, rows in records_of(treaty).items()}
    citations = list(with_result(treaty.dossier_citations.select_related("document")))
    undecided = [question for question in records[Question] if question.outcome in UNDECIDED]
    to_do = [
        *_steps(records[RatificationStep], citations),
        Items(
            _("Questions that nobody has decided"),
            [Item(form_of(question), label(question), question.get_outcome_display()) for question in undecided],
        ),
        *_quotations(treaty, citations),
    ]
    said = {"title": Citation._meta.verbose_name_plural, "count": len(citations), "list": _citation_list(treaty)}
    return Overview(
        [*contents(treaty), said],
        board(records),
        [items for items in to_do if items.all],
        _changes(treaty) if publication else None,
    )


def _steps(steps: list[RatificationStep], citations: list[Any]) -> list[Items]:
    kind = ContentType.objects.get_for_model(RatificationStep)
    cited = {citation.subject_id for citation in citations if citation.subject_type_id == kind.pk}
    undated = [Item(form_of(step), label(step)) for step in steps if not step.date]
    uncited = [Item(form_of(step), label(step)) for step in steps if step.pk not in cited]
    return [Items(_("Steps without a date"), undated), Items(_("Steps without a source"), uncited)]


def _quotations(treaty: Treaty, citations: list[Any]) -> list[Items]:
    """Quotations that are not confirmed by a capture of their document, by reason."""
    return [
        Items(
            _("Quotations: {result}").format(result=result.label),
            [
                Item(form_of(citation), str(citation), citation.quote)
                for citation in citations
                if citation.checked == result
            ],
            f"{_citation_list(treaty)}&checked={result.value}",
        )
        for result in UNVERIFIED
    ]


def _citation_list(treaty: Treaty) -> str:
    return f"{reverse('admin:sources_citation_changelist')}?dossier_id__exact={treaty.pk}"


def _changes(treaty: Treaty) -> Items:
    """The changes that are not published yet. Those in the treaty's own fields link to its form."""
    desk = Desk(treaty)
    items = []
    for path in changes_since(treaty.slug, within_reuse(desk.dossier(treaty))):
        _table, record, _form = desk.records.get(path, (None, None, None))
        gone = record is None and "/" in path
        address = "" if gone else form_of(record or treaty)
        items.append(Item(address, path, _("deleted") if gone else ""))
    return Items(_("Changed since the edition that readers see"), items)
