"""Asks, before anything is deleted, whether a complaint, claim or inquiry is known or expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from auditor.tui.screens.dialog import Dialog

QUESTION = (
    "Is a complaint, a claim, or an inquiry by a board or employer known to you, or to be expected, that"
    " these posts could matter to?\n\nIf so, keep them as they are and take advice first: deleting what could"
    " be evidence can do more harm than the posts. Copies stay in your vault either way. Your answer is for"
    " every plan: a yes holds them all, a later no says that the matter is closed. This is not legal advice."
)


@dataclass(frozen=True, slots=True)
class HoldAnswer:
    """What the owner answered."""

    is_pending: bool
    note: str


class HoldDialog(Dialog[HoldAnswer]):
    """Answers with the hold; the careful answer has the focus."""

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static("Before anything is deleted", classes="dialog-title")
            yield Static(QUESTION)
            yield Input(placeholder="A note for yourself (optional)", id="note", max_length=300)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Yes, or not sure: preserve", id="pending")
                yield Button("No, none that I know of", id="none")
            yield Static("Tab moves · Esc leaves the question open", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#pending", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        note = self.query_one(Input).value.strip()
        self.dismiss(HoldAnswer(event.button.id == "pending", note))
