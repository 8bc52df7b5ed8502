"""`make bench-writers`: 50 writers on a PostgreSQL of their own, at least 100 commands a second, no error and no gap.

Ends with 1 where that is not reached.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.proof.place import faults, found

GOAL = 100  # commands a second


def missed(done: Mapping[str, Any], *, verified: bool) -> list[str]:
    """What was promised and not kept, in words: speed, errors (deadlocks among them), gaps, the ledger."""
    a_second = len(done["acks"]) / done["seconds"]
    said = [f"{a_second:.0f} commands a second; the goal is {GOAL}"] if a_second < GOAL else []
    said += [f"error: {one}" for one in done["errors"]] + [f"fault: {one}" for one in faults(dict(done))]
    return said if verified else [*said, "the ledger does not verify"]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = found(Path(folder) / "place")
        done = place.run("writers", writers=args.writers, dossiers=10**6, seconds=args.seconds, warm=True)
        check = place.congvu("ledger", "verify")
        place.remove()
    commands = len(done["acks"])
    print(f"{args.writers} writers on {done['vendor']}: {commands} commands in {done['seconds']:.1f} s, "
          f"{commands / done['seconds']:.0f} a second")  # fmt: skip
    print((check.stdout or check.stderr).strip())
    wrong = missed(done, verified=check.returncode == 0)
    for one in wrong:
        print(f"MISSED: {one}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
