"""Help: the keys that work where one is, from the same list that binds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from auditor.model import Severity
from auditor.tui.actions import Scope, key_names, of
from auditor.tui.marks import severity_mark
from auditor.tui.screens.dialog import Dialog

HEADINGS = {
    Scope.APP: "Anywhere",
    Scope.LIST: "In a list",
    Scope.GRID: "In the numbers",
    Scope.OVERVIEW: "Overview",
    Scope.FINDINGS: "Findings",
    Scope.PLAN: "Deletion plan",
    Scope.ACCOUNTS: "Accounts",
    Scope.REPORT: "Report",
    Scope.WELCOME: "Welcome",
    Scope.IMPORT: "Import",
    Scope.SUGGESTION: "Suggested wording",
    Scope.DIALOG: "In a dialog",
}


class HelpDialog(Dialog[None]):
    """Every key of the scopes given, the focused one first."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        super().__init__()
        self._scopes = scopes

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog -tall"):
            yield Static("Keys", classes="dialog-title")
            with VerticalScroll(id="help-keys"):
                yield Static(help_content(self._scopes), markup=False)
            yield Static("Esc closes · ctrl+p finds anything by name", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#help-keys").focus()


def help_content(scopes: Sequence[Scope]) -> Content:
    """The keys of the scopes, and what the marks mean."""
    parts: list[str | tuple[str, str]] = []
    for scope in scopes:
        parts.append((f"{HEADINGS[scope]}\n", "bold $secondary"))
        for action in of(scope):
            if action.keys:
                parts += [(f"  {key_names(action.keys):<10}", "bold $accent"), f" {action.help}\n"]
        parts.append("\n")
    parts.append(("Severity\n", "bold $secondary"))
    for severity in Severity:
        parts += [(f"  {severity_mark(severity):<10}", f"$severity-{severity.value}"), f" {severity.value}\n"]
    return Content.assemble(*parts)
