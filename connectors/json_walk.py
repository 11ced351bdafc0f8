"""Walks one JSON object of any size and gives the members of the arrays and objects that are wanted.

What is not wanted is passed over without being kept, so memory is bounded by the longest single value. A
value that is broken costs only itself: reading goes on at the next place that must lie in the same array or
object; where that can't be told, the path to what follows is unknown, and is said to be. Knows no platform.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectors.json_text import (
    CUT_SHORT,
    NOT_JSON,
    NOT_UTF8,
    OTHER_ENCODING,
    Broken,
    JsonText,
    ReadsBytes,
)

Path = tuple[str, ...]
"""The keys that lead to a container, from the root on."""
LOST = "\ufffd"
"""Stands first in a path of which the beginning is unknown, because something broke before."""
NO_OBJECT = Broken("not in the form of this export")
MAX_DEPTH = 60
"""Objects deeper than this are not walked into."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The end of an array or object that was not wanted."""

    members: int
    """How many it has."""
    is_array: bool = True


Wanted = Callable[[Path, bool], bool]
"""Whether the members of the container at a path are wanted; the other argument: whether it is an array."""

# A text escapes its quotes, so what begins with a bare quote and ends in a colon is a key and never lies
# inside a text; a text that was cut open by damage holds such a thing only where it was cut.
_KEY = r'"(?:[^"\\]|\\.){0,400}"\s{0,200}:'
_SECTION = rf"(?P<section>(?<=[{{,\s]){_KEY}\s{{0,200}}[\[{{])"
_RECORD = rf"[^:\s]\s{{0,200}}(?P<record>\{{\s{{0,200}}{_KEY})"
_LOOK = 2000
_AFTER_ELEMENT = re.compile(rf"{_SECTION}|{_RECORD}", re.DOTALL)
_AFTER_MEMBER = re.compile(rf",\s{{0,200}}(?P<member>{_KEY})|{_SECTION}|[\[\]{{}}]", re.DOTALL)
_EDGE = re.compile(r"[\[\]{}]")
_AFTER_ANYTHING = re.compile(_SECTION, re.DOTALL)


def _holds_an_edge(value: object) -> bool:
    """Whether a text may have swallowed the end of what it lies in, because its own last quote is missing."""
    return isinstance(value, str) and _EDGE.search(value) is not None


@dataclass(slots=True)
class _Open:
    """A container that reading stands in."""

    path: Path
    is_array: bool
    is_wanted: bool
    members: int = 0

    def passed(self) -> Iterator[tuple[Path, Passed]]:
        """What is told of it at its end, where it was passed over."""
        if self.members and not self.is_wanted and self.path not in ((), (LOST,)):
            yield self.path, Passed(self.members, self.is_array)


