"""`make bench-writers`: how many commands a second 50 writers do on a PostgreSQL of their own, and in which order."""

import argparse
import tempfile
from pathlib import Path

from tests.proof.place import faults, found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = found(Path(folder) / "place")
        done = place.run("writers", writers=args.writers, dossiers=10**6, seconds=args.seconds, warm=True)
        said = place.congvu("ledger", "verify").stdout.strip()
        place.remove()
    commands = len(done["acks"])
    print(f"{args.writers} writers on {done['vendor']}: {commands} commands in {done['seconds']:.1f} s")
    print(f"{commands / done['seconds']:.0f} commands a second, {len(done['errors'])} errors, faults: {faults(done)}")
    print(said)


if __name__ == "__main__":
    main()
