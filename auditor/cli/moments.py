"""Times of day and delays as they are typed. Must not know what they are for."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _Time = click.ParamType[time]
    _Delay = click.ParamType[timedelta]
else:
    _Time = _Delay = click.ParamType

_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
_DELAY = re.compile(r"([0-9]{1,4})\s*(s|min|h|d)")
_LONGEST = timedelta(days=90)


class _TimeOfDay(_Time):
    """`HH:MM`, by the clock on the wall."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read it."""
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(str(value).strip(), "%H:%M").time()
        except ValueError:
            self.fail(f"{value!r} is no time of day, such as 06:30.", param, ctx)


class _Span(_Delay):
    """`30min`, `24h`, `7d`."""

    name = "DELAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read it."""
        if isinstance(value, timedelta):
            return value
        found = _DELAY.fullmatch(str(value).strip())
        if found is None or (delay := timedelta(seconds=int(found[1]) * _UNITS[found[2]])) > _LONGEST:
            self.fail(f"{value!r} is no delay, such as 30min, 24h or 7d (at most 90 days).", param, ctx)
        return delay


TIME_OF_DAY, DELAY = _TimeOfDay(), _Span()


def next_such(at: time, now: datetime) -> datetime:
    """The next moment at this time of day here; aware."""
    here = now.astimezone()
    # Built anew from the wall clock, so that the night in which clocks change has its own length.
    for days in (0, 1, 2):
        day = (here + timedelta(days=days)).date()
        moment = datetime.combine(day, at).astimezone()
        if moment > now:
            return moment
    raise AssertionError("a day has every time of day")
