"""Reads the times that platforms write: aware ones come back in UTC, those without a zone stay naive.

Knows nothing of the clock; a text that is no time is None, never a guess.
"""

from __future__ import annotations

from datetime import UTC, datetime

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}


def iso_time(text: object) -> datetime | None:
    """ISO 8601, such as `2024-03-03T21:14:00Z`; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        return in_utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None


def x_time(text: object) -> datetime | None:
    """X's `Sat Nov 09 12:14:18 +0000 2024`, or Grailbird's `2013-01-27 19:45:56 +0000`; None for others.

    Read by position: `strptime` depends on the locale and takes ten times as long.
    """
    if not isinstance(text, str):
        return None
    parts = text.split()
    try:
        if len(parts) == 6:
            _, month, day, clock, offset, year = parts
            hour, minute, second = clock.split(":")
            moment = datetime(
                int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC
            )
            if offset == "+0000":
                return moment
            return iso_time(moment.strftime("%Y-%m-%dT%H:%M:%S") + offset)
        if len(parts) == 3:
            return iso_time(f"{parts[0]}T{parts[1]}{parts[2]}")
    except (ValueError, KeyError, OverflowError):
        return None
    return iso_time(text)


def milliseconds(value: object) -> datetime | None:
    """Milliseconds since 1970, as a number or its thirteen digits; None for others, and before 2001."""
    if isinstance(value, str) and len(value) == 13 and value.isascii() and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 10**12 <= value < 10**13:
        return None
    return datetime.fromtimestamp(value / 1000, UTC)


def known_utc(moment: datetime | None) -> datetime | None:
    """A time of which the platform says that it is UTC, whether or not it wrote so."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def in_utc(moment: datetime) -> datetime:
    """An aware time in UTC; a naive one as it is."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC)
