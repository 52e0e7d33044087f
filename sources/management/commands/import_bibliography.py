from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dossier.editing.commands import find_user
from dossier.text.problems import Problem, UnreadableFile, printable
from sources.bibliography.importing import ADD, OVERWRITE, compared, duplicates, import_lines, lock_imports
from sources.bibliography.reading import read_file


class Command(BaseCommand):
    help = "Import bibliographies in CSL-JSON, BibTeX or RIS: all of them or none."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="print what would change without writing it")
        parser.add_argument("--update", action="store_true", help="let the file overwrite the desk")
        parser.add_argument("--user", metavar="NAME", help="record the edits as this user's")

    def handle(self, *, files, dry_run, update, user, **options):
        self.user = find_user(user, "sources.add_sourcedocument", "sources.change_sourcedocument")
        self.dry_run = dry_run
        read, failed = {}, False
        for file in files:
            try:
                read[file] = read_file(file)
            except UnreadableFile as error:
                failed = self.complain(error.problems)
        with transaction.atomic():
            lock_imports()
            for file, entries in read.items():
                failed = not self.import_file(file, entries, update) or failed
            if failed or dry_run:
                transaction.set_rollback(True)
        if failed:
            raise CommandError("nothing was written")

    def import_file(self, file, entries, update):
        lines = compared(entries)
        self.report(lines)
        if pairs := duplicates(lines):
            return not self.complain(self.same(file, first, second) for first, second in pairs)
        conflicts = sum(line.verdict == "conflict" for line in lines)
        if conflicts and not update:
            self.stderr.write(
                f"{file}: {conflicts} entries differ from the desk; --update lets the file overwrite them"
            )
            return False
        choices = [(line, ADD if line.verdict == "new" else OVERWRITE) for line in lines]
        import_lines(choices, user=self.user, reason=f"import of {printable(file.name)}")
        return True

    def report(self, lines):
        for line in lines:
            name = line.match.key if line.match else line.entry.source.get("key") or line.entry.name
            known = f" (known by its {line.match.by})" if line.match and line.match.by != "key" else ""
            self.stdout.write(f"{line.verdict} {printable(name)}{known}")
            if self.dry_run or line.verdict == "conflict":
                for difference in line.differences:
                    self.stdout.write(f"    {difference}")

    def same(self, file, first, second):
        message = f"Expected one entry for each document, got {first.match.key} again after {first.entry.place}"
        return Problem(str(file), second.entry.place, message)

    def complain(self, problems):
        for problem in problems:
            self.stderr.write(str(problem))
        return True
