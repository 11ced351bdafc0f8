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
from auditor.model import (
    COMPLETE_EXPORT,
    EntryState,
    FindingFilter,
    FindingStatus,
    Hold,
    Outcome,
    Plan,
    PlanEntry,
    Progress,
    StoredFinding,
    StoredItem,
)
from auditor.store.errors import NotInVault
from connectors import capabilities

if TYPE_CHECKING:
    from auditor.store import Vault

_LIVE = frozenset({EntryState.ASKED, EntryState.BY_HAND, EntryState.UNKNOWN, EntryState.REFUSED})
_ID_LENGTH = 12
_BATCH = 50
"""Copies that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What of a plan can go how, once it is confirmed."""

    items: int
    """Without what was dropped or is gone."""
    by_api_later: int
    """The platform's API could delete it, once the account is connected."""
    by_hand: int
    """Only the owner's own hand can."""
    without_copy: int
    platforms: tuple[tuple[str, int], ...]
    """(platform, items), the most first."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What looking again has shown, over all confirmed plans."""

    gone: int
    """Newly shown to be gone."""
    still_there: int
    """Said to be deleted, and not gone by a complete export made afterwards: back to be done by hand."""
    reappeared: int
    """Was gone, and is in a newer export again."""
    waiting: int
    """Neither proven nor disproven yet."""


def draft(vault: Vault, now: datetime) -> Plan:
    """The plan of everything that was decided to be deleted; the same decisions give the same plan.

    One entry an item, the heaviest first. Left out: what is gone, what a confirmed plan already holds, and
    bios, which can't be deleted (`bios_to_edit`). What was dropped from the plan before stays dropped. With
    nothing new, the confirmed plan under way is returned; without any, a plan without entries, not stored.
    """
    plans = vault.plans.list()
    confirmed = [plan for plan in plans if plan.confirmed_at is not None]
    taken = {(e.item_row, e.digest) for plan in confirmed for e in plan.entries if e.state in _LIVE}
    before = next((plan for plan in plans if plan.confirmed_at is None), None)
    dropped = (
        {(e.item_row, e.digest) for e in before.entries if e.state is EntryState.DROPPED} if before else set()
    )
    entries = []
    for row, findings in _to_delete(vault).items():
        item = vault.items.get(row)
        if is_gone(item) or (row, item.digest) in taken:
            continue
        state = EntryState.DROPPED if (row, item.digest) in dropped else EntryState.PLANNED
        entries.append(_entry(vault, item, findings, state))
    if not entries:
        under_way = [plan for plan in confirmed if any(e.state in _LIVE for e in plan.entries)]
        return under_way[0] if under_way else Plan("", now, None, None, ())
    ordered = tuple(sorted(entries, key=lambda e: (-e.severity.rank, e.platform, e.handle, e.item_row)))
    plan = Plan(_id(ordered), now, None, None, ordered)
    vault.plans.add(plan)
    return vault.plans.get(plan.id)


def bios_to_edit(vault: Vault) -> tuple[str, ...]:
    """The accounts, such as `x:@ada`, whose bio was marked to be deleted: a bio is edited by hand instead."""
    marked = FindingFilter(status=FindingStatus.DECIDED)
    found = (f for f in vault.findings.each(marked) if _is_to_go(f) and f.item_row is None)
    return tuple(dict.fromkeys(f"{f.finding.platform}:{f.finding.handle}" for f in found))


def summary(plan: Plan) -> PlanSummary:
    """What can go by an API once its account is connected, what by hand, and what has no copy yet."""
    waiting = [e for e in plan.entries if e.state is EntryState.PLANNED or e.state in _LIVE]
    platforms = {
        name: sum(1 for e in waiting if e.platform == name) for name in sorted({e.platform for e in waiting})
    }
    return PlanSummary(
        items=len(waiting),
        by_api_later=sum(1 for e in waiting if not e.by_hand),
        by_hand=sum(1 for e in waiting if e.by_hand),
        without_copy=sum(1 for e in waiting if not e.is_copy_preserved),
        platforms=tuple(sorted(platforms.items(), key=lambda pair: -pair[1])),
    )


