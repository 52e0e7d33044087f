"""Migrations without help texts and labels, which change no table and would be repeated in nine columns each."""

from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector

WORDS = ("help_text", "verbose_name")


class WordlessAutodetector(MigrationAutodetector):
    def deep_deconstruct(self, obj):
        deconstructed = super().deep_deconstruct(obj)
        if not isinstance(obj, models.Field):
            return deconstructed
        path, args, kwargs = deconstructed
        return path, args, {name: value for name, value in kwargs.items() if name not in WORDS}
