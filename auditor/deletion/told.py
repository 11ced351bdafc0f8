"""The values by which a run is told how far to go, and tells what came of it. Knows nothing of how."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

CAP = 400
"""Deletions of one account a day, unless the owner says otherwise; an account that is emptied at a stroke
looks like one that was broken into."""


@dataclass(frozen=True, slots=True)
class Options:
    """How far a run may go."""

    cap: int = CAP
    until: datetime | None = None
    """Nothing is asked for later."""
    is_dry: bool = False
    """Everything but the asking: nothing is written either."""


@dataclass(frozen=True, slots=True)
class At:
    """How far a run is."""

    gone: int
    """Seen to be gone. Nothing else counts as done."""
    total: int
    next_at: datetime | None
    """When the next one is asked for, or looked at."""
    done_at: datetime | None
    """When the last one will have been asked for, at this pace."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an account was left before its end."""

    platform: str
    handle: str
    what: str
    todo: str
    is_passing: bool = False
    """The same run may well go on later without the owner's doing anything."""


@dataclass(slots=True)
class Tally:
    """What came of the entries, each counted once."""

    gone: int = 0
    already_gone: int = 0
    refused: int = 0
    left_out: int = 0
    """Changed, or no longer decided to be deleted: left alone."""
    by_hand: int = 0
    """No program may delete them after all."""
    asked: int = 0
    """Requests to delete."""
    would_ask: int = 0
    """Of a dry run."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What came of one run of one plan."""

    plan_id: str
    tally: Tally
    left: int
    """Still to be asked for."""
    unknown: int
    """Asked for, and not seen to be gone: looked at first the next time."""
    troubles: tuple[Trouble, ...] = ()
    paused: str = ""
    """Why it ended before its end though nothing is wrong; empty where it did not."""
    next_at: datetime | None = None
    """When it makes sense to go on."""
    done_at: datetime | None = None
    is_dry: bool = False
    reasons: tuple[tuple[str, int], ...] = field(default=())
    """Why entries were left out or refused, and how many for each."""
