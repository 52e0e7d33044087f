from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("sources")

    def ready(self):
        from .models import Capture, Citation, SourceDocument
        from .prose import refuse_cited
        from .quotations.checking import capture_changed, capture_deleted, citation_saved

        pre_delete.connect(refuse_cited, sender=SourceDocument)
        post_save.connect(citation_saved, sender=Citation)
        post_save.connect(capture_changed, sender=Capture)
        post_delete.connect(capture_deleted, sender=Capture)
