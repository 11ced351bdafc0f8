"""Asks for the number of posts before a plan is confirmed, and for the handle of an account that is emptied.

Cancel has the focus; nothing goes on one key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from auditor.tui.marks import count
from auditor.tui.screens.dialog import Dialog
from auditor.untrusted import one_line
from connectors.model import same_handle


class ConfirmPlanDialog(Dialog[int]):
    """Answers with the number typed, once it is the plan's own.

    `handles`: of the accounts of which more than half would go; each has to be typed.
    """

    def __init__(self, number: int, preview: Content, handles: Sequence[str] = ()) -> None:
        super().__init__()
        self._number = number
        self._preview = preview
        self._handles = tuple(handles)

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(
                f"Confirm the deletion of {count(self._number, 'post')}?",
                classes="dialog-title",
                markup=False,
            )
            with VerticalScroll(can_focus=False, classes="dialog-text"):
                yield Static(self._preview, markup=False)
            yield Input(placeholder="Type how many posts it is", id="number", type="integer")
            for place, handle in enumerate(self._handles):
                named = one_line(handle, 40)
                yield Input(placeholder=f"More than half of {named} goes: type it", id=f"handle-{place}")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Confirm plan", id="confirm", disabled=True)
            yield Static("Esc or Cancel leaves everything as it is", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()

    def _typed(self) -> int | None:
        text = self.query_one("#number", Input).value.strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def _is_exact(self) -> bool:
        typed = (self.query_one(f"#handle-{place}", Input).value for place in range(len(self._handles)))
        return self._typed() == self._number and all(map(same_handle, typed, self._handles))

    def on_input_changed(self) -> None:
        self.query_one("#confirm", Button).disabled = not self._is_exact()

    def on_input_submitted(self) -> None:
        # Enter in the box only goes on to the button: confirming takes a second, deliberate key.
        button = self.query_one("#confirm", Button)
        if button.disabled and self._typed() != self._number:
            self.notify("That is not how many posts the plan holds.", severity="warning")
        elif button.disabled:
            self.focus_next()
        else:
            button.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "confirm" and self._is_exact():
            self.dismiss(self._number)
        else:
            self.dismiss(None)
