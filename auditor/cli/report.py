"""`audit-tui report`: what leaves the machine, and whether a file is one that did."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import output
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb, verb_group

FORMATS = ("html", "md", "json", "csv")
AUDIENCES = ("department-head", "self", "counsel")
INCLUDES = ("protected", "kept")


@verb_group(
    examples=(
        "audit-tui report -o audit-2026-Q4.html",
        "audit-tui report --format md --cycle 2026-Q3 > audit.md",
        "audit-tui report --for self -o everything.html",
        "audit-tui report verify audit-2026-Q4.html",
    )
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to write it; else as the file is named, or html.",
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Into this file, not to stdout.",
)
@click.option("--cycle", help="The self-audit period, such as 2026-Q4; else the one that is open.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(AUDIENCES),
    default=AUDIENCES[0],
    show_default=True,
    help="Who will read it. For self and for counsel it holds your posts.",
)
@click.option(
    "--include",
    type=click.Choice(INCLUDES),
    multiple=True,
    help="Add to a department head's report what stays out otherwise: speech that labour law may protect, "
    "or what you decided to keep.",
)
@click.pass_context
def report(
    context: click.Context,
    form: str | None,
    path: Path | None,
    cycle: str | None,
    audience: str,
    include: tuple[str, ...],
) -> None:
    """Write the report of a self-audit: to stdout, or into a file that only you can read.

    For a department head it holds no post, no name from one and no link: counts, rules, dates by month, what
    was decided, what was not looked at. The event log keeps its digest for `report verify`.
    """
    if context.invoked_subcommand is not None:
        return
    from auditor import report as core

    invocation = context.find_object(Invocation) or Invocation()
    chosen = core.Format(form or _format_of(path))
    with invocation.vault() as vault:
        built = core.build(
            vault,
            audience=core.Audience(audience),
            cycle=cycle,
            now=invocation.now(),
            include=frozenset(core.Include(word) for word in include),
        )
        if path is None:
            click.echo(core.issue(vault, built, chosen), nl=False)
            return
        written = core.write(vault, built, chosen, path)
    output.talk(f"Written: {written}")
    if audience != AUDIENCES[0]:
        output.talk("It holds your posts. Keep it where only its reader can open it.")


@verb(name="verify", examples=("audit-tui report verify audit-2026-Q4.html",))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def verify(invocation: Invocation, path: Path) -> int:
    """Tell whether a report came from this vault and is unchanged since.

    Exit code 0: unchanged. 2: changed, or not one of this vault's.
    """
    from auditor import report as core

    with invocation.vault(read_only=True) as vault:
        verdict = core.verify(vault, path)
    output.data(verdict.sentence)
    return 0 if verdict.state is core.FileState.UNCHANGED else 2


def _format_of(path: Path | None) -> str:
    """The format that a file's name asks for; HTML where it asks for none."""
    suffix = path.suffix.lower().lstrip(".") if path else ""
    return {"htm": "html", "markdown": "md"}.get(suffix, suffix if suffix in FORMATS else "html")


report.add_command(verify)
