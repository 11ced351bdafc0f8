"""The time, and waiting that survives a clock that jumps and a machine that sleeps.

Handed in from outside, so that a test can hold it. Knows nothing of what is waited for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

LONGEST = timedelta(hours=26)
"""No platform asks for more; a moment further off is taken for a clock gone wrong."""
_TICK = 0.5
"""Seconds between two looks at the clocks."""


class Clock(Protocol):
    """What time it is, how much has passed, and a way to wait."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""

    def sleep(self, seconds: float) -> None:
        """Wait; may come back early by raising."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def wait_until(clock: Clock, moment: datetime, tick: Callable[[timedelta], None] | None = None) -> None:
    """Wait until `moment`, at most LONGEST; `tick` is told what is left, and stops the wait by raising.

    Ends when either clock says so: the wall clock goes on while a laptop sleeps, the monotonic one does not
    follow a wall clock that is set back.
    """
    left = min(moment - clock.now(), LONGEST)
    by_wall, by_steady = clock.now() + left, clock.monotonic() + left.total_seconds()
    while True:
        seconds = min((by_wall - clock.now()).total_seconds(), by_steady - clock.monotonic())
        if seconds <= 0:
            return
        if tick:
            tick(timedelta(seconds=seconds))
        clock.sleep(min(_TICK, seconds))
