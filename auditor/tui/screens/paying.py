"""Asks before a sync that costs money; Cancel has the focus."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from auditor.moments import dollars
from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import Price
from auditor.untrusted import visible


class PayingDialog(Dialog[bool]):
    """Answers True where it is worth that to her."""

    def __init__(self, price: Price) -> None:
        super().__init__()
        self._price = price

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(
                f"Reading may cost {dollars(self._price.low, self._price.high)}",
                classes="dialog-title",
                markup=False,
            )
            yield Static(visible(self._price.note), markup=False)
            yield Static("The platform charges your own prepaid credit; nothing was read yet.")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Sync", id="sync")

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "sync")
