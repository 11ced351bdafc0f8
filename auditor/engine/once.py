"""A property that is worked out when first asked for and kept; knows nothing of what it holds.

As `functools.cached_property` from Python 3.12 on: until then that one takes a lock at every first look, and
a text has a dozen of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_Value = TypeVar("_Value")


class once(Generic[_Value]):
    """Keeps what the method returns in the instance, where the next look finds it without this."""

    def __init__(self, work: Callable[[Any], _Value]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...
    def __get__(self, instance: object | None, owner: type) -> Self | _Value:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.work(instance)
        return value
