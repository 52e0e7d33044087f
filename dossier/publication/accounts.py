"""Accounts: Administrators make, rename and deactivate them; only a superuser hands out more than a role."""

from django.contrib.auth.admin import UserAdmin


class AccountAdmin(UserAdmin):
    """An account and its roles."""

    def get_readonly_fields(self, request, obj=None):
        # With Django's own form, whoever may change an account can make it a superuser's, their own first.
        handed_out = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return [*super().get_readonly_fields(request, obj), *handed_out]

    def has_change_permission(self, request, obj=None):
        # Who could give a superuser a new password would be one.
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # History names an account by its number, for good.
        return False
