"""What to say when the program itself is at fault: where, never what was in hand (posts are in variables)."""

from __future__ import annotations

import traceback
from pathlib import Path

from textual.worker import WorkerFailed

ROOT = Path(__file__).parent.parent


def account_of(error: BaseException) -> str:
    """The error's kind and the place in our own code, in plain words; no message, no variables."""
    if isinstance(error, WorkerFailed):
        error = error.error
    places = [
        f"{Path(frame.filename).relative_to(ROOT.parent).as_posix()}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(ROOT)
    ]
    where = f" in {places[-1]}" if places else ""
    return (
        f"audit-tui has stopped: an error of its own ({type(error).__name__}{where}).\n"
        "Every decision is saved. Start it again; if it stops at the same place, report these two lines."
    )
