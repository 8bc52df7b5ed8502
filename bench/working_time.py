"""Working time against businesstimedelta, pandas and NumPy: first are the answers right, then how fast do they come.

Nothing is timed unless all 20,000 answers equal an independent clock's and each peer's wherever the peer is defined.
Exits 1 on a wrong answer or a missed ratio.
"""

import sys

from bench.correctness import Faulty, check
from bench.measure import alternate, machine, print_goals, print_times
from bench.speed import BOUND, GOALS, tasks


def main() -> int:
    """Check, time, print; the exit code says whether everything held."""
    try:
        for line in check():
            print(line)
    except Faulty as fault:
        print(f"WRONG, nothing is timed: {fault}")
        return 1
    print(f"\n{machine()}")
    times = alternate(tasks())
    print_times(times, BOUND)
    is_met = print_goals(times, GOALS)
    print(f"{machine()}\n{'every ratio reached' if is_met else 'A RATIO WAS MISSED'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
