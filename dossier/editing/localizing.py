"""Fields that are written in every language of the interface: a model names its own in `translated`."""

from django.db import models
from modeltranslation.translator import TranslationOptions, translator


def localize(*localized: type[models.Model]) -> None:
    """Give these models a column per language for each field that they name in `translated`.

    Call it in an app's translation.py, before the models' history is set up, or history misses the languages.
    """
    for model in localized:
        if names := translated_fields(model):
            # With "" the first save in the admin would turn every missing translation into an empty one.
            members = {"fields": names, "empty_values": None}
            translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), members))


def translated_fields(model: type[models.Model]) -> tuple[str, ...]:
    return getattr(model, "translated", ())
