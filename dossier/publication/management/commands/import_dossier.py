import sys
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from dossier.editing.commands import find_user
from dossier.format.checks import Unpublishable
from dossier.format.intake import ImportRefused, Intake
from dossier.format.reading import read_dossier
from dossier.publication.models import Publication
from dossier.publication.publishing import publish, wait_for_lock
from dossier.text.problems import Problem, UnreadableFile, printable
from treaties.hints import namesakes
from treaties.law.hints import hints
from treaties.law.rows import history
from treaties.models import Party, Treaty


class Command(BaseCommand):
    help = "Import dossier files in YAML or JSON: all of them or none."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="print what would change without writing it")
        parser.add_argument("--update", action="store_true", help="let the file overwrite and delete on the desk")
        parser.add_argument("--publish", action="store_true", help="publish each dossier afterwards")
        parser.add_argument("--user", metavar="NAME", help="record the edits as this user's")

    def handle(self, *, files, dry_run, update, publish, user, **options):
        allowed = ["publication.import_dossier", *(["publication.publish_dossier"] if publish else [])]
        self.user, self.dry_run = find_user(user, *allowed), dry_run
        raws, failed = {}, False
        for file in files:
            try:
                raws[file] = read_dossier(file)
            except UnreadableFile as error:
                failed = self.complain(error.problems)
        failed = not self.one_file_per_dossier(raws) or failed
        slugs = {raw["slug"] for raw in raws.values() if isinstance(raw.get("slug"), str)}
        with transaction.atomic():
            wait_for_lock(self.stderr)
            known = set(Treaty.objects.filter(slug__in=slugs).values_list("slug", flat=True))
            for file, raw in raws.items():
                failed = not self.import_file(file, raw, slugs, update) or failed
            if not failed:
                for file, raw in raws.items():
                    if self.referenced_slugs(raw) & (slugs - known):
                        # It referred to a dossier of this import that did not exist yet.
                        again = without_deleted(raw)
                        failed = not self.import_file(file, again, slugs, update=True, silently=True) or failed
                if publish and not failed:
                    failed = not all([self.publish(slug) for slug in sorted(slugs)])
            if failed or dry_run:
                transaction.set_rollback(True)
        if failed:
            raise CommandError("nothing was written")

    def one_file_per_dossier(self, raws):
        """Whether no two files have the same slug: the later one would silently overwrite the earlier."""
        seen: dict = {}
        for file, raw in raws.items():
            slug = raw.get("slug")
            # A file without a slug is refused later.
            first = seen.setdefault(slug, file) if isinstance(slug, str) else file
            if first is not file:
                self.complain(
                    [Problem(str(file), "slug", f"Expected one file for each dossier, got the slug of {first} again")]
                )
                return False
        return True

    def import_file(self, file, raw, slugs, update, silently=False):
        bar = partial(tqdm, desc=file.name, unit=" records", leave=False, disable=not sys.stderr.isatty())
        try:
            intake = Intake(raw, str(file), slugs, Publication.objects.moved_to)
            if not silently:
                self.report(intake)
            intake.apply(update=update, user=self.user, reason=f"import of {printable(file.name)}", progress=bar)
            if not silently:
                self.report_hints(intake)
        except UnreadableFile as error:
            return not self.complain(error.problems)
        except ImportRefused as error:
            self.stderr.write(
                f"{file}: {len(error.conflicts)} records differ from the desk; --update lets the file overwrite them"
            )
            return False
        return True

    def referenced_slugs(self, raw):
        """The slugs of the dossiers that a file refers to in its relations and events."""
        relations = [relation.get("other") for relation in records(raw, "relations")]
        events = [slug for event in records(raw, "events") for slug in event.get("treaties") or []]
        return {slug for slug in [*relations, *events] if isinstance(slug, str)}

    def report(self, intake):
        for entry in intake.entries:
            self.stdout.write(f"{entry.verdict} {intake.slug} {printable(entry.path)}")
            if self.dry_run or entry.verdict == "conflict":
                for difference in entry.differences:
                    self.stdout.write(f"    {difference}")

    def report_hints(self, intake):
        """What should be looked at again in the acts and the parties that the file brings."""
        brought = {entry.path.removeprefix("steps/") for entry in intake.entries if entry.verdict != "unchanged"}
        treaty = Treaty.objects.get(slug=intake.slug)
        for hint in hints(history(treaty)):
            if brought.intersection(hint.acts):
                self.stdout.write(f"check {intake.slug} {printable(str(hint))}")
        new = [entry.path.removeprefix("parties/") for entry in intake.entries if entry.verdict == "new"]
        for party in Party.objects.filter(key__in=new).order_by("key"):
            for other in namesakes(party):
                self.stdout.write(f"check {intake.slug} parties/{party.key} has the name of parties/{other.key}")

    def complain(self, problems):
        for problem in problems:
            self.stderr.write(str(problem))
        return True

    def publish(self, slug):
        try:
            edition = publish(slug, user=self.user, note="")
        except Unpublishable as error:
            return not self.complain(error.problems)
        self.stdout.write(f"{slug}: " + (f"edition {edition.number}" if edition else "nothing has changed"))
        return True


def records(raw, place):
    listed = raw.get(place)
    return [record for record in listed if isinstance(record, dict)] if isinstance(listed, list) else []


def without_deleted(data):
    """The data without the records marked as deleted: the first pass has already removed them."""
    if isinstance(data, dict):
        return {name: without_deleted(value) for name, value in data.items()}
    if isinstance(data, list):
        kept = [item for item in data if not (isinstance(item, dict) and item.get("deleted") is True)]
        return [without_deleted(item) for item in kept]
    return data
