"""The only login: name and password, throttled and logged, then the second factor of an account that has one."""

from ipaddress import ip_address

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class LoginForm(AdminAuthenticationForm):
    """Refuse a name that no account can have before the attempt is logged."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto"}))

    def confirm_login_allowed(self, user) -> None:
        # The name and the password are right, so the reason may be disclosed.
        if user.is_active and not user.is_staff:
            raise ValidationError(_("This account may not open the desk. An Administrator can give it “Staff status”."))
        super().confirm_login_allowed(user)


class SignIn(LoginView):
    """Django's admin login, at its address."""

    authentication_form = LoginForm
    template_name = "admin/login.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if admin.site.has_permission(request):
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        page = {"title": _("Log in"), "subtitle": None, "username": self.request.user.get_username()}
        page |= {
            "app_path": self.request.get_full_path(),
            "next": self.get_redirect_url() or self.get_default_redirect_url(),
        }
        return super().get_context_data(**kwargs) | admin.site.each_context(self.request) | page

    def form_valid(self, form) -> HttpResponse:
        # End any existing session, also while the second step is pending.
        if self.request.user.is_authenticated:
            logout(self.request)
        user = form.get_user()
        step = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, step)


def address_of(request: HttpRequest) -> str:
    """The client's IP address: behind trusted proxies, the last address in X-Forwarded-For that is not one of them."""
    address = request.META.get("REMOTE_ADDR", "")
    for told in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not _is_trusted(address) or not _is_address(told.strip()):
            break
        address = told.strip()
    return address


def _is_trusted(address: str) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
