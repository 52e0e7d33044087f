"""What the desk knows of an account beside Django's own row, and what is on record of it."""

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
        # Recovery codes alone open nothing.
        factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return self.annotate(lacks_second_factor=Exists(rules) & ~Exists(factors)).get(pk=user.pk)


class Account(models.Model):
    """Beside an account: what ends its sessions, and when its password was written. The database makes the row."""

    # The column is called as history expects a key to be called.
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
    """A role whose accounts open nothing of the desk before they have a second factor."""

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
# Neither secrets nor when they were used.
track(Authenticator, app="dossier.accounts", excluded_fields=["data", "last_used_at"])
track(Account, SecondFactorRule)

# What makes an account's own row, and what refuses to delete it (migrations/0002_keep_accounts.py).
_EACH = "FOR EACH ROW EXECUTE FUNCTION keep_account()"
keep(User, "keep_account", "AFTER INSERT", _EACH)
keep(
    User,
    "keep_password_act",
    "AFTER UPDATE OF password",
    f"FOR EACH ROW WHEN (old.password::text IS DISTINCT FROM new.password::text) {_EACH.removeprefix('FOR EACH ROW ')}",
)
keep(User, "refuse_delete", "BEFORE DELETE")
