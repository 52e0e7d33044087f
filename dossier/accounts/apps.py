from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dossier.accounts"
    verbose_name = _("access")

    def ready(self):
        from . import sessions  # noqa: F401  # connects the signal handler for logins
