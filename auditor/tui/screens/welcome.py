"""The first screen of an empty vault: what this program does and does not do, and the three ways to begin."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from auditor.tui.actions import Scope, bindings
from auditor.tui.screens.dialog import Dialog
from auditor.untrusted import one_line

DOES = (
    ("It reads", "your posts and bios, from a platform's export or a connected account."),
    ("It shows", "what may identify a patient, advises one person, or hides an interest."),
    ("You decide", "finding by finding: keep, edit, plan to delete, or “it is wrong”."),
    ("It writes", "a report for your department head, with no post's text in it."),
)
DOES_NOT = (
    "It sends no post anywhere: all reading happens on this machine.",
    "It gives no verdict: it says “may identify”, never that a law was broken.",
    "It takes no side: an opinion is no finding.",
    "It deletes nothing on one key, and nothing while a claim is pending.",
)


class WelcomeDialog(Dialog[None]):
    """Import, connect, look around, or say who you are."""

    SCOPE = Scope.WELCOME
    BINDINGS = bindings(Scope.WELCOME)

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog -tall", id="welcome"):
            yield Static("Welcome to audit-tui", classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield Static(welcome_content(one_line(self.desk.home)), markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Import (i)", id="import", variant="primary")
                yield Button("Connect (c)", id="connect")
                yield Button("Demo (d)", id="demo")
                yield Button("About you (o)", id="owner")
            yield Static(
                "F1 shows the keys anywhere · Esc goes to the overview · ctrl+q leaves",
                classes="dialog-hint",
            )

    def on_mount(self) -> None:
        self.query_one("#import", Button).focus()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        await self.run_action(str(event.button.id))

    def action_import(self) -> None:
        self.dismiss(None)
        self.owner_app.action_import()

    async def action_connect(self) -> None:
        # Only once this dialog is gone is there a place to ask from.
        await self.dismiss(None)
        self.owner_app.action_connect()

    def action_demo(self) -> None:
        self.dismiss(None)
        self.owner_app.action_demo()

    def action_owner(self) -> None:
        self.owner_app.action_owner()


def welcome_content(home: str) -> Content:
    """What it does, what it does not, and where the data is."""
    parts: list[str | tuple[str, str]] = []
    for head, rest in DOES:
        parts += [(f"{head:<11}", "bold $accent"), f"{rest}\n"]
    parts.append("\n")
    parts += [line for text in DOES_NOT for line in (("· ", "$accent"), f"{text}\n")]
    parts += [
        ("\nYour data ", "bold"),
        f"is in one encrypted file in {home}; its key in your keyring, or your passphrase.\n",
        ("To begin ", "bold"),
        "ask the platform for your data (X: Settings, Your account, Download an archive), then press i; "
        "or press c to connect an account.",
    ]
    return Content.assemble(*parts)
