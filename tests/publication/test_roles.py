import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from treaties.models import Treaty

pytestmark = pytest.mark.django_db


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


def test_roles_come_back_after_a_flush():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)

    assert list(Group.objects.order_by("id").values_list("name", flat=True)) == ["Editor", "Reviewer", "Administrator"]
