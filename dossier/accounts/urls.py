"""All pages of an account, under the desk's own address; there is no sign-up."""

from allauth.account.views import reauthenticate
from allauth.mfa.base.views import authenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.contrib import admin
from django.contrib.auth import views as auth
from django.http import HttpRequest
from django.urls import path, reverse

from . import views
from .login import SignIn
from .reset import ChooseNew, RequestLink


def own(address: str, view, name: str):
    """A page for users who are logged in to the desk."""
    return path(f"account/{address}", admin.site.admin_view(view), name=name)


urlpatterns = [
    # Replaces the admin's login; allauth looks it up by this name.
    path("login/", SignIn.as_view(), name="account_login"),
    path("account/second-step/", authenticate, name="mfa_authenticate"),
    own("", views.YourAccount.as_view(), "mfa_index"),
    own("password-again/", reauthenticate, "account_reauthenticate"),
    own("app/", views.ActivateApp.as_view(), "mfa_activate_totp"),
    own("app/off/", deactivate_totp, "mfa_deactivate_totp"),
    own("passkeys/add/", add_webauthn, "mfa_add_webauthn"),
    own("passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), "mfa_remove_webauthn"),
    own("recovery-codes/", views.readable(view_recovery_codes), "mfa_view_recovery_codes"),
    own("recovery-codes/new/", generate_recovery_codes, "mfa_generate_recovery_codes"),
    own("sessions/end/", views.end_other_sessions, "end_other_sessions"),
    path("password-reset/", RequestLink.as_view(), name="admin_password_reset"),
    path("password-reset/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/<uidb64>/<token>/", ChooseNew.as_view(), name="password_reset_confirm"),
    path("password-reset/complete/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]


def desk(request: HttpRequest) -> dict:
    """Context processor: pages of accounts are pages of the admin."""
    desk = reverse("admin:index")
    # A request that was refused before the authentication middleware has no user.
    if not hasattr(request, "user") or not request.path.startswith((f"{desk}account/", f"{desk}password-reset/")):
        return {}
    context = admin.site.each_context(request)
    return context | {"is_nav_sidebar_enabled": context["is_nav_sidebar_enabled"] and context["has_permission"]}
