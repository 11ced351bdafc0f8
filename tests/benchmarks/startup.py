"""How long the command line takes to answer, beside an empty Python: `python -m tests.benchmarks.startup`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.cli.command import environment

ROUNDS = 10
ALLOWED = 0.3
"""Seconds for `--help` and `rules list`."""
COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]
CASES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "audit-tui --help": [*COMMAND, "--help"],
    "audit-tui rules list": [*COMMAND, "rules", "list"],
    "audit-tui rules show": [*COMMAND, "rules", "show", "phi/mosaic"],
    "audit-tui accounts (no vault)": [*COMMAND, "accounts"],
    "audit-tui check (one word)": [*COMMAND, "check", "hello"],
}
MEASURED = ("audit-tui --help", "audit-tui rules list")


def median_seconds(command: list[str], home: Path) -> float:
    """The median wall time of a command, after one run that warms the disk's cache."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        subprocess.run(command, env=environment(home), capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> int:
    """Print a line a case; exit code 1 when a case that has a limit is over it."""
    with tempfile.TemporaryDirectory() as folder:
        found = {name: median_seconds(command, Path(folder)) for name, command in CASES.items()}
    for name, seconds in found.items():
        print(f"{name:<32}{seconds * 1000:7.0f} ms")
    return int(any(found[name] > ALLOWED for name in MEASURED))


if __name__ == "__main__":
    sys.exit(main())
