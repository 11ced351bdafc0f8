"""Progress on stderr for work that takes over a second; silent where stderr is no terminal.

Must not know what is being done; it is handed a word for it.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType

from auditor.cli.invocation import is_terminal

_PATIENCE = 1.0
"""Seconds of silence before the first line: short work needs no progress."""
_EVERY = 0.1
"""Seconds between two lines."""
_WIDTH = 24


class Meter:
    """A `Progress` that can be told from a hot loop; a context manager that wipes its line at the end."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self._is_shown = is_terminal(sys.stderr)
        self._started = time.monotonic()
        self._next = self._started + _PATIENCE
        self._has_drawn = False

    def __call__(self, done: int, total: int | None) -> None:
        """Note that `done` of `total` are done (None: nobody knows how many there are)."""
        if not self._is_shown:
            return
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        self._draw(done, total, now - self._started)

    def _draw(self, done: int, total: int | None, seconds: float) -> None:
        rate = f"{done / seconds:,.0f}/s"
        if total:
            filled = min(_WIDTH, _WIDTH * done // total)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            left = seconds * (total - done) / done if done else 0
            line = f"{self.doing} {bar} {done:,} of {total:,}, {rate}, {left:.0f} s left"
        else:
            line = f"{self.doing} {done:,}, {rate}"
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()
        self._has_drawn = True

    def __enter__(self) -> Meter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._has_drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
