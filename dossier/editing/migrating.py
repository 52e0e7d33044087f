"""Migrations without words: a help text or a label changes no table, and nine columns would each repeat it."""

from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector

WORDS = ("help_text", "verbose_name")


class WordlessAutodetector(MigrationAutodetector):
    def deep_deconstruct(self, obj):
        found = super().deep_deconstruct(obj)
        if not isinstance(obj, models.Field):
            return found
        path, args, kwargs = found
        return path, args, {name: value for name, value in kwargs.items() if name not in WORDS}
