"""Looks again, after days and weeks, at what is gone, and at what the owner says that she deleted herself.

Knows no platform, no SQL and no screen. What has come back is never asked for again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from auditor.deletion.journal import GONE, of_plan, recheck_due
from auditor.deletion.told import Trouble
from auditor.model import EntryState, PlanEntry, StoredAccount
from auditor.proof import LIVE, planned_item
from connectors.clock import Clock, wait_until
from connectors.errors import LiveError
from connectors.live import Connection, Deed, Presence

if TYPE_CHECKING:
    from auditor.store import Vault

LONGEST_WAIT = timedelta(minutes=2)
"""What a platform wants to be asked later than that is looked at with another sync."""


@dataclass(frozen=True, slots=True)
class Due:
    """One entry that is to be looked at."""

    plan_id: str
    entry: PlanEntry


@dataclass(slots=True)
class Rechecked:
    """What looking again has shown."""

    still_gone: int = 0
    newly_gone: int = 0
    """Which the owner had deleted herself."""
    reappeared: int = 0
    """Gone before, and there again: hers to decide about anew."""
    still_there: int = 0
    """Said to be deleted, and still there: back on the checklist."""
    waiting: int = 0
    """Due, and not looked at: the account can't be reached, or the platform does not show it."""
    troubles: tuple[Trouble, ...] = ()


def due(vault: Vault, now: datetime) -> dict[int, list[Due]]:
    """By account, what is to be looked at: gone for 1, 7 or 30 days, or gone by the owner's word."""
    found: dict[int, list[Due]] = {}
    confirmed = [plan for plan in vault.plans.list() if plan.confirmed_at is not None]
    # What waits on one plan, or is looked at for it, is not told a second time by another.
    seen = {entry.item_row for plan in confirmed for entry in plan.entries if entry.state in LIVE}
    for plan in confirmed:
        pasts = of_plan(vault, plan.id)
        for entry in plan.entries:
            past = pasts.get(entry.item_row)
            is_said = entry.state is EntryState.UNKNOWN and past is not None and past.was_said
            is_due = entry.state in GONE and past is not None and recheck_due(past, now)
            if is_said or (is_due and entry.item_row not in seen):
                seen.add(entry.item_row)
                found.setdefault(entry.account_id, []).append(Due(plan.id, entry))
    return found


def look_again(
    vault: Vault,
    open: Callable[[StoredAccount], Connection],
    clock: Clock,
    *,
    tick: Callable[[timedelta], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Rechecked:
    """Look at everything that is due on connected accounts. What can't be looked at now stays due.

    `stop` is asked between two items.
    """
    told = Rechecked()
    troubles: list[Trouble] = []
    for account_id, dues in due(vault, clock.now()).items():
        if vault.connections.get(account_id) is None:
            continue
        account = vault.accounts.get(account_id)
        try:
            with closing(open(account)) as connection:
                _look(vault, connection, clock, dues, told, tick, stop or (lambda: False))
        except LiveError as error:
            name = account.account
            troubles.append(Trouble(name.platform, name.handle, error.what, error.todo, error.is_passing))
    told.troubles = tuple(troubles)
    return told


def _look(
    vault: Vault,
    connection: Connection,
    clock: Clock,
    dues: Sequence[Due],
    told: Rechecked,
    tick: Callable[[timedelta], None] | None,
    stop: Callable[[], bool],
) -> None:
    source: int | None = None
    told.waiting += len(dues)
    for one in dues:
        ready = connection.ready_at(Deed.READ)
        if stop() or (ready is not None and ready - clock.now() > LONGEST_WAIT):
            return
        if ready is not None:
            wait_until(clock, ready, tick)
        stored = planned_item(vault, one.entry)
        item = vault.items.on_platform(stored) if stored is not None else None
        if item is None:
            continue
        presence = connection.exists(item).presence
        if presence is Presence.UNCLEAR:
            continue
        now = clock.now()
        if source is None:
            source = vault.imports.of_deletion(one.plan_id, one.entry.account_id, now)
        told.waiting -= _note(vault, one, presence, source, now, told)


def _note(vault: Vault, one: Due, presence: Presence, source: int, now: datetime, told: Rechecked) -> bool:
    """Write down what was seen; False where the entry has moved on meanwhile, so that nothing was."""
    entry, was_gone = one.entry, one.entry.state in GONE
    with vault.transaction():
        if presence is Presence.GONE:
            state, reason = entry.state if was_gone else EntryState.GONE, "looked at again"
        else:
            state, reason = EntryState.BY_HAND, "it is there again" if was_gone else "it is still there"
        if not vault.plans.move(one.plan_id, entry.item_row, entry.state, state, now, reason=reason):
            return False
        if presence is Presence.GONE:
            vault.items.mark_gone(entry.item_row, source, now)
        else:
            vault.items.mark_there(entry.item_row)
    if presence is Presence.GONE:
        told.still_gone += was_gone
        told.newly_gone += not was_gone
    else:
        told.reappeared += was_gone
        told.still_there += not was_gone
    return True