class JsonWalk:
    """The wanted members of the object that `stream` holds."""

    def __init__(self, stream: ReadsBytes, wanted: Wanted) -> None:
        self._text = JsonText(stream)
        self._wanted = wanted
        self._open: list[_Open] = []

    def __iter__(self) -> Iterator[tuple[Path, object]]:
        """Path and value of every wanted member; of a container that is not wanted its path and a `Passed`.

        An array's elements have the array's path, an object's members their own. Instead of a value a
        `Broken` stands for what could not be read, wanted or not.
        """
        text = self._text
        if text.is_other_encoding():
            yield (), OTHER_ENCODING
            return
        if text.sign() != "{":
            yield (), NO_OBJECT
            return
        text.step()
        self._enter((), False)
        while self._open:
            here = self._open[-1]
            yield from self._elements(here) if here.is_array else self._members(here)
        if text.has_damaged_bytes:
            yield (), NOT_UTF8

    def _enter(self, path: Path, is_array: bool) -> None:
        self._open.append(_Open(path, is_array, self._wanted(path, is_array)))

    def _enters(self, path: Path) -> bool:
        """Step into the container that begins here; False where none does, or one that lies too deep."""
        sign = self._text.sign()
        if sign not in ("{", "[") or len(self._open) >= MAX_DEPTH:
            return False
        self._text.step()
        self._enter(path, sign == "[")
        return True

    def _leave(self) -> Iterator[tuple[Path, Passed]]:
        yield from self._open.pop().passed()

    def _elements(self, here: _Open) -> Iterator[tuple[Path, object]]:
        """The elements of an array, until its end or until the way is lost."""
        text, path, is_wanted = self._text, here.path, here.is_wanted
        value: object = None
        is_behind_element = False
        while True:
            sign = text.sign()
            if sign == "," and is_behind_element:
                text.step()
                is_behind_element = False
                continue
            if sign == "]":
                text.step()
                yield from self._leave()
                return
            if not sign:
                yield from self._cut(path)
                return
            # A comma that is missing before an object costs nothing.
            is_out_of_step = is_behind_element and sign not in "{["
            is_torn = is_out_of_step and _holds_an_edge(value)
            value = NOT_JSON if is_out_of_step else text.value()
            here.members += 1
            is_behind_element = not isinstance(value, Broken)
            if is_wanted or not is_behind_element:
                yield path, value
            if not is_behind_element and not self._finds_element(is_torn):
                yield from here.passed()
                return

    def _finds_element(self, is_torn: bool) -> bool:
        """Go to the next object that lies in the same array for certain; else the way is lost."""
        found = self._text.find(_AFTER_ANYTHING if is_torn else _AFTER_ELEMENT, _LOOK)
        if found and found.groupdict().get("record"):
            self._text.go_to(found.start("record"))
            return True
        self._lose(found)
        return False

    def _members(self, here: _Open) -> Iterator[tuple[Path, object]]:
        """The members of an object, until its end, until one is entered or until the way is lost."""
        text, is_lost = self._text, here.path == (LOST,)
        last: object = None
        while True:
            sign = text.sign()
            if sign == "," or (is_lost and sign and sign in "}]"):
                text.step()
                continue
            if sign == "}":
                text.step()
                yield from self._leave()
                return
            if not sign:
                yield from self._cut(here.path)
                return
            if sign == '"':
                last = text.value()
            value: object = NOT_JSON
            is_key = sign == '"' and isinstance(last, str) and self._is_behind_key()
            if is_key:
                path = (*here.path, str(last))
                here.members += 1
                if not here.is_wanted and self._enters(path):
                    return
                last = value = text.value()
                if here.is_wanted and not isinstance(value, Broken):
                    yield path, value
            if isinstance(value, Broken):
                if not is_lost:
                    yield here.path, value
                if not self._finds_member(here, is_torn=not is_key and _holds_an_edge(last)):
                    return

    def _is_behind_key(self) -> bool:
        """Whether a colon follows; if so, stand on what belongs to the key."""
        if self._text.sign() != ":":
            return False
        self._text.step()
        self._text.sign()
        return True

    def _finds_member(self, here: _Open, is_torn: bool) -> bool:
        """Go to the next member that lies in the same object for certain; else the way is lost."""
        text = self._text
        found = None
        if here.path != (LOST,) and not is_torn:
            found = text.find(_AFTER_MEMBER, _LOOK)
            if found and found["member"]:
                text.go_to(found.start("member"))
                return True
        if found is None or not found["section"]:
            text.step()
            found = text.find(_AFTER_ANYTHING, _LOOK)
        self._lose(found)
        return False

    def _lose(self, section: re.Match[str] | None) -> None:
        """Go on at a key whose place is unknown; at the end of the stream there is nothing to go on with."""
        self._open.clear()
        if section is not None:
            self._text.go_to(section.start("section"))
            self._enter((LOST,), False)

    def _cut(self, path: Path) -> Iterator[tuple[Path, object]]:
        """The stream ended. Where the way was lost before, nobody knows whether it ended too early."""
        while self._open:
            yield from self._leave()
        if path[:1] != (LOST,):
            yield path, CUT_SHORT
