"""`audit-tui me`: the owner's facts, on which several rules rest."""

from __future__ import annotations

from dataclasses import replace

import click

from auditor.cli import output
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb
from auditor.untrusted import one_line
from connectors.model import Owner


@verb(
    examples=(
        'audit-tui me --name "Ada Quill" --role "emergency physician" --city Stanmere',
        'audit-tui me --employer "Stanmere General" --employer "Stanmere University"',
        'audit-tui me --conflict "Axiveral (paid speaker)" --conflict "Own course on pain"',
        'audit-tui me --conflict ""            no conflicts of interest any more',
        "audit-tui me                          show what is known",
    )
)
@click.option("--name", help="Your name as patients know it.")
@click.option("--role", help="What you work as.")
@click.option("--employer", "employers", multiple=True, help="Where you work; may be given more than once.")
@click.option("--city", help="The town you work in.")
@click.option(
    "--conflict",
    "conflicts",
    multiple=True,
    help="A tie to a company or product; may be given more than once.",
)
@format_option("text", "json")
@click.pass_obj
def me(
    invocation: Invocation,
    name: str | None,
    role: str | None,
    employers: tuple[str, ...],
    city: str | None,
    conflicts: tuple[str, ...],
    form: str,
) -> None:
    """Show or set what the rules may know of you: name, role, employers, city, conflicts of interest.

    What is given replaces what was there; an empty text clears it. After a change the next audit reads every
    post again. These facts stay in the vault.
    """
    changes: dict[str, object] = {
        key: value.strip()
        for key, value in (("name", name), ("role", role), ("city", city))
        if value is not None
    }
    for key, values in (("employers", employers), ("conflicts", conflicts)):
        if values:
            changes[key] = tuple(value.strip() for value in values if value.strip())
    with invocation.vault(create=bool(changes), read_only=not changes) as vault:
        owner = vault.owner.get()
        if changes:
            owner = replace(owner, **changes)  # type: ignore[arg-type]
            vault.owner.set(owner)
            output.talk("Saved.")
        _show(owner, form)


def _show(owner: Owner, form: str) -> None:
    if form == "json":
        facts = {
            "name": owner.name,
            "role": owner.role,
            "employers": list(owner.employers),
            "city": owner.city,
            "conflicts": list(owner.conflicts),
        }
        output.data(output.json_block(facts))
        return
    for label, values in (
        ("Name", [owner.name]),
        ("Role", [owner.role]),
        ("Employers", owner.employers),
        ("City", [owner.city]),
        ("Conflicts", owner.conflicts),
    ):
        shown = "; ".join(one_line(value) for value in values if value) or "not said"
        output.data(f"{label + ':':<11}{shown}")
