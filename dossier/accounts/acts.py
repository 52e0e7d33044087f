"""What is on record of one account: its name and rights, roles, second factors, passwords and sessions."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from dossier.editing.history.changes import Edit, edits, successive

from .models import Account

# What an account is given and loses again, and by which column each belongs to it.
GIVEN = [
    (User.groups.through, "group"),
    (User.user_permissions.through, "permission"),
    (Authenticator, ""),
]


@dataclass
class Act:
    """One history row, and what it is about beside the account itself."""

    edit: Edit
    about: str = ""


def acts(user: User) -> list[Act]:
    """The newest first. Some ten queries, however long the record is."""
    found = [Act(each) for each in edits(successive(User.history.filter(id=user.pk)))]  # type: ignore[attr-defined]  # given by track()
    # The row beside an account comes with it, and says nothing of its own.
    beside = edits(successive(Account.history.filter(user_id=user.pk)))  # type: ignore[attr-defined]  # given by track()
    found += [Act(each) for each in beside if each.row.history_type == "~"]
    for model, reference in GIVEN:
        rows: Any = model.history.filter(user_id=user.pk)  # type: ignore[attr-defined]  # given by track()
        if reference:
            rows = rows.select_related(reference)
        found += [Act(each, _about(each.row, reference)) for each in edits((row, None) for row in rows)]
    return sorted(found, key=lambda act: act.edit.row.history_date, reverse=True)


def _about(row: Any, reference: str) -> str:
    if not reference:
        return row.get_type_display()
    field = row._meta.get_field(reference)
    return f"{field.related_model._meta.verbose_name}: {getattr(row, reference)}"
