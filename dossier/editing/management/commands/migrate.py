from django.core.management.commands import migrate

from dossier.editing.migrating import WordlessAutodetector


class Command(migrate.Command):
    autodetector = WordlessAutodetector
