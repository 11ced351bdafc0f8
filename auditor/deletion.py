"""What is to go: a frozen plan, the question that comes before it, its confirmation, and the proof.

`draft → answer_hold → preserve → confirm → mark_done → verify`. Nothing here deletes anything on a platform
yet: a confirmed entry is the owner's to delete, and only a later complete export shows that it is gone.
Every step is an event of ids and counts. Must not know any rule, any SQL or any screen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.checklist import checklist
from auditor.disposition import is_gone
from auditor.errors import InputError
from auditor.hold import answer_hold, hold_too, pending_hold, preserve
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
from auditor.proof import LIVE, Verified, planned_item, verify
from auditor.store.errors import NotInVault
from connectors import capabilities

if TYPE_CHECKING:
    from auditor.store import Vault

_LEFT_OUT = "left out of plan"
_ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What of a plan can go how, once it is confirmed."""

    items: int
    """Without what was dropped or is gone."""
    by_api_later: int
    """Deleted by the platform's API; none while no account can be connected."""
    by_hand: int
    """Only the owner's own hand can; all of them while no account can be connected."""
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
    taken, dropped = _taken(plans), _dropped(vault, plans)
    entries = []
    for row, findings in _to_delete(vault).items():
        item = vault.items.get(row)
        if is_gone(item) or (row, item.digest) in taken:
            continue
        at = dropped.get((row, item.digest))
        is_dropped = at is not None and not any(f.decision and f.decision.decided_at > at for f in findings)
        state = EntryState.DROPPED if is_dropped else EntryState.PLANNED
        entries.append(_entry(vault, item, findings, state))
    ordered = tuple(sorted(entries, key=lambda e: (-e.severity.rank, e.platform, e.handle, e.item_row)))
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
    found = (f for f in vault.findings.each(marked) if _is_to_go(f) and f.item_row is None)
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
        by_api_later=sum(1 for e in waiting if not e.by_hand),
        by_hand=sum(1 for e in waiting if e.by_hand),
        without_copy=sum(1 for e in waiting if not e.is_copy_preserved),
        platforms=tuple(sorted(platforms.items(), key=lambda pair: -pair[1])),
        oldest=dates[0] if dates else None,
        newest=dates[-1] if dates else None,
    )


def confirm(vault: Vault, plan_id: str, count: int, now: datetime) -> Plan:
    """Confirm exactly what goes: `count` is how many items the owner says are to go.

    The hold must have been answered with no, and nothing may be pending on any plan. Whatever is gone, has
    changed, is no longer decided to be deleted or stands on a confirmed plan is then left out of this one,
    and the count is asked anew; it must be exact, and each item must have a verified copy. An entry of a
    confirmed plan that planned older content of an item gives way to this one. Afterwards each entry waits
    for the owner's own hand, since no platform can be connected yet.

    Raises:
        InputError: one of these does not hold; what was left out is said, the rest of the plan is as before.
        NotInVault: no such plan. VaultError: a copy is damaged.
    """
    plan = vault.plans.get(plan_id)
    if plan.confirmed_at is not None:
        raise InputError(
            "This plan is confirmed already.", "`audit-tui delete --checklist` with its id lists it."
        )
    _require(
        pending_hold(vault) is None,
        InputError(
            "A complaint, claim or inquiry is pending, so every plan is on hold: preserve, do not delete.",
            "Ask counsel or your privacy officer; answer the question anew when that is settled.",
        ),
    )
    if plan.hold is None:
        raise InputError(
            "It is not yet answered whether a complaint, claim or inquiry is known or expected.",
            "Answer that first.",
        )
    left_out = _leave_out(vault, plan, now)
    going = [e for e in vault.plans.get(plan_id).entries if e.state is EntryState.PLANNED]
    _require(count == len(going) > 0 and not left_out, _wrong_count(len(going), left_out))
    uncopied = sum(1 for e in going if not _has_copy(vault, e))
    _require(
        not uncopied,
        InputError(f"{uncopied:,} of these have no verified copy.", "Keep the copies first, then confirm."),
    )
    with vault.transaction():
        _give_way(vault, {entry.item_row for entry in going}, now)
        vault.plans.confirm(plan_id, now)
        for entry in going:
            vault.plans.set_state(plan_id, entry.item_row, EntryState.BY_HAND, now)
    return vault.plans.get(plan_id)


