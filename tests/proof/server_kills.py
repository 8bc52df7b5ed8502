"""Run under tests/on_postgres.sh: a server of its own is killed again and again while writers are at work."""

import json
import sys
import tempfile
from pathlib import Path

from tests.proof.place import found


def main(writers: int, kills: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = found(Path(folder) / "place")
        print(json.dumps(place.run("kills", writers=writers, kills=kills, server_kills=kills, seed=kills)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
