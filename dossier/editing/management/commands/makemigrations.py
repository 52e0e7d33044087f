from django.core.management.commands import makemigrations

from dossier.editing.migrating import WordlessAutodetector


class Command(makemigrations.Command):
    autodetector = WordlessAutodetector
