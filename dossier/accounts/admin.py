"""Accounts: Administrators create, rename and deactivate them; only a superuser can grant more than a role."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from dossier.editing.admin import ReadOnlyAdmin
from dossier.editing.forms.saving import ReasonGiven

from .acts import acts
from .models import SecondFactorRule
from .sessions import end_sessions


class AccountAdmin(ReasonGiven, UserAdmin):
    """An account and its roles."""

    change_form_template = "accounts/form.html"
    object_history_template = "accounts/history.html"
    history_list_per_page = 50

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not user.is_staff and user.groups.exists():
            # Without staff status, an account with a role could not enter the desk.
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            messages.info(request, _("“Staff status” was given with the role: without it, nobody enters the desk."))

    def get_readonly_fields(self, request, obj=None):
        # With Django's own form, anyone who may change accounts could make them superusers, their own included.
        handed_out = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return [*super().get_readonly_fields(request, obj), *handed_out]

    def has_change_permission(self, request, obj=None):
        # Being able to set a superuser's password amounts to being one.
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # History refers to accounts by primary key, permanently.
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.access_view)
        return [path("<id>/access/", view, name="auth_user_access"), *super().get_urls()]

    def user_change_password(self, request, id, form_url=""):
        # Users change their own password on the page that asks for the old one.
        if self._account(request, id) == request.user:
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)

    def access_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Let an Administrator help an account that lost its second factor or is compromised."""
        user = self._account(request, id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        factors = Authenticator.objects.filter(user=user).order_by("created_at")
        # Users turn off their own second factor on their own pages, which ask for the password.
        own = user == request.user
        match request.method == "POST" and request.POST.get("act"):
            case "end sessions":
                end_sessions(user)
                messages.success(request, _("All sessions of this account are ended."))
                return redirect(request.path)
            case "remove second factor" if not own:
                factors.delete()
                messages.success(request, _("This account has no second factor any more."))
                return redirect(request.path)
        context = {"title": _("Access"), "subtitle": str(user), "account": user, "opts": self.opts}
        context |= {"factors": factors, "own": own}
        return TemplateResponse(request, "accounts/access.html", self.admin_site.each_context(request) | context)

    def history_view(self, request, object_id, extra_context=None):
        user = self._account(request, object_id)
        if not self.has_view_or_change_permission(request, user):
            raise PermissionDenied
        paginator = Paginator(acts(user), self.history_list_per_page)
        page = paginator.get_page(request.GET.get("p"))
        context = {"title": _("History"), "subtitle": str(user), "object": user, "opts": self.opts, "page_obj": page}
        context |= {"page_range": paginator.get_elided_page_range(page.number), "page_var": "p"}
        context |= self.admin_site.each_context(request) | (extra_context or {})
        return TemplateResponse(request, self.object_history_template, context)

    def _account(self, request: HttpRequest, id: str) -> User:
        user = self.get_object(request, id)
        if user is None:
            raise Http404
        return user


class SecondFactorRuleAdmin(ReasonGiven):
    """Rules are added or deleted; there is nothing in them to change."""

    list_display = ["group"]

    def has_change_permission(self, request, obj=None):
        return False


class LoginLogAdmin(ReadOnlyAdmin):
    """The newest first, by primary key because that is indexed: these tables only grow."""

    list_display = ["attempt_time", "username", "ip_address", "path_info"]
    fields = ["attempt_time", "username", "ip_address", "user_agent", "path_info"]
    search_fields = ["username__iexact", "ip_address__exact"]
    ordering = ["-id"]
    sortable_by = ()
    show_full_result_count = False


class LoginsAdmin(LoginLogAdmin):
    list_display = [*LoginLogAdmin.list_display, "logout_time"]
    fields = [*LoginLogAdmin.fields, "logout_time"]


class RefusalsAdmin(LoginLogAdmin):
    list_display = [*LoginLogAdmin.list_display, "locked_out"]
    fields = [*LoginLogAdmin.fields, "locked_out"]
    list_filter = ["locked_out"]


# The libraries' own admins, and models that hold secrets or passwords typed by mistake.
admin.site.unregister([User, AccessAttempt, AccessFailureLog, AccessLog, Authenticator, EmailAddress])
if admin.site.is_registered(EmailConfirmation):
    admin.site.unregister(EmailConfirmation)
admin.site.register(User, AccountAdmin)
admin.site.register(SecondFactorRule, SecondFactorRuleAdmin)
admin.site.register(AccessLog, LoginsAdmin)
admin.site.register(AccessFailureLog, RefusalsAdmin)
