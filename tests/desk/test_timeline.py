"""One history of a dossier: everything that ever stood in it, by transaction, narrowed as an editor asks."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dossier.desk.timeline import OUTSIDE, Asked, Timeline, deleted_dossiers
from dossier.editing.history.recording import recorded
from dossier.format.belonging import in_history, on_desk, record_ids
from dossier.format.mapping import STATUSES, TREATY, walk
from sources.models import SourceOrigin
from tests.makers import (
    make_article,
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
    EventTreaty,
    Name,
    NameDocument,
    StepActor,
    TranslationStatus,
    Treaty,
    TreatyText,
)

pytestmark = pytest.mark.django_db(transaction=True)


def lines(treaty, **asked):
    """The rows of a timeline, without its headings: type, kind, name."""
    headings = Timeline(treaty.pk, Asked(**asked))[0:1000]
    return [(line.edit.row.history_type, line.kind, line.name) for heading in headings for line in heading.lines]


def make_full_dossier(slug):
    """One record of every kind that can stand in a dossier."""
    treaty = make_treaty(slug, parties=["alba"])
    treaty.references.create(scheme="unts", value="I-1")
    article, step, event = make_article(treaty), make_step(treaty, "01"), make_event(treaty, "visit")
    text = TreatyText.objects.create(treaty=treaty, key="en", language="en", authenticity="authentic")
    ArticleText.objects.create(article=article, text=text, body="Peace.")
    article.numbers.create(number="J.1")
    StepActor.objects.create(step=step, person=make_person())
    step.articles.add(article)
    step.basis.add(article)
    treaty.entry_into_force_parties.add(treaty.parties.get().party)
    event.articles.add(article)
    event.people.add(make_person())
    event.treaties.add(make_treaty(parties=[]))
    treaty.relations.create(key="past", kind="amends", other_text_en="A treaty")
    name = Name.objects.create(subject=treaty, key="pact", language="en", text="Pact", kind="press")
    NameDocument.objects.create(name=name, document=make_source())
    make_question(treaty, "when")
    said = make_citation(treaty, StepActor.objects.get(step=step), key="said")
    SourceOrigin.objects.create(document=said.document, origin=make_source(), relation="quotes", citation=said)
    TranslationStatus.objects.create(subject=name, field="note_public", language="ko", origin="machine")
    return treaty


def test_every_kind_of_record_belongs_to_its_dossier_on_the_desk_and_in_history():
    treaty, other = make_full_dossier("amity"), make_full_dossier("other")
    models = {table.model for table in walk((TREATY, STATUSES))}
    models |= {link.through for table in walk((TREATY,)) for link in table.links.values()} | {SourceOrigin}

    def counted(rows, treaty):
        return {model: numbers.distinct().count() for model, numbers in record_ids(treaty.pk, rows).items()}

    assert counted(on_desk, treaty) == dict.fromkeys(models, 1)
    assert counted(in_history, other) == dict.fromkeys(models, 1)
    pk = other.pk
    other.delete()
    other.pk = pk
    assert set(counted(on_desk, other).values()) == {0}
    assert counted(in_history, other) == dict.fromkeys(models, 1)


def test_timeline_holds_what_was_deleted_and_nothing_of_other_dossiers():
    treaty, other = make_treaty("amity", parties=[]), make_treaty("other", parties=[])
    step = make_step(treaty, "01")
    StepActor.objects.create(step=step, person=make_person("ada"))
    make_article(other, "9")
    step.delete()

    assert lines(treaty) == [
        ("-", "treaties.ratificationstep", "01"),
        ("-", "treaties.stepactor", "01 · ada"),
        ("+", "treaties.stepactor", "01 · ada"),
        ("+", "treaties.ratificationstep", "01"),
        ("+", "treaties.treaty", "amity"),
    ]
    assert lines(other) == [("+", "treaties.article", "9"), ("+", "treaties.treaty", "other")]


def test_records_without_a_key_are_called_by_what_tells_them_apart():
    treaty = make_full_dossier("amity")
    told = {kind.partition(".")[2]: name for _type, kind, name in lines(treaty)}

    assert told["treatyparty"] == "alba · party"
    assert told["officialreference"] == "UNTS · I-1"
    assert told["articletext"] == "1 · en"
    assert told["articlenumber"] == "1 · J.1"
    assert told["translationstatus"] == "pact · note_public · ko"
    assert told["eventtreaty"].startswith("visit · treaty-")


def test_one_transaction_is_one_heading_and_says_when_it_was_done():
    user = get_user_model().objects.create_user("ada")
    with recorded(user, "At once"):
        treaty = make_treaty("amity", parties=[])
        make_article(treaty, "1")
    make_article(treaty, "2")

    second, first = Timeline(treaty.pk, Asked())[0:50]
    assert [len(each.lines) for each in (first, second)] == [2, 1]
    assert [line.edit.editor for line in first.lines] == ["ada", "ada"]
    assert first.moment == Article.history.get(slug="1").history_date
    assert not first.deletes


def test_two_reasons_in_one_transaction_are_two_headings_of_one_moment():
    treaty = make_treaty("amity", parties=[])
    with transaction.atomic():
        with recorded(reason="first"):
            make_article(treaty, "1")
        with recorded(reason="second"):
            make_article(treaty, "2")

    second, first, _made = Timeline(treaty.pk, Asked())[0:50]
    assert [each.lines[0].edit.row.history_change_reason for each in (first, second)] == ["first", "second"]
    assert first.moment == second.moment == Article.history.get(slug="2").history_date


def test_rows_of_a_transaction_stand_together_though_another_wrote_between():
    treaty = make_treaty("amity", parties=[])
    with connection.cursor() as cursor:
        for number, transaction_of in enumerate([1, 2, 1, 2], 1):
            cursor.execute(
                "INSERT INTO treaties_historicalarticle (id, treaty_id, slug, number, number_basis, position, kind,"
                " main_provision, note_internal, history_type, history_date, history_role, history_transaction)"
                " VALUES (%s, %s, %s, '', '', 1, 'article', false, '', '+', now() + %s * interval '1 s', '', %s)",
                [number, treaty.pk, f"{number}", number, transaction_of],
            )

    headings = Timeline(treaty.pk, Asked(kind="treaties.article"))[0:50]
    assert [[line.name for line in heading.lines] for heading in headings] == [["4", "2"], ["3", "1"]]


def test_what_is_narrowed_away_still_counts_for_when_a_transaction_ended():
    treaty = make_treaty("amity", parties=[])
    with transaction.atomic():
        make_article(treaty, "1")
        make_step(treaty, "01")

    (heading,) = Timeline(treaty.pk, Asked(kind="treaties.article"))[0:50]
    assert heading.moment == treaty.steps.get().history.get().history_date


def test_deletion_of_the_dossier_leads_to_the_moment_before():
    treaty = make_treaty("amity", parties=[])
    make_article(treaty, "1")
    pk = treaty.pk
    treaty.delete()

    heading = Timeline(pk, Asked())[0:50][0]
    assert heading.deletes
    assert heading.moment < Article.history.get(history_type="-").history_date
    assert heading.moment > Article.history.get(history_type="+").history_date


def test_timeline_is_narrowed_by_person_kind_and_change():
    user = get_user_model().objects.create_user("ada")
    treaty = make_treaty("amity", parties=[])
    with recorded(user):
        article = make_article(treaty, "1")
        make_step(treaty, "01")
    article.number = "2"
    article.save()

    made, changed = ("+", "treaties.article", "1"), ("~", "treaties.article", "1")
    assert lines(treaty, person=str(user.pk)) == [("+", "treaties.ratificationstep", "01"), made]
    assert lines(treaty, person=OUTSIDE) == [changed, ("+", "treaties.treaty", "amity")]
    assert lines(treaty, kind="treaties.article") == [changed, made]
    assert lines(treaty, change="~") == [changed]
    assert lines(treaty, kind="treaties.article", person=str(user.pk), change="+") == [made]
    assert len(Timeline(treaty.pk, Asked(kind="treaties.article"))) == 2


def test_timeline_is_narrowed_to_where_a_text_of_a_language_is_another_than_before():
    treaty = make_treaty("amity", parties=[], title_ko="조약")
    Treaty.objects.update(title_en="Otherwise")
    article = make_article(treaty, "1")
    for heading in ("평화", "평화", "우정", None):
        Article.objects.update(heading_ko=heading)
        Article.objects.update(number=f"{heading}")
    Article.objects.update(heading_ko="평화")
    article.delete()
    make_article(treaty, "2").delete()

    korean = [("-", "1"), ("~", "1"), ("~", "1"), ("~", "1"), ("~", "1"), ("+", "amity")]
    assert [(kind, name) for kind, _model, name in lines(treaty, language="ko")] == korean
    assert [name for *_kind, name in lines(treaty, language="ar")] == []
    assert len(Timeline(treaty.pk, Asked(language="ko"))) == len(korean)


def test_changes_are_told_by_field_and_language_in_words():
    treaty = make_treaty("amity", parties=[], title_ar="معاهدة")
    Treaty.objects.update(title_ar="معاهدة سلام", title_en="Another")

    line = Timeline(treaty.pk, Asked())[0:50][0].lines[0]
    told = [
        (change.language, change.direction, [(each.change, each.text) for each in change.segments])
        for change in line.edit.changes
    ]
    assert told == [
        ("en", "ltr", [("removed", "Treaty amity"), ("added", "Another")]),
        ("ar", "rtl", [("same", "معاهدة"), ("added", " سلام")]),
    ]


def test_record_that_is_there_has_the_address_of_its_form():
    treaty = make_treaty("amity", parties=[])
    article, gone = make_article(treaty, "1"), make_article(treaty, "2")
    gone.delete()

    (heading, *rest) = Timeline(treaty.pk, Asked(kind="treaties.article"))[0:50]
    assert [line.address for each in (heading, *rest) for line in each.lines] == [
        "",
        "",
        f"/admin/treaties/article/{article.pk}/change/",
    ]


def test_queries_do_not_grow_with_the_rows():
    party = make_party("alba")

    def asked_for(rows):
        treaty = make_treaty(parties=[])
        for number in range(rows // 3):
            step = make_step(treaty, f"{number}", "alba")
            step.party, step.refers_to = None, step
            step.save()
            StepActor.objects.create(step=step, person=make_person(party=party))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            timeline = Timeline(treaty.pk, Asked())
            shown = [len(timeline), sum(len(each.lines) for each in timeline[0:rows])]
        return shown, len(queries)

    asked_for(3)  # The types of content are asked for once and for all.
    # How many, and which; steps, and those before them; actors; the steps and people by which these are called; the
    # parties and steps that a change names.
    few, many = asked_for(3), asked_for(300)
    assert few[0] == [4, 3]
    assert many[0] == [301, 300]
    assert few[1] == many[1] == 9


def test_deleted_dossiers_are_listed_with_who_and_when():
    user = get_user_model().objects.create_user("ada")
    make_treaty("there", parties=[])
    pks = {}
    for slug in ("first", "second"):
        treaty = make_treaty(slug, parties=[])
        pks[slug] = treaty.pk
        with recorded(user, "No treaty."):
            treaty.delete()
    back = make_treaty("back", parties=[])
    pk = back.pk
    back.delete()
    Treaty.objects.create(pk=pk, slug="back")

    assert [(each.slug, each.pk, each.edit.editor) for each in deleted_dossiers()] == [
        ("second", pks["second"], "ada"),
        ("first", pks["first"], "ada"),
    ]


def test_record_of_another_subject_with_the_same_number_does_not_belong():
    treaty = make_treaty("amity", parties=[])
    party = make_party()
    Name.objects.create(
        subject_type=ContentType.objects.get_for_model(party),
        subject_id=treaty.pk,
        key="other",
        language="en",
        text="No",
    )
    EventTreaty.objects.create(event=make_event(make_treaty("other", parties=[])), treaty=treaty)

    assert lines(treaty) == [("+", "treaties.treaty", "amity")]
