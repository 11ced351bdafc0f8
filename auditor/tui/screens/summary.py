"""Says what long work came to, and offers the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from auditor.tui.screens.dialog import Dialog
from auditor.untrusted import visible


class SummaryDialog(Dialog[bool]):
    """Answers True when the next step is wanted."""

    def __init__(self, title: str, lines: Sequence[str], next_step: str = "") -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._next_step = next_step

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            with VerticalScroll(can_focus=False, classes="dialog-text"):
                yield Static(visible("\n".join(self._lines)), markup=False)
            with Horizontal(classes="dialog-buttons"):
                if self._next_step:
                    yield Button(self._next_step, id="next", variant="primary")
                yield Button("Not now" if self._next_step else "All right", id="later")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "next")
