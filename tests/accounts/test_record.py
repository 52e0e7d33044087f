"""What is on record of accounts, and that it stays."""

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, Permission, User
from django.db import DatabaseError, connection, transaction

from dossier.accounts.acts import acts
from dossier.accounts.models import Account, SecondFactorRule

from .people import PASSWORD, SECRET, give_app, log_in, member

pytestmark = pytest.mark.django_db
JOINED = {"date_joined_0": "2020-01-01", "date_joined_1": "00:00:00"}


def told(user):
    return [
        (act.edit.row.history_type, act.about or [change.label for change in act.edit.changes]) for act in acts(user)
    ]


@pytest.mark.parametrize(
    "delete",
    [
        lambda user: user.delete(),
        lambda user: User.objects.filter(pk=user.pk).delete(),
        lambda user: connection.cursor().execute("DELETE FROM auth_user WHERE id = %s", [user.pk]),
    ],
    ids=["record", "queryset", "sql"],
)
def test_database_deletes_no_account(delete):
    user = member()
    with pytest.raises(DatabaseError, match="DELETE of auth_user is refused"), transaction.atomic():
        delete(user)

    assert User.objects.filter(pk=user.pk).exists()


def test_account_has_a_row_beside_it_however_it_was_made():
    made = User.objects.create_user("ada"), *User.objects.bulk_create([User(username="bea"), User(username="cy")])

    assert set(Account.objects.values_list("pk", flat=True)) == {user.pk for user in made}


def test_login_alone_is_no_change(client):
    user = member()
    log_in(client, user)

    assert User.history.filter(id=user.pk).count() == 1
    assert Account.history.filter(user_id=user.pk).count() == 1


def test_password_is_recorded_as_an_act_without_its_hash(client):
    user, administrator = member(), member("Administrator")
    client.force_login(administrator)
    sent = {"usable_password": "true", "set-password": "", "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    client.post(f"/admin/auth/user/{user.pk}/password/", sent)
    user.refresh_from_db()

    assert user.check_password(PASSWORD[::-1])
    assert [row.history_user_id for row in Account.history.filter(user_id=user.pk)] == [administrator.pk, None]
    assert User.history.filter(id=user.pk).count() == 1
    for model in (User, Account):
        assert user.password not in str(list(model.history.values()))


def test_roles_rights_and_names_are_recorded_with_who_and_why(client):
    administrator = member("Administrator")
    user = User.objects.create_user("ada", is_staff=True)
    client.force_login(administrator)
    editors = Group.objects.get(name="Editor")
    form = {"username": "bea", "is_staff": "on", "groups": editors.pk, "change_note": "New here."}
    client.post(f"/admin/auth/user/{user.pk}/change/", form | JOINED)
    client.post(f"/admin/auth/user/{user.pk}/change/", form | JOINED | {"groups": []})

    record = acts(user)
    assert told(user)[:3] == [
        ("-", "group: Editor"),
        ("+", "group: Editor"),
        ("~", ["username", "active", "date joined"]),
    ]
    assert {act.edit.editor for act in record[:3]} == {administrator.username}
    assert {act.edit.row.history_change_reason for act in record[:3]} == {"New here."}


def test_permission_and_superuser_by_plain_sql_are_recorded():
    user, permission = member(), Permission.objects.get(codename="view_user")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE auth_user SET is_superuser = true WHERE id = %s", [user.pk])
        cursor.execute(
            "INSERT INTO auth_user_user_permissions (user_id, permission_id) VALUES (%s, %s)", [user.pk, permission.pk]
        )

    assert told(user)[:2] == [("+", f"permission: {permission}"), ("~", ["superuser status"])]


def test_second_factor_is_recorded_without_its_secret():
    user = member()
    app = give_app(user)
    app.data["spent"] = 1
    app.record_usage()
    app.save()
    app.delete()

    assert [row.history_type for row in Authenticator.history.all()] == ["-", "+"]
    assert SECRET not in str(list(Authenticator.history.values()))
    assert told(user)[:2] == [("-", "TOTP Authenticator"), ("+", "TOTP Authenticator")]


def test_rule_is_recorded():
    SecondFactorRule.objects.create(group=Group.objects.get(name="Editor")).delete()

    assert [row.history_type for row in SecondFactorRule.history.all()] == ["-", "+"]


HISTORIES = [User, User.groups.through, User.user_permissions.through, Authenticator, Account, SecondFactorRule]


@pytest.mark.parametrize("model", HISTORIES, ids=lambda model: model._meta.label)
def test_record_refuses_change(model):
    table = model.history.model._meta.db_table
    for statement in (f"UPDATE {table} SET history_role = ''", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
            connection.cursor().execute(statement)


def test_history_page_of_an_account_says_who_and_what(client):
    administrator, user = member("Administrator"), member()
    give_app(user)
    client.force_login(administrator)
    user.groups.clear()
    page = client.get(f"/admin/auth/user/{user.pk}/history/").content.decode()

    assert "group: Editor" in page
    assert "TOTP Authenticator" in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", [AccessLog, AccessFailureLog], ids=lambda model: model._meta.model_name)
def test_logins_and_refusals_are_listed_for_administrators(client, django_assert_num_queries, model, rows):
    client.force_login(member("Administrator"))
    client.get("/admin/")
    model.objects.all().delete()
    for number in range(rows):
        model.objects.create(username=f"user-{number}", ip_address="192.0.2.1", path_info="/admin/login/")
    with django_assert_num_queries(9):
        # Session, user, account, two of permissions, the count, the rows; both ends of a transaction.
        page = client.get(f"/admin/axes/{model._meta.model_name}/")

    assert [row.username for row in page.context["cl"].result_list] == [f"user-{rows - 1 - i}" for i in range(rows)]


def test_nobody_writes_the_logs_not_even_a_superuser(admin_client):
    row = AccessFailureLog.objects.create(username="ada", ip_address="192.0.2.1")
    for view in ("add/", f"{row.pk}/delete/"):
        assert admin_client.post(f"/admin/axes/accessfailurelog/{view}", {"post": "yes"}).status_code == 403
    admin_client.post("/admin/axes/accessfailurelog/", {"action": "delete_selected", "_selected_action": row.pk})

    assert AccessFailureLog.objects.filter(pk=row.pk).exists()
