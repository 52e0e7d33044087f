"""Every road into the database leaves exactly one row of history, and a change of nothing leaves none."""

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.state import ProjectState

from dossier.editing.history.recording import recorded, tracked_models, unwatched_columns
from tests.forms import submit
from tests.makers import make_event, make_party, make_step, make_treaty
from treaties.models import Event, Party, RatificationStep, Treaty


def rows(model):
    return [(row.history_type, row.history_user_id, row.history_change_reason) for row in model.history.all()]


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user("ada")


# Secrets, and what changes with each use.
NEVER_KEPT = {"auth.User": {"password", "last_login"}, "mfa.Authenticator": {"data", "last_used_at"}}


def test_history_knows_every_column_of_every_model():
    for model in tracked_models():
        kept = {field.column for field in model.history.model._meta.concrete_fields}
        left_out = NEVER_KEPT.get(model._meta.label, set())
        assert {field.column for field in model._meta.concrete_fields} - kept == left_out


def test_create_save_and_delete_are_recorded_once_with_user_and_reason(user):
    with recorded(user, "because"):
        party = make_party("alba")
        party.name_ko = "알바"
        party.save()
        party.delete()

    assert rows(Party) == [(kind, user.pk, "because") for kind in "-~+"]


def test_save_that_changes_nothing_is_not_recorded(db):
    party = make_party()
    party.save()
    Party.objects.update(name_en=party.name_en)

    assert [kind for kind, *_ in rows(Party)] == ["+"]


def test_change_of_the_active_language_alone_is_not_recorded(db):
    party = make_party()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE treaties_party SET name = 'whichever language was active'")

    assert unwatched_columns(Party) == ["designation_note", "name", "note_public", "official_name"]
    assert [kind for kind, *_ in rows(Party)] == ["+"]
    assert party.pk


def test_queryset_update_is_recorded_for_each_row_it_changes(user):
    make_party("alba", iso_3166="AA")
    make_party("borea", iso_3166="BB")
    with recorded(user, "codes"):
        Party.objects.update(iso_3166="AA")

    assert rows(Party)[0] == ("~", user.pk, "codes")
    assert [kind for kind, *_ in rows(Party)] == ["~", "+", "+"]


def test_bulk_create_and_bulk_update_are_recorded_once_a_row(db):
    treaty = make_treaty()
    steps = RatificationStep.objects.bulk_create(
        RatificationStep(treaty=treaty, key=str(number), kind="deposit") for number in range(3)
    )
    for step in steps:
        step.date = "1901"
    RatificationStep.objects.bulk_update(steps, ["date"])

    assert [kind for kind, *_ in rows(RatificationStep)] == ["~"] * 3 + ["+"] * 3
    assert str(RatificationStep.history.first().date_latest) == "1901-12-31"


def test_upsert_is_recorded_as_what_it_did(db):
    make_party("alba")
    Party.objects.bulk_create(
        [Party(key="alba", name_en="New"), Party(key="borea")],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["name_en"],
    )

    assert sorted(kind for kind, *_ in rows(Party)) == ["+", "+", "~"]


def test_cascade_is_recorded_for_what_it_takes_along(user):
    treaty = make_treaty()
    make_step(treaty)
    make_event(treaty)
    with recorded(user, "gone"):
        treaty.delete()

    for model in (Treaty, RatificationStep, Event):
        assert rows(model)[0] == ("-", user.pk, "gone")
        assert [kind for kind, *_ in rows(model)] == ["-", "+"]


def test_raw_sql_is_recorded_with_the_database_role(db):
    make_party("alba")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE treaties_party SET key = 'gallia'")
        cursor.execute("SELECT session_user")
        (role,) = cursor.fetchone()

    newest = Party.history.first()
    assert (newest.history_type, newest.key, newest.history_role, newest.history_user_id) == ("~", "gallia", role, None)


def test_changed_primary_key_is_one_row_gone_and_one_come(db):
    party = make_party("alba")
    Party.objects.filter(pk=party.pk).update(id=party.pk + 1000)

    assert sorted((row.history_type, row.id - party.pk) for row in Party.history.all()) == [
        ("+", 0),
        ("+", 1000),
        ("-", 0),
    ]


def test_loaddata_is_recorded(db, tmp_path):
    file = tmp_path / "parties.json"
    file.write_text(json.dumps([{"model": "treaties.party", "pk": 7, "fields": {"key": "alba", "name_en": "Alba"}}]))
    call_command("loaddata", str(file), verbosity=0)
    call_command("loaddata", str(file), verbosity=0)

    assert [(row.history_type, row.id) for row in Party.history.all()] == [("+", 7)]


def test_data_migration_is_recorded(db):
    """A migration writes through models of its own state, which know nothing of history."""
    make_party("alba")
    with connection.schema_editor() as editor:
        state = ProjectState.from_apps(__import__("django.apps", fromlist=["apps"]).apps)
        state.apps.get_model("treaties", "Party").objects.using(editor.connection.alias).update(iso_3166="AA")

    assert [kind for kind, *_ in rows(Party)] == ["~", "+"]


def test_user_and_reason_end_with_their_transaction(user):
    with recorded(user, "first"):
        make_party("alba")
    make_party("borea")

    assert [row[1:] for row in rows(Party)] == [(None, None), (user.pk, "first")]


def test_inner_reason_ends_where_it_began(user):
    with recorded(user, "outer"):
        with recorded(user, "inner"):
            make_party("alba")
        make_party("borea")

    assert [reason for *_, reason in rows(Party)] == ["outer", "inner"]


def test_request_is_recorded_as_its_users(client, user):
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    response = submit(client, "/admin/treaties/party/add/", key="alba", change_note="A new state.")

    assert response.status_code == 302
    assert rows(Party) == [("+", user.pk, "A new state.")]


@pytest.mark.parametrize("statement", ["UPDATE {} SET history_type = '~'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("kept", ["treaties_historicalparty", "publication_edition", "publication_editionpage"])
def test_history_and_editions_refuse_change(db, statement, kept):
    make_party()
    column_there = "history_type" if "historical" in kept else {"publication_edition": "note"}.get(kept, "part")
    sql = statement.format(kept).replace("history_type", column_there)
    if "TRUNCATE" in sql:
        sql += " CASCADE"
    with pytest.raises(ProgrammingError, match="is refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_desk_refuses_truncate_because_it_could_not_be_recorded(db):
    with pytest.raises(ProgrammingError, match="is refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE treaties_party CASCADE")


def test_installing_triggers_again_changes_nothing(db):
    make_party()
    call_command("migrate", verbosity=0, stdout=io.StringIO())

    assert [kind for kind, *_ in rows(Party)] == ["+"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'treaties_party'::regclass AND NOT tgisinternal"
        )
        assert cursor.fetchone() == (4,)


def test_rows_that_came_before_the_triggers_are_taken_over(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE treaties_party DISABLE TRIGGER record_insert")
        make_party("alba")
        cursor.execute("ALTER TABLE treaties_party ENABLE TRIGGER record_insert")
    assert rows(Party) == []

    call_command("migrate", verbosity=0)

    assert [(row.history_type, row.key) for row in Party.history.all()] == [("+", "alba")]
