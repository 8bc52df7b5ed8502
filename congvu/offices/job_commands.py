"""Periodic jobs: claimed for a while, so that of two workers one does it; one whose worker died is claimed again."""

from datetime import datetime, timedelta

from django.db.models import Q

from congvu.offices.models import Job

LEASE = timedelta(minutes=5)


def claim_job(*, name: str, every: timedelta, at: datetime) -> bool:
    """Take a job if its time has come (one changed row decides).

    A time farther off than it could have been set was written by a clock that ran ahead, and holds nothing up.
    """
    Job.objects.get_or_create(name=name)
    due = Q(next_at=None) | Q(next_at__lte=at) | Q(next_at__gt=at + every)
    free = Q(leased_until=None) | Q(leased_until__lt=at) | Q(leased_until__gt=at + LEASE)
    return bool(Job.objects.filter(due & free, name=name).update(leased_until=at + LEASE))


def finish_job(*, name: str, next_at: datetime) -> None:
    """Done; it comes again at `next_at`."""
    Job.objects.filter(name=name).update(next_at=next_at, leased_until=None)
