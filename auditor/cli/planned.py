"""How a plan is shown: a line for each entry, or a record for scripts. Must not know how it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.errors import InputError
from auditor.model import EntryState, Plan, PlanEntry
from auditor.moments import by_the_clock
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.deletion import Preview

ON_HOLD = (
    "On hold: a complaint, claim or inquiry is pending. Preserve, do not delete. No plan can be confirmed "
    "until you answer, with --confirm and --hold closed, that the matter is closed."
)


def tell(plan: Plan, now: datetime) -> None:
    """Show a plan, and what comes next."""
    if not plan.entries:
        output.talk("Nothing is decided to be deleted, so there is nothing to plan.")
        return
    state = "confirmed" if plan.confirmed_at else "not confirmed"
    output.data(f"Plan {plan.id}: {output.count(len(plan.entries), 'item')}, {state}.")
    is_held = plan.hold is not None and plan.hold.is_pending
    for number, entry in enumerate(plan.entries, start=1):
        output.data(_line(number, entry, is_held=is_held))
    if is_held:
        output.talk(ON_HOLD)
        return
    tell_next(plan, now)


def tell_next(plan: Plan, now: datetime) -> None:
    """Say what comes next."""
    from auditor import deletion

    by_api = sum(1 for one in plan.entries if not one.by_hand and one.state is not EntryState.DROPPED)
    by_hand = sum(1 for one in plan.entries if one.by_hand and one.state is not EntryState.DROPPED)
    if plan.confirmed_at is None:
        output.talk(
            f"Nothing is deleted yet. Once confirmed, {by_api:,} would be deleted over connected accounts "
            f"and {by_hand:,} by your own hand, with a checklist."
        )
        output.talk(f"Next: `audit-tui delete --confirm {plan.id}`.")
    elif any(one.state in deletion.WAITING and not one.by_hand for one in plan.entries):
        if plan.not_before is not None and plan.not_before > now:
            output.talk(f"Nothing is asked for before {by_the_clock(plan.not_before, now)}.")
        output.talk("Then: `audit-tui delete --resume`. Until it was asked for, --drop takes an entry out.")
    elif by_hand:
        output.talk(f"Next: `audit-tui delete --checklist {plan.id}`.")


def entry_rows(plan: Plan, numbers: Sequence[int], states: frozenset[EntryState]) -> list[int]:
    """The item rows of these entries; without numbers, of all in one of `states`.

    Raises: InputError where the plan has no entry of a number.
    """
    if any(number > len(plan.entries) for number in numbers):
        raise InputError("The plan has no entry of that number.", "`audit-tui delete` shows them, numbered.")
    chosen = [plan.entries[number - 1] for number in numbers] if numbers else plan.entries
    return [entry.item_row for entry in chosen if numbers or entry.state in states]


def tell_preview(preview: Preview) -> None:
    """What she would miss most of what goes, and how much of each account that is."""
    for entry in preview.newest:
        output.talk(f"Among the newest: {_summary(entry)}")
    for entry, likes in preview.most_liked:
        output.talk(f"Among the most liked: {_summary(entry)}, {output.count(likes, 'like')}")
    for share in preview.shares:
        name = one_line(f"{share.platform} {share.handle}", 60)
        output.talk(f"{name}: {share.planned:,} of {share.standing:,} standing items would go.")


def _summary(entry: PlanEntry) -> str:
    day = f"{entry.created_at:%Y-%m-%d}" if entry.created_at else "no date"
    where = one_line(f"{entry.platform} {entry.handle}", 40)
    return f"{entry.kind} of {day}, {where}, {one_line(entry.url, 200) if entry.url else 'no link known'}"


def _line(number: int, entry: PlanEntry, *, is_held: bool) -> str:
    day = f"{entry.created_at:%Y-%m-%d}" if entry.created_at else "no date"
    where = one_line(f"{entry.platform} {entry.handle}", 40)
    state = f"{entry.state}, copy kept" if entry.is_copy_preserved else str(entry.state)
    head = f"{number:>4}  {output.severity(entry.severity, 8)}  {where}  {entry.kind}  {day}  {state}"
    head = f"{head}  {'by hand' if entry.by_hand else 'by API'}  {', '.join(entry.rules)}"
    if is_held:
        return head
    return f"{head}\n      {one_line(entry.url) if entry.url else 'no link known'}"


def record(plan: Plan) -> dict[str, object]:
    """A plan for scripts."""
    return {
        "plan": plan.id,
        "made_at": plan.made_at.isoformat(),
        "confirmed_at": plan.confirmed_at.isoformat() if plan.confirmed_at else None,
        "not_before": plan.not_before.isoformat() if plan.not_before else None,
        "hold": None if plan.hold is None else ("pending" if plan.hold.is_pending else "none"),
        "entries": [
            {
                "platform": entry.platform,
                "handle": entry.handle,
                "item_id": entry.item_id,
                "kind": entry.kind,
                "created_at": entry.created_at.isoformat() if entry.created_at else None,
                "url": entry.url,
                "state": entry.state,
                "copy": entry.is_copy_preserved,
                "by_hand": entry.by_hand,
                "severity": entry.severity,
                "rules": list(entry.rules),
            }
            for entry in plan.entries
        ],
    }
