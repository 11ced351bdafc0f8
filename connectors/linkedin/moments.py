"""Reads the times that LinkedIn writes: mostly without a zone, so naive; in UTC where it says so. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from connectors.times import iso_time, known_utc

_SHORT = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2}),?"
    r"(?:\s(?P<hour>\d{1,2}):(?P<minute>\d{2})\s(?P<half>[AP])M)?"
)
_SPOKEN = re.compile(
    r" on (?P<month>[A-Z][a-z]{2})[a-z]{0,6} (?P<day>\d{1,2}), (?P<year>\d{4})"
    r" at (?P<hour>\d{1,2}):(?P<minute>\d{2})\s(?P<half>[AP])M(?P<zone> \((?:GMT|UTC)\))?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(text: str) -> datetime | None:
    """`2025-08-09 21:14:03`, with ` UTC` behind it or not, or `08/09/25, 09:14 PM`; else None."""
    text = text.strip()
    if text.endswith(" UTC"):
        return known_utc(iso_time(text.removesuffix(" UTC").replace("/", "-")))
    if short := _SHORT.fullmatch(text):
        return _moment(short, int(short["month"]), 2000 + int(short["year"]))
    return iso_time(text)


def told_moment(sentence: str) -> datetime | None:
    """The time in `You uploaded a feed photo on March 8, 2026 at 9:37 AM (GMT)`; None where there is none."""
    spoken = _SPOKEN.search(sentence)
    if spoken is None or spoken["month"] not in _MONTHS:
        return None
    found = _moment(spoken, _MONTHS.index(spoken["month"]) + 1, int(spoken["year"]))
    return found.replace(tzinfo=UTC) if found and spoken["zone"] else found


def _moment(told: re.Match[str], month: int, year: int) -> datetime | None:
    hour = int(told["hour"] or 0) % 12 + (12 if told["half"] == "P" else 0)
    try:
        return datetime(year, month, int(told["day"]), hour, int(told["minute"] or 0))
    except ValueError:
        return None
