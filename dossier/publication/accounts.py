"""Accounts: Administrators make, rename and deactivate them; only a superuser hands out more than a role."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UsernameField


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


class LoginForm(AdminAuthenticationForm):
    """Refuses a name that no account can have, before the attempt is put on record."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto"}))


admin.site.login_form = LoginForm


def address_of(request) -> str:
    """The client's address: the proxy's word for it, where the request came through a proxy that we trust."""
    address = request.META.get("REMOTE_ADDR", "")
    if address in settings.TRUSTED_PROXIES:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return address
