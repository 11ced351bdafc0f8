"""How fast an account is cleaned: well under the platform's limit, spread out, with a nightly cap.

Pure: the moments of earlier requests come from the journal, so a pace holds across kills and restarts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SHARE = 0.8
"""Of what a platform allows."""
DAY = timedelta(days=1)
_LONGEST_GAP = timedelta(seconds=30)
_SHORTEST_GAP = timedelta(milliseconds=250)
UNNAMED = (60, timedelta(hours=1))
"""For a platform that names no limit."""


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `allowed` requests in any `window`, `cap` in any day, `gap` apart."""

    allowed: int
    window: timedelta
    cap: int
    gap: timedelta

    @classmethod
    def of(cls, limit: int, window: timedelta, cap: int) -> Pace:
        """SHARE of what the platform allows: `limit` in `window`; 0 where it names none.

        Raises: ValueError where the cap is less than one a day.
        """
        if cap < 1:
            raise ValueError("a cap is at least one request a day")
        if limit <= 0 or window <= timedelta(0):
            limit, window = UNNAMED
        allowed = max(1, int(limit * SHARE))
        return cls(allowed, window, cap, max(_SHORTEST_GAP, min(window / allowed, _LONGEST_GAP)))

    def next_at(self, asked: Sequence[datetime], now: datetime, jitter: float = 0.0) -> datetime:
        """From when the next request may go out, given when earlier ones did (any order).

        `jitter`: 0 to 1, lengthens the gap by up to a fifth. Moments after `now` count as `now`: a clock that
        was set back must not hold everything up for as long.
        """
        return self._next(sorted(min(at, now) for at in asked), now, jitter)

    def done_at(self, asked: Sequence[datetime], now: datetime, left: int) -> datetime:
        """When `left` further requests will have gone out, at this pace."""
        past, at = sorted(min(one, now) for one in asked), now
        for _ in range(left):
            at = self._next(past, at, 0.0)
            past.append(at)
        return at

    def _next(self, past: Sequence[datetime], now: datetime, jitter: float) -> datetime:
        """`next_at` of moments in order, none after `now`."""
        ready = [now]
        if past:
            ready.append(past[-1] + self.gap * (1 + 0.2 * jitter))
        for allowed, window in ((self.allowed, self.window), (self.cap, DAY)):
            if len(past) >= allowed:
                ready.append(past[-allowed] + window)
        return max(ready)
