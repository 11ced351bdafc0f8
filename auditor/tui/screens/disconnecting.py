"""Asks before an account's token is revoked and forgotten; Cancel has the focus."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import AccountCard
from auditor.untrusted import one_line


class DisconnectDialog(Dialog[bool]):
    """Answers True when the token is to go."""

    def __init__(self, card: AccountCard) -> None:
        super().__init__()
        self._card = card

    def compose(self) -> Iterator[Widget]:
        account = self._card.summary.account
        with Vertical(classes="dialog"):
            yield Static(
                f"Disconnect {one_line(account.platform, 20)} {one_line(account.handle, 40)}?",
                classes="dialog-title",
                markup=False,
            )
            yield Static(
                "Its token is revoked and forgotten. What was brought in stays in your vault; a deletion "
                "under way on this account waits until you connect it again."
            )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Disconnect", id="disconnect")

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "disconnect")
