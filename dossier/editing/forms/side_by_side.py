"""Translating on a form: each text beside its source, with the changes to the source since.

The source is not sent twice: languages.js shows the input that holds it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any

from django import forms
from django.template.loader import render_to_string

from dossier.editing.forms.reviews import mark_reviewed, reviews
from dossier.editing.forms.translations import Place, State, Text, sources_then, texts, translated_columns, written
from dossier.editing.parts import Part
from dossier.text.differences import differences
from dossier.text.languages import LANGUAGES, direction, tag

# For all texts of a form together; past it, a source counts as replaced.
SECONDS_A_FORM = 1.0


class TranslationBeside(forms.Widget):
    """An input with what an editor must know about the text in it."""

    def __init__(self, widget: forms.Widget, facts: dict[str, Any]):
        self.widget, self.facts = widget, facts
        super().__init__(widget.attrs)

    def id_for_label(self, id_):
        return self.widget.id_for_label(id_)

    def use_required_attribute(self, initial):
        return self.widget.use_required_attribute(initial)

    def value_from_datadict(self, data, files, name):
        return self.widget.value_from_datadict(data, files, name)

    def render(self, name, value, attrs=None, renderer=None):
        text = self.widget.render(name, value, attrs, renderer)
        return render_to_string("editing/_translation.html", {"input": text, **self.facts})


class SideBySide(Part):
    """Shows the state of each translation on a form, and lets an editor mark it as reviewed."""

    def on_form(self, request, context, obj):
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        by_model: dict[Any, list[Any]] = defaultdict(list)
        for form in _forms(context["adminform"].form, formsets):
            by_model[type(form.instance)].append(form)
        if by_model:
            _tell(by_model, request.POST)
        return {}

    def saved(self, request, form, formsets, change):
        for edited in _forms(form, formsets) if change else []:
            columns = translated_columns(type(edited.instance))
            # The editor has not seen what somebody else wrote meanwhile.
            unseen = {field for (field, _language), column in columns.items() if column in edited.kept}
            for (field, language), column in columns.items():
                if (
                    field not in unseen
                    and _reviewed(edited, column) in request.POST
                    and getattr(edited.instance, column)
                ):
                    mark_reviewed(edited.instance, field, language)


def _forms(form: Any, formsets: Iterable[Any]) -> list[Any]:
    """The forms of a page that edit translated texts of an existing record."""
    every = [form, *(inline_form for formset in formsets for inline_form in formset.forms)]
    return [page_form for page_form in every if page_form.instance.pk and _asked(page_form)]


def _asked(form: Any) -> dict[Place, str]:
    """The translated texts that a form edits, with their columns."""
    columns = translated_columns(type(form.instance))
    return {place: column for place, column in columns.items() if column in form.fields}


def _reviewed(form: Any, column: str) -> str:
    """The name of the checkbox that marks a text as still right."""
    return form.add_prefix(f"reviewed-{column}")


def _tell(by_model: Mapping[Any, list[Any]], sent: Any) -> None:
    deadline = monotonic() + SECONDS_A_FORM
    by_pk = {model: {form.instance.pk: form for form in forms} for model, forms in by_model.items()}
    noted = reviews(by_pk)
    for model, forms_of_model in by_pk.items():
        history = written(model, forms_of_model)
        shown = {
            (pk, place): text
            for pk, form in forms_of_model.items()
            for place, text in texts(form.instance, history.get(pk, {}), noted.get((model, pk), {})).items()
            if place in _asked(form)
        }
        then = sources_then(model, shown)
        for (pk, place), text in shown.items():
            before = then.get((pk, place))
            _tell_of_text(forms_of_model[pk], place, text, before, sent, deadline)


def _tell_of_text(form: Any, place: Place, text: Text, before: str | None, sent: Any, deadline: float) -> None:
    columns = translated_columns(type(form.instance))
    field, name = form.fields[columns[place]], columns[place]
    getattr(field.widget, "widget", field.widget).attrs |= {"data-source": text.source, "data-standing": text.state}
    if text.state in {State.OUTDATED, State.MACHINE}:
        facts = {"text": text, "box": _reviewed(form, name), "checked": _reviewed(form, name) in sent}
        if before is not None:
            now = getattr(form.instance, columns[place[0], text.source]) or ""
            facts["segments"] = differences(before, now, seconds=deadline - monotonic())
        source = {"name": LANGUAGES[text.source], "lang": tag(text.source), "dir": direction(text.source)}
        field.widget = TranslationBeside(field.widget, facts | {"source": source})
