"""The second factor: allauth's, with failed attempts counted and used codes recorded in the database.

The library keeps both in the cache, which is not shared without Redis and not durable.
"""

import base64
import logging
import time
import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from axes.models import AccessFailureLog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

logger = logging.getLogger(__name__)
WRONG_CODE = gettext_lazy("This code is wrong, or it has been used. Wait for the next one.")
LOST_KEY = gettext_lazy(
    "The site can no longer read this account’s second factor. An Administrator can remove it; then set up a new one."
)
TOO_MANY = gettext_lazy("Too many wrong codes for this account. Try again in a quarter of an hour.")
CODE_KEYS = {"autocomplete": "one-time-code", "autofocus": True, "dir": "ltr", "inputmode": "numeric"}


class AccountAdapter(DefaultAccountAdapter):
    """One stage after the password, none of the library's messages, and reauthentication by password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "incorrect_password": gettext_lazy("This password is wrong."),
    }

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def login(self, request, user) -> None:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")

    def get_reauthentication_methods(self, user) -> list[dict]:
        return [{"id": "reauthenticate", "description": _("Password"), "url": reverse("account_reauthenticate")}]

    def add_message(self, *args, **kwargs) -> None:
        """Suppress the library's messages; the pages show the result."""


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are stored encrypted, so that a copy of the database alone is of no use."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError if the site's key is no longer the one it was encrypted with."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor cannot be read: SECRET_KEY was changed without SECRET_KEY_FALLBACKS.")
            raise ValidationError(LOST_KEY) from None

    def get_totp_issuer(self) -> str:
        return _("Treaty dossiers")

    def _get_user_identifier(self, user) -> str:
        return user.get_username()

    def _get_site_name(self) -> str:
        return _("Treaty dossiers")

    def generate_authenticator_name(self, user, type) -> str:
        return _("Passkey of {day}").format(day=timezone.now().date().isoformat())


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("dossier.accounts.second_factor", "", key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class CodeField(forms.CharField):
    """A numeric code, in the digits of any script."""

    def __init__(self, help_text: Any):
        widget = forms.TextInput(attrs=CODE_KEYS)
        super().__init__(label=gettext_lazy("Code"), help_text=help_text, max_length=32, widget=widget)

    def to_python(self, value: Any) -> str:
        return "".join(str(unicodedata.decimal(character, character)) for character in super().to_python(value) or "")


class Counted(forms.Form):
    """A second step whose failures are logged. After five wrong codes within a quarter of an hour the account accepts
    none, from any address. Only somebody who knows its password can cause that."""

    user: User

    def attempt(self, clean: Any) -> Any:
        # Lock: concurrent attempts would be counted, and codes spent, without regard to each other.
        list(Authenticator.objects.select_for_update().filter(user=self.user))
        if self._is_closed():
            raise ValidationError(TOO_MANY)
        try:
            return clean()
        except ValidationError:
            name = self.user.get_username()
            user_login_failed.send(sender=__name__, credentials={"username": name}, request=context.request)
            raise

    def _is_closed(self) -> bool:
        since = timezone.now() - settings.AXES_COOLOFF_TIME
        address = reverse("mfa_authenticate")
        wrong = AccessFailureLog.objects.filter(username=self.user.get_username(), path_info=address)
        return wrong.filter(attempt_time__gte=since).count() >= settings.AXES_FAILURE_LIMIT


class CodeForm(Counted, AuthenticateForm):
    code = CodeField(gettext_lazy("Six digits from the app, or one of the recovery codes."))

    def clean_code(self) -> str:
        return self.attempt(self._right_code)

    def _right_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            spend(self.authenticator, code)
        return code


class PasskeyForm(Counted, AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return self.attempt(self._right_credential)

    def _right_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except KeyError:
            # The library assumes that the credential has the form that browsers send.
            raise ValidationError(WRONG_CODE) from None


class FirstCodeForm(ActivateTOTPForm):
    code = CodeField(gettext_lazy("The six digits that the app shows now."))


class NewPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("A name for this passkey, to tell it from others."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class PasswordAgainForm(ReauthenticateForm):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("Asked again before anything changes that keeps others out."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True, "dir": "ltr"}),
    )


def spend(authenticator: Authenticator, code: str) -> None:
    """Mark a correct app code as used (RFC 6238, 5.2). Earlier codes are not accepted afterwards either."""
    secret = MFAAdapter().decrypt(authenticator.data["secret"])
    now = int(time.time()) // app_settings.TOTP_PERIOD
    # One more on each side than is accepted: the time step may have changed since the check.
    around = range(now - app_settings.TOTP_TOLERANCE - 1, now + app_settings.TOTP_TOLERANCE + 2)
    unspent = (count for count in around if count > authenticator.data.get("spent", 0))
    for count in unspent:
        if format_hotp_value(hotp_value(secret, count)) == normalize_user_code(code):
            authenticator.data["spent"] = count
            authenticator.save(update_fields=["data"])
            return
    raise ValidationError(WRONG_CODE)
