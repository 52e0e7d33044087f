from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "dossier.publication"
    verbose_name = _("publication")

    def ready(self):
        from .publishing import refresh
        from .roles import make_roles
        from .search.index import prefer_indexes

        connection_created.connect(prefer_indexes)
        post_migrate.connect(make_roles, sender=self)
        post_migrate.connect(refresh, sender=self)
