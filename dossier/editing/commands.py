"""What commands that write to the desk have in common."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def find_user(name, *permissions):
    """The account of that name, None without a name. Raises CommandError if it is missing or lacks a permission."""
    if not name:
        return None
    try:
        user = get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(f"--user: Expected the name of an account, got {name!r}.") from None
    if lacking := [permission for permission in permissions if not user.has_perm(permission)]:
        raise CommandError(f"--user: Expected an account that may {_acts(lacking)}; {name!r} may not.")
    return user


def _acts(permissions):
    return " and ".join(permission.partition(".")[2].replace("_", " ") for permission in permissions)
