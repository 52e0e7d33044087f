from django.contrib import admin

from dossier.editing.admin import DeskAdmin, TranslatedDeskAdmin

from . import models


@admin.register(models.Party)
class PartyAdmin(TranslatedDeskAdmin):
    list_display = ["key", "name_en", "iso_3166", "exists_from", "exists_until"]
    search_fields = ["key", "name_en"]


@admin.register(models.PartySuccession)
class PartySuccessionAdmin(TranslatedDeskAdmin):
    list_display = ["predecessor", "kind", "successor", "date"]
    list_select_related = ["predecessor", "successor"]
    autocomplete_fields = ["predecessor", "successor"]


@admin.register(models.Person)
class PersonAdmin(TranslatedDeskAdmin):
    list_display = ["key", "name_en", "party"]
    list_select_related = ["party"]
    autocomplete_fields = ["party"]
    search_fields = ["key", "name_en"]


@admin.register(models.Name)
class NameAdmin(TranslatedDeskAdmin):
    list_display = ["text", "language", "kind", "unverified"]
    list_filter = ["kind", "language", "unverified"]
    autocomplete_fields = ["copy_of"]
    search_fields = ["text", "key"]


@admin.register(models.Treaty)
class TreatyAdmin(TranslatedDeskAdmin):
    list_display = ["slug", "title_en", "checked_up_to"]
    autocomplete_fields = ["entry_into_force_clause"]
    search_fields = ["slug", "title_en"]


class OfTreatyAdmin(TranslatedDeskAdmin):
    """What hangs on one treaty."""

    list_filter = ["treaty"]
    list_select_related = ["treaty"]
    autocomplete_fields = ["treaty"]


@admin.register(models.TreatyText)
class TreatyTextAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "language", "authenticity"]
    autocomplete_fields = ["treaty", "copy_of", "source"]
    search_fields = ["key", "treaty__slug"]


@admin.register(models.Article)
class ArticleAdmin(OfTreatyAdmin):
    list_display = ["slug", "treaty", "number", "kind", "heading_en"]
    search_fields = ["slug", "treaty__slug", "heading_en"]


@admin.register(models.RatificationStep)
class RatificationStepAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "kind", "party", "date", "standing"]
    list_select_related = ["treaty", "party"]
    autocomplete_fields = ["treaty", "party", "refers_to"]
    search_fields = ["key", "treaty__slug"]


@admin.register(models.Event)
class EventAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "kind", "date", "title_en"]
    search_fields = ["key", "treaty__slug", "title_en"]


@admin.register(models.TreatyRelation)
class TreatyRelationAdmin(OfTreatyAdmin):
    list_display = ["key", "treaty", "kind", "other", "standing"]
    list_select_related = ["treaty", "other"]
    autocomplete_fields = ["treaty", "other", "basis"]


@admin.register(models.StepActor)
class StepActorAdmin(TranslatedDeskAdmin):
    list_display = ["step", "person", "party"]
    list_select_related = ["step__treaty", "person", "party"]
    autocomplete_fields = ["step", "person", "party"]


class LinkAdmin(DeskAdmin):
    """Rows under a record, reached from their own list; what they join is chosen by its key."""

    list_select_related = True

    def get_autocomplete_fields(self, request):
        return [field.name for field in self.model._meta.fields if field.many_to_one]


for _model in (
    *(models.NameDocument, models.TreatyParty, models.OfficialReference, models.ArticleText, models.StepArticle),
    *(models.EventTreaty, models.EventArticle, models.EventPerson),
):
    admin.site.register(_model, LinkAdmin)
admin.site.register(models.TranslationStatus, DeskAdmin)
