"""Asks why something is kept: one line, with the usual reasons to pick from."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from auditor.tui.screens.dialog import Dialog

USUAL = (
    "The patient agreed in writing to this post",
    "Nobody could be recognised from it",
    "It is about myself or my family, not a patient",
    "It is fiction, history or a textbook case",
    "The information was made public by the person concerned",
    "It is general health information",
    "Protected speech about working conditions or public affairs",
)


class ReasonDialog(Dialog[str]):
    """Answers with the reason, never empty."""

    def __init__(self, count: str) -> None:
        super().__init__()
        self._count = count

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(f"Keep {self._count}: why?", classes="dialog-title", markup=False)
            yield Input(placeholder="Your reason, without the patient's details", id="reason", max_length=300)
            yield OptionList(*(Option(reason) for reason in USUAL), id="usual", markup=False)
            yield Static(
                "Enter keeps · Tab goes to the usual reasons · Esc leaves it open", classes="dialog-hint"
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if reason := event.value.strip():
            self.dismiss(reason)
        else:
            self.notify("Say why, or press Tab and pick a reason.", severity="warning")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(USUAL[event.option_index])
