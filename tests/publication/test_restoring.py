"""What was deleted or changed comes back exactly as it was, once, and nothing else is touched."""

from dataclasses import dataclass
from random import Random

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from dossier.editing.history import recorded, tracked_models
from dossier.publication.assemble import as_yaml, assemble
from dossier.publication.publishing import publish, rename, withdraw
from dossier.publication.restoring import NotRestored, of_dossier, of_record, restore
from sources.models import Citation, QuoteCheck, SourceDocument, SourceOrigin
from tests.editing.test_past import now
from tests.makers import (
    make_article,
    make_capture,
    make_citation,
    make_event,
    make_party,
    make_person,
    make_question,
    make_source,
    make_step,
    make_treaty,
)
from treaties.models import (
    Article,
    ArticleText,
    Event,
    EventTreaty,
    Name,
    NameDocument,
    Party,
    PartySuccession,
    Person,
    RatificationStep,
    StepActor,
    StepArticle,
    TranslationStatus,
    Treaty,
    TreatyRelation,
    TreatyText,
)

pytestmark = pytest.mark.django_db


def exported(slug):
    return as_yaml(assemble(Treaty.objects.get(slug=slug)))


def history_rows():
    """How many there are, of all models."""
    return sum(model.history.count() for model in tracked_models())


def put_back(treaty, moment, **kwargs):
    return restore(treaty, lambda: of_dossier(treaty, moment), **kwargs)


def put_back_record(treaty, row, **kwargs):
    return restore(treaty, lambda: of_record(row), **kwargs)


@pytest.fixture
def shipped(dossier_files):
    call_command("import_dossier", *map(str, dossier_files), verbosity=0, stdout=open("/dev/null", "w"))
    return list(Treaty.objects.values_list("slug", flat=True))


def test_shipped_dossiers_come_back_byte_for_byte(shipped):
    for slug in shipped:
        before = {each: exported(each) for each in shipped}
        treaty = Treaty.objects.get(slug=slug)
        pk, then = treaty.pk, now()
        # While others name it, nobody can delete it.
        TreatyRelation.objects.filter(other=treaty).update(other=None)
        related = now()
        treaty.delete()

        assert put_back(pk, then)
        assert exported(slug) == before[slug]
        rows = history_rows()
        assert not put_back(pk, then)
        assert history_rows() == rows
        for each in Treaty.objects.filter(slug__in=shipped).exclude(slug=slug):
            put_back(each.pk, then)
        assert {each: exported(each) for each in shipped} == before
        assert related > then


def test_what_it_needs_and_was_deleted_too_comes_back(shipped):
    before = exported("russia-dprk-2024")
    pk, then = Treaty.objects.get(slug="russia-dprk-2024").pk, now()
    TreatyRelation.objects.all().delete()
    for treaty in Treaty.objects.all():
        treaty.delete()
    Person.objects.all().delete()
    Party.objects.all().delete()
    SourceOrigin.objects.all().delete()
    SourceDocument.objects.all().delete()

    with pytest.raises(NotRestored, match="It needs something that has been deleted: Treaty “ussr-dprk-1961”"):
        put_back(pk, then)
    assert not Treaty.objects.exists()
    for other in Treaty.history.filter(history_type="-").exclude(id=pk).values_list("id", flat=True):
        put_back_record(other, Treaty.history.filter(id=other, history_type="-").first())

    assert put_back(pk, then)
    assert before == exported("russia-dprk-2024")
