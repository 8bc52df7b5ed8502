"""Writers of the embedded database wait in a fair way: whoever has waited longer asks more often."""

import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from congvu.ledger.embedded import is_busy

FIRST_PACE = 0.01  # seconds between two questions of a writer who has just come


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite lets one write at a time; its own waiting asks less and less often, up to ten times a second.

    So under load a newcomer, who asks at once and again after a millisecond, passes those who have waited for long.
    """

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction when no other writer has one. Raises: OperationalError after `timeout` (settings)."""
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        begun = time.monotonic()
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._has_begun(last_time=(waited := time.monotonic() - begun) > patience):
                time.sleep(FIRST_PACE / (1 + waited))
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")

    def _has_begun(self, *, last_time: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as failure:
            if last_time or not is_busy(failure):
                raise
            return False
        return True
