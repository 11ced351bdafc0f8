"""What the journal tells of the deletions over one account: how often, and when last, each was asked for.

Knows no platform and no SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from auditor.model import EntryState

if TYPE_CHECKING:
    from auditor.store import EntryChange, Vault

TRIES = 3
"""So often an item is asked for by one plan, before it is left to the owner's own hand."""
SETTLED = timedelta(minutes=15)
"""After so long a platform shows what it has deleted as gone; before, it is not asked for again."""
LOOKS = (timedelta(0), timedelta(seconds=30), timedelta(minutes=3), SETTLED)
"""How long after it was asked for an item is looked at."""
RECHECKS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""How long after an item was seen to be gone it is looked at again."""
ASKED_TO_WAIT = "the platform asked to wait"
"""The reason for which a request that was written down does not count as a try."""
GONE = frozenset({EntryState.GONE, EntryState.ALREADY_GONE})


@dataclass(slots=True)
class Past:
    """What was done for one entry so far."""

    state: EntryState | None = None
    asked: int = 0
    asked_at: datetime | None = None
    """The last time."""
    was_said: bool = False
    """Its state is the owner's word that she deleted it herself."""
    gone_at: datetime | None = None
    """When it was first seen to be gone, since it was last seen to stand."""
    rechecks: int = 0
    """How often it was looked at again since."""


def pasts(changes: Iterable[EntryChange]) -> dict[int, Past]:
    """By item row, what the plan's journal tells, in its order."""
    found: dict[int, Past] = {}
    for change in changes:
        past = found.setdefault(change.item_row, Past())
        state = EntryState(change.state)
        if state is EntryState.ASKED:
            past.asked, past.asked_at = past.asked + 1, change.at
        elif state is EntryState.QUEUED and change.reason == ASKED_TO_WAIT:
            past.asked -= 1
        if state is EntryState.UNKNOWN:
            # What a run does not know it has asked for just before; else it is the owner's word.
            past.was_said = past.was_said or past.state not in (EntryState.ASKED, EntryState.UNKNOWN)
        else:
            past.was_said = False
        past.state = state
        if state not in GONE:
            past.gone_at, past.rechecks = None, 0
        elif past.gone_at is None:
            past.gone_at = change.at
        else:
            past.rechecks += 1
    return found


def recheck_due(past: Past, now: datetime) -> bool:
    """Whether it is time to look again whether what was gone is still gone."""
    return (
        past.gone_at is not None
        and past.rechecks < len(RECHECKS)
        and now - past.gone_at >= RECHECKS[past.rechecks]
    )


def of_plan(vault: Vault, plan_id: str) -> dict[int, Past]:
    """`pasts` of a plan in the vault."""
    return pasts(vault.plans.journal(plan_id))