def mark_done(vault: Vault, plan_id: str, item_rows: Sequence[int], now: datetime) -> Plan:
    """Keep that the owner says she deleted these by hand: her word only, until `verify` shows it.

    Raises:
        InputError: nothing of this waits for her hand. NotInVault: no such plan or entry.
    """
    return _move(
        vault,
        plan_id,
        item_rows,
        {EntryState.BY_HAND, EntryState.REFUSED},
        EntryState.UNKNOWN,
        now,
        InputError(
            "None of these waits to be deleted by hand.", "Confirm the plan first, then note what is done."
        ),
    )


def drop(vault: Vault, plan_id: str, item_rows: Sequence[int], now: datetime) -> Plan:
    """Take entries out of the plan. The decision on their findings stands; decided anew, they come back.

    Also what can't be shown to be gone, once the owner has looked for herself.

    Raises:
        InputError: none of these can be taken out any more. NotInVault: no such plan or entry.
    """
    return _move(
        vault,
        plan_id,
        item_rows,
        {EntryState.PLANNED, EntryState.BY_HAND, EntryState.REFUSED, EntryState.UNKNOWN},
        EntryState.DROPPED,
        now,
        InputError("None of these can be taken out any more.", "They are gone, or already taken out."),
    )


def _to_delete(vault: Vault) -> dict[int, list[StoredFinding]]:
    by_item: dict[int, list[StoredFinding]] = {}
    for found in vault.findings.each(FindingFilter(status=FindingStatus.DECIDED)):
        if _is_to_go(found) and found.item_row is not None:
            by_item.setdefault(found.item_row, []).append(found)
    return by_item


def _is_to_go(found: StoredFinding) -> bool:
    return found.decision is not None and found.decision.outcome is Outcome.DELETE


def _entry(vault: Vault, item: StoredItem, findings: Sequence[StoredFinding], state: EntryState) -> PlanEntry:
    account = vault.accounts.get(item.account_id).account
    platform = capabilities.of(account.platform)
    is_by_api = platform.can_delete and platform.could_delete(item.item)
    return PlanEntry(
        account_id=item.account_id,
        item_row=item.id,
        platform=account.platform,
        handle=account.handle,
        item_id=item.item.id,
        digest=item.digest,
        kind=item.item.kind,
        created_at=item.item.created_at,
        url=platform.link(item.item, account.handle),
        state=state,
        is_copy_preserved=False,
        by_hand="" if is_by_api else platform.by_hand_for(item.item),
        severity=max((f.finding.severity for f in findings), key=lambda severity: severity.rank),
        rules=tuple(sorted({f.finding.rule for f in findings})),
    )


def _id(entries: Sequence[PlanEntry], now: datetime, earlier: int) -> str:
    # The time and the number of plans before it tell a plan from one of the same posts that was used up.
    frozen = [[e.account_id, e.item_row, e.platform, e.item_id, e.digest] for e in entries]
    told = json.dumps([now.isoformat(), earlier, frozen])
    return hashlib.sha256(told.encode()).hexdigest()[:_ID_LENGTH]


def _planned(entries: Sequence[PlanEntry]) -> frozenset[tuple[int, int, str, str, str]]:
    """What makes two plans the same: the posts that would go, with what they hold."""
    return frozenset(
        (e.account_id, e.item_row, e.platform, e.item_id, e.digest)
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
        (e.detail.get("plan"), e.detail.get("item")) for e in vault.events.list() if e.kind == _LEFT_OUT
    )


