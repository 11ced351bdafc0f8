"""`audit-tui delete`: a frozen plan, its confirmation, carrying it out, and a checklist for the rest."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from auditor.cli import carrying_out, output, planned
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.meter import Meter
from auditor.cli.moments import DELAY, TIME_OF_DAY, next_such
from auditor.cli.verb import verb
from auditor.errors import InputError
from auditor.model import EntryState, Hold, Plan
from auditor.untrusted import one_line
from connectors.model import same_handle

if TYPE_CHECKING:
    from datetime import time

    from auditor.deletion import Options
    from auditor.store import Vault

QUESTION = (
    "Do you know of, or expect, a complaint, claim, board inquiry or employer inquiry "
    "that these posts could matter to?"
)
_LEFT = frozenset({EntryState.BY_HAND, EntryState.REFUSED})
"""What the owner's own hand is for, after a run."""


@verb(
    examples=(
        "audit-tui delete                                      draw up the plan and show it",
        "audit-tui delete --confirm 7f3a91 --hold none         copies, asks for the count, then deletes",
        "audit-tui delete --confirm 7f3a91 --after 24h         a day to think better of it",
        "audit-tui delete --resume --dry-run                   what would be asked of whom; asks for nothing",
        "audit-tui delete --resume --until 06:00 --cap 200     goes on, until the morning",
        "audit-tui delete --checklist 7f3a91 > checklist.md",
        "audit-tui delete --done 7f3a91 --entry 3",
    )
)
@click.option(
    "--plan", "is_plan", is_flag=True, help="Draw up the plan and show it; what happens without options."
)
@click.option(
    "--dry-run", is_flag=True, help="Show what would be asked of which server, and ask for nothing."
)
@click.option(
    "--confirm", metavar="PLAN_ID", help="Confirm this plan and carry it out; copies are kept before."
)
@click.option("--resume", is_flag=True, help="Go on with what is confirmed and not done yet.")
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
@click.option(
    "--cap", type=click.IntRange(min=1), metavar="N", help="Delete at most so many of an account a day."
)
@click.option("--until", type=TIME_OF_DAY, help="Stop at this time of day; --resume goes on another time.")
@click.option("--after", type=DELAY, help="Ask for nothing earlier than this from now, such as 24h or 30min.")
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
    resume: bool,
    yes_delete: int | None,
    hold: str | None,
    hold_note: str,
    cap: int | None,
    until: time | None,
    after: timedelta | None,
    checklist: str | None,
    done: str | None,
    drop: str | None,
    numbers: tuple[int, ...],
    form: str,
) -> int:
    """Plan what goes, confirm it, let it be carried out, and work through the checklist of the rest.

    A plan holds the posts that you decided to delete, frozen; drawing it up deletes nothing. Confirming asks
    whether a complaint or inquiry is pending (then everything is preserved and nothing goes), keeps an
    encrypted copy of each post, and needs the exact count. Then posts of connected accounts are deleted one
    by one, slowly; each counts as gone only when the platform no longer shows it. Ctrl-C stops between two
    posts and --resume goes on. What no program can delete is a checklist for your own hand.
    """
    from auditor import deletion

    if sum(map(bool, (is_plan, confirm, resume, checklist, done, drop))) > 1:
        raise click.UsageError(
            "Do one thing at a time: --plan, --confirm, --resume, --checklist, --done or --drop."
        )
    now = invocation.now()
    with invocation.vault() as vault:
        if checklist:
            output.data(deletion.checklist(vault.plans.get(checklist)))
            return 0
        if done:
            rows = planned.entry_rows(vault.plans.get(done), numbers, frozenset({EntryState.BY_HAND}))
            plan = deletion.mark_done(vault, done, rows, now)
        elif drop:
            if not numbers:
                raise click.UsageError("Which entries? Give --entry with their numbers.")
            rows = planned.entry_rows(vault.plans.get(drop), numbers, frozenset())
            plan = deletion.drop(vault, drop, rows, now)
        elif confirm or resume:
            plans = carrying_out.under_way(vault) if resume else [vault.plans.get(str(confirm))]
            if dry_run:
                return _rehearse(invocation, vault, plans, form)
            if confirm:
                _answer_hold(invocation, vault, confirm, hold, hold_note)
                plans = [_confirm(invocation, vault, confirm, yes_delete, now + after if after else None)]
            options = deletion.Options(
                cap=cap or deletion.CAP, until=next_such(until, now) if until else None
            )
            return _carry_out(invocation, vault, plans, options, form, is_resumed=resume)
        else:
            plan = deletion.draft(vault, now)
            for bio in deletion.bios_to_edit(vault):
                output.talk(f"A bio can't be deleted, only edited by hand: {one_line(bio, 60)}.")
    if form == "json":
        output.data(output.json_block(planned.record(plan)))
    else:
        planned.tell(plan, now)
    return 0


