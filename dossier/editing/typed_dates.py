"""Dates as editors type them: parsed, and shown as they were understood before they are saved."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossier.text.date_reading import parse_date
from dossier.text.date_refusals import IN_WORDS, isolated
from dossier.text.dates import JULIAN, in_words

# Below every field for a date, whatever else it tells its editor.
FORMS = format_lazy(
    gettext_lazy(
        "A date may also be typed as people write it, in any language of this site: {examples}. How it was "
        "understood is shown before it is saved. A date in numbers alone is accepted only if it can be read in one "
        "way: {taken}, not {refused}."
    ),
    examples=", ".join(map(isolated, IN_WORDS)),
    taken=isolated("19.06.2024"),
    refused=isolated("03/04/2024"),
)


def with_forms(help_text: Any) -> Any:
    return format_lazy("{} {}", help_text, FORMS)


def understood(typed: str, edtf: str, calendar: str = "") -> str:
    """How a date was understood, in a sentence for its editor."""
    language = get_language() or settings.LANGUAGE_CODE
    words = in_words(edtf, language, as_written=calendar == JULIAN, arabic_digits=settings.ARABIC_DIGITS)
    said = {"typed": typed, "edtf": edtf, "words": words}
    return _("“%(typed)s” was understood as %(edtf)s (%(words)s).") % {
        name: isolated(text) for name, text in said.items()
    }


def read_once(typed: str, calendar: str = "") -> str:
    """Return a date that is already EDTF. Raises ValidationError for others: how it was understood, or why not."""
    try:
        edtf = parse_date(typed, calendar)
    except ValueError as error:
        raise ValidationError(str(error), code="edtf") from None
    if edtf != typed.strip():
        again = _("Save again if that is right.")
        raise ValidationError(f"{understood(typed, edtf, calendar)} {again}", code="understood")
    return edtf


def as_edtf(typed: Any, calendar: str = "") -> Any:
    """The value to show in a redisplayed form: EDTF if the date was understood, otherwise what was typed."""
    try:
        return parse_date(typed, calendar) if isinstance(typed, str) else typed
    except ValueError:
        return typed


class DateAsTyped(forms.CharField):
    """A date in EDTF. One typed in another form is shown once as EDTF, to be checked and saved again.

    `calendar` is the one that its form has chosen for it.
    """

    calendar = ""

    def clean(self, value):
        typed = super().clean(value)
        return read_once(typed, self.calendar) if typed else typed

    def bound_data(self, data, initial):
        return as_edtf(super().bound_data(data, initial), self.calendar)

    def has_changed(self, initial, data):
        return super().has_changed(initial, as_edtf(data, self.calendar))


@require_safe
def read_date(request: HttpRequest) -> JsonResponse:
    """How a date would be understood: `edtf` and a sentence, or `problem` why it would be refused."""
    typed, calendar = (request.GET.get(name, "").strip() for name in ("typed", "calendar"))
    try:
        edtf = parse_date(typed, calendar)
    except ValueError as error:
        return JsonResponse({"problem": str(error)})
    return JsonResponse({"edtf": edtf, "said": understood(typed, edtf, calendar)})
