"""What newer imports have shown of confirmed deletions: gone, still there, back again, or not to be told.

Reads what the vault knows of items and complete exports. Must not know any rule, any SQL or any screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.disposition import is_gone
from auditor.model import COMPLETE_EXPORT, EntryState, Plan, PlanEntry, StoredItem
from auditor.store.errors import NotInVault

if TYPE_CHECKING:
    from auditor.store import Vault

LIVE = frozenset({EntryState.ASKED, EntryState.BY_HAND, EntryState.UNKNOWN, EntryState.REFUSED})
"""Confirmed, and not shown to be gone."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What looking again has shown, over all confirmed plans."""

    gone: int
    """Newly shown to be gone."""
    still_there: int
    """Said to be deleted, and held by a complete export made afterwards: back to be done by hand."""
    reappeared: int
    """Was gone, and is in a newer export again."""
    waiting: int
    """Neither proven nor disproven yet."""
    not_shown: int = 0
    """Of those waiting: said to be deleted, and a complete export read afterwards could not tell."""


@dataclass(frozen=True, slots=True)
class _Export:
    """A complete export of one account."""

    read_at: datetime
    made_at: datetime | None
    kinds: frozenset[str]
    """Of which kinds it held at least one item."""

    def must_have_held(self, item: StoredItem) -> bool:
        """Whether this item, which did not vanish by it, was in it: else it may only be out of its reach."""
        at = item.item.created_at
        if at is None or at.tzinfo is None or self.made_at is None:
            return False
        return at <= self.made_at and item.item.kind in self.kinds


def verify(vault: Vault, now: datetime) -> Verified:
    """Look again at every confirmed entry, by what newer imports have shown; to be called after an import.

    An entry is gone when a complete export no longer held its item. One that the owner said was deleted goes
    back to be done by hand when a complete export made after her word held it. Where such an export can't
    tell (an item without a date, none of its kind in the export, an export that does not say when it was
    made), the entry is not shown to be gone yet and keeps its state.
    """
    exports = _complete_exports(vault)
    tally = {"gone": 0, "still_there": 0, "reappeared": 0, "waiting": 0, "not_shown": 0}
    with vault.transaction():
        confirmed = [plan for plan in vault.plans.list() if plan.confirmed_at is not None]
        live = {e.item_row for plan in confirmed for e in plan.entries if e.state in LIVE}
        for plan in confirmed:
            said = _said(vault, plan)
            for entry in plan.entries:
                item, export = planned_item(vault, entry), exports.get(entry.account_id)
                outcomes, state = _look_again(entry.state, item, said.get(entry.item_row), export)
                if entry.state not in LIVE and state in LIVE:
                    if entry.item_row in live:
                        # It came back, was planned anew, and waits there.
                        continue
                    live.add(entry.item_row)
                for outcome in outcomes:
                    tally[outcome] += 1
                if state is not entry.state:
                    vault.plans.set_state(plan.id, entry.item_row, state, now)
    return Verified(**tally)


def planned_item(vault: Vault, entry: PlanEntry) -> StoredItem | None:
    """The item that was planned; None when it left the vault with its account.

    Its row may be another item's by then, so the platform and its id have to fit as well.
    """
    try:
        item = vault.items.get(entry.item_row)
        account = vault.accounts.get(item.account_id).account
    except NotInVault:
        return None
    return item if (account.platform, item.item.id) == (entry.platform, entry.item_id) else None


def _look_again(
    state: EntryState, item: StoredItem | None, said: datetime | None, export: _Export | None
) -> tuple[tuple[str, ...], EntryState]:
    """What became of one entry, and its state from now on. An item that left the vault proves nothing."""
    if state not in LIVE:
        is_back = state in (EntryState.GONE, EntryState.ALREADY_GONE) and item is not None
        return (("reappeared",), EntryState.BY_HAND) if is_back and not is_gone(item) else ((), state)
    if is_gone(item):
        return ("gone",), EntryState.GONE
    if state is not EntryState.UNKNOWN or item is None or said is None or export is None:
        return ("waiting",), state
    if (export.made_at or export.read_at) <= said:
        return ("waiting",), state
    if export.must_have_held(item):
        return ("still_there",), EntryState.BY_HAND
    return ("waiting", "not_shown"), state


def _said(vault: Vault, plan: Plan) -> dict[int, datetime]:
    """When the owner last said of each item that she deleted it."""
    return {c.item_row: c.at for c in vault.plans.journal(plan.id) if c.state == EntryState.UNKNOWN}


def _complete_exports(vault: Vault) -> dict[int, _Export]:
    """For each account, the newest complete export: by when it was made, or read where it does not say."""
    found: dict[int, _Export] = {}
    for event in vault.events.list():
        account, told = event.detail.get("account"), event.detail.get("made_at")
        if event.kind != COMPLETE_EXPORT or not isinstance(account, int):
            continue
        made_at = datetime.fromisoformat(told) if isinstance(told, str) else None
        kinds = frozenset(str(event.detail.get("kinds") or "").split())
        export, before = _Export(event.at, made_at, kinds), found.get(account)
        if before is None or (before.made_at or before.read_at) < (made_at or event.at):
            found[account] = export
    return found
