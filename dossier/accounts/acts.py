"""The history of one account: its name and rights, roles, second factors, passwords and sessions."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from dossier.editing.history.changes import Edit, edits, successive

from .models import Account

# Tracked models of what an account can be given, each with the field that says what was given.
GIVEN = [
    (User.groups.through, "group"),
    (User.user_permissions.through, "permission"),
    (Authenticator, ""),
]


@dataclass
class Act:
    """One history row, and what it is about besides the account itself."""

    edit: Edit
    about: str = ""


def acts(user: User) -> list[Act]:
    """All acts, the newest first. About ten queries, however long the history is."""
    recorded = [Act(edit) for edit in edits(successive(User.history.filter(id=user.pk)))]  # type: ignore[attr-defined]  # given by track()
    # The creation of the Account row is implied by that of the user.
    beside = edits(successive(Account.history.filter(user_id=user.pk)))  # type: ignore[attr-defined]  # given by track()
    recorded += [Act(edit) for edit in beside if edit.row.history_type == "~"]
    for model, reference in GIVEN:
        rows: Any = model.history.filter(user_id=user.pk)  # type: ignore[attr-defined]  # given by track()
        if reference:
            rows = rows.select_related(reference)
        recorded += [Act(edit, _about(edit.row, reference)) for edit in edits((row, None) for row in rows)]
    return sorted(recorded, key=lambda act: act.edit.row.history_date, reverse=True)


def _about(row: Any, reference: str) -> str:
    if not reference:
        return row.get_type_display()
    field = row._meta.get_field(reference)
    return f"{field.related_model._meta.verbose_name}: {getattr(row, reference)}"
