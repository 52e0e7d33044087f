"""The board of a dossier: the state of the texts of each record in each language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dossier.editing.fields import text_of
from dossier.editing.forms.formfields import form_of
from dossier.editing.forms.reviews import reviews
from dossier.editing.forms.translations import State, texts, written
from dossier.format.belonging import on_desk, record_ids
from dossier.format.mapping import TREATY, walk
from dossier.text.languages import LANGUAGES
from treaties.models import Article, Event, RatificationStep, StepActor, Treaty, TreatyRelation, TreatyText

PARTLY = "◐"
# The states of existing texts that need a review.
DOUBTED = (State.OUTDATED, State.MACHINE)


@dataclass
class Cell:
    """The number of texts in one language by state, without those that are empty in every language."""

    language: str
    counts: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    address: str = ""

    @property
    def wanted(self) -> int:
        return sum(self.counts.values())

    @property
    def present(self) -> int:
        return self.wanted - self.counts[State.MISSING]

    @property
    def state(self) -> str:
        """The most urgent state; `partly` if some texts are missing and others are not."""
        if self.present < self.wanted:
            return "partly" if self.present else State.MISSING.value
        return next((state.value for state in DOUBTED if self.counts[state]), State.FILLED.value)

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The marks to show, each as a sign and in words."""
        marks = []
        if self.state == "partly":
            said = _("{present} of {wanted} filled").format(present=self.present, wanted=self.wanted)
            marks.append((f"{PARTLY} {self.present}/{self.wanted}", said))
        marks += [self._counted(state) for state in DOUBTED if self.counts[state]]
        return marks or [(State(self.state).sign, str(State(self.state).label))]

    def _counted(self, state: State) -> tuple[str, str]:
        number = f" {self.counts[state]}" if self.wanted > 1 else ""
        return f"{state.sign}{number}", f"{state.label}{number}"


@dataclass(frozen=True)
class Row:
    label: str
    address: str
    cells: list[Cell]


@dataclass(frozen=True)
class Section:
    """The records of one kind. `blank` counts those that have no text in any language, and so no row."""

    title: str
    rows: list[Row]
    blank: int


@dataclass(frozen=True)
class Board:
    sections: list[Section]
    totals: list[Cell]


def board(records: Mapping[Any, Iterable[Any]]) -> Board:
    """The board of records, given by model. Makes one query for each model and one more."""
    by_model = {model: list(listed) for model, listed in records.items()}
    noted = reviews({model: [record.pk for record in listed] for model, listed in by_model.items()})
    totals = {language: Cell(language) for language in LANGUAGES}
    sections = []
    for model, listed in by_model.items():
        history = written(model, [record.pk for record in listed]) if listed else {}
        rows = []
        for record in listed:
            cells = _cells(texts(record, history.get(record.pk, {}), noted.get((model, record.pk), {})))
            if cells:
                rows.append(_row(record, cells, totals))
        sections.append(Section(str(model._meta.verbose_name_plural), rows, len(listed) - len(rows)))
    return Board([section for section in sections if section.rows], list(totals.values()))


def _cells(by_place: Mapping[tuple[str, str], Any]) -> list[Cell]:
    cells = {language: Cell(language) for language in LANGUAGES}
    for (_field, language), text in by_place.items():
        cells[language].counts[text.state] += 1
    return list(cells.values()) if by_place else []


def _row(record: Any, cells: list[Cell], totals: dict[str, Cell]) -> Row:
    address = form_of(record)
    for cell in cells:
        cell.address = f"{address}#lang-{cell.language}"
        for state, number in cell.counts.items():
            totals[cell.language].counts[state] += number
    return Row(label(record), address, cells)


# The related objects that label() uses.
NAMED_WITH = {RatificationStep: ("party",), StepActor: ("person", "step__party"), TreatyRelation: ("other",)}


def label(record: Any) -> str:
    """A short name of a record for editors. Makes no queries if NAMED_WITH was selected."""
    match record:
        case Article():
            return " · ".join(filter(None, [record.number, text_of(record, "heading")]))
        case RatificationStep():
            party = text_of(record.party, "name") if record.party else ""
            return " · ".join(filter(None, [record.get_kind_display(), party, record.date]))
        case Event():
            return " · ".join(filter(None, [text_of(record, "title") or record.key, record.date]))
        case TreatyRelation():
            other = str(record.other) if record.other else text_of(record, "other_text")
            return " · ".join(filter(None, [record.get_kind_display(), other]))
        case TreatyText():
            return f"{record.language} · {record.get_authenticity_display()}"
        case StepActor():
            return f"{text_of(record.person, 'name') or record.person.key} · {label(record.step)}"
    return str(record)


def records_of(treaty: Treaty) -> dict[Any, Iterable[Any]]:
    """The records of one dossier that have translated texts, by model, with the related objects for label().

    Without the apparatus, whose translations have a status of their own, and without parties, people and sources,
    which are shared between dossiers.
    """
    # Records with a position of their own on the page come before those that are only shown with others.
    children = sorted(TREATY.children, key=lambda table: not table.spot)
    tables = [table for table in (TREATY, *walk(tuple(children))) if table.translated and not table.apparatus]
    within = record_ids(treaty.pk, on_desk)
    return {
        table.model: table.model.objects.filter(pk__in=within[table.model]).select_related(
            *NAMED_WITH.get(table.model, ())
        )
        for table in tables
    } | {Treaty: [treaty]}
