"""Shows long work going on in a thread: how far it is, what it waits for, and a way to stop it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, ProgressBar, Static

from auditor.errors import SPOKEN, PartlyDone
from auditor.tui.screens.dialog import Dialog
from auditor.untrusted import visible

Outcome = TypeVar("Outcome")
TICK = 0.1
"""Seconds between two looks at how far the work is."""


class Stopped(PartlyDone):
    """The owner stopped it."""

    def __init__(self) -> None:
        super().__init__("Stopped.", "What was done so far is kept; start it again to go on.")


class Work:
    """What a job in a thread is handed: it leaves notes, and the screen looks at them by its own clock.

    A `Progress`; work that stops at its own pace asks `is_stopped` instead of being stopped by it.
    """

    def __init__(self, *, is_patient: bool = False) -> None:
        self.at: tuple[int, int | None] = (0, None)
        self.line = ""
        self._is_patient = is_patient
        self._stop = threading.Event()

    def __call__(self, done: int, total: int | None) -> None:
        """Note how far it is. Raises: Stopped."""
        self.at = (done, total)
        if self._stop.is_set() and not self._is_patient:
            raise Stopped

    def say(self, line: str) -> None:
        """Note in one line what is being done or waited for."""
        self.line = line

    def is_stopped(self) -> bool:
        """Whether the owner wants it to end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to end."""
        self._stop.set()


class WorkDialog(Dialog[Outcome], Generic[Outcome]):
    """Runs a job that reports progress; answers with its result, or None when it failed or was stopped.

    `is_patient`: the job asks whether to stop, and returns what it has got by then.
    """

    def __init__(
        self, title: str, unit: str, job: Callable[[Work], Outcome], *, is_patient: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._unit = unit
        self._job = job
        self._work = Work(is_patient=is_patient)

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield ProgressBar(total=None, show_eta=False, id="progress")
            yield Static("", id="so-far", markup=False)
            yield Static("", id="work-line", markup=False)
            yield Button("Stop", id="stop")

    def on_mount(self) -> None:
        self.set_interval(TICK, self._show)
        self.run_worker(self._run(), group="work", exclusive=True)

    def action_cancel(self) -> None:
        self._work.stop()
        self.query_one("#so-far", Static).update("Stopping …")

    def on_button_pressed(self) -> None:
        self.action_cancel()

    async def _run(self) -> None:
        try:
            outcome: Outcome | None = await asyncio.to_thread(self._job, self._work)
        except SPOKEN as error:
            self.owner_app.show_error(error)
            outcome = None
        self.dismiss(outcome)

    def _show(self) -> None:
        if self._work.is_stopped():
            return
        done, total = self._work.at
        self.query_one(ProgressBar).update(progress=done, total=total)
        self.query_one("#work-line", Static).update(visible(self._work.line))
        of = f" of {total:,}" if total is not None else ""
        self.query_one("#so-far", Static).update(f"{done:,}{of} {self._unit}")
