import os
import secrets
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand

from dossier.publication.models import Publication

ACCOUNTS = {"admin": "Administrator", "reviewer": "Reviewer", "editor": "Editor"}


class Command(BaseCommand):
    help = "Set up a site with the dossiers of this project and serve it until Ctrl-C. Run again, it keeps all data."

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        files = sorted(Path(settings.BASE_DIR, "fixtures", "dossiers").glob("*.yaml"))
        missing = [str(file) for file in files if not Publication.objects.filter(slug=file.stem).exists()]
        if missing:
            call_command("import_dossier", *missing, publish=True, stdout=StringIO())
        passwords = self.accounts()
        port = os.environ.get("PORT", "8000")
        self.stdout.write(f"\n  readers   http://127.0.0.1:{port}/\n  editors   http://127.0.0.1:{port}/admin/")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:9} {password}")
        self.stdout.write("\n  Ctrl-C stops it.")
        self.stdout.flush()
        server = [sys.executable, "-m", "gunicorn", "-c", "python:dossier.gunicorn", "dossier.wsgi"]
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, server)  # noqa: S606  # gunicorn takes the place of this process and its signals

    def accounts(self) -> dict[str, str]:
        """The demonstration's accounts, with the passwords of the first run; DEMO_PASSWORD sets one for all."""
        file = Path(settings.BASE_DIR, ".demo-accounts")
        known = dict(line.split(" ", 1) for line in file.read_text().splitlines()) if file.exists() else {}
        users = get_user_model()
        passwords = {}
        for name, role in ACCOUNTS.items():
            wanted = os.environ.get("DEMO_PASSWORD") or known.get(name) or secrets.token_urlsafe(12)
            rights = {"is_staff": True, "is_superuser": name == "admin"}
            user, created = users.objects.get_or_create(username=name, defaults=rights)
            if created or wanted != known.get(name):
                user.set_password(wanted)
                user.save()
            user.groups.set(Group.objects.filter(name=role))
            passwords[name] = wanted
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write("".join(f"{name} {password}\n" for name, password in passwords.items()))
        return passwords
