"""Fair timing: every program takes its turn in each round of one run; medians of CPU time, ratios with their range."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

ROUNDS = 9


@dataclass(frozen=True)
class Task:
    """One thing to time: what to call, and how many operations one call does."""

    call: Callable[[], object]
    operations: int


@dataclass(frozen=True)
class Goal:
    """How many times faster `ours` must be than `peer`; both name tasks."""

    peer: str
    ours: str
    times: float


def alternate(tasks: Mapping[str, Task], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """CPU seconds per operation of each task, round by round; tasks alternate, and the first round is not counted."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 1):
        for name, task in tasks.items():
            begin = process_time()
            task.call()
            if turn:
                found[name].append((process_time() - begin) / task.operations)
    return found


def print_times(times: Mapping[str, Sequence[float]], bound: str) -> None:
    """Each task's median, its range, and how many times the physical bound of the same run it takes."""
    limit = median(times[bound])
    print(f"{'CPU time per operation':62}{'median':>12}{'min':>12}{'max':>12}{'× bound':>12}")
    for name, all_rounds in times.items():
        middle = median(all_rounds)
        cells = "".join(f"{_time(one):>12}" for one in (middle, min(all_rounds), max(all_rounds)))
        print(f"{name:62}{cells}{middle / limit:12,.1f}")


def print_goals(times: Mapping[str, Sequence[float]], goals: Sequence[Goal]) -> bool:
    """Each goal with the ratio measured round by round; true if the median of every ratio reaches its goal."""
    is_met = True
    print(f"\n{'times faster, ratio of the same round':82}{'median':>12}{'min':>12}{'max':>12}{'goal':>12}")
    for goal in goals:
        ratios = [peer / ours for peer, ours in zip(times[goal.peer], times[goal.ours], strict=True)]
        is_met &= (middle := median(ratios)) >= goal.times
        cells = "".join(f"{_ratio(one):>12}" for one in (middle, min(ratios), max(ratios), goal.times))
        print(f"{goal.ours + ' : ' + goal.peer:82}{cells}{'' if middle >= goal.times else '  MISSED'}")
    return is_met


def machine() -> str:
    """Processor, cores, versions and load, in one line."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}, load average {load}"


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:,.2f} us" if seconds >= 1e-6 else f"{seconds * 1e9:,.2f} ns"


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"
