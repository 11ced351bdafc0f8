"""What reading texts costs, beside a floor taken in the same run.

Knows nothing of who reads them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.benchmarks.audit import word_pass

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that so many texts took."""

    texts: int
    cpu: float
    """Of this process: the same whatever else the machine is doing."""
    wall: float
    floor: float
    """CPU of a bare pass of the word lists over the same texts."""


def timed(work: Callable[[], _Result], texts: Sequence[str]) -> tuple[_Result, Cost]:
    """What `work` brings, and what it and the floor under it took; whoever calls has warmed `work` up."""
    word_pass(list(texts[:1]))
    before = time.process_time()
    word_pass(list(texts))
    floor = time.process_time() - before
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, Cost(len(texts), time.process_time() - cpu, time.perf_counter() - wall, floor)
