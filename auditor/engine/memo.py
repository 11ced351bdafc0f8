"""A table that fills itself: what was worked out for a key is kept, within bounds.

As `functools.lru_cache`, but a look at it is one into a dictionary, and `map` takes many at once. Knows
nothing of what it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_MOST = 60_000
"""Entries: the words of any account, and bounded against hostile ones; then it begins anew."""


class Memo(dict[_Key, _Value]):
    """Read it as a dictionary; a key that is missing is worked out."""

    def __init__(self, work: Callable[[_Key], _Value]) -> None:
        self._work = work

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._work(key)
        return value
