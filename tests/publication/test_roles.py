import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from dossier.publication.publishing import publish, rename
from tests.forms import submit
from tests.makers import make_treaty
from treaties.models import Treaty

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
JOINED = {"date_joined_0": "2020-01-01", "date_joined_1": "00:00:00"}


def member(role):
    user = get_user_model().objects.create_user(role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize(
    ("role", "edits", "publishes", "imports", "manages"),
    [
        ("Editor", True, False, False, False),
        ("Reviewer", True, True, False, False),
        ("Administrator", True, True, True, True),
    ],
)
def test_each_role_may_do_what_the_one_before_may(role, edits, publishes, imports, manages):
    user = member(role)

    assert user.has_perm("treaties.change_treaty") == edits
    assert user.has_perm("sources.add_citation") == edits
    assert user.has_perm("publication.publish_dossier") == publishes
    assert user.has_perm("publication.withdraw_dossier") == publishes
    assert user.has_perm("publication.import_dossier") == imports
    assert user.has_perm("auth.add_user") == manages


@pytest.mark.parametrize("role", ["Editor", "Reviewer", "Administrator"])
def test_nobody_may_touch_editions_history_or_delete_accounts(role):
    user = member(role)
    forbidden = ["publication.change_edition", "publication.delete_edition", "auth.delete_user"]
    forbidden += ["treaties.change_historicaltreaty", "treaties.delete_historicaltreaty"]

    assert [name for name in forbidden if user.has_perm(name)] == []


def test_editor_sees_the_desk(client):
    Treaty.objects.create(slug="antarctic")
    client.force_login(member("Editor"))

    assert "antarctic" in client.get("/admin/treaties/treaty/").content.decode()
    assert client.get("/admin/auth/user/").status_code == 403


def test_staff_without_a_role_sees_an_empty_index(client):
    client.force_login(get_user_model().objects.create_user("newcomer", is_staff=True))

    assert client.get("/admin/").context["app_list"] == []


@pytest.mark.parametrize("role", ["Administrator", "Editor"])
def test_administrator_gives_roles_and_no_more(client, role):
    administrator = member("Administrator")
    user = administrator if role == "Administrator" else member(role)
    client.force_login(administrator)
    form = {"username": "renamed", "groups": [group.pk for group in Group.objects.all()]}
    more = {"is_superuser": "on", "user_permissions": [each.pk for each in Permission.objects.all()]}
    response = client.post(f"/admin/auth/user/{user.pk}/change/", form | more | JOINED)
    user.refresh_from_db()

    assert response.status_code == 302
    assert user.username == "renamed"
    assert set(user.groups.all()) == set(Group.objects.all())
    assert not user.is_superuser
    assert list(user.user_permissions.all()) == []


def test_superuser_still_gives_everything(admin_client):
    editor = member("Editor")
    form = {"username": "editor", "is_active": "on", "is_superuser": "on"}
    admin_client.post(f"/admin/auth/user/{editor.pk}/change/", form | JOINED)
    editor.refresh_from_db()

    assert editor.is_superuser


def test_administrator_takes_over_no_superuser(client, admin_user):
    client.force_login(member("Administrator"))
    password = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, "set-password": ""}

    assert client.post(f"/admin/auth/user/{admin_user.pk}/password/", password).status_code == 403
    assert client.post(f"/admin/auth/user/{admin_user.pk}/change/", {"email": "mine@example.org"}).status_code == 403
    assert client.get(f"/admin/auth/user/{admin_user.pk}/change/").status_code == 200


@pytest.mark.parametrize("role", ["Editor", "Reviewer"])
def test_nobody_below_an_administrator_gives_a_role(client, role):
    user, administrator = member(role), Group.objects.get(name="Administrator")
    client.force_login(user)
    for each in (user, get_user_model().objects.create_user("newcomer")):
        form = {"username": each.username, "groups": [administrator.pk]}
        assert client.post(f"/admin/auth/user/{each.pk}/change/", form).status_code == 403
        assert administrator not in each.groups.all()


def test_nobody_deletes_an_account(client, admin_client):
    user, administrator = member("Editor"), member("Administrator")
    client.force_login(administrator)
    for each in (client, admin_client):
        chosen = {"action": "delete_selected", "_selected_action": user.pk, "post": "yes"}
        each.post("/admin/auth/user/", chosen)
        assert each.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403

    assert get_user_model().objects.filter(pk=user.pk).exists()


def test_earlier_state_is_put_back_only_by_who_may_change(client):
    treaty = Treaty.objects.create(slug="antarctic", title_en="Antarctic")
    viewer = get_user_model().objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_treaty"))
    client.force_login(viewer)
    version = f"/admin/treaties/treaty/{treaty.pk}/history/{treaty.history.latest().pk}/"

    assert client.get(version).status_code == 200
    assert client.post(version, {"title_en": "Changed"}).status_code == 403
    assert Treaty.objects.get().title_en == "Antarctic"


def test_earlier_state_is_put_back_at_the_present_address(client):
    treaty = make_treaty("antarctic")
    publish("antarctic")
    version = f"/admin/treaties/treaty/{treaty.pk}/history/{treaty.history.latest().pk}/"
    rename("antarctic", "southern")
    client.force_login(member("Editor"))

    begun = client.get(version).context["begun"]
    sent = {"begun": begun, "slug": "antarctic", "title_en": "As it was"}

    assert client.post(version, sent).status_code == 302
    assert list(Treaty.objects.values_list("slug", "title_en")) == [("southern", "As it was")]


def test_roles_come_back_after_a_flush():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)

    assert list(Group.objects.order_by("id").values_list("name", flat=True)) == ["Editor", "Reviewer", "Administrator"]


def test_role_brings_the_desk_with_it(client):
    client.force_login(get_user_model().objects.create_superuser("root"))
    newcomer = get_user_model().objects.create_user("newcomer", password="correct horse battery")
    role = Group.objects.get(name="Editor")
    response = submit(client, f"/admin/auth/user/{newcomer.pk}/change/", groups=[role.pk], **JOINED)
    newcomer.refresh_from_db()

    assert response.status_code == 302
    assert newcomer.is_staff
    client.logout()
    sent = {"username": "newcomer", "password": "correct horse battery"}
    assert client.post("/admin/login/", sent).status_code == 302


def test_account_without_the_desk_is_told_what_it_lacks(client):
    newcomer = get_user_model().objects.create_user("newcomer", password="correct horse battery")
    newcomer.groups.add(Group.objects.get(name="Editor"))
    right = client.post("/admin/login/", {"username": "newcomer", "password": "correct horse battery"})
    wrong = client.post("/admin/login/", {"username": "newcomer", "password": "wrong"})

    said = "This account may not open the desk. An Administrator can give it “Staff status”."
    assert right.context["form"].non_field_errors() == [said]
    assert said not in wrong.content.decode()


@pytest.mark.shipped
def test_who_may_only_look_can_open_every_form(client):
    user = get_user_model().objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    answers = {}
    for model, page in admin.site._registry.items():
        record = model._default_manager.order_by("pk").first()
        if record is not None and page.has_view_permission(client.get("/admin/").wsgi_request):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk])
            answers[address] = client.get(address).status_code

    assert len(answers) > 25
    assert {address: status for address, status in answers.items() if status != 200} == {}
