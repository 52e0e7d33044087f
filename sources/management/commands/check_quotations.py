from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sources.models import Citation, SourceDocument
from sources.quotations.checking import recheck, with_result
from sources.vocabulary import CheckResult


class Command(BaseCommand):
    help = "Look for every quotation in the captures of its document. Exits 1 where one is not found."

    def add_arguments(self, parser):
        parser.add_argument("documents", nargs="*", metavar="DOCUMENT-KEY", help="Only quotations of these documents.")

    def handle(self, documents, **options):
        known = SourceDocument.objects.filter(key__in=documents).values_list("key", flat=True)
        if unknown := sorted(set(documents) - set(known)):
            raise CommandError(f"Expected keys of source documents, got “{', '.join(unknown)}”.")
        quoting = Citation.objects.exclude(quote="").order_by("document__key", "key")
        if documents:
            quoting = quoting.filter(document__key__in=documents)
        keys = list(quoting.values_list("document__key", flat=True).distinct())
        for key in tqdm(keys, unit="document", delay=1, leave=False):
            recheck(quoting.filter(document__key=key))
        missing = 0
        for citation in with_result(quoting).select_related("document", "quote_check"):
            result = CheckResult(citation.checked)
            names = citation.quote_check.normalisations if result == CheckResult.NORMALISED else []
            words = " ".join([str(result.label), ", ".join(names)]).strip()
            self.stdout.write(f"{citation.document.key} {citation.key}: {words}")
            missing += result == CheckResult.MISSING
        if missing:
            raise CommandError(f"Quotations not found: {missing}.")