def answer_hold(vault: Vault, plan_id: str, hold: Hold) -> Plan:
    """Keep the owner's answer to: is a complaint, claim or inquiry known or expected?

    A pending one holds the plan: every post of it is preserved at once, and none can be confirmed. The answer
    may be given anew at any time. Source: guidelines 3.7, `meta/hold-before-delete`.

    Raises:
        NotInVault: no such plan. VaultError: a copy could not be kept or read back.
    """
    vault.plans.answer_hold(plan_id, hold)
    return preserve(vault, plan_id) if hold.is_pending else vault.plans.get(plan_id)


def preserve(vault: Vault, plan_id: str, *, progress: Progress | None = None) -> Plan:
    """Keep an encrypted copy of every entry that has none, each read back; also where a hold is pending.

    An item that has changed or left the vault since it was planned is passed over: `confirm` leaves it out.

    Raises:
        NotInVault: no such plan. VaultError: a copy could not be kept or read back.
    """
    plan = vault.plans.get(plan_id)
    lacking = [e for e in plan.entries if e.state is not EntryState.DROPPED and not e.is_copy_preserved]
    for start in range(0, len(lacking), _BATCH):
        batch = lacking[start : start + _BATCH]
        with vault.transaction():
            for entry in batch:
                item = _item(vault, entry)
                if item is not None and item.digest == entry.digest:
                    vault.copies.preserve(entry.item_row)
        if progress:
            progress(start + len(batch), len(lacking))
    return vault.plans.get(plan_id)


def confirm(vault: Vault, plan_id: str, count: int, now: datetime) -> Plan:
    """Confirm exactly what goes: `count` is how many items the owner says are to go.

    The hold must have been answered with no. Whatever is gone or has changed since the plan was made is then
    left out of it, for good; of the rest the count must be exact, and each item must have a verified copy.
    Afterwards each entry waits for the owner's own hand, since no platform can be connected yet.

    Raises:
        InputError: one of these does not hold; what was left out is said, the rest of the plan is as before.
        NotInVault: no such plan. VaultError: a copy is damaged.
    """
    plan = vault.plans.get(plan_id)
    if plan.confirmed_at is not None:
        raise InputError(
            "This plan is confirmed already.", "`audit-tui delete --checklist` with its id lists it."
        )
    if plan.hold is None:
        raise InputError(
            "It is not yet answered whether a complaint, claim or inquiry is known or expected.",
            "Answer that first.",
        )
    if plan.hold.is_pending:
        raise InputError(
            "A complaint, claim or inquiry is pending, so this plan is on hold: preserve, do not delete.",
            "Ask counsel or your privacy officer; answer the question anew when that is settled.",
        )
    left_out = _leave_out(vault, plan, now)
    going = [e for e in vault.plans.get(plan_id).entries if e.state is EntryState.PLANNED]
    _require(count == len(going) and bool(going), _wrong_count(len(going), left_out))
    uncopied = sum(1 for e in going if not _has_copy(vault, e))
    _require(
        not uncopied,
        InputError(f"{uncopied:,} of these have no verified copy.", "Keep the copies first, then confirm."),
    )
    with vault.transaction():
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
    """Take entries out of the plan. The decision on their findings stands until it is changed.

    Raises:
        InputError: none of these can be taken out any more. NotInVault: no such plan or entry.
    """
    return _move(
        vault,
        plan_id,
        item_rows,
        {EntryState.PLANNED, EntryState.BY_HAND, EntryState.REFUSED},
        EntryState.DROPPED,
        now,
        InputError("None of these can be taken out any more.", "They are gone, or already taken out."),
    )


