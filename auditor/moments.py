"""Waits and moments in a person's words. Knows nothing of what is waited for."""

from __future__ import annotations

from datetime import datetime, timedelta


def in_words(left: timedelta) -> str:
    """How long that is: `34 s`, `3 min 20 s`, `2 h 05 min`."""
    seconds = max(0, round(left.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60:02} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60:02} min"


def by_the_clock(at: datetime, now: datetime) -> str:
    """When that is, by the wall clock here: `21:40`, `21:40 tomorrow`, `21:40 on 2026-11-27`."""
    there, here = at.astimezone(), now.astimezone()
    days = (there.date() - here.date()).days
    day = {0: "", 1: " tomorrow"}.get(days, f" on {there:%Y-%m-%d}")
    return f"{there:%H:%M}{day}"


def dollars(low: float, high: float) -> str:
    """A price between two, in US dollars: `$0.32 to $1.60`."""
    return f"${high:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"${low:.2f} to ${high:.2f}"
