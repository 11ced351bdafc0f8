"""One line on stderr that says what is being waited for, and Ctrl-C as a wish.

Must not know what is being done; silent where stderr is no terminal.
"""

from __future__ import annotations

import shutil
import signal
import sys
import threading
import time
from types import FrameType, TracebackType

from auditor.cli import output
from auditor.cli.invocation import is_terminal
from auditor.untrusted import one_line

_EVERY = 0.2
"""Seconds between two lines."""
_WIPE = "\r\x1b[2K"


class StatusLine:
    """A line that is drawn over and over, from any thread; a context manager that wipes it at the end."""

    def __init__(self) -> None:
        self._is_shown = is_terminal(sys.stderr)
        self._lock = threading.Lock()
        self._next = 0.0
        self._has_drawn = False

    def show(self, text: str) -> None:
        """Draw this in place of what was there; not more often than an eye can follow."""
        with self._lock:
            now = time.monotonic()
            if not self._is_shown or now < self._next:
                return
            self._next = now + _EVERY
            width = max(20, shutil.get_terminal_size().columns - 1)
            sys.stderr.write(f"{_WIPE}{one_line(text, width)}")
            sys.stderr.flush()
            self._has_drawn = True

    def aside(self, text: str) -> None:
        """A line that stays, above the one that is drawn."""
        with self._lock:
            self._wipe()
            output.talk(text)

    def _wipe(self) -> None:
        if self._has_drawn:
            sys.stderr.write(_WIPE)
            sys.stderr.flush()
            self._has_drawn = False

    def __enter__(self) -> StatusLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._wipe()


class Stopping:
    """Ctrl-C asks long work to stop at the next safe place; a second one stops it at once.

    A context manager; calling it says whether to stop.
    """

    def __init__(self, said: str) -> None:
        self._said = said
        self._is_stopped = False
        self._before: object = None

    def __call__(self) -> bool:
        return self._is_stopped

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_stopped:
            raise KeyboardInterrupt
        self._is_stopped = True
        output.talk(f"\n{self._said}")

    def __enter__(self) -> Stopping:
        # Only the main thread may; elsewhere (in a test) Ctrl-C is somebody else's.
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]
