"""The slow clock of the tests over whole years: one yes or no for each minute, then nothing but counting them.

It shares no code with the program. Instants are local wall-clock seconds (the office's zone has no clock changes).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from tests.rules.oracle import is_worked

BEGIN = datetime(2024, 1, 1)
DAYS = 4 * 365 + 1
MINUTE = 60
LOOK_AHEAD = 200 * 1440


class Oracle:
    """Answers by counting worked minutes from `BEGIN` to the end of 2027."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        minutes = (BEGIN + timedelta(minutes=n) for n in range(DAYS * 1440))
        self.worked = np.fromiter((is_worked(content, minute) for minute in minutes), np.bool_, DAYS * 1440)

    def after(self, start: int, seconds: int) -> int:
        """The second at which the last of so many worked seconds has passed."""
        minute, gone = divmod(start, MINUTE)
        ahead = np.flatnonzero(self.worked[minute : minute + LOOK_AHEAD]) + minute
        wanted = seconds + (gone if self.worked[minute] else 0)
        full, rest = divmod(wanted - 1, MINUTE)
        return int(ahead[full]) * MINUTE + rest + 1

    def due_days(self, start: int, days: int) -> int:
        """The closing of the N-th day with a worked minute after the day of `start`."""
        day = start // 86_400
        while days:
            day += 1
            days -= bool(self.worked[day * 1440 : (day + 1) * 1440].any())
        return (day * 1440 + int(np.flatnonzero(self.worked[day * 1440 : (day + 1) * 1440])[-1]) + 1) * MINUTE

    def elapsed(self, begin: int, end: int, pauses: list[tuple[int, int]]) -> int:
        """Worked seconds outside every pause, asked second by second."""
        seconds = np.repeat(self.worked[begin // MINUTE : end // MINUTE + 1], MINUTE)
        origin = begin // MINUTE * MINUTE
        for a, b in pauses:
            seconds[max(a - origin, 0) : max(b - origin, 0)] = False
        return int(np.count_nonzero(seconds[begin - origin : end - origin]))
