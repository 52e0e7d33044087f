"""Inputs of the desk: a search for one of many records, and a list written line by line."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteMixin

from dossier.editing.requests import are_numbers


def one_line_end(text: Any) -> Any:
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class TextArea(AdminTextareaWidget):
    """A long text, as it was written: browsers send every line end as two characters."""

    def value_from_datadict(self, data, files, name):
        return one_line_end(super().value_from_datadict(data, files, name))


class LookupSelect(AutocompleteMixin, forms.Select):
    """An autocomplete that asks the database for the chosen records once a form, not once a field.

    `labels` names records by primary key. `within` narrows the search: parameters of its address.
    All copies of the widget, one in each form of a formset, share both.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.labels: dict[str, str] = {}
        self.within: dict[str, Any] = {}

    def learn(self, records: Iterable[Any]) -> None:
        self.labels.update({str(each.pk): str(each) for each in records if each is not None})

    def get_url(self):
        return super().get_url() + (f"?{urlencode(self.within)}" if self.within else "")

    def optgroups(self, name, value, attr=None):
        # What is no number names no record, whatever an address or a broken form says.
        chosen = [each for each in map(str, value) if are_numbers(each)]
        if not set(chosen) <= self.labels.keys():
            return super().optgroups(name, chosen, attr)
        options = [self.create_option(name, each, self.labels[each], True, place) for place, each in enumerate(chosen)]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class LookupSelectMultiple(LookupSelect, forms.SelectMultiple):
    """The same for many records at once."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        # A sign that empties the whole list lies too near to those that take one out, and is no item of a list.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return _lines(super().clean(value))

    def has_changed(self, initial, data):
        return (initial or []) != _lines(data)


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    return [line.strip() for line in (value or "").splitlines() if line.strip()]
