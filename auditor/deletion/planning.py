"""Draws up what is to go as a frozen plan. Must not know any rule, any SQL or any screen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.deletion.chains import Chain, chains
from auditor.disposition import is_gone
from auditor.hold import hold_too
from auditor.model import (
    EntryState,
    FindingFilter,
    FindingStatus,
    Outcome,
    Plan,
    PlanEntry,
    StoredFinding,
    StoredItem,
)
from auditor.proof import LIVE
from connectors import capabilities

if TYPE_CHECKING:
    from auditor.store import Vault

LEFT_OUT = "left out of plan"
"""The event that an entry was taken out of a plan by the program, with the reason."""
_ID_LENGTH = 12
_NOT_ALONE = (
    "Deleting it deletes every version of this edited post, also one that is not on this plan: look at them "
    "all first, and decide on those too."
)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What of a plan can go how, once it is confirmed."""

    items: int
    """Without what was dropped or is gone."""
    by_api: int
    """Over the connected accounts."""
    by_hand: int
    """Only the owner's own hand can."""
    without_copy: int
    platforms: tuple[tuple[str, int], ...]
    """(platform, items), the most first."""
    oldest: datetime | None
    """When the oldest of these items was posted; None where none has a date."""
    newest: datetime | None


def draft(vault: Vault, now: datetime) -> Plan:
    """The plan of everything that was decided to be deleted; the same decisions give the same plan.

    One entry an item, the heaviest first. Left out: what is gone, what a confirmed plan already holds, and
    bios, which can't be deleted (`bios_to_edit`). What was dropped from a plan stays dropped until its item
    is decided anew. A pending hold holds a new plan too. With nothing new, the confirmed plan under way is
    returned; without any, a plan without entries, not stored.

    Raises:
        VaultError: under a hold, a copy could not be kept or read back.
    """
    plans = vault.plans.list()
    taken, dropped = taken_items(plans), _dropped(vault, plans)
    entries = []
    for row, findings in to_delete(vault).items():
        item = vault.items.get(row)
        if is_gone(item) or (row, item.digest) in taken:
            continue
        at = dropped.get((row, item.digest))
        is_dropped = at is not None and not any(f.decision and f.decision.decided_at > at for f in findings)
        state = EntryState.DROPPED if is_dropped else EntryState.PLANNED
        entries.append(_entry(vault, item, findings, state))
    ordered = tuple(sorted(entries, key=lambda e: (-e.severity.rank, e.platform, e.handle, e.item_row)))
    ordered = _with_whole_chains(vault, ordered)
    is_new = any(entry.state is EntryState.PLANNED for entry in ordered)
    under_way = [p for p in plans if p.confirmed_at and any(e.state in LIVE for e in p.entries)]
    if not is_new and (under_way or not ordered):
        return under_way[0] if under_way else Plan("", now, None, None, ())
    before = next((p for p in plans if not p.confirmed_at and _planned(p.entries) == _planned(ordered)), None)
    if before is None:
        before = Plan(_id(ordered, now, len(plans)), now, None, None, ordered)
        vault.plans.add(before)
    return hold_too(vault, before.id)


def bios_to_edit(vault: Vault) -> tuple[str, ...]:
    """The accounts, such as `x:@ada`, whose bio was marked to be deleted: a bio is edited by hand instead."""
    marked = FindingFilter(status=FindingStatus.DECIDED)
    found = (f for f in vault.findings.each(marked) if is_to_go(f) and f.item_row is None)
    return tuple(dict.fromkeys(f"{f.finding.platform}:{f.finding.handle}" for f in found))


def summary(plan: Plan) -> PlanSummary:
    """What goes by an API, what by hand, what has no copy yet, and from when to when it was posted."""
    waiting = [e for e in plan.entries if e.state is EntryState.PLANNED or e.state in LIVE]
    platforms = {
        name: sum(1 for e in waiting if e.platform == name) for name in sorted({e.platform for e in waiting})
    }
    # A source may name no time zone; such dates can't be compared with others but by what they say.
    dates = sorted((e.created_at for e in waiting if e.created_at), key=lambda at: at.replace(tzinfo=None))
    return PlanSummary(
        items=len(waiting),
        by_api=sum(1 for e in waiting if not e.by_hand),
        by_hand=sum(1 for e in waiting if e.by_hand),
        without_copy=sum(1 for e in waiting if not e.is_copy_preserved),
        platforms=tuple(sorted(platforms.items(), key=lambda pair: -pair[1])),
        oldest=dates[0] if dates else None,
        newest=dates[-1] if dates else None,
    )


