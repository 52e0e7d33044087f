import sys
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.encoding import iri_to_uri
from tqdm import tqdm

from sources.links.asking import Asker
from sources.links.checks import Offline, agent, check_links, due
from sources.models import SourceDocument

MOST_ADDRESSES = 2_000


class Command(BaseCommand):
    help = "Check whether the addresses of source documents, and of their archived copies, still answer."

    def add_arguments(self, parser):
        parser.add_argument("keys", nargs="*", metavar="KEY", help="keys of the documents to check (all)")
        parser.add_argument("--limit", type=int, default=200, metavar="N", help="check at most N addresses (200)")
        parser.add_argument(
            "--delay", type=float, default=2.0, metavar="SECONDS", help="wait between two requests to one host (2)"
        )
        parser.add_argument(
            "--older-than",
            type=float,
            default=0.0,
            metavar="DAYS",
            help="skip addresses checked in the last DAYS days (0)",
        )

    def handle(self, *, keys, limit, delay, older_than, **options):
        within("--limit", limit, 1, MOST_ADDRESSES)
        within("--delay", delay, 0, 60)
        within("--older-than", older_than, 0, 10_000)
        known = set(SourceDocument.objects.filter(key__in=keys).values_list("key", flat=True))
        if unknown := sorted(set(keys) - known):
            raise CommandError(f"Expected keys of source documents, got “{', '.join(unknown)}”.")
        links = due(keys, older_than=timedelta(days=older_than))[:limit]
        answers = check_links(links, Asker(agent()), delay=delay)
        bar = tqdm(answers, total=len(links), unit=" addresses", leave=False, delay=1, disable=not sys.stderr.isatty())
        try:
            for checked in bar:
                with bar.external_write_mode():
                    self.report(checked)
        except Offline:
            raise CommandError("nothing answered, not even the name servers: is this machine on a network?") from None

    def report(self, checked):
        finding = checked.finding
        said = [finding.outcome.value, *([str(finding.status)] if finding.status else [])]
        said += [finding.detail.value] if finding.detail else []
        said += [f"→ {iri_to_uri(finding.led_to)}"] if finding.led_to else []
        # An address may contain terminal escape sequences.
        address = iri_to_uri(checked.link.address)
        for _document, key, which in checked.link.places:
            self.stdout.write(f"{key} {which} {address}: {' '.join(said)}")


def within(name, value, least, most):
    """Raises CommandError."""
    if not least <= value <= most:
        raise CommandError(f"{name}: Expected a number from {least} to {most}, got {value}.")
