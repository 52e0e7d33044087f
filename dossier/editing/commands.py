"""What commands that write to the desk have in common."""

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def find_user(name):
    """The account of that name, None without a name, or a CommandError."""
    if not name:
        return None
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(f"there is no account {name!r}; right would be the name of an existing one") from None
