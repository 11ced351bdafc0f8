"""Whether the terminal that the dashboard is drawn on is still there; knows nothing of the dashboard."""

from __future__ import annotations

import os
import sys


def drawn_on() -> int | None:
    """The file descriptor of the terminal that keys come from; None where they come from no terminal."""
    stdin = sys.__stdin__
    if stdin is None or not stdin.isatty():
        return None
    return stdin.fileno()


def is_gone(descriptor: int) -> bool:
    """Whether a terminal was closed: a window that was shut, a connection that was lost.

    Its last word is SIGHUP, which `make`, `nohup` and some shells keep from the programs they start; those
    would then read the end of a file for ever.
    """
    return not os.isatty(descriptor)
