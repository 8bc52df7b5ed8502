"""How many misses are heard: so many at once, and then one more for each part of a minute that has passed."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Allowance:
    """A bucket: `at_once` misses fill it, `a_minute` of them run out of it again."""

    at_once: int
    a_minute: int

    def standing(self, misses: int, last_at: datetime, at: datetime) -> int:
        """The misses that still count at `at`; what has run out only in part still does."""
        run_out = max(0, math.floor((at - last_at) / MINUTE * self.a_minute))
        return max(0, misses - run_out)

    def seconds_to_wait(self, misses: int, last_at: datetime, at: datetime) -> int:
        """Until the next try is heard; 0 if it is heard now. Trying meanwhile makes it no longer."""
        too_many = self.standing(misses, last_at, at) - self.at_once + 1
        if too_many <= 0:
            return 0
        heard_at = last_at + (misses - self.at_once + 1) * MINUTE / self.a_minute
        return max(1, math.ceil((heard_at - at).total_seconds()))
