"""The outbox: how long a try is waited for, how the delays grow, when a message is given up, what is shown of it."""

from datetime import datetime, timedelta

LEASE = timedelta(minutes=2)
TRIES = 8


def delay(tries: int) -> timedelta:
    """How long to wait after the n-th failed try: twice as long each time, some four hours at most."""
    return timedelta(minutes=2 ** min(tries, TRIES))


LONGEST = delay(TRIES)


def is_waiting(until: datetime | None, at: datetime) -> bool:
    """Is an instant written down to wait for still to come?

    One farther off than any wait ever is was written by a clock that ran ahead, and holds nothing up.
    """
    return until is not None and at <= until <= at + LONGEST


def masked(address: str) -> str:
    """A phone number or mail address that can be recognised but not used: 091*****78, b***@vidu.vn."""
    name, at_sign, host = address.partition("@")
    if at_sign:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}{'*' * max(3, len(address) - 5)}{address[-2:]}" if len(address) > 6 else "***"
