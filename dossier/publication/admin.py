from django.contrib import admin

from dossier.editing.admin import ReadOnlyAdmin

from .models import Edition, Publication


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["slug", "number", "published_at", "sha256"]
    list_filter = ["slug"]
    exclude = ["content"]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["slug", "edition", "withdrawn"]
    list_select_related = ["edition"]
    exclude = ["listing", "acts"]
