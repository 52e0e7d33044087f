import os
import secrets
import socket
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dossier.publication.models import Publication
from treaties.models import Treaty

ACCOUNTS = {"admin": "Administrator", "reviewer": "Reviewer", "editor": "Editor"}


class Command(BaseCommand):
    help = "Set up a site with the dossiers of this project and serve it until Ctrl-C. Run again, it keeps all data."

    def handle(self, **options):
        if "FOLDER" not in settings.DATABASES["default"]:
            raise CommandError(
                "The demonstration makes accounts with printed passwords, so it keeps to its own database: unset"
                " DATABASE_URL. How a site of your own is set up stands in docs/administrators.md."
            )
        self.refuse_taken_port()
        self.tell("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.import_dossiers()
        passwords = self.accounts()
        self.tell(
            f"\n  readers   http://127.0.0.1:{settings.PORT}/\n  editors   http://127.0.0.1:{settings.PORT}/admin/"
        )
        for name, password in passwords.items():
            self.tell(f"  {name:9} {password}")
        if not passwords:
            self.tell("  The accounts are no longer those of the demonstration.")
        self.tell("\n  Ctrl-C stops it.")
        server = [sys.executable, "-m", "gunicorn", "-c", "python:dossier.gunicorn", "dossier.wsgi"]
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, server)  # noqa: S606  # gunicorn takes the place of this process and its signals

    def tell(self, words):
        self.stdout.write(words)
        self.stdout.flush()

    def refuse_taken_port(self):
        with socket.socket() as probe:
            # As gunicorn does, so that a connection that has just been closed does not block the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.PORT))
            except OSError as error:
                free = settings.PORT + 1 if settings.PORT < 65_535 else 8000
                problem = f"Port {settings.PORT} cannot be used ({error.strerror}). Try another: PORT={free} make demo"
                raise CommandError(problem) from None

    def import_dossiers(self):
        """Import the project's dossiers that the site has never had. The site starts even if one cannot be imported."""
        files = sorted(Path(settings.BASE_DIR, "fixtures", "dossiers").glob("*.yaml"))
        missing = [str(file) for file in files if not self.is_known(file.stem)]
        if not missing:
            return
        self.tell("Taking in the dossiers …")
        try:
            call_command("import_dossier", *missing, publish=True, stdout=StringIO(), stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"Not imported, and the site starts without: {', '.join(missing)} ({error})")

    def is_known(self, slug):
        """Whether the site has this dossier, or once had one at this address."""
        published = Publication.objects.filter(slug=slug) | Publication.objects.formerly_at(slug)
        return published.exists() or Treaty.objects.filter(slug=slug).exists()

    def accounts(self) -> dict[str, str]:
        """The passwords of the demonstration's accounts that still have their printed password, by name.

        The accounts are only created on the first run, so that renaming one or changing its role is respected.
        """
        file = Path(settings.BASE_DIR, ".demo-accounts")
        users = get_user_model().objects
        known = dict(line.split(" ", 1) for line in file.read_text().splitlines()) if file.exists() else {}
        given = os.environ.get("DEMO_PASSWORD")
        with transaction.atomic():
            if not users.exists():
                known = {name: given or secrets.token_urlsafe(12) for name in ACCOUNTS}
                for name, role in ACCOUNTS.items():
                    make = users.create_superuser if name == "admin" else users.create_user
                    user = make(name, password=known[name], is_staff=True)
                    user.groups.set(Group.objects.filter(name=role))
            passwords = {}
            for user in users.filter(username__in=known):
                name = user.get_username()
                if user.check_password(known[name]):
                    if given and given != known[name]:
                        user.set_password(given)
                        user.save()
                    passwords[name] = given or known[name]
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                out.write("".join(f"{name} {password}\n" for name, password in passwords.items()))
        return {name: passwords[name] for name in ACCOUNTS if name in passwords}
