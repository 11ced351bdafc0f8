"""The question that comes before any deletion, and what a pending matter does: preserve, do not delete.

The answer is about the owner, not about a post: a pending one holds every plan until she answers anew. Must
not know any rule, any SQL or any screen. Source: guidelines 3.7, `meta/hold-before-delete`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.model import EntryState, Hold, Plan, Progress
from auditor.proof import LIVE, planned_item

if TYPE_CHECKING:
    from auditor.store import Vault

_OPEN = LIVE | {EntryState.PLANNED}
_BATCH = 50
"""Copies that are written in one transaction."""


def answer_hold(vault: Vault, plan_id: str, hold: Hold) -> Plan:
    """Keep the owner's answer to: is a complaint, claim or inquiry known or expected?

    It is about the owner, not about a post. A pending one holds every plan with anything left to do, and each
    one drawn up later: their posts are preserved at once, and nothing can be confirmed. Answering anew that
    none is pending lifts it from all of them.

    Raises:
        NotInVault: no such plan. VaultError: a copy could not be kept or read back.
    """
    vault.plans.get(plan_id)
    others = [plan for plan in vault.plans.list() if plan.id != plan_id]
    if hold.is_pending:
        touched = [p for p in others if any(e.state in _OPEN for e in p.entries)]
    else:
        touched = [p for p in others if p.hold is not None and p.hold.is_pending]
    with vault.transaction():
        for id in (plan_id, *(plan.id for plan in touched)):
            vault.plans.answer_hold(id, hold)
    if hold.is_pending:
        for id in (plan_id, *(plan.id for plan in touched)):
            preserve(vault, id)
    return vault.plans.get(plan_id)


def pending_hold(vault: Vault) -> Hold | None:
    """The newest answer that something is pending, of whichever plan: it holds them all until it is answered
    anew. None where nothing is pending."""
    pending = [plan.hold for plan in vault.plans.list() if plan.hold is not None and plan.hold.is_pending]
    return max(pending, key=lambda hold: hold.answered_at, default=None)


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
                item = planned_item(vault, entry)
                if item is not None and item.digest == entry.digest:
                    vault.copies.preserve(entry.item_row)
        if progress:
            progress(start + len(batch), len(lacking))
    return vault.plans.get(plan_id)


def hold_too(vault: Vault, plan_id: str) -> Plan:
    """Put the plan on hold where anything is pending."""
    plan, standing = vault.plans.get(plan_id), pending_hold(vault)
    if standing is None or (plan.hold is not None and plan.hold.is_pending):
        return plan
    vault.plans.answer_hold(plan_id, standing)
    return preserve(vault, plan_id)
