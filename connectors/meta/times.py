"""Reads the times of Meta's exports: seconds since 1970, in UTC; 0 where there is none. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

_END = 4_102_444_800
"""The year 2100: what lies behind is milliseconds or nonsense."""


def unix_time(value: object) -> datetime | None:
    """The moment, aware; None for anything that is no time."""
    # A bool is an int to Python, and no time.
    if (type(value) is int or type(value) is float) and 0 < value < _END:
        return datetime.fromtimestamp(value, UTC)
    return None
