"""Moments of the past in URLs."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _


def moment_of(text: str) -> datetime:
    """Parse a moment in a URL, in UTC by default. Raises ValueError with a message for editors."""
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            _("“{text}” is not a date and time. Use for example 2026-06-30T12:00:00Z.").format(text=text[:100])
        ) from None
    if moment > timezone.now():
        raise ValueError(_("{moment} is in the future. Use a moment in the past.").format(moment=text[:100]))
    return moment


def in_address(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
