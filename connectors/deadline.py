"""Gives up on what takes too long as a whole, however busy it looks in between.

A server that sends a byte now and then never runs into a timeout of the socket's own; a name server that
does not answer has none at all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_PIECE = 0.5
"""Seconds."""


class TooSlow(Exception):
    """The time was up."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises, if it does so in time. Otherwise it is left behind, to end by itself.

    Raises: TooSlow.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - handed on to the thread that waits
            errors.append(error)

    thread = threading.Thread(target=run, name="request", daemon=True)
    thread.start()
    until = time.monotonic() + seconds
    # In short pieces: on Windows the keyboard stops no longer one.
    while thread.is_alive() and (left := until - time.monotonic()) > 0:
        thread.join(min(left, _PIECE))
    if thread.is_alive():
        raise TooSlow
    if errors:
        raise errors[0]
    return results[0]
