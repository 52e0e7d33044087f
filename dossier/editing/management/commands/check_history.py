import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from dossier.editing.history.checking import discrepancies
from dossier.editing.history.recording import tracked_models, wanted_triggers
from dossier.editing.history.triggers import defects, kept, replaced_functions


class Command(BaseCommand):
    help = (
        "Compare every record of the desk with its newest row of history, and check that the triggers that record"
        " are in place. Nothing is repaired; “migrate” restores triggers."
    )

    def handle(self, **options):
        bar = tqdm(tracked_models(), unit=" tables", leave=False, delay=1, disable=not sys.stderr.isatty())
        differing = 0
        for model in bar:
            for discrepancy in discrepancies(model):
                differing += 1
                with bar.external_write_mode():
                    self.stdout.write(str(discrepancy))
        lost = self.triggers()
        problems = {"records that differ from their history": differing, "triggers and functions not in place": lost}
        if differing or lost:
            raise CommandError("; ".join(f"{words}: {number}" for words, number in problems.items() if number))

    def triggers(self) -> int:
        """How many triggers and functions are not in place; a line for each."""
        wanted = [trigger for model in tracked_models() for trigger in wanted_triggers(model)]
        lines = [f"{trigger} {defect}" for trigger, defect in defects(wanted + kept())]
        lines += [f"the function {name} differs from this release" for name in replaced_functions()]
        for line in lines:
            self.stdout.write(line)
        return len(lines)
