"""What history tells of translations, and what a form says of them and takes back."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from dossier.editing.forms.reviews import HUMAN, MACHINE, mark_reviewed, reviews
from dossier.editing.forms.translations import State, texts, translated_columns, written
from dossier.text.dates import today
from dossier.text.languages import LANGUAGES, column
from sources.vocabulary import TextOrigin
from tests.forms import errors, filled, submit
from tests.makers import make_article, make_person, make_question, make_step, make_treaty
from treaties.models import Article, StepActor, TranslationStatus

pytestmark = pytest.mark.django_db


def change(record, **fields):
    """One row of history."""
    type(record).objects.filter(pk=record.pk).update(**fields)
    record.refresh_from_db()


def texts_of(record):
    model = type(record)
    noted = reviews({model: [record.pk]}).get((model, record.pk), {})
    return texts(record, written(model, [record.pk]).get(record.pk, {}), noted)


def standing(record, field="heading"):
    """The source of a field, and the state of all languages that are not missing."""
    found = {place: text for place, text in texts_of(record).items() if place[0] == field}
    states = {language: text.state.value for (_field, language), text in found.items() if text.state != State.MISSING}
    return {text.source for text in found.values()}, states


def note(record, language, field="heading", **said):
    return TranslationStatus.objects.create(
        subject=record, field=field, language=language, **{"origin": "machine", **said}
    )


@pytest.fixture
def article():
    return make_article(make_treaty("amity"), heading_en="Peace", heading_ko="평화")


def test_origins_are_those_of_the_vocabulary():
    assert {HUMAN, MACHINE} == set(TextOrigin.values)


def test_every_column_of_a_translated_field_is_known():
    assert list(translated_columns(Article)) == [
        (field, language) for field in ("note_public", "heading", "summary") for language in LANGUAGES
    ]


def test_what_came_at_once_is_up_to_date_and_english_is_its_source(article):
    assert standing(article) == ({"en"}, {"en": "filled", "ko": "filled"})


def test_source_is_the_text_that_was_written_first():
    article = make_article(make_treaty(), heading_en=None, heading_ru="Мир")
    change(article, heading_en="Peace")
    change(article, heading_ru="Мир и дружба")

    assert standing(article) == ({"ru"}, {"ru": "filled", "en": "outdated"})


def test_source_that_came_with_others_and_without_english_is_the_first_of_the_languages():
    article = make_article(make_treaty(), heading_en=None, heading_vi="Hòa bình", heading_zh_hant="和平")

    assert standing(article) == ({"zh-hant"}, {"zh-hant": "filled", "vi": "filled"})


def test_text_that_was_taken_out_is_no_source(article):
    change(article, heading_en=None)
    change(article, heading_vi="Hòa bình")

    assert standing(article) == ({"ko"}, {"ko": "filled", "vi": "filled"})


def test_translation_is_out_of_date_once_its_source_was_changed_after_it(article):
    change(article, heading_en="Peace and amity")
    change(article, summary_en="Another field")

    assert standing(article) == ({"en"}, {"en": "filled", "ko": "outdated"})


def test_translation_that_was_changed_with_or_after_its_source_is_up_to_date(article):
    change(article, heading_en="Peace and amity", heading_ko="평화와 우호")
    assert standing(article) == ({"en"}, {"en": "filled", "ko": "filled"})
    change(article, heading_en="Amity")
    change(article, heading_ko="우호")

    assert standing(article) == ({"en"}, {"en": "filled", "ko": "filled"})


def test_translation_written_after_its_source_is_up_to_date(article):
    change(article, heading_en="Amity")
    change(article, heading_th="มิตรภาพ")

    assert standing(article) == ({"en"}, {"en": "filled", "ko": "outdated", "th": "filled"})


def test_what_one_language_has_all_others_lack(article):
    missing = [place for place, text in texts_of(article).items() if text.state == State.MISSING]

    # Of fields that nobody wrote in any language, nothing is missing.
    assert missing == [("heading", language) for language in LANGUAGES if language not in {"en", "ko"}]


@pytest.mark.parametrize(("days", "state"), [(-1, "outdated"), (0, "filled"), (1, "filled")])
def test_review_holds_until_the_source_is_changed_on_a_later_day(article, days, state):
    change(article, heading_en="Peace and amity")
    note(article, "ko", origin="human", reviewed_on=today() + timedelta(days))

    assert standing(article)[1]["ko"] == state


def test_machine_made_text_is_so_until_it_is_reviewed_and_an_edit_is_no_review(article):
    status = note(article, "ko")
    assert standing(article)[1] == {"en": "filled", "ko": "machine"}
    change(article, heading_ko="평화와 우호")
    assert standing(article)[1] == {"en": "filled", "ko": "machine"}
    TranslationStatus.objects.filter(pk=status.pk).update(reviewed_on=date(2020, 1, 1))
    assert standing(article)[1] == {"en": "filled", "ko": "filled"}


def test_status_of_a_text_that_is_gone_says_nothing(article):
    note(article, "ru")

    assert standing(article)[1] == {"en": "filled", "ko": "filled"}


def test_record_that_was_deleted_and_put_back_keeps_its_standing(article):
    change(article, heading_en="Peace and amity")
    pk = article.pk
    article.delete()
    article.pk = pk
    article.save(force_insert=True)

    assert standing(article)[1] == {"en": "filled", "ko": "outdated"}


@pytest.mark.parametrize("number", [3, 100])
def test_history_is_asked_once_for_all_records_of_a_model(number):
    treaty = make_treaty()
    ids = [make_article(treaty, str(each)).pk for each in range(number)]
    with CaptureQueriesContext(connection) as queries:
        assert len(written(Article, ids)) == number

    assert len(queries) == 1


def test_finding_right_keeps_who_made_it(article):
    machine = note(article, "ko")
    mark_reviewed(article, "heading", "ko")
    mark_reviewed(article, "heading", "en")

    rows = TranslationStatus.objects.order_by("id").values_list("id", "language", "origin", "reviewed_on")
    assert list(rows) == [(machine.pk, "ko", "machine", today()), (machine.pk + 1, "en", "human", today())]


# On the form


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("nora", is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client.force_login(user)
    return user


def form_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def told(client, record):
    """What the form says below each text: the words without markup, and the pieces that are marked as changed."""
    page = client.get(form_of(record)).content.decode()
    found = {}
    for facts in re.findall(r'<div class="translation-facts">.*?</div>', page, re.DOTALL):
        box = re.search('name="([^"]*)"', facts)[1]
        found[box.removeprefix("reviewed-")] = re.findall("<(?:ins|del)>.*?</(?:ins|del)>", facts)
    return found


def attributes(client, record, name):
    return re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]*>', client.get(form_of(record)).content.decode())[0]


def test_form_tells_of_each_text_what_it_translates_and_how_it_stands(client, editor, article):
    change(article, heading_en="Peace and amity", heading_ru="Мир")
    note(article, "ru")

    assert told(client, article) == {"heading_ko": ["<ins> and amity</ins>"], "heading_ru": []}
    for name, state in {"en": "filled", "ko": "outdated", "ru": "machine", "th": "missing"}.items():
        assert f'data-source="en" data-standing="{state}"' in attributes(client, article, f"heading_{name}")
    # Nobody wrote one, so there is nothing to translate.
    assert "data-source" not in attributes(client, article, "summary_ko")


def test_changes_are_those_since_the_translation_was_made(client, editor, article):
    change(article, heading_en="Peace and amity")
    change(article, heading_ko="평화와 우호")
    change(article, heading_en="Peace, amity")

    assert told(client, article) == {"heading_ko": ["<del> and</del>", "<ins>,</ins>"]}


def days_ago(number, record, **fields):
    """A change as it would have been recorded on an earlier day."""
    columns = [each.attname for each in record._meta.concrete_fields if not isinstance(each, models.GeneratedField)]
    latest = record.history.latest()
    row = {name: getattr(latest, name) for name in columns} | fields
    record.history.model.objects.create(
        **row, history_type="~", history_date=datetime.now(UTC) - timedelta(number), history_transaction=1
    )


def test_changes_are_those_since_somebody_found_it_right(client, editor, article):
    days_ago(9, article, heading_en="War")
    days_ago(5, article, heading_en="War and peace")
    note(article, "ko", origin="human", reviewed_on=today() - timedelta(7))
    change(article, heading_en="War, peace")

    # What it was on the day of the review, neither before nor after.
    assert told(client, article) == {"heading_ko": ["<ins>, peace</ins>"]}


def test_checked_text_is_noted_with_who_and_why_and_stands_as_filled(client, editor, article):
    change(article, heading_en="Peace and amity")
    note(article, "ru")
    change(article, heading_ru="Мир")
    boxes = {"reviewed-heading_ko": "on", "reviewed-heading_ru": "on", "reviewed-heading_th": "on"}
    response = submit(client, form_of(article), **boxes, change_note="Compared.")

    assert response.status_code == 302, errors(response)
    assert standing(article)[1] == {"en": "filled", "ko": "filled", "ru": "filled"}
    rows = TranslationStatus.history.order_by("history_id").values_list(
        "language", "origin", "reviewed_on", "history_user_id", "history_change_reason"
    )
    assert list(rows) == [
        ("ru", "machine", None, None, None),
        ("ko", "human", today(), editor.pk, "Compared."),
        ("ru", "machine", today(), editor.pk, "Compared."),
    ]
    assert told(client, article) == {}


def test_text_that_somebody_changed_meanwhile_is_not_taken_for_reviewed(client, editor, article):
    change(article, heading_en="Peace and amity")
    form = filled(client.get(form_of(article)))
    change(article, heading_en="War")

    assert client.post(form_of(article), form | {"reviewed-heading_ko": "on"}).status_code == 302

    assert standing(article)[1]["ko"] == "outdated"


def test_save_without_a_tick_reviews_nothing(client, editor, article):
    note(article, "ko")
    submit(client, form_of(article), heading_ko="평화와 우호")

    assert TranslationStatus.objects.get().reviewed_on is None
    assert standing(article)[1]["ko"] == "machine"


def test_refused_form_notes_nothing_and_keeps_the_tick(client, editor, article):
    note(article, "ko")
    response = submit(client, form_of(article), **{"reviewed-heading_ko": "on", "kind": ""})

    assert list(errors(response)) == ["kind"]
    assert TranslationStatus.objects.get().reviewed_on is None
    assert '<input type="checkbox" name="reviewed-heading_ko" checked>' in response.content.decode()


def test_texts_of_a_row_on_another_form_are_reviewed_there(client, editor):
    step = make_step(make_treaty(), "signed")
    actor = StepActor.objects.create(step=step, person=make_person(), capacity_en="Minister", capacity_ko="장관")
    change(actor, capacity_en="Prime minister")
    assert told(client, step) == {"actors-0-reviewed-capacity_ko": ["<del>Minister</del>", "<ins>Prime minister</ins>"]}
    data = filled(client.get(form_of(step))) | {"actors-0-reviewed-capacity_ko": "on"}
    assert client.post(form_of(step), data).status_code == 302

    assert standing(actor, "capacity")[1] == {"en": "filled", "ko": "filled"}


def test_question_is_translated_side_by_side_too(client, editor):
    question = make_question(make_treaty(), topic_en="Day", topic_ko="날")
    change(question, topic_en="Day of signature")
    assert told(client, question) == {"topic_ko": ["<ins> of signature</ins>"]}
    submit(client, form_of(question), **{"reviewed-topic_ko": "on"})

    assert standing(question, "topic")[1] == {"en": "filled", "ko": "filled"}


def test_form_asks_the_database_once_more_where_texts_are_out_of_date(client, editor, article):
    client.get(form_of(article))
    with CaptureQueriesContext(connection) as before:
        client.get(form_of(article))
    change(article, **{column("heading", language): "Peace" for language in LANGUAGES})
    change(article, heading_en="Amity")
    with CaptureQueriesContext(connection) as after:
        assert len(told(client, article)) == len(LANGUAGES) - 1

    assert len(after) == len(before) + 1
