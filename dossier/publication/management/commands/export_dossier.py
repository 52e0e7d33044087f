from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dossier.format.assemble import as_json, as_yaml, assemble
from dossier.publication.models import Edition
from dossier.publication.publishing import dossier_of
from treaties.models import Treaty


class Command(BaseCommand):
    help = "Write a dossier as the desk has it, or one of its editions, in the dossier format."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="YAML or JSON, by its file extension")
        parser.add_argument("--edition", type=int, metavar="N", help="a published edition instead of the desk")

    def handle(self, *, slug, output, edition, **options):
        if output and output.suffix not in {".yaml", ".yml", ".json"}:
            raise CommandError(f"{output}: Expected a name that ends in .yaml or .json.")
        dossier = self.published(slug, edition) if edition is not None else self.on_desk(slug)
        text = as_json(dossier) if output and output.suffix == ".json" else as_yaml(dossier)
        if not output:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output}: cannot be written: {error.strerror}") from None
        self.stdout.write(f"{slug}: {output}")

    def on_desk(self, slug):
        try:
            return assemble(Treaty.objects.get(slug=slug))
        except Treaty.DoesNotExist:
            raise CommandError(f"{slug}: Expected the slug of a dossier on the desk.") from None

    def published(self, slug, number):
        try:
            return dossier_of(Edition.objects.get(slug=slug, number=number))
        except Edition.DoesNotExist:
            raise CommandError(f"{slug}: Expected the number of an edition, got {number}.") from None
