"""`audit-tui cycle`: the quarterly self-audit, from its start to its sign-off."""

from __future__ import annotations

import click

from auditor.cli import output
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb, verb_group
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
    """Tell which self-audit period is open; start, close or compare periods, or see when they are due."""
    if context.invoked_subcommand is not None:
        return
    from auditor import cycles

    invocation = context.find_object(Invocation) or Invocation()
    with invocation.vault(read_only=True) as vault:
        current = cycles.current(vault, invocation.now())
        for one in vault.cycles.list():
            output.data(_line(one))
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
@click.option("--cycle", "name", help="The period, such as 2026-Q4; else this quarter's.")
@click.option("--signed-by", required=True, help="Your name, as the report is to show it.")
@click.option("--statement", default="", help="What you attest, in your own words.")
@click.option(
    "--accept-open", is_flag=True, help="Close it although findings are undecided; the report says so."
)
@click.pass_obj
def close(
    invocation: Invocation, name: str | None, signed_by: str, statement: str, accept_open: bool
) -> None:
    """Sign a self-audit off. Findings that are still undecided keep it open, unless you accept them."""
    from auditor import cycles

    now = invocation.now()
    with invocation.vault() as vault:
        period = name or cycles.name_of(now)
        cycles.close(
            vault, period, signed_by=signed_by, statement=statement, now=now, accept_open=accept_open
        )
        output.data(_line(vault.cycles.get(period)))
    output.talk(f"Next: `audit-tui report --cycle {period} -o audit-{period}.html`.")


def _line(one: Cycle) -> str:
    closed = f"closed {one.closed_at:%Y-%m-%d} by {one_line(one.signed_by, 60)}" if one.closed_at else "open"
    return f"{one.name}  started {one.started_at:%Y-%m-%d}, {closed}"


for command in (start, close):
    cycle.add_command(command)
