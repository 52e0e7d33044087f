from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from dossier.editing.typed_dates import read_date
from dossier.public import api, views
from dossier.public.exports import bibliography
from sources.bibliography.reading import FORMATS

handler500 = "dossier.errors.server_error"
urlpatterns = [
    path("", views.home),
    path("admin/language/", set_language, name="set_language"),
    path("admin/date/", admin.site.admin_view(read_date), name="read_date"),
    path("admin/", include("dossier.accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz/", views.healthz),
    path("api/schema.json", api.schema),
    path("api/treaties/", api.treaties),
    path("api/treaties/<slug:slug>/", api.treaty),
    path("api/treaties/<slug:slug>/status/", api.treaty_status),
    *(
        path(f"api/treaties/<slug:slug>/citations.{ending}", bibliography.citations, {"ending": ending})
        for ending in FORMATS
    ),
    *(path(f"api/sources/<slug:key>.{ending}", bibliography.source, {"ending": ending}) for ending in FORMATS),
    path("api/treaties/<slug:slug>/editions/<int:number>/", api.treaty),
    *i18n_patterns(path("", include("dossier.public.urls"))),
]
