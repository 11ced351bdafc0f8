"""The line at the top: the places one can go to, where one is, and whose vault it is."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.containers import Horizontal
from textual.widgets import Static

from auditor.tui.actions import Scope, of

PLACES = ("overview", "findings", "plan", "accounts", "report")


class PlaceTab(Static):
    """One place; a click goes there."""

    def __init__(self, place: str, number: str, label: str, *, is_here: bool) -> None:
        # A bracket beside the ground's colour says where one is.
        text = f"[{number} {label}]" if is_here else f" {number} {label} "
        super().__init__(text, markup=False, classes="-here" if is_here else "")
        self.place = place

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.app.run_action(f"place('{self.place}')")


class PlaceBar(Horizontal):
    """Every place with its key."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> Iterator[Static]:
        for action in of(Scope.APP):
            if action.name in PLACES:
                yield PlaceTab(action.name, action.keys, action.label, is_here=action.name == self._here)
        yield Static("", id="whose", markup=False)

    def say(self, text: str) -> None:
        """Show at the right whose vault it is; the text must be harmless."""
        self.query_one("#whose", Static).update(text)
