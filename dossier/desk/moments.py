"""Moments of the past as addresses write them."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _


def moment_of(text: str) -> datetime:
    """The moment that an address names, in UTC where it says nothing else. Raises ValueError, in an editor's words."""
    try:
        found = datetime.fromisoformat(text)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            _("“{text}” is not a date and time. Use for example 2026-06-30T12:00:00Z.").format(text=text[:100])
        ) from None
    if found > timezone.now():
        raise ValueError(_("{moment} is in the future. Use a moment in the past.").format(moment=text[:100]))
    return found


def in_address(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
