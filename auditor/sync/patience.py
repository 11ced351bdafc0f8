"""Asks a platform when it wants to be asked, waits where it says so, and tries again where that may help.

Knows no platform and nothing of what is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from auditor.errors import PartlyDone
from connectors.clock import Clock, wait_until
from connectors.errors import RateLimited, Unreachable
from connectors.live import Connection, Deed

Answer = TypeVar("Answer")
Tick = Callable[[timedelta], None]
"""Told how much of a wait is left."""

FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
"""How long to wait where the platform asks to and does not say how long; doubled each time."""
AGAIN = (timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=60))
"""How long to wait before another try where the platform can't be reached."""
MOST_LIMITS = 8
"""How often in a row the platform may ask to wait."""
MOST = timedelta(minutes=70)
"""A longer wait is for another day; no platform's window but that of a whole day is longer than an hour."""
JITTER = 0.2


class Stopped(Exception):
    """The owner wants it to end. Never leaves this package."""


class Patience:
    """One account's requests. Counts them."""

    def __init__(self, clock: Clock, tick: Tick | None, stop: Callable[[], bool] | None) -> None:
        self._clock = clock
        self._tick = tick
        self._stop = stop or (lambda: False)
        self._random = random.Random()
        self.requests = 0

    def check(self) -> None:
        """Raises: Stopped, where the owner wants it to end."""
        if self._stop():
            raise Stopped

    def ask(self, request: Callable[[], Answer], connection: Connection | None = None) -> Answer:
        """What `request` returns; waits before it, and tries it again, as long as that makes sense.

        Raises:
            PartlyDone: too long to wait for, or out of reach too often; Stopped; every other LiveError.
        """
        limits = failures = 0
        while True:
            self.check()
            ready = connection.ready_at(Deed.READ) if connection else None
            if ready is not None:
                self._wait(ready, "The platform asks to wait.")
            self.requests += 1
            try:
                return request()
            except RateLimited as error:
                limits += 1
                if limits >= MOST_LIMITS:
                    raise _later(error.what) from None
                self._wait(self._after_limit(error.until, limits), error.what)
            except Unreachable as error:
                failures += 1
                if failures > len(AGAIN):
                    raise _later(error.what) from None
                earliest = self._clock.now() + self._longer(AGAIN[failures - 1])
                self._wait(max(error.until or earliest, earliest), error.what)

    def _after_limit(self, until: datetime | None, times: int) -> datetime:
        now = self._clock.now()
        if until is None:
            return now + self._longer(min(FIRST * 2 ** (times - 1), LONGEST))
        # A server that says "in no seconds", again and again, is asked ever more slowly all the same.
        return max(until, now + timedelta(seconds=2 ** (times - 1)))

    def _longer(self, time: timedelta) -> timedelta:
        return time * (1 + JITTER * self._random.random())

    def _wait(self, moment: datetime, why: str) -> None:
        if moment - self._clock.now() > MOST:
            raise _later(f"{why} That is until {moment:%Y-%m-%d %H:%M} UTC.")
        wait_until(self._clock, moment, self._told)

    def _told(self, left: timedelta) -> None:
        self.check()
        if self._tick:
            self._tick(left)


def _later(what: str) -> PartlyDone:
    return PartlyDone(what, "What was read is kept; the rest goes on at the next sync.")
