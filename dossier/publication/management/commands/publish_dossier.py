from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError

from dossier.publication.publishing import publish
from dossier.publication.reading import problems_of
from treaties.models import Treaty

from .import_dossier import find_user


class Command(BaseCommand):
    help = "Publish the next edition of a dossier, where something has changed."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--note", default="", metavar="TEXT", help="what the edition brings, for readers")
        parser.add_argument("--user", metavar="NAME", help="record the publication as this user's")

    def handle(self, *, slug, note, user, **options):
        try:
            edition = publish(slug, user=find_user(user), note=note)
        except Treaty.DoesNotExist:
            raise CommandError(f"{slug}: there is no such dossier on the desk") from None
        except ValidationError as error:
            raise CommandError("\n".join(map(str, problems_of(error, slug)))) from None
        self.stdout.write(f"{slug}: edition {edition.number}" if edition else f"{slug}: nothing has changed")
