"""A date typed in any form is shown as it was understood before it is saved, with nothing else of the form lost."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import models
from django.test import Client

from dossier.editing.fields import EDTFField
from dossier.editing.history.recording import tracked_models
from dossier.editing.typed_dates import FORMS, DateAsTyped
from tests.forms import errors, filled, submit
from tests.makers import make_citation, make_event, make_step, make_treaty
from treaties.models import RatificationStep

pytestmark = pytest.mark.django_db
DATES = [
    field
    for model in tracked_models()
    for field in model._meta.concrete_fields
    if isinstance(field, EDTFField) and not isinstance(field, models.GeneratedField)
]


def sign_in(name):
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name="Editor"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client():
    return sign_in("anna")


def form_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def plain(words):
    return words.replace("\u2068", "").replace("\u2069", "")


def said(response):
    return {name: [plain(each) for each in found] for name, found in errors(response).items()}


@pytest.mark.parametrize("field", DATES, ids=str)
def test_every_field_for_a_date_takes_every_form_and_says_so(field):
    asked = field.formfield()

    assert isinstance(asked, DateAsTyped)
    assert str(asked.help_text) == f"{field.help_text} {FORMS}"


@pytest.mark.parametrize(
    ("typed", "edtf", "words"),
    [
        ("۳۰ خرداد ۱۴۰۳", "2024-06-19", "19 June 2024"),
        ("19 มิถุนายน พ.ศ. 2567", "2024-06-19", "19 June 2024"),
        ("18–19 June 2024", "2024-06-18/2024-06-19", "18 June 2024–19 June 2024"),
        ("около 1995 г.", "1995~", "1995 (approximately)"),
    ],
)
def test_date_in_another_form_comes_back_once_and_is_saved_the_second_time(client, typed, edtf, words):
    step = make_step(make_treaty("amity"), "signed", date="1901-03-04")
    shown = submit(client, form_of(step), date=typed, number="No. 7", note_internal="Seen.", change_note="A paper.")

    assert shown.status_code == 200
    assert said(shown) == {
        "date": [f"“{typed}” was understood as {edtf} ({words}). Save again if that is right."],
    }
    again = filled(shown)
    assert (again["date"], again["number"], again["note_internal"]) == (edtf, "No. 7", "Seen.")
    step.refresh_from_db()
    assert (step.date, step.history.count()) == ("1901-03-04", 1)

    assert client.post(form_of(step), again).status_code == 302
    step.refresh_from_db()
    assert (step.date, step.number, step.note_internal) == (edtf, "No. 7", "Seen.")


def test_edtf_is_saved_at_once(client):
    step = make_step(make_treaty("amity"), "signed", date="1901-03-04")

    assert submit(client, form_of(step), date="2024-06-19~").status_code == 302


def test_what_is_not_understood_stays_as_it_was_typed(client):
    step = make_step(make_treaty("amity"), "signed")
    refused = submit(client, form_of(step), date="03/04/2024")

    assert said(refused) == {
        "date": ["“03/04/2024” can be read in two ways. Enter 2024-04-03 or 2024-03-04."],
    }
    assert filled(refused)["date"] == "03/04/2024"


def test_message_and_field_are_in_the_language_and_calendar_of_the_editor(client):
    step = make_step(make_treaty("amity"), "signed")
    client.cookies["django_language"] = "fa"
    shown = submit(client, form_of(step), date="30 Khordad 1403")

    assert "2024-06-19 (۳۰ خرداد ۱۴۰۳ (۱۹ ژوئن ۲۰۲۴))" in said(shown)["date"][0]


def test_rows_of_an_inline_are_read_too_and_no_other_row_is_lost(client):
    treaty = make_treaty("amity", title_en="Amity")
    rows = {
        "steps-TOTAL_FORMS": "2",
        "steps-0-kind": "signature-subject-to-ratification",
        "steps-0-date": "19 июня 2024 г.",
        "steps-1-kind": "entry-into-force",
        "steps-1-date": "2024-12-04",
    }
    shown = submit(client, form_of(treaty), title_en="Treaty of amity", **rows)

    assert list(said(shown)) == ["steps-0-date"]
    again = filled(shown)
    assert (again["title_en"], again["steps-0-date"], again["steps-1-date"]) == (
        "Treaty of amity",
        "2024-06-19",
        "2024-12-04",
    )
    assert client.post(form_of(treaty), again).status_code == 302
    assert list(RatificationStep.objects.order_by("date").values_list("date", flat=True)) == [
        "2024-06-19",
        "2024-12-04",
    ]


def test_same_date_in_another_form_is_no_change_of_it(client):
    """Somebody else changed the day meanwhile; this editor wrote the old one in their own words."""
    step = make_step(make_treaty("amity"), "signed", date="2024-06-19")
    opened = filled(client.get(form_of(step)))
    submit(sign_in("bela"), form_of(step), date="2024-06-18")

    assert client.post(form_of(step), opened | {"date": "30 Khordad 1403", "number": "No. 7"}).status_code == 302
    step.refresh_from_db()
    assert (step.date, step.number) == ("2024-06-18", "No. 7")


def test_two_editors_choose_between_days_however_they_were_typed(client):
    step = make_step(make_treaty("amity"), "signed", date="2024-06-17")
    opened = filled(client.get(form_of(step)))
    submit(sign_in("bela"), form_of(step), date="2024-06-18")
    shown = client.post(form_of(step), opened | {"date": "30 Khordad 1403"})
    (conflict,) = shown.context["conflicts"]
    mine = {f"choice-{conflict.choice}": f"mine-{conflict.head}"}

    assert client.post(form_of(step), filled(shown) | mine).status_code == 302
    step.refresh_from_db()
    assert step.date == "2024-06-19"


# The value of a citation


def test_value_of_a_citation_is_read_where_it_is_a_date(client):
    event = make_event(make_treaty("amity"))
    citation = make_citation(event.treaty, event, topic="remark", value="thousands", value_type="text")
    shown = submit(client, form_of(citation), value="۳۰ خرداد ۱۴۰۳", value_type="date")

    assert said(shown) == {
        "value": ["“۳۰ خرداد ۱۴۰۳” was understood as 2024-06-19 (19 June 2024). Save again if that is right."],
    }
    again = filled(shown)
    assert again["value"] == "2024-06-19"
    assert client.post(form_of(citation), again).status_code == 302
    citation.refresh_from_db()
    assert (citation.value, str(citation.value_earliest)) == ("2024-06-19", "2024-06-19")


@pytest.mark.parametrize("kind", ["text", "number", "term"])
def test_value_that_is_no_date_is_left_alone(client, kind):
    treaty = make_treaty("amity")
    citation = make_citation(treaty, topic="remark", value="1", value_type="text")

    assert submit(client, form_of(citation), value="19 June 2024", value_type=kind).status_code == 302
    citation.refresh_from_db()
    assert citation.value == "19 June 2024"


def test_value_of_the_julian_calendar_keeps_its_numbers(client):
    citation = make_citation(make_treaty("amity"), topic="remark", value="1900-02-28", value_type="date")
    shown = submit(client, form_of(citation), value="29 February 1900", value_calendar="julian")

    assert said(shown)["value"] == [
        "“29 February 1900” was understood as 1900-02-29 (29 February 1900). Save again if that is right."
    ]
    assert client.post(form_of(citation), filled(shown)).status_code == 302
    citation.refresh_from_db()
    assert str(citation.value_earliest) == "1900-03-13"


def test_value_that_is_no_date_after_all_is_refused_once(client):
    citation = make_citation(make_treaty("amity"), topic="remark", value="thousands", value_type="text")
    refused = submit(client, form_of(citation), value_type="date")

    assert [len(each) for each in errors(refused).values()] == [1]
    assert " Enter " in errors(refused)["value"][0]


# While it is typed


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            {"typed": "۳۰ خرداد ۱۴۰۳"},
            {"edtf": "2024-06-19", "said": "“۳۰ خرداد ۱۴۰۳” was understood as 2024-06-19 (19 June 2024)."},
        ),
        (
            {"typed": "29 February 1900", "calendar": "julian"},
            {"edtf": "1900-02-29", "said": "“29 February 1900” was understood as 1900-02-29 (29 February 1900)."},
        ),
        ({"typed": "6/7/24"}, {"problem": "“6/7/24” has no four-digit year. Enter all four digits, such as "}),
        ({"typed": "<b>"}, {"problem": "“<b>” cannot be read as a date. Enter the date alone with a four-digit year"}),
    ],
)
def test_desk_asks_how_a_date_would_be_understood(client, asked, answer):
    found = client.get("/admin/date/", asked).json()

    assert {name: plain(words)[: len(answer[name])] for name, words in found.items()} == answer


def test_nobody_else_is_answered(client):
    client.logout()

    assert client.get("/admin/date/", {"typed": "2024"}).status_code == 302
    assert sign_in("bela").post("/admin/date/", {"typed": "2024"}).status_code == 405
