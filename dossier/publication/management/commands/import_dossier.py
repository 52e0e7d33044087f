import sys
from functools import partial
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from dossier.publication.intake import Intake, Refused
from dossier.publication.publishing import publish
from dossier.publication.reading import UnreadableFile, read


class Command(BaseCommand):
    help = "Take in dossier files, YAML or JSON: all of them or nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument("--update", action="store_true", help="let the file overwrite and delete")
        parser.add_argument("--publish", action="store_true", help="publish each dossier afterwards")
        parser.add_argument("--user", metavar="NAME", help="record the edits as this user's")

    def handle(self, *, files, dry_run, update, publish, user, **options):
        self.user = find_user(user)
        raws, failed = {}, False
        for file in files:
            try:
                raws[file] = read(file)
            except UnreadableFile as error:
                failed = self.complain(error.problems)
        slugs = {raw["slug"] for raw in raws.values() if isinstance(raw.get("slug"), str)}
        with transaction.atomic():
            for file, raw in self.in_order(raws):
                try:
                    intake = Intake(raw, str(file), known_slugs=slugs)
                except UnreadableFile as error:
                    failed = self.complain(error.problems)
                    continue
                self.report(intake, dry_run)
                if dry_run:
                    failed = failed or bool(intake.conflicts and not update)
                    continue
                failed = not self.take_in(intake, file, update) or failed
            if not failed and not dry_run:
                self.complete(raws, slugs)
            if failed or dry_run:
                transaction.set_rollback(True)
            elif publish:
                for slug in sorted(slugs):
                    self.publish(slug)
        if failed:
            raise CommandError("nothing was written")

    def in_order(self, raws):
        """A dossier after those that it names, so that its relations find them."""
        slugs = {raw.get("slug") for raw in raws.values() if isinstance(raw.get("slug"), str)}

        def names(raw):
            relations = raw.get("relations")
            relations = relations if isinstance(relations, list) else []
            others = {each.get("other") for each in relations if isinstance(each, dict)}
            return len({other for other in others if isinstance(other, str)} & slugs)

        return sorted(raws.items(), key=lambda item: names(item[1]))

    def take_in(self, intake, file, update):
        bar = partial(tqdm, desc=file.name, unit=" records", leave=False, disable=not sys.stderr.isatty())
        try:
            intake.apply(update=update, user=self.user, reason=f"import of {file.name}", progress=bar)
        except Refused as error:
            self.stderr.write(
                f"{file}: {len(error.conflicts)} records differ from the desk; --update lets the file overwrite them"
            )
            return False
        return True

    def complete(self, raws, slugs):
        """Dossiers that name each other: the first could not point at the second before that was there."""
        for file, raw in raws.items():
            intake = Intake(raw, str(file), known_slugs=slugs)
            if any(entry.verdict != "unchanged" for entry in intake.entries if not entry.deleted):
                self.take_in(intake, file, update=True)

    def report(self, intake, dry_run):
        for entry in intake.entries:
            self.stdout.write(f"{entry.verdict} {intake.slug} {entry.path}")
            if dry_run or entry.verdict == "conflict":
                for difference in entry.differences:
                    self.stdout.write(f"    {difference}")

    def complain(self, problems):
        for problem in problems:
            self.stderr.write(str(problem))
        return True

    def publish(self, slug):
        edition = publish(slug, user=self.user, note="")
        self.stdout.write(f"{slug}: " + (f"edition {edition.number}" if edition else "nothing has changed"))


def find_user(name):
    """The account of that name, None without a name, or a CommandError."""
    if not name:
        return None
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(f"there is no account {name!r}; right would be the name of an existing one") from None
