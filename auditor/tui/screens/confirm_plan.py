"""Asks for the number of posts before a plan is confirmed; Cancel has the focus, nothing goes on one key."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from auditor.tui.marks import count
from auditor.tui.screens.dialog import Dialog


class ConfirmPlanDialog(Dialog[int]):
    """Answers with the number typed, once it is the plan's own."""

    def __init__(self, number: int, preview: Content) -> None:
        super().__init__()
        self._number = number
        self._preview = preview

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(
                f"Confirm the deletion of {count(self._number, 'post')}?",
                classes="dialog-title",
                markup=False,
            )
            yield Static(self._preview, markup=False)
            yield Input(placeholder="Type how many posts it is", id="number", type="integer")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Confirm plan", id="confirm", disabled=True)
            yield Static("Esc or Cancel leaves everything as it is", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()

    def _typed(self) -> int | None:
        text = self.query_one(Input).value.strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def on_input_changed(self) -> None:
        self.query_one("#confirm", Button).disabled = self._typed() != self._number

    def on_input_submitted(self) -> None:
        # Enter in the box only goes on to the button: confirming takes a second, deliberate key.
        button = self.query_one("#confirm", Button)
        if button.disabled:
            self.notify("That is not how many posts the plan holds.", severity="warning")
        else:
            button.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "confirm" and self._typed() == self._number:
            self.dismiss(self._number)
        else:
            self.dismiss(None)
