import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from dossier.editing.checking import findings
from dossier.editing.history import tracked_models


class Command(BaseCommand):
    help = "Compare every record of the desk with its newest row of history. Nothing is repaired."

    def handle(self, **options):
        bar = tqdm(tracked_models(), unit=" tables", leave=False, delay=1, disable=not sys.stderr.isatty())
        found = 0
        for model in bar:
            for finding in findings(model):
                found += 1
                with bar.external_write_mode():
                    self.stdout.write(str(finding))
        if found:
            raise CommandError(f"records that are not as history has them: {found}")