def verify(vault: Vault, now: datetime) -> Verified:
    """Look again at every confirmed entry, by what newer imports have shown; to be called after an import.

    An entry is gone when a complete export no longer held its item. One that the owner said was deleted goes
    back to be done by hand when a complete export made after her word did not show it gone: it held the item,
    or could not tell (an item without a date, or an export without any other item of its kind).
    """
    exports = _complete_exports(vault)
    tally = {"gone": 0, "still_there": 0, "reappeared": 0, "waiting": 0}
    with vault.transaction():
        for plan in vault.plans.list():
            if plan.confirmed_at is None:
                continue
            said = {c.item_row: c.at for c in vault.plans.journal(plan.id) if c.state == EntryState.UNKNOWN}
            for entry in plan.entries:
                claimed, export = said.get(entry.item_row), exports.get(entry.account_id)
                is_later = claimed is not None and export is not None and export > claimed
                item = _item(vault, entry)
                outcome, state = _look_again(entry.state, item, is_seen_later=is_later)
                if outcome:
                    tally[outcome] += 1
                if state is not entry.state:
                    vault.plans.set_state(plan.id, entry.item_row, state, now)
    return Verified(**tally)


def _look_again(state: EntryState, item: StoredItem | None, *, is_seen_later: bool) -> tuple[str, EntryState]:
    """What became of one entry, and its state from now on. An item that left the vault proves nothing."""
    if state in _LIVE:
        if is_gone(item):
            return "gone", EntryState.GONE
        if state is EntryState.UNKNOWN and is_seen_later and item is not None:
            return "still_there", EntryState.BY_HAND
        return "waiting", state
    if state in (EntryState.GONE, EntryState.ALREADY_GONE) and item is not None and not is_gone(item):
        return "reappeared", EntryState.BY_HAND
    return "", state


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
        by_hand="" if platform.could_delete(item.item) else platform.by_hand_for(item.item),
        severity=max((f.finding.severity for f in findings), key=lambda severity: severity.rank),
        rules=tuple(sorted({f.finding.rule for f in findings})),
    )


def _id(entries: Sequence[PlanEntry]) -> str:
    frozen = [[e.account_id, e.item_row, e.platform, e.item_id, e.digest] for e in entries]
    return hashlib.sha256(json.dumps(frozen).encode()).hexdigest()[:_ID_LENGTH]


def _item(vault: Vault, entry: PlanEntry) -> StoredItem | None:
    """The item that was planned; None when it left the vault with its account.

    Its row may be another item's by then, so the platform and its id have to fit as well.
    """
    try:
        item = vault.items.get(entry.item_row)
        account = vault.accounts.get(item.account_id).account
    except NotInVault:
        return None
    return item if (account.platform, item.item.id) == (entry.platform, entry.item_id) else None


def _leave_out(vault: Vault, plan: Plan, now: datetime) -> dict[str, int]:
    """Take out of the plan what is no longer what was planned; how many for which reason."""
    reasons: dict[str, int] = {}
    with vault.transaction():
        for entry in plan.entries:
            if entry.state is not EntryState.PLANNED:
                continue
            item = _item(vault, entry)
            if item is None:
                reason, state = "no longer in the vault", EntryState.DROPPED
            elif is_gone(item):
                reason, state = "gone already", EntryState.ALREADY_GONE
            elif item.digest != entry.digest:
                reason, state = "changed since the plan was made", EntryState.DROPPED
            else:
                continue
            reasons[reason] = reasons.get(reason, 0) + 1
            vault.plans.set_state(plan.id, entry.item_row, state, now)
            vault.events.log("left out of plan", plan=plan.id, item=entry.item_row, reason=reason)
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


def _complete_exports(vault: Vault) -> dict[int, datetime]:
    """For each account, when the newest complete export of it was made, or read where it does not say."""
    found: dict[int, datetime] = {}
    for event in vault.events.list():
        account, made_at = event.detail.get("account"), event.detail.get("made_at")
        if event.kind == COMPLETE_EXPORT and isinstance(account, int):
            at = datetime.fromisoformat(made_at) if isinstance(made_at, str) else event.at
            found[account] = max(at, found.get(account, at))
    return found


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
    "preserve",
    "summary",
    "verify",
]
