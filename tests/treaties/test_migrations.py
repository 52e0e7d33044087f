"""What migrations do to rows that are there already."""

from importlib import import_module

import pytest
from django.db import connection

from sources.models import Citation
from tests.makers import make_article, make_citation, make_step, make_treaty
from treaties.models import StepArticle, StepBasis, Treaty

pytestmark = pytest.mark.django_db

TELL_BASIS = import_module("treaties.migrations.0004_tell_basis_from_articles")
TELL_FORM = import_module("treaties.migrations.0006_tell_form_from_subjects")


def execute(*statements):
    with connection.cursor() as cursor:
        # Statements of one migration are one transaction, in which nothing is left to be checked later.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


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


def test_form_is_told_from_subjects_in_the_record_and_in_its_history():
    former = {
        "note": ["peace", "exchange-of-notes", "boundary"],
        "many": ["trade", "multilateral"],
        "two": ["multilateral", "protocol"],
        "plain": ["alliance"],
    }
    for slug, kinds in former.items():
        parties = ("alba", "borea", "caria") if slug == "many" else ("alba", "borea")
        make_treaty(slug, parties=parties, subjects=kinds)
    citation = make_citation(Treaty.objects.get(slug="note"), field="kinds", value="boundary", value_type="term")
    rows = Treaty.history.count()
    execute(*TELL_FORM.FORWARDS)
    after = {
        "note": ("exchange-of-notes", ["peace", "boundary"], ""),
        "many": ("", ["trade"], ""),
        "two": ("protocol", [], "multilateral"),
        "plain": ("", ["alliance"], ""),
    }
    columns = ("slug", "form", "subjects", "laterality")

    for table in (Treaty.objects, Treaty.history):
        assert {slug: tuple(rest) for slug, *rest in table.values_list(*columns)} == after
    assert Treaty.history.count() == rows
    assert Treaty.objects.get(slug="two").laterality_reason_en
    assert Citation.objects.get(pk=citation.pk).field == "subjects"
    # The triggers of history are at work again.
    Treaty.objects.filter(slug="plain").update(form="treaty")
    assert Treaty.history.count() == rows + 1

    execute(*TELL_FORM.BACKWARDS)
    assert Treaty.objects.get(slug="note").subjects == ["peace", "boundary", "exchange-of-notes"]