def _carry_out(
    invocation: Invocation,
    vault: Vault,
    plans: list[Plan],
    options: Options,
    form: str,
    *,
    is_resumed: bool,
) -> int:
    """Let each plan be carried out, show what came of it, and then what is left for her own hand."""
    from auditor import deletion

    code, records = 0, []
    for plan in plans:
        is_later = plan.not_before is not None and plan.not_before > invocation.now()
        carried = None if is_later else carrying_out.carry_out(vault, plan, invocation.clock(), options)
        after = vault.plans.get(plan.id)
        code = max(code, carried.code if carried else 3 if is_later and is_resumed else 0)
        if form == "json":
            records.append({**planned.record(after), "run": carried.record() if carried else None})
            continue
        if carried:
            carried.tell()
        elif is_later:
            planned.tell_next(after, invocation.now())
        if any(entry.state in _LEFT for entry in after.entries):
            output.data(deletion.checklist(after))
        if code == 130:
            break
    if form == "json":
        output.data(output.json_block(records[0] if len(records) == 1 else {"plans": records}))
    return code


def _rehearse(invocation: Invocation, vault: Vault, plans: list[Plan], form: str) -> int:
    """Show what would be asked of which server, and what each platform says of it by now."""
    from auditor import deletion

    records = []
    for plan in plans:
        lines = list(carrying_out.rehearsed(vault, plan))
        options = deletion.Options(is_dry=True)
        carried = carrying_out.carry_out(vault, plan, invocation.clock(), options)
        if form == "json":
            told = carried.record() if carried else None
            records.append({**planned.record(plan), "would_ask": lines, "run": told})
            continue
        for line in lines:
            output.data(line)
        if carried:
            carried.tell()
        else:
            planned.tell_next(plan, invocation.now())
    if form == "json":
        output.data(output.json_block(records[0] if len(records) == 1 else {"plans": records}))
    return 0


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


def _confirm(
    invocation: Invocation,
    vault: Vault,
    plan_id: str,
    count: int | None,
    not_before: datetime | None,
) -> Plan:
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
        preview = deletion.preview(vault, plan)
        planned.tell(plan, invocation.now())
        planned.tell_preview(preview)
        count = click.prompt("Type how many posts are to go", type=int, err=True)
        for share in preview.shares:
            if share.is_most:
                _require_named(share.platform, share.handle)
    return deletion.confirm(vault, plan_id, count, invocation.now(), not_before=not_before)


def _require_named(platform: str, handle: str) -> None:
    """Let her type the handle of an account that would be half empty afterwards.

    Raises: InputError where she types another.
    """
    output.talk(f"More than half of {one_line(platform)} {one_line(handle, 80)} would go.")
    typed = str(click.prompt("Type its handle to go on", default="", show_default=False, err=True))
    if not same_handle(typed, handle):
        raise InputError("That is not its handle. Nothing was confirmed.", "Look the plan over first.")
