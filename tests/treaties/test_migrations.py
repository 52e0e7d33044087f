"""What migrations do to rows that are there already."""

from importlib import import_module

import pytest
from django.db import connection

from tests.makers import make_article, make_step, make_treaty
from treaties.models import StepArticle, StepBasis

pytestmark = pytest.mark.django_db

TELL_BASIS = import_module("treaties.migrations.0004_tell_basis_from_articles")


def test_clause_of_an_act_becomes_its_basis_and_what_an_act_is_about_stays():
    treaty = make_treaty()
    clause, reserved = make_article(treaty, "9"), make_article(treaty, "5")
    entry = make_step(treaty, "in-force", kind="entry-into-force")
    reservation = make_step(treaty, "reserves", kind="reservation", party="alba")
    entry.articles.add(clause)
    reservation.articles.add(reserved)
    # The table has no triggers yet when the migration runs.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE treaties_stepbasis DISABLE TRIGGER USER")
        cursor.execute(TELL_BASIS.FORWARDS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE treaties_stepbasis ENABLE TRIGGER USER")

    (basis,) = StepBasis.objects.all()
    assert (basis.step, basis.article) == (entry, clause)
    assert list(StepArticle.objects.values_list("step", "article")) == [(reservation.pk, reserved.pk)]
    (created,) = basis.history.all()
    assert (created.history_type, created.step_id, created.article_id) == ("+", entry.pk, clause.pk)
    assert list(StepArticle.history.filter(history_type="-").values_list("step_id", flat=True)) == [entry.pk]

    with connection.cursor() as cursor:
        cursor.execute(TELL_BASIS.BACKWARDS)
    assert set(entry.articles.all()) == {clause}
    assert not StepBasis.objects.exists()
