"""The desk's own data on accounts, and what of accounts is tracked in history."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from dossier.editing.history.recording import track
from dossier.editing.history.triggers import keep


class AccountQuerySet(models.QuerySet):
    def standing(self, user: User) -> Any:
        """The account of a user, with `lacks_second_factor`: it must have one and has none."""
        rules = (
            SecondFactorRule.objects.all() if user.is_superuser else SecondFactorRule.objects.filter(group__user=user)
        )
        # Recovery codes alone are not a second factor.
        factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return self.annotate(lacks_second_factor=Exists(rules) & ~Exists(factors)).get(pk=user.pk)


class Account(models.Model):
    """Extends a user by what ends its sessions, and when its password was set. A database trigger creates the row."""

    # History requires the column of the primary key to be called id.
    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, db_column="id", verbose_name=_("account"), related_name="account"
    )
    sessions_ended = models.PositiveIntegerField(_("times all sessions were ended"), db_default=0, editable=False)
    password_written_at = models.DateTimeField(_("password written"), null=True, editable=False)
    reset_mailed_at = models.DateTimeField(_("link for a new password mailed"), null=True, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return str(self.user)


class SecondFactorRule(models.Model):
    """A role whose accounts cannot use the desk until they have a second factor."""

    group = models.OneToOneField(
        Group,
        models.CASCADE,
        verbose_name=_("role"),
        help_text=_("Whoever has this role must set up a second factor. A superuser must where any role must."),
    )

    class Meta:
        verbose_name = _("role that needs a second factor")
        verbose_name_plural = _("roles that need a second factor")

    def __str__(self):
        return str(self.group)


track(User, app="dossier.accounts", excluded_fields=["password", "last_login"])
track(User.groups.through, User.user_permissions.through, app="dossier.accounts")
# Without the secrets, and without the times of their use.
track(Authenticator, app="dossier.accounts", excluded_fields=["data", "last_used_at"])
track(Account, SecondFactorRule)

# The triggers that create the Account row and refuse deletions of users (migrations/0002_keep_accounts.py).
_EACH = "FOR EACH ROW EXECUTE FUNCTION keep_account()"
keep(User, "keep_account", "AFTER INSERT", _EACH)
keep(
    User,
    "keep_password_act",
    "AFTER UPDATE OF password",
    f"FOR EACH ROW WHEN (old.password::text IS DISTINCT FROM new.password::text) {_EACH.removeprefix('FOR EACH ROW ')}",
)
keep(User, "refuse_delete", "BEFORE DELETE")
