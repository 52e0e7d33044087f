from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dossier.editing.commands import find_user
from dossier.format.checks import Unpublishable
from dossier.publication.publishing import publish, wait_for_lock
from treaties.models import Treaty


class Command(BaseCommand):
    help = "Publish the next edition of a dossier, where something has changed."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--note", default="", metavar="TEXT", help="what is new in the edition, for readers")
        parser.add_argument("--user", metavar="NAME", help="record the publication as this user's")

    def handle(self, *, slug, note, user, **options):
        user = find_user(user, "publication.publish_dossier")
        try:
            with transaction.atomic():
                wait_for_lock(self.stderr)
                edition = publish(slug, user=user, note=note)
        except Treaty.DoesNotExist:
            raise CommandError(f"{slug}: Expected the slug of a dossier on the desk.") from None
        except Unpublishable as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{slug}: edition {edition.number}" if edition else f"{slug}: nothing has changed")
