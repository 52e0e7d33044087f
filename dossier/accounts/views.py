"""The pages of the user's own account."""

from functools import wraps
from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .models import Account
from .second_factor import spend
from .sessions import end_others


class YourAccount(IndexView):
    def get_context_data(self, **kwargs) -> dict[str, Any]:
        standing = Account.objects.standing(self.request.user)  # type: ignore[arg-type]  # the desk lets only accounts in
        context = super().get_context_data(**kwargs) | {"lacks_second_factor": standing.lacks_second_factor}
        if codes := context["authenticators"].get(Authenticator.Type.RECOVERY_CODES):
            try:
                context["unused_codes"] = len(codes.get_unused_codes())
            except ValidationError as error:
                context["unreadable"] = error.messages[0]
        return context


class ActivateApp(ActivateTOTPView):
    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        spend(app, form.cleaned_data["code"])
        return response


class RemovePasskey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


def readable(view):
    """A view of recovery codes that redirects to the account page with an error if they can no longer be decrypted."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("mfa_index")

    return wrapper


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    end_others(request)
    messages.success(request, _("This account has been signed out everywhere else."))
    return redirect("mfa_index")
