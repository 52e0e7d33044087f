"""Sessions of the desk end when idle, after a maximum time, or on request. Other pages do not check them."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models import F
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from .models import Account

# How often an active session is saved.
SECONDS_BETWEEN = 60


@receiver(user_logged_in)
def note_beginning(sender, request: HttpRequest, user: User, **kwargs) -> None:
    request.session["began"] = request.session["seen"] = time.time()
    request.session["ended_before"] = Account.objects.values_list("sessions_ended", flat=True).get(pk=user.pk)


def end_sessions(user: User) -> None:
    """End all sessions of an account, this one too if it is its own."""
    Account.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


def end_others(request: HttpRequest) -> None:
    """End all sessions of the account that is signed in, except this one."""
    end_sessions(request.user)  # type: ignore[arg-type]  # the desk lets only accounts in
    request.session["ended_before"] += 1


def keep_to_limits(get_response):
    """Middleware of the desk: log out ended sessions, and redirect accounts without a required second factor to it."""

    def middleware(request: HttpRequest):
        if request.path.startswith(reverse("admin:index")) and request.user.is_authenticated:
            account = Account.objects.standing(request.user)
            if _is_over(request.session, account):
                logout(request)
            elif account.lacks_second_factor and not _leads_to_it(request.path):
                return redirect("mfa_index")
            elif time.time() - request.session["seen"] > SECONDS_BETWEEN:
                # Restarts the idle time of the session and its cookie.
                request.session["seen"] = time.time()
        return get_response(request)

    return middleware


def _is_over(session: Any, account: Account) -> bool:
    began = session.get("began", 0)
    return time.time() - began > settings.SESSION_LONGEST.total_seconds() or (
        session.get("ended_before") != account.sessions_ended
    )


def _leads_to_it(path: str) -> bool:
    ways_out = {reverse("admin:login"), reverse("admin:logout"), reverse("set_language")}
    return path in ways_out or path.startswith(reverse("mfa_index"))
