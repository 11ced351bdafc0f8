"""Confirms a plan, exactly, and keeps what the owner says of its entries. Must not know any SQL or screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.deletion.planning import LEFT_OUT, taken_items, to_delete
from auditor.disposition import is_gone
from auditor.errors import InputError
from auditor.hold import pending_hold
from auditor.model import EntryState, Plan, PlanEntry
from auditor.proof import LIVE, planned_item
from auditor.store.errors import NotInVault

if TYPE_CHECKING:
    from auditor.store import Vault


def confirm(
    vault: Vault, plan_id: str, count: int, now: datetime, *, not_before: datetime | None = None
) -> Plan:
    """Confirm exactly what goes: `count` is how many items the owner says are to go.

    The hold must have been answered with no, and nothing may be pending on any plan. Whatever is gone, has
    changed, is no longer decided to be deleted or stands on a confirmed plan is then left out of this one,
    and the count is asked anew; it must be exact, and each item must have a verified copy. An entry of a
    confirmed plan that planned older content of an item gives way to this one. Afterwards each entry waits
    for `run`, from `not_before` on, or for the owner's own hand.

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
        vault.plans.confirm(plan_id, now, not_before=not_before)
        for entry in going:
            state = EntryState.BY_HAND if entry.by_hand else EntryState.QUEUED
            vault.plans.set_state(plan_id, entry.item_row, state, now)
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
        {EntryState.BY_HAND, EntryState.REFUSED, EntryState.QUEUED},
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
        {
            EntryState.PLANNED,
            EntryState.QUEUED,
            EntryState.BY_HAND,
            EntryState.REFUSED,
            EntryState.UNKNOWN,
        },
        EntryState.DROPPED,
        now,
        InputError("None of these can be taken out any more.", "They are gone, or already taken out."),
    )


def _give_way(vault: Vault, item_rows: Collection[int], now: datetime) -> None:
    """Take these items out of the plans confirmed before, which planned older content of them."""
    for plan in vault.plans.list():
        for entry in plan.entries if plan.confirmed_at is not None else ():
            if entry.state in LIVE and entry.item_row in item_rows:
                vault.plans.set_state(plan.id, entry.item_row, EntryState.DROPPED, now)
                vault.events.log(LEFT_OUT, plan=plan.id, item=entry.item_row, reason="on a newer plan")


def _leave_out(vault: Vault, plan: Plan, now: datetime) -> dict[str, int]:
    """Take out of the plan what is no longer what was planned; how many for which reason."""
    reasons: dict[str, int] = {}
    wanted, taken = to_delete(vault), taken_items(vault.plans.list())
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
            elif entry.item_row not in wanted:
                reason, state = "no longer decided to be deleted", EntryState.DROPPED
            elif (entry.item_row, entry.digest) in taken:
                reason, state = "on a confirmed plan already", EntryState.DROPPED
            else:
                continue
            reasons[reason] = reasons.get(reason, 0) + 1
            vault.plans.set_state(plan.id, entry.item_row, state, now)
            vault.events.log(LEFT_OUT, plan=plan.id, item=entry.item_row, reason=reason)
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