def _taken(plans: Sequence[Plan]) -> set[tuple[int, str]]:
    """The items, with their content, that a confirmed plan holds and that are not gone yet."""
    confirmed = (plan for plan in plans if plan.confirmed_at is not None)
    return {(e.item_row, e.digest) for plan in confirmed for e in plan.entries if e.state in LIVE}


def _give_way(vault: Vault, item_rows: Collection[int], now: datetime) -> None:
    """Take these items out of the plans confirmed before, which planned older content of them."""
    for plan in vault.plans.list():
        for entry in plan.entries if plan.confirmed_at is not None else ():
            if entry.state in LIVE and entry.item_row in item_rows:
                vault.plans.set_state(plan.id, entry.item_row, EntryState.DROPPED, now)
                vault.events.log(_LEFT_OUT, plan=plan.id, item=entry.item_row, reason="on a newer plan")


def _leave_out(vault: Vault, plan: Plan, now: datetime) -> dict[str, int]:
    """Take out of the plan what is no longer what was planned; how many for which reason."""
    reasons: dict[str, int] = {}
    to_delete, taken = _to_delete(vault), _taken(vault.plans.list())
    with vault.transaction():
        for entry in plan.entries:
            if entry.state is not EntryState.PLANNED:
                continue
            item = planned_item(vault, entry)
            if item is None:
                reason, state = "no longer in the vault", EntryState.DROPPED
            elif is_gone(item):
                reason, state = "gone already", EntryState.ALREADY_GONE
            elif item.digest != entry.digest:
                reason, state = "changed since the plan was made", EntryState.DROPPED
            elif entry.item_row not in to_delete:
                reason, state = "no longer decided to be deleted", EntryState.DROPPED
            elif (entry.item_row, entry.digest) in taken:
                reason, state = "on a confirmed plan already", EntryState.DROPPED
            else:
                continue
            reasons[reason] = reasons.get(reason, 0) + 1
            vault.plans.set_state(plan.id, entry.item_row, state, now)
            vault.events.log(_LEFT_OUT, plan=plan.id, item=entry.item_row, reason=reason)
    return reasons


def _wrong_count(going: int, left_out: dict[str, int]) -> InputError:
    out = "; ".join(f"{number:,} left out, {reason}" for reason, number in left_out.items())
    if not going:
        return InputError(
            f"Nothing of this plan is left to delete{f' ({out})' if out else ''}.", "Draw it up anew."
        )
    told = f"{out}: " if out else "That is not the count: "
    return InputError(
        f"{told}{going:,} would go. Nothing was confirmed.", "Look the plan over, then type that number."
    )


def _require(is_so: bool, otherwise: InputError) -> None:
    if not is_so:
        raise otherwise


def _has_copy(vault: Vault, entry: PlanEntry) -> bool:
    copy = vault.copies.get(entry.item_row)
    return copy is not None and copy.item_digest == entry.digest


def _move(
    vault: Vault,
    plan_id: str,
    item_rows: Sequence[int],
    movable: Collection[EntryState],
    state: EntryState,
    now: datetime,
    otherwise: InputError,
) -> Plan:
    entries = {entry.item_row: entry for entry in vault.plans.get(plan_id).entries}
    if any(row not in entries for row in item_rows):
        raise NotInVault("The plan has no such entry.", "`audit-tui delete` shows its entries, numbered.")
    rows = [row for row in dict.fromkeys(item_rows) if entries[row].state in movable]
    _require(bool(rows), otherwise)
    with vault.transaction():
        for row in rows:
            vault.plans.set_state(plan_id, row, state, now)
    return vault.plans.get(plan_id)


__all__ = [
    "PlanSummary",
    "Verified",
    "answer_hold",
    "bios_to_edit",
    "checklist",
    "confirm",
    "draft",
    "drop",
    "mark_done",
    "pending_hold",
    "preserve",
    "summary",
    "verify",
]
