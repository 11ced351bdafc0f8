"""Asks whose invented accounts to look around in, or to leave the demo."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from auditor.tui.screens.dialog import Dialog

LEAVE = "leave"


class ChooseDemoDialog(Dialog[str]):
    """Answers with a clinician's key, or `LEAVE`."""

    def __init__(self, choices: tuple[tuple[str, str], ...], *, can_leave: bool) -> None:
        super().__init__()
        self._choices = choices
        self._can_leave = can_leave

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static("Look around with invented accounts", classes="dialog-title")
            options = [Option(title, id=key) for key, title in self._choices]
            if self._can_leave:
                options.append(Option("Back to your own vault", id=LEAVE))
            yield OptionList(*options, markup=False)
            yield Static(
                "Everyone in it is made up; what you decide there is thrown away.", classes="dialog-hint"
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
