"""`audit-tui delete`: a frozen plan, its confirmation, and the checklist for the owner's own hand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.meter import Meter
from auditor.cli.verb import verb
from auditor.errors import InputError
from auditor.model import EntryState, Hold, Plan, PlanEntry
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.store import Vault

NOT_YET = "This release deletes nothing on a platform: what is planned is yours to delete, by the checklist."
ON_HOLD = (
    "On hold: a complaint, claim or inquiry is pending. Preserve, do not delete. No plan can be confirmed "
    "until you answer, with --confirm and --hold closed, that the matter is closed."
)
QUESTION = (
    "Do you know of, or expect, a complaint, claim, board inquiry or employer inquiry "
    "that these posts could matter to?"
)


@verb(
    examples=(
        "audit-tui delete                                      draw up the plan and show it",
        "audit-tui delete --confirm 7f3a91 --hold none         copies, asks for the count, checklist",
        "audit-tui delete --confirm 7f3a91 --hold none --yes-delete 12",
        "audit-tui delete --checklist 7f3a91 > checklist.md",
        "audit-tui delete --done 7f3a91 --entry 3",
    )
)
@click.option(
    "--plan", "is_plan", is_flag=True, help="Draw up the plan and show it; what happens without options."
)
@click.option("--dry-run", is_flag=True, help="The same as --plan.")
@click.option(
    "--confirm", metavar="PLAN_ID", help="Confirm this plan: copies are kept, the checklist is printed."
)
@click.option(
    "--yes-delete", type=click.IntRange(min=0), metavar="N", help="The exact count, where none can be typed."
)
@click.option(
    "--hold",
    type=click.Choice(("none", "pending", "closed")),
    help="Whether a complaint, claim or inquiry is known or expected; asked for on a terminal. A pending one "
    "holds every plan until you answer that it is closed.",
)
@click.option("--hold-note", default="", help="A word on it, for counsel's report.")
@click.option("--checklist", metavar="PLAN_ID", help="Print the checklist of this plan.")
@click.option(
    "--done", metavar="PLAN_ID", help="Note that you deleted entries by hand; all of them, or --entry."
)
@click.option("--drop", metavar="PLAN_ID", help="Take entries out of a plan; needs --entry.")
@click.option(
    "--entry", "numbers", type=click.IntRange(min=1), multiple=True, help="An entry's number in the plan."
)
@format_option("text", "json")
@click.pass_obj
def delete(
    invocation: Invocation,
    is_plan: bool,
    dry_run: bool,
    confirm: str | None,
    yes_delete: int | None,
    hold: str | None,
    hold_note: str,
    checklist: str | None,
    done: str | None,
    drop: str | None,
    numbers: tuple[int, ...],
    form: str,
) -> None:
    """Plan what goes, confirm it, and work through the checklist.

    Nothing is deleted on a platform in this release. A plan holds the posts that you decided to delete,
    frozen. Confirming asks whether a complaint or inquiry is pending (then everything is preserved and
    nothing is confirmed), keeps an encrypted copy of each post, and needs the exact count. The next import
    proves what is gone.
    """
    from auditor import deletion

    if sum(map(bool, (is_plan or dry_run, confirm, checklist, done, drop))) > 1:
        raise click.UsageError("Do one thing at a time: --plan, --confirm, --checklist, --done or --drop.")
    now = invocation.now()
    with invocation.vault() as vault:
        if checklist:
            output.data(deletion.checklist(vault.plans.get(checklist)))
            return
        if done:
            rows = _rows(vault.plans.get(done), numbers, EntryState.BY_HAND)
            plan = deletion.mark_done(vault, done, rows, now)
        elif drop:
            if not numbers:
                raise click.UsageError("Which entries? Give --entry with their numbers.")
            plan = deletion.drop(vault, drop, _rows(vault.plans.get(drop), numbers, None), now)
        elif confirm:
            _answer_hold(invocation, vault, confirm, hold, hold_note)
            plan = _confirm(invocation, vault, confirm, yes_delete)
            if form == "text":
                output.data(deletion.checklist(plan))
                return
        else:
            plan = deletion.draft(vault, now)
            for bio in deletion.bios_to_edit(vault):
                output.talk(f"A bio can't be deleted, only edited by hand: {one_line(bio, 60)}.")
    if form == "json":
        output.data(output.json_block(_record(plan)))
    else:
        _tell(plan)


def _answer_hold(invocation: Invocation, vault: Vault, plan_id: str, hold: str | None, note: str) -> None:
    from auditor import deletion

    plan, pending = vault.plans.get(plan_id), deletion.pending_hold(vault)
    if hold is None and (pending is not None or plan.hold is not None):
        return
    if hold == "none" and pending is not None:
        raise InputError(
            f"On {pending.answered_at:%Y-%m-%d} you said that a complaint, claim or inquiry is pending: "
            "every plan is on hold.",
            "Ask counsel or your privacy officer; once the matter is closed, say --hold closed.",
        )
    if hold is None:
        if not is_terminal(sys.stdin):
            raise InputError(QUESTION, "Answer with --hold none or --hold pending.")
        output.talk(QUESTION)
        hold = click.prompt(
            "none or pending", type=click.Choice(("none", "pending")), show_choices=False, err=True
        )
    deletion.answer_hold(vault, plan_id, Hold(hold == "pending", note, invocation.now()))


def _confirm(invocation: Invocation, vault: Vault, plan_id: str, count: int | None) -> Plan:
    """Copies first, then the count, then the confirmation.

    Raises: InputError where a complaint is pending, the count is wrong, or nobody can type it.
    """
    from auditor import deletion

    with Meter("Copying") as meter:
        plan = deletion.preserve(vault, plan_id, progress=meter)
    if deletion.pending_hold(vault) is not None:
        raise InputError(
            "A complaint or inquiry is pending, so every plan is on hold: the posts were preserved, none "
            "confirmed.",
            "Talk to counsel or your privacy officer first; `audit-tui report --for counsel` helps them.",
        )
    if count is None:
        if not is_terminal(sys.stdin):
            raise InputError(
                "This asks for the exact count, and there is no terminal.", "Give --yes-delete N."
            )
        _tell(plan)
        count = click.prompt("Type how many posts are to go", type=int, err=True)
    return deletion.confirm(vault, plan_id, count, invocation.now())


def _rows(plan: Plan, numbers: Sequence[int], state: EntryState | None) -> list[int]:
    """The item rows of these entries; without numbers, of all in `state`."""
    if any(number > len(plan.entries) for number in numbers):
        raise InputError("The plan has no entry of that number.", "`audit-tui delete` shows them, numbered.")
    chosen = [plan.entries[number - 1] for number in numbers] if numbers else plan.entries
    return [entry.item_row for entry in chosen if numbers or entry.state is state]


def _tell(plan: Plan) -> None:
    if not plan.entries:
        output.talk("Nothing is decided to be deleted, so there is nothing to plan.")
        return
    state = "confirmed" if plan.confirmed_at else "not confirmed"
    output.data(f"Plan {plan.id}: {output.count(len(plan.entries), 'item')}, {state}.")
    is_held = plan.hold is not None and plan.hold.is_pending
    for number, entry in enumerate(plan.entries, start=1):
        output.data(_line(number, entry, is_held=is_held))
    output.talk(NOT_YET)
    if is_held:
        output.talk(ON_HOLD)
    elif plan.confirmed_at is None:
        output.talk(f"Next: `audit-tui delete --confirm {plan.id}`.")


def _line(number: int, entry: PlanEntry, *, is_held: bool) -> str:
    day = f"{entry.created_at:%Y-%m-%d}" if entry.created_at else "no date"
    where = one_line(f"{entry.platform} {entry.handle}", 40)
    state = f"{entry.state}, copy kept" if entry.is_copy_preserved else str(entry.state)
    head = f"{number:>4}  {output.severity(entry.severity, 8)}  {where}  {entry.kind}  {day}  {state}"
    head = f"{head}  {', '.join(entry.rules)}"
    if is_held:
        return head
    return f"{head}\n      {one_line(entry.url) if entry.url else 'no link known'}"


def _record(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.id,
        "made_at": plan.made_at.isoformat(),
        "confirmed_at": plan.confirmed_at.isoformat() if plan.confirmed_at else None,
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
