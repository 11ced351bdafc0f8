"""`audit-tui cycle`: the quarterly self-audit, from its start to its sign-off."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import output
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb, verb_group
from auditor.errors import InputError
from auditor.model import Cycle
from auditor.untrusted import one_line


@verb_group(
    examples=(
        "audit-tui cycle",
        "audit-tui cycle start",
        'audit-tui cycle close --signed-by "Ada Quill" --statement "I have read every finding."',
        "audit-tui cycle compare 2026-Q3 2026-Q4",
        "audit-tui cycle calendar --ics self-audits.ics",
    )
)
@click.pass_context
def cycle(context: click.Context) -> None:
    """List your self-audits; start, close or compare them, or see when they are due."""
    if context.invoked_subcommand is not None:
        return
    from auditor import cycles

    invocation = context.find_object(Invocation) or Invocation()
    with invocation.vault(read_only=True) as vault:
        for one in vault.cycles.list():
            output.data(_line(one))
        current = cycles.current(vault, invocation.now())
    if current is None:
        output.talk("No self-audit is open. `audit-tui cycle start` opens this quarter's.")


@verb(name="start", examples=("audit-tui cycle start",))
@click.pass_obj
def start(invocation: Invocation) -> None:
    """Open this quarter's self-audit."""
    from auditor import cycles

    with invocation.vault() as vault:
        output.data(_line(cycles.start(vault, invocation.now())))


@verb(
    name="close",
    examples=(
        'audit-tui cycle close --signed-by "Ada Quill" --statement "I have read every finding."',
        'audit-tui cycle close --cycle 2026-Q3 --signed-by "Ada Quill" --accept-open',
    ),
)
@click.option("--cycle", "name", help="The period, such as 2026-Q4; else the one that is open.")
@click.option("--signed-by", required=True, help="Your name, as the report is to show it.")
@click.option("--statement", default="", help="What you attest, in your own words; else a plain sentence.")
@click.option(
    "--accept-open", is_flag=True, help="Close it although findings are undecided; the report says so."
)
@click.pass_obj
def close(
    invocation: Invocation, name: str | None, signed_by: str, statement: str, accept_open: bool
) -> None:
    """Sign a self-audit off, which freezes its figures.

    Findings that are still undecided keep it open, unless you accept them.
    """
    from auditor import cycles

    now = invocation.now()
    with invocation.vault() as vault:
        current = cycles.current(vault, now)
        period = name or (current.name if current else cycles.name_of(now))
        closed = cycles.close(
            vault, period, signed_by=signed_by, statement=statement, now=now, accept_open=accept_open
        )
    output.data(_line(closed.cycle))
    for warning in closed.warnings:
        output.talk(f"Note: {warning}")
    output.talk(f"Next: `audit-tui report --cycle {period} -o audit-{period}.html`.")


@verb(
    name="compare",
    examples=("audit-tui cycle compare", "audit-tui cycle compare 2026-Q3 2026-Q4 --format json"),
)
@click.argument("names", metavar="[CYCLE CYCLE]", nargs=-1)
@format_option("table", "json")
@click.pass_obj
def compare(invocation: Invocation, names: tuple[str, ...], form: str) -> None:
    """Hold two self-audits side by side; without names, the newest two."""
    from auditor import cycles

    if len(names) not in (0, 2):
        raise click.UsageError("Name two self-audits, or none for the newest two.")
    with invocation.vault(read_only=True) as vault:
        if not names:
            names = tuple(one.name for one in vault.cycles.list()[:2])
        if len(names) < 2:
            raise InputError("There are no two self-audits to compare yet.", "`audit-tui cycle` lists them.")
        found = cycles.compare(vault, names[0], names[1])
    if form == "json":
        output.data(
            output.json_block(
                {
                    "before": found.before,
                    "after": found.after,
                    "changes": [
                        {
                            "category": one.category,
                            "severity": one.severity,
                            "disposition": one.disposition,
                            "before": one.before,
                            "after": one.after,
                        }
                        for one in found.changes
                    ],
                    "notes": list(found.notes),
                }
            )
        )
        return
    for field in ("category", "severity", "disposition"):
        rows = [(word, f"{was:,}", f"{now:,}", f"{now - was:+,}") for word, was, now in found.totals(field)]
        headers = (field, found.before, found.after, "change")
        output.data(output.table(rows, headers, right=frozenset({1, 2, 3})) + "\n")
    for note in found.notes:
        output.talk(f"Note: {note}")


@verb(
    name="calendar", examples=("audit-tui cycle calendar", "audit-tui cycle calendar --ics self-audits.ics")
)
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the days into this calendar file, too.",
)
@click.pass_obj
def calendar(invocation: Invocation, ics: Path | None) -> None:
    """Tell when the next self-audits open and are due. The calendar file says nothing of you."""
    from auditor import cycles

    now = invocation.now()
    rows = [(due.cycle, f"{due.opens:%Y-%m-%d}", f"{due.due:%Y-%m-%d}") for due in cycles.calendar(now)]
    output.data(output.table(rows, ("CYCLE", "OPENS", "DUE")))
    if ics is not None:
        output.talk(f"Written: {cycles.write_ics(ics, now)}")


def _line(one: Cycle) -> str:
    closed = f"closed {one.closed_at:%Y-%m-%d} by {one_line(one.signed_by, 60)}" if one.closed_at else "open"
    return f"{one.name}  started {one.started_at:%Y-%m-%d}, {closed}"


for command in (start, close, compare, calendar):
    cycle.add_command(command)
