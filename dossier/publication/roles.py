"""Who may do what: three groups, made anew after each migrate, because a flush takes rows along."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

# Each role may also do what the one before it may.
DESK = Q(content_type__app_label__in=["sources", "treaties"]) & ~Q(content_type__model__startswith="historical")
# What the program finds out, everybody reads and nobody writes.
FOUND = Q(content_type__app_label="sources", content_type__model="linkcheck")
ROLES = {
    "Editor": (DESK & ~FOUND)
    | (FOUND & Q(codename__startswith="view_"))
    | Q(content_type__app_label="publication", codename__startswith="view_"),
    "Reviewer": Q(content_type__app_label="publication", codename__in=["publish_dossier", "withdraw_dossier"]),
    "Administrator": Q(content_type__app_label="publication", codename="import_dossier")
    | Q(content_type__app_label="auth", codename__in=["view_user", "add_user", "change_user", "view_group"])
    | Q(content_type__app_label="accounts", content_type__model="secondfactorrule") & ~Q(codename__startswith="change_")
    | Q(content_type__app_label="axes", codename__in=["view_accesslog", "view_accessfailurelog"]),
}


def make_roles(sender, **kwargs) -> None:
    """After a migrate of this app, the last of all: the groups and their permissions."""
    allowed = Q(pk=None)
    for name, more in ROLES.items():
        allowed |= more
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(allowed))
