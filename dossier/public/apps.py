from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "dossier.public"
