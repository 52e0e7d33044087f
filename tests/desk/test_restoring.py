"""What was deleted or changed comes back exactly as it was, once, and nothing else is touched."""

from contextlib import contextmanager
from random import Random

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import OperationalError, connection

from dossier.desk.restoring import NotRestored, of_dossier, of_record, restore
from dossier.editing.history.past import as_of
from dossier.editing.history.recording import recorded, tracked_models
from dossier.format.assemble import assemble, canonical_json
from dossier.publication.publishing import publish, rename, withdraw
from sources.models import Citation, Question, QuoteCheck, SourceDocument, SourceOrigin
from tests.clock import now
from tests.makers import (
    make_article,
    make_capture,
    make_citation,
    make_event,
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
    return canonical_json(assemble(Treaty.objects.get(slug=slug)))


def history_rows():
    """How many there are, of all models."""
    return sum(model.history.count() for model in tracked_models())


@contextmanager
def connect(like):
    """Another connection to the same database, as another editor has one."""
    other = like.copy()
    try:
        yield other
    finally:
        other.close()


def put_back(treaty, moment, **kwargs):
    return restore(treaty, lambda: of_dossier(treaty, moment), **kwargs)


def put_back_record(treaty, row, **kwargs):
    return restore(treaty, lambda: of_record(row), **kwargs)


@pytest.fixture
def slugs(db):
    return list(Treaty.objects.values_list("slug", flat=True))


@pytest.mark.shipped
def test_shipped_dossiers_come_back_byte_for_byte(slugs):
    before = {slug: exported(slug) for slug in slugs}
    for slug in slugs:
        treaty = Treaty.objects.get(slug=slug)
        pk, then = treaty.pk, now()
        # While others name it, nobody can delete it.
        naming = list(TreatyRelation.objects.filter(other=treaty).values_list("treaty", flat=True))
        TreatyRelation.objects.filter(other=treaty).update(other=None)
        treaty.delete()

        assert put_back(pk, then)
        assert exported(slug) == before[slug]
        rows = history_rows()
        assert not put_back(pk, then)
        assert history_rows() == rows
        assert all(put_back(each, then) for each in naming)
    assert {slug: exported(slug) for slug in slugs} == before


@pytest.mark.shipped
def test_what_it_needs_and_was_deleted_too_comes_back(slugs):
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


@pytest.fixture
def treaty():
    """A treaty of which everything can be deleted, and on which another dossier hangs."""
    treaty = make_treaty("amity", title_ko="우호 조약")
    article, step = make_article(treaty, "1"), make_step(treaty, "01", "alba")
    text = TreatyText.objects.create(treaty=treaty, key="en", language="en", authenticity="authentic")
    ArticleText.objects.create(article=article, text=text, body="Peace.")
    StepArticle.objects.create(step=step, article=article)
    actor = StepActor.objects.create(step=step, person=make_person("ada", party=Party.objects.get(key="alba")))
    Treaty.objects.filter(pk=treaty.pk).update(entry_into_force_clause=article)
    TreatyRelation.objects.create(treaty=treaty, key="past", kind="amends", other_text_en="A treaty", basis=article)
    name = Name.objects.create(subject=treaty, key="pact", language="en", text="Pact", kind="press")
    gazette = make_source("gazette", title="Gazette")
    SourceOrigin.objects.create(document=gazette, origin=make_source("agency"), relation="quotes")
    NameDocument.objects.create(name=name, document=gazette)
    question = make_question(treaty, "when")
    for subject in (treaty, article, step, actor, name):
        said = make_citation(treaty, subject, document=gazette, question=question, quote="Words", quote_language="en")
        SourceOrigin.objects.create(document=gazette, origin=make_source(), relation="quotes", citation=said)
        TranslationStatus.objects.create(subject=subject, field="note_public", language="ko", origin="machine")
    make_event(treaty, "visit")
    return treaty


def newest(record):
    return type(record).history.filter(id=record.pk).first()


@pytest.mark.parametrize("model", [Article, RatificationStep, Name, Event, StepActor, TreatyText, Citation, Question])
def test_one_record_comes_back_with_all_that_hung_on_it(treaty, model):
    before, record = exported("amity"), model.objects.first()
    pk = record.pk
    with recorded(reason="By mistake"):
        record.delete()
    assert exported("amity") != before

    row = model.history.filter(id=pk).first()
    assert put_back_record(treaty.pk, row)
    assert exported("amity") == before
    rows = history_rows()
    assert not put_back_record(treaty.pk, row)
    assert history_rows() == rows


@pytest.mark.shipped
def test_shipped_records_come_back_byte_for_byte(slugs):
    before = {each: exported(each) for each in slugs}
    treaty = Treaty.objects.get(slug="russia-dprk-2024")
    for record in (treaty.entry_into_force_clause, treaty.steps.filter(actors__isnull=False).first()):
        pk = record.pk
        record.delete()
        assert exported(treaty.slug) != before[treaty.slug]

        assert put_back_record(treaty.pk, type(record).history.filter(id=pk).first())
        assert {each: exported(each) for each in slugs} == before


def test_record_that_is_there_is_put_back_to_an_earlier_row(treaty):
    before, article = exported("amity"), Article.objects.get()
    row = newest(article)
    article.heading_en, article.summary_ko = "Otherwise", "평화"
    article.save()
    make_citation(treaty, article, key="later")

    assert put_back_record(treaty.pk, row)
    Citation.objects.get(key="later").delete()
    assert exported("amity") == before


def test_what_came_since_goes_away_with_all_that_hangs_on_it(treaty):
    before, then = exported("amity"), now()
    article = make_article(treaty, "2")
    said = make_citation(treaty, article, quote="Words", quote_language="en", document=make_source("late"))
    make_capture(said.document, "Words")
    StepArticle.objects.create(step=treaty.steps.get(), article=article)
    TranslationStatus.objects.create(subject=article, field="heading", language="ko", origin="machine")
    assert QuoteCheck.objects.filter(citation=said).exists()

    assert put_back(treaty.pk, then)
    assert exported("amity") == before
    assert not Article.objects.filter(slug="2").exists()
    assert SourceDocument.objects.filter(key="late").exists()
    call_command("check_history")


def test_edits_elsewhere_meanwhile_survive(treaty):
    other = make_treaty("other")
    make_event(other, "visit", title_en="Visit")
    pk, then = treaty.pk, now()
    Event.objects.filter(treaty=other).update(title_en="Another visit")
    Party.objects.filter(key="alba").update(name_en="New Alba")
    treaty.delete()
    Party.objects.filter(key="borea").update(name_en="New Borea")
    elsewhere = exported("other")

    assert put_back(pk, then)
    assert exported("other") == elsewhere
    assert sorted(Party.objects.values_list("name_en", flat=True)) == ["New Alba", "New Borea"]


def test_links_of_other_dossiers_come_back_where_their_owner_is_still_there(treaty):
    other, gone = make_treaty("other"), make_treaty("gone")
    for owner in (other, gone):
        EventTreaty.objects.create(event=make_event(owner, "visit"), treaty=treaty)
        make_citation(owner, treaty.articles.get(), key="of-the-other")
    before = exported("other")
    pk, then = treaty.pk, now()
    treaty.delete()
    assert exported("other") != before
    gone.delete()

    assert put_back(pk, then)
    assert exported("other") == before
    assert [(each.event.treaty.slug, each.treaty_id) for each in EventTreaty.objects.all()] == [("other", pk)]
    assert [each.dossier.slug for each in Citation.objects.filter(key="of-the-other")] == ["other"]


def test_what_was_made_later_and_deleted_with_it_stays_gone(treaty):
    before, pk, then = exported("amity"), treaty.pk, now()
    StepActor.objects.create(step=treaty.steps.get(), person=make_person("late"))
    make_article(treaty, "2")
    treaty.delete()

    assert put_back(pk, then)
    assert exported("amity") == before


def test_record_that_came_since_with_the_key_of_another_gives_it_back(treaty):
    before, then = exported("amity"), now()
    treaty.articles.all().delete()
    make_article(treaty, "1", heading_en="Another")

    assert put_back(treaty.pk, then)
    assert exported("amity") == before


@pytest.mark.parametrize("deleted", ["the dossier", "a source"])
def test_key_that_another_record_has_by_now_hinders(treaty, deleted):
    pk, then = treaty.pk, now()
    treaty.delete()
    if deleted == "the dossier":
        make_treaty("amity")
        taken = "Treaty “amity”"
    else:
        SourceOrigin.objects.filter(document__key="gazette").delete()
        SourceDocument.objects.filter(key="gazette").delete()
        make_source("gazette")
        taken = "Source document “gazette”"
    rows = history_rows()

    with pytest.raises(NotRestored, match=f"Its place is taken by another record: {taken}"):
        put_back(pk, then)
    assert history_rows() == rows


def test_key_of_a_single_record_that_another_has_by_now_hinders(treaty):
    article = treaty.articles.get()
    pk = article.pk
    article.delete()
    make_article(treaty, "1")

    with pytest.raises(NotRestored, match="Its place is taken by another record: Article “1”"):
        put_back_record(treaty.pk, Article.history.filter(id=pk).first())


def test_record_whose_owner_is_gone_names_it(treaty):
    actor = StepActor.objects.get()
    pk = actor.pk
    actor.delete()
    treaty.steps.all().delete()

    with pytest.raises(NotRestored, match="It needs something that has been deleted: Step “01”"):
        put_back_record(treaty.pk, StepActor.history.filter(id=pk).first())


def test_what_another_dossier_needs_does_not_go(treaty):
    then = now()
    make_citation(make_treaty("other"), make_article(treaty, "2"), key="of-the-other")

    with pytest.raises(NotRestored, match="This record needs something that would be removed: Citation “of-the-other”"):
        put_back(treaty.pk, then)
    assert Article.objects.filter(slug="2").exists()


def test_published_dossier_keeps_its_present_address(treaty):
    then = now()
    publish("amity")
    rename("amity", "friendship")
    Treaty.objects.filter(slug="friendship").update(title_en="Otherwise")

    assert put_back(treaty.pk, then)
    found = Treaty.objects.get()
    assert (found.slug, found.title_en) == ("friendship", "Treaty amity")
    assert not put_back(treaty.pk, then)


def test_deleted_dossier_comes_back_at_the_address_that_readers_know(treaty):
    pk, then = treaty.pk, now()
    publish("amity")
    rename("amity", "friendship")
    withdraw("friendship", reason="Gone")
    Treaty.objects.get().delete()

    assert put_back(pk, then)
    assert Treaty.objects.get().slug == "friendship"


def test_unpublished_dossier_comes_back_at_its_address_of_then(treaty):
    then = now()
    Treaty.objects.update(slug="friendship")

    assert put_back(treaty.pk, then)
    assert Treaty.objects.get().slug == "amity"


def test_restoring_is_recorded_with_who_and_why(treaty):
    user = get_user_model().objects.create_user("ada")
    pk, then = treaty.pk, now()
    treaty.delete()
    put_back(pk, then, user=user, reason="It was a mistake.")

    for record in (Treaty.objects.get(), Article.objects.get(), StepActor.objects.get()):
        row = newest(record)
        assert (row.history_type, row.history_user_id, row.history_change_reason) == ("+", user.pk, "It was a mistake.")


def test_quotations_are_checked_again(treaty):
    make_capture(SourceDocument.objects.get(key="gazette"), "Words")
    pk, then, checked = treaty.pk, now(), QuoteCheck.objects.count()
    treaty.delete()
    assert QuoteCheck.objects.count() == 0

    assert put_back(pk, then)
    assert QuoteCheck.objects.count() == checked == 5


def test_desk_that_changed_after_the_look_is_looked_at_again(treaty):
    then = now()
    treaty.articles.update(heading_en="Otherwise")
    seen = of_dossier(treaty.pk, then).digest
    treaty.articles.update(heading_ko="다시")

    with pytest.raises(NotRestored, match="Please look again"):
        put_back(treaty.pk, then, seen=seen)
    assert put_back(treaty.pk, then, seen=of_dossier(treaty.pk, then).digest)


def test_dossier_that_was_not_there_is_not_made(treaty):
    with pytest.raises(Treaty.DoesNotExist):
        put_back(make_treaty("later").pk, newest(treaty).history_date)


@pytest.mark.django_db(transaction=True)
def test_nobody_else_writes_what_is_being_restored(treaty):
    then = now()
    treaty.articles.update(heading_en="Otherwise")
    refused = []

    def plan():
        with connect(connection) as other, other.cursor() as cursor:
            for model in (Treaty, Article, StepActor, Citation):
                try:
                    cursor.execute(f"SELECT FROM {model._meta.db_table} FOR UPDATE NOWAIT")
                except OperationalError:
                    refused.append(model)
        return of_dossier(treaty.pk, then)

    assert restore(treaty.pk, plan)
    assert refused == [Treaty, Article, StepActor, Citation]


@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_before_does_not_come_back_with_a_record(treaty):
    actor = StepActor.objects.get()
    actor.delete()
    step = RatificationStep.objects.get()
    pk = step.pk
    before = exported("amity")
    step.delete()

    assert put_back_record(treaty.pk, RatificationStep.history.filter(id=pk).first())
    assert exported("amity") == before
    assert not StepActor.objects.exists()


# At random

LANGUAGES = ["en", "ko", "ar"]


def edit(random, treaty):
    """One edit of a dossier, as an editor or an import might make it."""
    articles, steps, events = list(treaty.articles.all()), list(treaty.steps.all()), list(treaty.events.all())
    subjects = [treaty, *articles, *steps, *events]
    number = random.randrange(10**9)
    match random.randrange(12):
        case 0:
            make_article(treaty, f"{number}", position=random.randrange(9))
        case 1 if articles:
            article = random.choice(articles)
            setattr(article, f"heading_{random.choice(LANGUAGES)}", f"Heading {number}")
            article.save()
        case 2 if articles:
            random.choice(articles).delete()
        case 3:
            step = make_step(treaty, f"{number}", "alba", refers_to=random.choice([None, *steps]))
            StepActor.objects.create(step=step, person=random.choice(Person.objects.all()))
        case 4 if steps and articles:
            StepArticle.objects.get_or_create(step=random.choice(steps), article=random.choice(articles))
        case 5 if steps:
            random.choice(steps).delete()
        case 6:
            questions = [None, *treaty.questions.all()]
            make_citation(
                treaty, random.choice(subjects), document=make_source(), question=random.choice(questions), quote=""
            )
        case 7:
            treaty.dossier_citations.filter(pk__in=treaty.dossier_citations.order_by("?").values("pk")[:1]).delete()
        case 8:
            make_question(treaty) if random.random() < 0.6 else treaty.questions.all().delete()
        case 9:
            Treaty.objects.filter(pk=treaty.pk).update(
                entry_into_force_clause=random.choice([None, *articles]), title_ko=f"조약 {number}"
            )
        case 10:
            make_event(treaty, f"{number}") if random.random() < 0.6 else treaty.events.all().delete()
        case 11:
            subject, language = random.choice(subjects), random.choice(LANGUAGES)
            TranslationStatus.objects.get_or_create(
                subject_type=ContentType.objects.get_for_model(subject),
                subject_id=subject.pk,
                field="note_public",
                language=language,
                defaults={"origin": "machine"},
            )


@pytest.mark.parametrize("seed", range(4))
def test_any_moment_comes_back_exactly(treaty, seed):
    random, moments = Random(seed), []  # noqa: S311  # no secret
    for _moment in range(5):
        for _edit in range(5):
            edit(random, Treaty.objects.get(pk=treaty.pk))
        moments.append((now(), exported("amity")))
    if seed % 2:
        Treaty.objects.get(pk=treaty.pk).delete()
    random.shuffle(moments)

    for moment, then in moments:
        with as_of(moment):
            assert exported("amity") == then
        put_back(treaty.pk, moment)
        assert exported("amity") == then
        assert not put_back(treaty.pk, moment)
    call_command("check_history")
