"""`audit-tui doctor`: whether everything is there and sound, in a form that can be shared."""

from __future__ import annotations

import os
import shutil
import sys

import click

from auditor.cli import output
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.verb import verb
from auditor.doctor import Probe, State, examine
from auditor.untrusted import one_line

_SIGNS = {State.FINE: "ok", State.NOTE: "note", State.TROUBLE: "TROUBLE"}
_COLOURS = {State.FINE: "green", State.NOTE: "yellow", State.TROUBLE: "red"}
_NARROW, _LOW = 80, 24


@verb(examples=("audit-tui doctor", "audit-tui doctor --format json"))
@format_option("text", "json")
@click.pass_obj
def doctor(invocation: Invocation, form: str) -> int:
    """Check Python, packages, encryption, keyring, disk, rights, vault, clock, tokens and the terminal.

    Asks nothing of the network. Names no post, no account and no secret. Exit code 0: all is well. 2:
    something is missing. 4: the vault can't be used.
    """
    home = invocation.home()
    probes = [*examine(home, lambda: invocation.passphrase(home), invocation.now()), _terminal()]
    if form == "json":
        output.data(
            output.json_block(
                [{"name": p.name, "state": p.state, "detail": p.detail, "todo": p.todo} for p in probes]
            )
        )
    else:
        for probe in probes:
            _tell(probe)
    trouble = [probe for probe in probes if probe.state is State.TROUBLE]
    if any(probe.is_vault for probe in trouble):
        return 4
    return 2 if trouble else 0


def _tell(probe: Probe) -> None:
    sign = output.paint(f"{_SIGNS[probe.state]:<8}", colour=_COLOURS[probe.state])
    output.data(f"{sign}{probe.name}: {one_line(probe.detail)}")
    if probe.todo:
        output.data(f"        {one_line(probe.todo)}")


def _terminal() -> Probe:
    if not is_terminal(sys.stdout):
        return Probe(
            "Terminal", State.NOTE, "output is not a terminal", "The dashboard needs one; the verbs don't."
        )
    columns, lines = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or "unknown").lower()
    kind = os.environ.get("TERM", "unknown")
    colour = (
        "no colour (NO_COLOR)" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM", "basic colours")
    )
    detail = f"{columns} by {lines}, {encoding}, {kind}, {colour}"
    if kind == "dumb" or "utf" not in encoding:
        return Probe(
            "Terminal", State.NOTE, detail, "Use a UTF-8 terminal for the dashboard, or `triage --plain`."
        )
    if columns < _NARROW or lines < _LOW:
        return Probe("Terminal", State.NOTE, detail, "The dashboard is made for 80 by 24 and more.")
    return Probe("Terminal", State.FINE, detail)
