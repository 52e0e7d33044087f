from django.urls import path

from dossier.pages.folding import LISTS

from . import lists, views

app_name = "publication"
urlpatterns = [
    path("", lists.register, name="register"),
    path("search/", lists.search, name="search"),
    path("treaties/<slug:slug>/", views.treaty_detail, name="treaty_detail"),
    path("treaties/<slug:slug>/editions/", views.edition_list, name="edition_list"),
    path("treaties/<slug:slug>/editions/<int:number>/", views.treaty_detail, name="edition_detail"),
    *(path(f"treaties/<slug:slug>/{name}/", views.dossier_list, {"name": name}, name=f"{name}_list") for name in LISTS),
    path("treaties/<slug:slug>/differences/<slug:key>/", views.difference_detail, name="difference_detail"),
    path("treaties/<slug:slug>/at/<slug:anchor>/", views.passage, name="passage"),
    path("treaties/<slug:slug>/articles/<slug:article>/", views.article_detail, name="article_detail"),
    path("sources/", views.source_list, name="source_list"),
    path("sources/<slug:key>/", views.source_detail, name="source_detail"),
    path("glossary/", views.glossary_page, name="glossary"),
    path("about/", views.about, name="about"),
]
