"""Password reset by mail. The answer and its timing are the same whether or not an account is found."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dossier.editing.history.recording import recorded

from .models import Account

logger = logging.getLogger(__name__)
# Everything that depends on whether there is an account runs here, after the answer is sent.
MAILER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password-reset")
BETWEEN_MAILS = timedelta(minutes=5)
# The name under which axes counts requests for links, by client address.
COUNTED_AS = {"username": "(password reset)"}


class LinkForm(PasswordResetForm):
    def get_users(self, email: str):
        """The accounts with this address, except those mailed recently, so that no mailbox is flooded."""
        due = Q(reset_mailed_at=None) | Q(reset_mailed_at__lt=timezone.now() - BETWEEN_MAILS)
        for user in super().get_users(email):
            if Account.objects.filter(due, pk=user.pk).update(reset_mailed_at=timezone.now()):
                yield user

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Unlike Django's, which only logs a failure, allow the link to be requested again."""
        subject = "".join(loader.render_to_string(subject_template_name, context).splitlines())
        try:
            EmailMessage(subject, loader.render_to_string(email_template_name, context), from_email, [to_email]).send()
        except Exception:
            user = context["user"]
            logger.exception("The link for a new password of account %s was not mailed.", user.pk)
            Account.objects.filter(pk=user.pk).update(reset_mailed_at=None)

    def save(self, **options: Any) -> None:  # type: ignore[override]  # what it is given is passed on whole
        # In a copy of the context, so that its log lines carry the id of the request.
        MAILER.submit(copy_context().run, self._mail, get_language(), options)

    def _mail(self, language: str, options: dict[str, Any]) -> None:
        try:
            with override(language):
                super().save(**options)
        except Exception:
            logger.exception("A link for a new password could not be mailed.")
        finally:
            connection.close()


def _sends_no_mail() -> bool:
    return settings.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"


class RequestLink(PasswordResetView):
    form_class = LinkForm
    subject_template_name = "registration/password_reset_subject.txt"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sends_no_mail": _sends_no_mail()}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if _sends_no_mail():
            return self.get(request, *args, **kwargs)
        if not AxesProxyHandler.is_allowed(request, COUNTED_AS):
            return get_lockout_response(request, credentials=COUNTED_AS)
        user_login_failed.send(sender=__name__, credentials=COUNTED_AS, request=request)
        if not AxesProxyHandler.is_allowed(request, COUNTED_AS):
            # This request reached the limit: a client that is told to wait is sent no mail.
            return get_lockout_response(request, credentials=COUNTED_AS)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        # If the site's address is configured, the Host header is not trusted.
        address = settings.SITE_URL or f"{self.request.scheme}://{self.request.get_host()}"
        scheme, _sep, host = address.partition("://")
        form.save(
            domain_override=host,
            use_https=scheme == "https",
            email_template_name=self.email_template_name,
            subject_template_name=self.subject_template_name,
        )
        return redirect(self.get_success_url())


class ChooseNew(PasswordResetConfirmView):
    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form) -> HttpResponse:
        with recorded(self.user, _("By a link that was mailed.")):
            return super().form_valid(form)
