"""Shows long work going on: how far it is, and a way to stop it. The work itself runs in a thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, ProgressBar, Static

from auditor.errors import AuditorError, PartlyDone
from auditor.model import Progress
from auditor.tui.screens.dialog import Dialog

Outcome = TypeVar("Outcome")
TICK = 0.1
"""Seconds between two looks at how far the work is."""


class Stopped(PartlyDone):
    """The owner stopped it."""

    def __init__(self) -> None:
        super().__init__("Stopped.", "What was done so far is kept; start it again to go on.")


class WorkDialog(Dialog[Outcome], Generic[Outcome]):
    """Runs a job that reports progress; answers with its result, or None when it failed or was stopped."""

    def __init__(self, title: str, unit: str, job: Callable[[Progress], Outcome]) -> None:
        super().__init__()
        self._title = title
        self._unit = unit
        self._job = job
        self._at: tuple[int, int | None] = (0, None)
        self._stop = threading.Event()

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield ProgressBar(total=None, show_eta=False, id="progress")
            yield Static("", id="so-far", markup=False)
            yield Button("Stop", id="stop")

    def on_mount(self) -> None:
        self.set_interval(TICK, self._show)
        self.run_worker(self._run(), group="work", exclusive=True)

    def action_cancel(self) -> None:
        self._stop.set()
        self.query_one("#so-far", Static).update("Stopping …")

    def on_button_pressed(self) -> None:
        self.action_cancel()

    def _progress(self, done: int, total: int | None) -> None:
        # Called from the working thread: it only leaves a note, and the screen looks at it by its own clock.
        self._at = (done, total)
        if self._stop.is_set():
            raise Stopped

    async def _run(self) -> None:
        try:
            outcome: Outcome | None = await asyncio.to_thread(self._job, self._progress)
        except AuditorError as error:
            self.owner_app.show_error(error)
            outcome = None
        self.dismiss(outcome)

    def _show(self) -> None:
        if self._stop.is_set():
            return
        done, total = self._at
        self.query_one(ProgressBar).update(progress=done, total=total)
        of = f" of {total:,}" if total is not None else ""
        self.query_one("#so-far", Static).update(f"{done:,}{of} {self._unit}")
