"""A clock that a test holds: sleeping moves it on, and it can jump and be set back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


class HeldClock:
    """A `connectors.clock.Clock` without any real time in it."""

    def __init__(self, start: datetime = START, on_sleep: Callable[[float], None] | None = None) -> None:
        self.wall = start
        self.steady = 1000.0
        self.slept: list[float] = []
        self._on_sleep = on_sleep

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(timedelta(seconds=seconds))
        if self._on_sleep:
            self._on_sleep(seconds)

    def pass_by(self, time: timedelta) -> None:
        """Time passes, on both clocks."""
        self.wall += time
        self.steady += time.total_seconds()

    def jump(self, time: timedelta) -> None:
        """The wall clock alone is set on or back."""
        self.wall += time
