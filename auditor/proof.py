"""What newer imports have shown of confirmed deletions: gone, still there, back again, or not to be told.

Reads what the vault knows of items and complete exports. Must not know any rule, any SQL or any screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.disposition import is_gone
from auditor.model import COMPLETE_EXPORT, EntryState, Event, Plan, PlanEntry, StoredItem
from auditor.store.errors import NotInVault

if TYPE_CHECKING:
    from auditor.store import Vault

LIVE = frozenset(
    {EntryState.QUEUED, EntryState.ASKED, EntryState.BY_HAND, EntryState.UNKNOWN, EntryState.REFUSED}
)
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
    """A complete export of one account, or one of its lists read whole over the connected account."""

    read_at: datetime
    made_at: datetime | None
    kinds: frozenset[str]
    """Of which kinds it held items by the platform's ids."""
    kinds_without_ids: frozenset[str]
    since: datetime | None
    """It does not reach back further than to after that."""
    without: frozenset[str]
    """Names in `Item.extra` of what it may leave out though it stands."""

    def must_have_held(self, vault: Vault, item: StoredItem) -> bool:
        """Whether this item, which did not vanish by it, was in it: else it may only be out of its reach."""
        at, kind = item.item.created_at, item.item.kind.value
        if at is None or at.tzinfo is None or self.made_at is None or at > self.made_at:
            return False
        if (self.since is not None and at <= self.since) or self.without & item.item.extra.keys():
            return False
        if kind in self.kinds and vault.items.on_platform(item) is not None:
            return True
        return kind in self.kinds_without_ids and vault.items.is_named_by_exports(item)


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
                item = planned_item(vault, entry)
                export = _newest(exports.get(entry.account_id, []), item)
                when = said.get(entry.item_row) if entry.by_hand else None
                outcomes, state = _look_again(vault, entry.state, item, when, export)
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
    vault: Vault, state: EntryState, item: StoredItem | None, said: datetime | None, export: _Export | None
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
    if export.must_have_held(vault, item):
        return ("still_there",), EntryState.BY_HAND
    return ("waiting", "not_shown"), state


def _said(vault: Vault, plan: Plan) -> dict[int, datetime]:
    """When the owner last said of each item that she deleted it."""
    return {c.item_row: c.at for c in vault.plans.journal(plan.id) if c.state == EntryState.UNKNOWN}


def _newest(exports: list[_Export], item: StoredItem | None) -> _Export | None:
    """The newest of these that tells of the item's kind, else the newest of all."""
    if item is None or not exports:
        return None
    kind = item.item.kind.value
    telling = [one for one in exports if kind in one.kinds | one.kinds_without_ids]
    return max(telling or exports, key=lambda one: one.made_at or one.read_at)


def _complete_exports(vault: Vault) -> dict[int, list[_Export]]:
    """For each account, every complete export."""
    found: dict[int, list[_Export]] = {}
    for event in vault.events.list():
        account = event.detail.get("account")
        if event.kind != COMPLETE_EXPORT or not isinstance(account, int):
            continue
        kinds = _words(event, "kinds")
        # Before connected accounts nobody told the two apart.
        without_ids = _words(event, "kinds_without_ids") if "kinds_without_ids" in event.detail else kinds
        made_at, since = _moment(event, "made_at"), _moment(event, "since")
        found.setdefault(account, []).append(
            _Export(event.at, made_at, kinds, without_ids, since, _words(event, "without"))
        )
    return found


def _words(event: Event, name: str) -> frozenset[str]:
    return frozenset(str(event.detail.get(name) or "").split())


def _moment(event: Event, name: str) -> datetime | None:
    told = event.detail.get(name)
    return datetime.fromisoformat(told) if isinstance(told, str) else None
