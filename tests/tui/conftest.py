"""The app over a filled vault, driven without a terminal."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual.pilot import Pilot

from auditor.store import Vault
from auditor.tui.app import AuditApp
from auditor.tui.desk import Desk
from tests.tui.building import NOW, fill

Started = Callable[..., AbstractAsyncContextManager[Pilot[int]]]

OURS = ("ask", "guides", "disconnect", "price", "ids", "alike", "write", "look", "work", "sign-off")
"""The groups of our own workers; some of Textual's widgets keep one that never ends."""


async def settle(pilot: Pilot[int]) -> None:
    """Wait until timers have fired and every worker of ours is done."""
    await pilot.pause(0.08)
    # Asked for none, Textual would wait for all, and some of its own never end.
    if waiting := [w for w in pilot.app.workers if w.group in OURS and not w.is_finished]:
        await pilot.app.workers.wait_for_complete(waiting)
    await pilot.pause(0.08)


@pytest.fixture
def started(vault: Vault) -> Started:
    """Start the app over the test's vault, filled with so many findings."""

    @asynccontextmanager
    async def start(
        findings: int = 41, *, size: tuple[int, int] = (80, 24), texts: dict[int, str] | None = None
    ) -> AsyncIterator[Pilot[int]]:
        if findings:
            fill(vault, findings, texts=texts)
        app = AuditApp(Desk(vault, clock=lambda: NOW))
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield pilot
        gc.unfreeze()

    return start


def screen_text(pilot: Pilot[int]) -> str:
    """What the terminal shows, line by line."""
    screen = pilot.app.screen
    return "\n".join("".join(segment.text for segment in line) for line in screen._compositor.render_strips())


def notices(pilot: Pilot[int]) -> str:
    """Everything that was told in the corner of the screen so far."""
    return "\n".join(f"{note.title} {note.message}" for note in pilot.app._notifications)
