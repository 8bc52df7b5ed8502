"""The one place where the program asks what time it is; commands and rules get it as a parameter.

A demonstration may be set on another day (`congvu demo --today`): then the whole program lives on that day.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present instant (UTC), shifted by the demonstration's offset, which is zero in a real place."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
