from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditingConfig(AppConfig):
    name = "dossier.editing"
    verbose_name = "editing"

    def ready(self):
        from dossier.postgres import checks  # noqa: F401  # registers itself

        from .history import install_triggers

        post_migrate.connect(install_triggers)
