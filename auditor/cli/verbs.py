"""The root command and the list of verbs, each with the module that holds it.

Must not import a verb, nor anything that takes time.
"""

from __future__ import annotations

import click

from auditor.cli.invocation import Invocation
from auditor.cli.verb import LazyGroup

PLACES = {
    "me": ("auditor.cli.me", "me"),
    "import": ("auditor.cli.bring_in", "bring_in"),
    "connect": ("auditor.cli.connect", "connect"),
    "disconnect": ("auditor.cli.disconnect", "disconnect"),
    "sync": ("auditor.cli.sync", "sync"),
    "accounts": ("auditor.cli.accounts", "accounts"),
    "audit": ("auditor.cli.audit", "audit"),
    "findings": ("auditor.cli.findings", "findings"),
    "decide": ("auditor.cli.decide", "decide"),
    "triage": ("auditor.cli.triage", "triage"),
    "check": ("auditor.cli.check", "check"),
    "delete": ("auditor.cli.delete", "delete"),
    "report": ("auditor.cli.report", "report"),
    "cycle": ("auditor.cli.cycle", "cycle"),
    "rules": ("auditor.cli.rules", "rules"),
    "vault": ("auditor.cli.vault", "vault"),
    "doctor": ("auditor.cli.doctor", "doctor"),
}


@click.group(
    cls=LazyGroup,
    places=PLACES,
    invoke_without_command=True,
    examples=(
        "audit-tui --demo                      look around with invented accounts",
        "audit-tui import twitter-2026.zip     bring in a platform's export",
        "audit-tui audit && audit-tui          read every post, then decide on the screen",
    ),
)
@click.option("--demo", is_flag=True, help="Open the dashboard over a throw-away vault of invented accounts.")
@click.version_option(package_name="audit-tui", prog_name="audit-tui")
@click.pass_context
def root(context: click.Context, demo: bool) -> int | None:
    """Audit your own social media accounts: bring in, audit, triage, plan, report.

    Without a verb: the dashboard. Everything stays on this machine, in an encrypted vault.

    AUDIT_TUI_HOME moves the vault; AUDIT_TUI_PASSPHRASE unlocks it where there is no keyring;
    AUDIT_TUI_NO_READER leaves out the engine's third layer; NO_COLOR is respected.
    """
    if context.invoked_subcommand is not None:
        return None
    from auditor.cli import dashboard

    invocation = context.find_object(Invocation) or Invocation()
    return dashboard.show_demo(invocation) if demo else dashboard.show(invocation)
