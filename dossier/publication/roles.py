"""Roles as three groups, recreated after each migrate, because a flush deletes them."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

# Each role also has the permissions of the previous one.
DESK = Q(content_type__app_label__in=["sources", "treaties"]) & ~Q(content_type__model__startswith="historical")
# Results of automatic checks, which everybody may read and nobody may change.
CHECK_RESULTS = Q(content_type__app_label="sources", content_type__model="linkcheck")
ROLES = {
    "Editor": (DESK & ~CHECK_RESULTS)
    | (CHECK_RESULTS & Q(codename__startswith="view_"))
    | Q(content_type__app_label="publication", codename__startswith="view_"),
    "Reviewer": Q(content_type__app_label="publication", codename__in=["publish_dossier", "withdraw_dossier"]),
    "Administrator": Q(content_type__app_label="publication", codename="import_dossier")
    | Q(content_type__app_label="auth", codename__in=["view_user", "add_user", "change_user", "view_group"])
    | Q(content_type__app_label="accounts", content_type__model="secondfactorrule") & ~Q(codename__startswith="change_")
    | Q(content_type__app_label="axes", codename__in=["view_accesslog", "view_accessfailurelog"]),
}


def make_roles(sender, **kwargs) -> None:
    """Create the groups and set their permissions. Connected to post_migrate of this app, which is the last one."""
    allowed = Q(pk=None)
    for name, more in ROLES.items():
        allowed |= more
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(allowed))
