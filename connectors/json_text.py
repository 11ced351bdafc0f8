"""A stretch of JSON text that moves along a stream: values are decoded where it stands, in bounded memory.

Knows neither arrays nor objects nor any platform; what to do about something broken, its user decides.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import Protocol

RECORD_LIMIT = 16 << 20
"""Characters that one value may take."""
_CHUNK = 256 << 10
_SPACE = re.compile(r"[ \t\r\n]*")
_CUT_WORD = 6
"""Characters of the longest word that JSON may be cut in: `\\u12ab`, `false`."""
_TOO_DEEP = 100
"""Values nested deeper than Python goes that are tried; each costs as much as a thousand good ones."""
_BEHIND = 16 << 10
"""Characters that may lie behind in the buffer once something broke, since an error counts their lines."""


class ReadsBytes(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that could not be read, and why; holds nothing of it."""

    reason: str


CUT_SHORT = Broken("the file ends in the middle")
NOT_JSON = Broken("not valid JSON")
TOO_LONG = Broken(f"longer than {RECORD_LIMIT >> 20} MiB")
NOT_UTF8 = Broken("bytes in it that are not UTF-8 were replaced")
OTHER_ENCODING = Broken("not UTF-8 text")


def _no_constant(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(strict=False, parse_constant=_no_constant)


class JsonText:
    """Where reading stands in a stream of JSON.

    Undecodable bytes become lone surrogates here and U+FFFD when the text is made storable.
    """

    def __init__(self, stream: ReadsBytes) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self._buffer, self._at, self._ended = "", 0, False
        self._too_deep = 0
        self.has_damaged_bytes = False
        """Whether bytes that are not UTF-8 came by."""

    def is_other_encoding(self) -> bool:
        """Whether it begins like no UTF-8 text; ask before anything is read."""
        while len(self._buffer) < 64 and not self._ended:
            self._fill(_CHUNK)
        return "\x00" in self._buffer[:64]

    def begins(self, start: re.Pattern[str], look: int) -> bool:
        """Whether `start` matches within the next `look` characters; if so, go behind the match."""
        while len(self._buffer) - self._at < look and not self._ended:
            self._fill(_CHUNK)
        found = start.match(self._buffer, self._at)
        self._at = found.end() if found else self._at
        return found is not None

    def sign(self) -> str:
        """The next character that is no space, and stand on it; empty at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._ended:
                return ""
            self._fill(_CHUNK)

    def step(self) -> None:
        """Go behind the character that was asked for by `sign`."""
        self._at += 1

    def go_to(self, place: int) -> None:
        """Go to a place inside what `find` found last, counted as its match counts."""
        self._at = place

    def value(self) -> object:
        """The value that begins here, and stand behind it; or a `Broken`, and stay."""
        chunk = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error):
                    return NOT_JSON
            except ValueError:
                return NOT_JSON
            except RecursionError:
                self._too_deep += 1
                if self._too_deep > _TOO_DEEP:
                    self._buffer, self._at, self._ended = "", 0, True
                return NOT_JSON
            else:
                if end < len(self._buffer) or self._ended or isinstance(value, dict | list | str):
                    self._at = end
                    return value
            if self._ended:
                return CUT_SHORT
            if len(self._buffer) - self._at > RECORD_LIMIT:
                return TOO_LONG
            self._fill(chunk)
            chunk *= 2

    def find(self, pattern: re.Pattern[str], look: int) -> re.Match[str] | None:
        """The next match from here on, and stand at its start; None, and the stream is at its end.

        `look`: characters that a match may take at most, so that one is found across two chunks.
        """
        if self._at > _BEHIND:
            self._buffer, self._at = self._buffer[self._at :], 0
        while True:
            found = pattern.search(self._buffer, self._at)
            if found:
                self._at = found.start()
                return found
            if self._ended:
                self._at = len(self._buffer)
                return None
            self._at = max(self._at, len(self._buffer) - look)
            self._fill(_CHUNK)

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether the error may come from the buffer's end alone."""
        return error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - _CUT_WORD

    def _fill(self, size: int) -> None:
        chunk = self._stream.read(size)
        self._ended = not chunk
        text = self._decode(chunk, not chunk)
        if not text.isascii() and not self.has_damaged_bytes:
            try:
                text.encode()
            except UnicodeEncodeError:
                self.has_damaged_bytes = True
        self._buffer = self._buffer[self._at :] + text
        self._at = 0
