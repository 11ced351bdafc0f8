"""What the five places share: bar, footer, desk, and asking the core without holding up the screen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from auditor.errors import SPOKEN
from auditor.tui.actions import Scope
from auditor.tui.widgets.place_bar import PlaceBar

if TYPE_CHECKING:
    from auditor.tui.app import AuditApp
    from auditor.tui.desk import Desk

Answer = TypeVar("Answer")
NARROW_BELOW = 110
SETTLED = 0.6
"""Seconds after a place was first opened in which it has loaded what it needs. What is in memory then stays
to the end: looking through it again for garbage would hold up a key by some 50 ms every few dozen keys."""


class Place(Screen[None]):
    """A screen one goes to with a number key; it reads the vault again when something has changed since."""

    SCOPE: ClassVar[Scope]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW_BELOW, "-wide")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._seen: tuple[int, int] | None = None

    @property
    def owner_app(self) -> AuditApp:
        return cast("AuditApp", self.app)

    @property
    def desk(self) -> Desk:
        return self.owner_app.desk

    def body(self) -> Iterator[Widget]:
        """The widgets between the bar and the footer."""
        raise NotImplementedError

    def read(self) -> None:
        """Read from the vault what this place shows."""
        raise NotImplementedError

    def compose(self) -> Iterator[Widget]:
        yield PlaceBar(self.SCOPE.value)
        yield from self.body()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.set_timer(SETTLED, gc.freeze)
        self.read_if_stale()

    def on_screen_resume(self) -> None:
        self.read_if_stale()

    def read_if_stale(self) -> None:
        """Read again when the vault, or what is in it, is another one than was last shown."""
        state = (id(self.desk), self.desk.revision)
        if state != self._seen and self.is_mounted:
            self._seen = state
            self.query_one(PlaceBar).say(self.desk.label)
            self.read()

    def in_step(self) -> None:
        """Note that what is shown holds the latest change already."""
        self._seen = (id(self.desk), self.desk.revision)

    def ask(self, get: Callable[[], Answer], then: Callable[[Answer], None], *, group: str = "ask") -> None:
        """Run `get` in a thread and hand its answer to `then`; a later one of the group replaces it."""

        async def work() -> None:
            try:
                answer = await asyncio.to_thread(get)
            except SPOKEN as error:
                self.owner_app.show_error(error)
                return
            if self.is_attached and not self.owner_app.is_leaving:
                then(answer)

        self.run_worker(work(), group=group, exclusive=True)

    def attempt(self, act: Callable[[], Answer]) -> Answer | None:
        """Do a quick thing at once; where the core refuses, say why and answer None."""
        try:
            return act()
        except SPOKEN as error:
            self.owner_app.show_error(error)
            return None
