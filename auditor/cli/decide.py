"""`audit-tui decide`: the same decision for one finding, several, or a whole group."""

from __future__ import annotations

import click

from auditor.cli import output
from auditor.cli.choices import OUTCOME, category_option, min_severity_option
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb
from auditor.model import Category, Outcome, Severity


@verb(
    examples=(
        "audit-tui decide 3fa91c02 --outcome delete",
        'audit-tui decide 3fa91c02 77be10d4 --outcome keep --reason "taken with consent"',
        "audit-tui decide --category mixing --outcome later",
        "audit-tui decide --undo",
    )
)
@click.argument("names", metavar="[FINDING]...", nargs=-1)
@category_option(multiple=False)
@min_severity_option
@click.option("--outcome", type=OUTCOME, help="What is to become of the post.")
@click.option("--reason", help="Why; needed for keep, asked for on a terminal.")
@click.option("--undo", is_flag=True, help="Take the last decision, or group of decisions, back.")
@click.pass_obj
def decide(
    invocation: Invocation,
    names: tuple[str, ...],
    category: Category | None,
    min_severity: Severity,
    outcome: Outcome | None,
    reason: str | None,
    undo: bool,
) -> None:
    """Decide on findings, named by the beginning of their id, or on all open ones of a category.

    \b
    delete          put the post on the deletion plan, with all that is open
                    on it; nothing is deleted yet
    keep            it stays as it is, for a reason that you give
    false-positive  the finding is wrong about this post
    edit            you change the post by hand; the next import looks again
    later           not now; it stays open
    """
    from auditor import triage

    if undo:
        if names or category or outcome:
            raise click.UsageError("--undo stands alone: it takes the last decision back, whichever it was.")
        with invocation.vault() as vault:
            output.talk(f"Open again: {output.count(len(triage.undo(vault, invocation.now())), 'finding')}.")
        return
    if outcome is None:
        raise click.UsageError("What is to become of it? Give --outcome.")
    if bool(names) == bool(category):
        raise click.UsageError("Name either findings or a --category.")
    with invocation.vault() as vault:
        if category:
            fingerprints = triage.select(vault, category=category, min_severity=min_severity)
        else:
            fingerprints = triage.resolve(vault, names)
        if outcome in triage.NEEDS_REASON and not reason and fingerprints and invocation.is_interactive():
            reason = click.prompt("Why does it stay", err=True)
        decided = triage.decide(vault, fingerprints, outcome, reason or "", invocation.now())
    if not fingerprints:
        output.talk("No open finding fits that; nothing was changed.")
    else:
        output.talk(
            f"Saved: {outcome} for {triage.reach(len(fingerprints), len(decided))}. `--undo` takes it back."
        )
