"""Asks before a file is replaced; Cancel has the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from auditor.tui.screens.dialog import Dialog
from auditor.untrusted import one_line


class OverwriteDialog(Dialog[bool]):
    """Answers True to replace the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static("There is a file of that name. Replace it?", classes="dialog-title")
            yield Static(one_line(str(self._path)), markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Replace", id="replace")

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "replace")
