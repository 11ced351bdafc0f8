"""`audit-tui audit`: one audit, and in a few lines what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation
from auditor.cli.meter import Meter
from auditor.cli.verb import verb
from auditor.model import Category, Severity

if TYPE_CHECKING:
    from auditor.audit import AuditSummary


@verb(
    examples=(
        "audit-tui audit                   every account",
        "audit-tui audit x:@ada --jobs 1   one account, in one process",
    )
)
@click.argument("names", metavar="[ACCOUNT]...", nargs=-1)
@click.option(
    "--jobs", type=click.IntRange(min=1), help="How many processes read; else one per core, up to 8."
)
@click.option("--no-reader", is_flag=True, help="Leave out the third layer: faster, and finds less.")
@format_option("text", "json")
@click.pass_obj
def audit(
    invocation: Invocation, names: tuple[str, ...], jobs: int | None, no_reader: bool, form: str
) -> int:
    """Read every post and bio that is new or changed, or every one when the rules or your own facts changed.

    AUDIT_TUI_NO_READER leaves out the third layer here and on the dashboard.
    Exit code 0: nothing is open. 1: findings wait for your decision. 3: some posts could not be read.
    """
    from auditor import audit as core
    from auditor import settings

    with invocation.vault() as vault, Meter("Auditing") as meter:
        chosen = {vault.accounts.find(name).id for name in names} if names else None
        summary = core.run(
            vault,
            accounts=chosen,
            jobs=jobs,
            with_reader=settings.wants_reader() and not no_reader,
            progress=meter,
            now=invocation.now(),
        )
    if form == "json":
        output.data(output.json_block(record(summary)))
    else:
        tell(summary)
    if summary.items_unread:
        return 3
    return 1 if summary.open_count else 0


def tell(summary: AuditSummary) -> None:
    """Print what an audit did (stderr) and what is open (stdout)."""
    items, bios = output.count(summary.items_read, "item"), output.count(summary.accounts, "bio")
    layers = " by all three layers" if summary.items_read and not summary.no_reader else ""
    skipped = f"{summary.items_skipped:,} unchanged since the last audit"
    output.talk(f"Read {items}{layers} and {bios}; {skipped}.")
    if summary.no_reader:
        output.talk(f"Read by rules and words alone, without the reader: {summary.no_reader}.")
    if summary.items_gone:
        gone = output.count(summary.items_gone, "item")
        output.talk(f"{gone} no longer on the platform: not read, and nothing found there stays open.")
    if not summary.accounts:
        output.talk("There is no account to audit yet. `audit-tui import FILE` brings one in.")
    for cause, number in sorted(summary.unread.items()):
        output.talk(f"Not read: {output.count(number, 'item')} ({cause}). The next audit tries again.")
    if summary.items_unread:
        output.talk("Everything else was kept. `audit-tui doctor` helps to find the cause.")
    output.data(open_table(dict(summary.open_findings)))
    if summary.open_count:
        output.talk("Next: `audit-tui` to decide on the screen, or `audit-tui triage --plain` line by line.")


def record(summary: AuditSummary) -> dict[str, object]:
    """The same for a program."""
    return {
        "audit": summary.audit_id,
        "ruleset": summary.ruleset,
        "accounts": summary.accounts,
        "items_read": summary.items_read,
        "items_skipped": summary.items_skipped,
        "items_gone": summary.items_gone,
        "unread": dict(summary.unread),
        "reader": not summary.no_reader,
        "no_reader": summary.no_reader,
        "open": [
            {"category": category.value, "severity": severity.value, "count": number}
            for (category, severity), number in sorted(
                summary.open_findings.items(), key=lambda pair: (pair[0][0].value, -pair[0][1].rank)
            )
        ],
    }


def open_table(counts: dict[tuple[Category, Severity], int]) -> str:
    """Open findings by category and severity, as a small table; one sentence where there are none."""
    total = sum(counts.values())
    if not total:
        return "No open findings. That says that no rule saw anything, not that nothing is there."
    severities = [severity for severity in Severity if any(key[1] is severity for key in counts)]
    rows = [
        [category.value, *(f"{counts.get((category, severity), 0):,}" for severity in severities)]
        for category in Category
        if any(key[0] is category for key in counts)
    ]
    headers = ["open findings", *(severity.value for severity in severities)]
    shown = output.table(rows, headers, right=frozenset(range(1, len(headers))))
    return f"{shown}\n{output.count(total, 'open finding')}"
