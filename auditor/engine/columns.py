"""Rows of a few numbers, each row kept in one integer, so that adding rows is adding integers.

Fixed point: a number takes 64 bits of its row, 36 of them behind the point, so that sums below 100 million
are right to ten digits behind it. Knows nothing of what is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

WIDTH = 7
"""Numbers in a row."""
_BITS, _POINT = 64, 2.0**36
_SIGNS = sum(1 << (_BITS * at + _BITS - 1) for at in range(WIDTH))
_LAYOUT = Struct(f"<{WIDTH}q")


def packed(row: Sequence[float]) -> int:
    """A row as one integer; sums of such integers are the packed sums of their rows."""
    return sum(round(number * _POINT) << (_BITS * at) for at, number in enumerate(row))


def unpacked(total: int) -> tuple[float, ...]:
    """The numbers of a row, or of a sum of rows."""
    # A negative number borrows from its neighbour: lifted above zero, all stand by themselves again.
    apart = ((total + _SIGNS) ^ _SIGNS).to_bytes(_LAYOUT.size, "little")
    return tuple([number / _POINT for number in _LAYOUT.unpack(apart)])
