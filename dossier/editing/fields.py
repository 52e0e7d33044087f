"""Fields that every desk model uses: dates as sources give them, keys, and codes of a vocabulary."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossier.text.dates import bounds
from dossier.text.languages import LANGUAGES, choose, column

from .typed_dates import DateAsTyped, with_forms

KEY_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"


class EDTFField(models.CharField):
    """A date in the EDTF subset of dossier.text.dates; empty where none is known.

    `calendar` names the field of the same row with the calendar of the date.
    """

    def __init__(self, *args, calendar: str = "", **kwargs):
        self.calendar = calendar
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault(
            "help_text",
            _(
                "Write the date in EDTF, no more exact than the sources give it: 2024-06-19, 2024-06, 2024~ for about "
                "2024, 1995/1996 for a span, [1995,1996] for one or the other. Leave it empty where no date is known."
            ),
        )
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        if value:
            try:
                bounds(value, getattr(model_instance, self.calendar) if self.calendar else "")
            except ValueError as error:
                raise ValidationError(str(error), code="edtf") from None
        return value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": DateAsTyped, "help_text": with_forms(self.help_text), **kwargs})


class EDTFBound(models.GeneratedField):
    """The first or last day that an EDTFField of the same row can mean, computed by the database.

    `condition` selects the rows whose value is a date; `calendar` names the field with the calendar of the value.
    """

    def __init__(self, source: str, *, latest: bool, condition: models.Q | None = None, calendar: str = ""):
        self.source, self.latest, self.condition, self.calendar = source, latest, condition, calendar
        value: models.expressions.Combinable = F(source)
        if condition is not None:
            value = models.Case(
                models.When(condition, then=F(source)), default=Value(""), output_field=models.TextField()
            )
        super().__init__(
            expression=Func(
                *(value, Value(latest), *([F(calendar)] if calendar else [])),
                function="edtf_bound",
                output_field=models.DateField(),
            ),
            output_field=models.DateField(null=True),
            db_persist=True,
        )

    def deconstruct(self):
        name, path, _args, _kwargs = super().deconstruct()
        kwargs: dict[str, Any] = {"source": self.source, "latest": self.latest}
        if self.condition is not None:
            kwargs["condition"] = self.condition
        if self.calendar:
            kwargs["calendar"] = self.calendar
        return name, path, [], kwargs


def earliest(source: str, **kwargs: Any) -> EDTFBound:
    return EDTFBound(source, latest=False, **kwargs)


def latest(source: str, **kwargs: Any) -> EDTFBound:
    return EDTFBound(source, latest=True, **kwargs)


class KeyField(models.SlugField):
    """The key of a record in dossier files and addresses: lower case, never changed once published."""

    default_validators = [
        RegexValidator(
            KEY_PATTERN, _("Use only lowercase letters, digits and single hyphens, such as 12-bis."), code="key"
        )
    ]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault(
            "help_text",
            _(
                "Write a short name for files and addresses, such as 01-signature; if left empty, it is generated "
                "from the record's own words. It is never changed later."
            ),
        )
        super().__init__(*args, **kwargs)


def text_of(record: models.Model, name: str) -> str:
    """A translated text of a record in the editor's language, or in the nearest language that has one."""
    texts = {language: getattr(record, column(name, language)) or "" for language in LANGUAGES}
    chosen = choose(texts, get_language() or settings.LANGUAGE_CODE)
    return chosen[1] if chosen else ""


def in_english(record: models.Model, name: str) -> str:
    """The English text of a record, from which keys are made."""
    return getattr(record, column(name, "en")) or ""


class CodeField(models.CharField):
    """A code of a controlled vocabulary. The choices live in vocabulary.py, not in migrations."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs


LANGUAGE_TAG_PATTERN = r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$"


class LanguageTagField(models.CharField):
    """A BCP 47 language tag of any language."""

    default_validators = [RegexValidator(LANGUAGE_TAG_PATTERN, _("Write a BCP 47 tag, such as ko, zh-Hant or fa-AF."))]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 35)
        kwargs.setdefault(
            "help_text",
            _(
                "Write the language as a BCP 47 tag: ko for Korean, zh-Hant for Chinese in traditional characters, "
                "fa-AF for Persian as it is written in Afghanistan."
            ),
        )
        super().__init__(*args, **kwargs)
