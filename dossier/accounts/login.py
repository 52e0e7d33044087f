"""The one way in: name and password, throttled and on record, then the second factor of an account that has one."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import logout
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class LoginForm(AdminAuthenticationForm):
    """Refuses a name that no account can have, before the attempt is put on record."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto"}))


class SignIn(LoginView):
    """Django's login of the admin, at its address."""

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
        # Whoever was signed in here is not any more, also while the second step is to be taken.
        if self.request.user.is_authenticated:
            logout(self.request)
        user = form.get_user()
        step = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, step)


def address_of(request) -> str:
    """The client's address: the proxy's word for it, where the request came through a proxy that we trust."""
    address = request.META.get("REMOTE_ADDR", "")
    if address in settings.TRUSTED_PROXIES:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return address
