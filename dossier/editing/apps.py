from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def print_database(*, verbosity, using, stdout, **kwargs):
    """Print the database in use: without the site's settings in the environment, it is silently the embedded one."""
    where = connections[using].settings_dict
    if verbosity:
        folder = where.get("FOLDER")
        own = f"“{where['NAME']}”" + (f" on {where['HOST']}" if where["HOST"] else "")
        stdout.write(f"Database: {f'the embedded one in {folder}; DATABASE_URL is not set' if folder else own}")


class EditingConfig(AppConfig):
    name = "dossier.editing"
    verbose_name = "editing"

    def ready(self):
        from dossier.postgres import checks  # noqa: F401  # registers itself

        from .history.recording import install_triggers

        pre_migrate.connect(print_database, sender=self)
        post_migrate.connect(install_triggers)
