"""Measures a command: wall time, and the most memory that it and its children held at once."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05
"""Seconds between two looks at the processes."""


@dataclass(frozen=True, slots=True)
class Run:
    """One command, measured."""

    seconds: float
    cpu_seconds: float
    """Of the whole tree of processes: what it costs whatever else the machine is doing."""
    peak_bytes: int
    """Of the whole tree of processes at one moment; shared pages count once where the system tells them."""
    code: int
    out: str
    err: str


def measured(command: list[str], environment: dict[str, str]) -> Run:
    """Run a command to its end and measure it."""
    start, cpu = time.perf_counter(), _cpu_of_children()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    watcher.start()
    try:
        out, err = process.communicate()
    finally:
        seconds = time.perf_counter() - start
        done.set()
        watcher.join()
    used = _cpu_of_children() - cpu
    return Run(seconds, used, peak[0] or _largest_child(), process.returncode, out, err)


def _watch(pid: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(_EVERY):
        peak[0] = max(peak[0], sum(_held(one) for one in _tree(pid)))


def _tree(pid: int) -> list[int]:
    """The process and everything it started, where the system has /proc; else nothing."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        waiting += [int(child) for child in children.split()]
    return found


def _held(pid: int) -> int:
    """Bytes in memory: the proportional set size, which shares common pages out between the processes."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # it has ended, or this system has no /proc
    return 0


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _largest_child() -> int:
    """What systems without /proc tell: the largest single child so far."""
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
