"""Patterns that cost nothing until a text needs them.

Compiling every pattern of the engine takes longer than listing its rules, and most patterns can't match most
texts: `lazy` puts the first off, `Worded` skips the second. Knows nothing of what a pattern means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from auditor.engine.text import NormalText

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub")


class _Lazy:
    """A pattern's source; on first use its methods become those of the compiled pattern."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> object:
        # Reached only while the methods are missing: later calls find the compiled pattern's own.
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled when it is first used; module constants are made with this."""
    return cast("re.Pattern[str]", _Lazy(source, flags))


class _Lists:
    """Every list of words that a pattern waits for, so that a text is held against all of them at once."""

    def __init__(self) -> None:
        self.count = 0
        self.of_word: dict[str, int] = {}
        """The lists that hold a word, one bit each."""

    def add(self, words: frozenset[str]) -> int:
        """The bit of a list of words."""
        bit = 1 << self.count
        self.count += 1
        for word in words:
            self.of_word[word] = self.of_word.get(word, 0) | bit
        return bit

    def met_by(self, runs: frozenset[str]) -> int:
        """The lists of which a word stands among these; one that is added later is taken to be met."""
        bits = -1 << self.count
        for word in self.of_word.keys() & runs:
            bits |= self.of_word[word]
        return bits


LISTS = _Lists()


@dataclass(frozen=True, slots=True)
class Worded:
    """A pattern over folded text, and words of which every match begins, holds or ends with one."""

    words: frozenset[str]
    """Each without a gap, apostrophe or hyphen, and delimited in the pattern as by `\\b`."""
    pattern: re.Pattern[str]
    bit: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bit", LISTS.add(self.words))

    def is_met(self, text: NormalText) -> bool:
        """Whether one of its words stands in a text: without one there is no match."""
        return bool(text.lists & self.bit)

    def find(self, text: NormalText) -> Iterable[re.Match[str]]:
        """The pattern's matches in the folded text; nearly free where none of its words stands there."""
        return self.pattern.finditer(text.folded) if text.lists & self.bit else ()