def to_delete(vault: Vault) -> dict[int, list[StoredFinding]]:
    by_item: dict[int, list[StoredFinding]] = {}
    for found in vault.findings.each(FindingFilter(status=FindingStatus.DECIDED)):
        if is_to_go(found) and found.item_row is not None:
            by_item.setdefault(found.item_row, []).append(found)
    return by_item


def is_to_go(found: StoredFinding) -> bool:
    return found.decision is not None and found.decision.outcome is Outcome.DELETE


def _entry(vault: Vault, item: StoredItem, findings: Sequence[StoredFinding], state: EntryState) -> PlanEntry:
    account = vault.accounts.get(item.account_id).account
    platform = capabilities.of(account.platform)
    on_platform = vault.items.on_platform(item)
    could = on_platform is not None and platform.can_delete and platform.could_delete(on_platform)
    connected = vault.connections.get(item.account_id)
    is_by_api = could and connected is not None and item.item.kind in connected.deletes
    return PlanEntry(
        account_id=item.account_id,
        item_row=item.id,
        platform=account.platform,
        handle=account.handle,
        item_id=item.item.id,
        digest=item.digest,
        kind=item.item.kind,
        created_at=item.item.created_at,
        url=platform.link(on_platform or item.item, account.handle),
        state=state,
        is_copy_preserved=False,
        by_hand="" if is_by_api else platform.by_hand_for(item.item),
        severity=max((f.finding.severity for f in findings), key=lambda severity: severity.rank),
        rules=tuple(sorted({f.finding.rule for f in findings})),
    )


def _with_whole_chains(vault: Vault, entries: tuple[PlanEntry, ...]) -> tuple[PlanEntry, ...]:
    """The entries; what would take with it a post that stands and is not planned here is left to her hand."""
    planned = {entry.item_row for entry in entries if entry.state is EntryState.PLANNED}
    by_api = {entry.account_id for entry in entries if not entry.by_hand}
    known = {id: chains(vault, vault.accounts.get(id)) for id in by_api}

    def told(entry: PlanEntry) -> PlanEntry:
        chain = known[entry.account_id].get(entry.item_row) if not entry.by_hand else None
        if chain is None or not others_standing(vault, chain, planned):
            return entry
        return replace(entry, by_hand=f"{_NOT_ALONE} {capabilities.of(entry.platform).by_hand}")

    return tuple(told(entry) for entry in entries)


def others_standing(vault: Vault, chain: Chain, planned: Collection[int]) -> bool:
    """Whether anything of the chain stands, by what the vault knows, and is not planned."""
    return any(row not in planned and not is_gone(vault.items.get(row)) for row in chain.rows)


def _id(entries: Sequence[PlanEntry], now: datetime, earlier: int) -> str:
    # The time and the number of plans before it tell a plan from one of the same posts that was used up.
    frozen = [[e.account_id, e.item_row, e.platform, e.item_id, e.digest] for e in entries]
    told = json.dumps([now.isoformat(), earlier, frozen])
    return hashlib.sha256(told.encode()).hexdigest()[:_ID_LENGTH]


def _planned(entries: Sequence[PlanEntry]) -> frozenset[tuple[int, int, str, str, str, bool]]:
    """What makes two plans the same: the posts that would go, with what they hold, and by which way."""
    return frozenset(
        (e.account_id, e.item_row, e.platform, e.item_id, e.digest, bool(e.by_hand))
        for e in entries
        if e.state is EntryState.PLANNED
    )


def _dropped(vault: Vault, plans: Sequence[Plan]) -> dict[tuple[int, str], datetime]:
    """When the owner last took each item, with just this content, out of a plan.

    What `confirm` left out is not of her taking: it may come back as soon as its reason is gone.
    """
    found: dict[tuple[int, str], datetime] = {}
    rows = [(p, e) for p in plans for e in p.entries if e.state is EntryState.DROPPED]
    left_out = _left_out(vault) if rows else frozenset()
    journals = {p.id: vault.plans.journal(p.id) for p, _ in rows}
    for plan, entry in rows:
        if (plan.id, entry.item_row) in left_out:
            continue
        at = max(
            (c.at for c in journals[plan.id] if c.item_row == entry.item_row and c.state == entry.state),
            default=plan.made_at,
        )
        key = entry.item_row, entry.digest
        found[key] = max(at, found.get(key, at))
    return found


def _left_out(vault: Vault) -> frozenset[tuple[object, object]]:
    return frozenset(
        (e.detail.get("plan"), e.detail.get("item")) for e in vault.events.list() if e.kind == LEFT_OUT
    )


def taken_items(plans: Sequence[Plan]) -> set[tuple[int, str]]:
    """The items, with their content, that a confirmed plan holds and that are not gone yet."""
    confirmed = (plan for plan in plans if plan.confirmed_at is not None)
    return {(e.item_row, e.digest) for plan in confirmed for e in plan.entries if e.state in LIVE}
