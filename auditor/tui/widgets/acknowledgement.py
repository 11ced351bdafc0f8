"""A box to tick under something that the owner takes on herself. Knows nothing of what it is."""

from __future__ import annotations

from textual.widgets import Checkbox


class Acknowledgement(Checkbox):
    """A box that is empty until it is ticked; Textual's own tells the two apart by colour alone."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        self.BUTTON_INNER = "X" if self.value else " "
        super().watch_value()
