"""Bare `audit-tui` and `--demo`: the dashboard, or a summary where there is no terminal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.audit import open_table
from auditor.cli.invocation import Invocation

if TYPE_CHECKING:
    from auditor.store import Vault

DEMO_REPORT = Path("audit-tui-demo-report.html")


def show(invocation: Invocation) -> int:
    """Open the dashboard over the vault; a first start makes the vault and shows the welcome."""
    if not invocation.is_interactive():
        return _summary(invocation)
    with invocation.vault(create=True) as vault:
        from auditor import tui

        return tui.run(vault)


def show_demo(invocation: Invocation) -> int:
    """Open the dashboard over invented accounts; without a terminal, audit them and write the demo report."""
    if invocation.is_interactive():
        from auditor import tui

        return tui.run_demo()
    from auditor import demo, report

    for number, clinician in enumerate(demo.clinicians()):
        with tempfile.TemporaryDirectory(prefix="audit-tui-demo-", ignore_cleanup_errors=True) as folder:
            vault = demo.open_demo(clinician.key, Path(folder))
            try:
                output.data(output.paint(clinician.title, bold=True))
                _tell(vault)
                if number == 0:
                    written = report.write(vault, report.build(vault, now=demo.NOW), "html", DEMO_REPORT)
            finally:
                vault.close()
        output.data("")
    output.talk(f"The report of the first, as a department head would get it: {written}")
    output.talk("Everybody in it is invented. On a terminal, the same command opens the dashboard.")
    return 0


def _summary(invocation: Invocation) -> int:
    from auditor import paths

    if not paths.vault_file(invocation.home()).exists():
        output.talk("There is no vault yet, and no terminal to show the dashboard on.")
        output.talk("Begin with `audit-tui import FILE`, or look around with `audit-tui --demo`.")
        return 0
    with invocation.vault(read_only=True) as vault:
        _tell(vault)
    output.talk("The dashboard needs a terminal. `audit-tui --help` lists what works without one.")
    return 0


def _tell(vault: Vault) -> None:
    number = len(vault.accounts.list())
    last = vault.audits.last()
    when = f"last audited {last.started_at:%Y-%m-%d}" if last else "never audited"
    output.data(f"{output.count(number, 'account')}, {output.count(vault.items.count(), 'item')}, {when}.")
    output.data(open_table(dict(vault.findings.counts())))
