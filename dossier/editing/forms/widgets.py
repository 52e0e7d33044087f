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
    """An autocomplete that queries the chosen records once per form, not once per field.

    `labels` holds the labels of records by primary key. `within` narrows the search: query parameters of its address.
    All copies of the widget, one in each form of a formset, share both.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.labels: dict[str, str] = {}
        self.within: dict[str, Any] = {}

    def learn(self, records: Iterable[Any]) -> None:
        self.labels.update({str(record.pk): str(record) for record in records if record is not None})

    def get_url(self):
        return super().get_url() + (f"?{urlencode(self.within)}" if self.within else "")

    def optgroups(self, name, value, attr=None):
        # Only a number can identify a record, whatever an address or a broken form contains.
        chosen = [pk for pk in map(str, value) if are_numbers(pk)]
        if not set(chosen) <= self.labels.keys():
            return super().optgroups(name, chosen, attr)
        options = [self.create_option(name, pk, self.labels[pk], True, place) for place, pk in enumerate(chosen)]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class LookupSelectMultiple(LookupSelect, forms.SelectMultiple):
    """The same for many records at once."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        # A button that clears the whole list is too close to those that remove one item, and is not a list item.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class LinesField(forms.CharField):
    """A list of texts, one per line."""

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
