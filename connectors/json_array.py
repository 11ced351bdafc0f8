"""Reads a JSON array of any length record by record, in memory bounded by the longest record.

Exports hold one array of many megabytes a file. A record that is broken is named and skipped; reading goes on
at the next place that looks like a record. Knows no platform.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

RECORD_LIMIT = 16 << 20
"""Characters that one record may take."""
_CHUNK = 256 << 10
_SPACE = re.compile(r"[ \t\r\n]*")
_CUT_WORD = 6
"""Characters of the longest word that JSON may be cut in: `\\u12ab`, `false`."""


class ReadsBytes(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Broken:
    """Something of the array that could not be read, and why; holds nothing of it."""

    reason: str


CUT_SHORT = Broken("the file ends in the middle")
NOT_JSON = Broken("not valid JSON")
TOO_LONG = Broken(f"longer than {RECORD_LIMIT >> 20} MiB")
NO_ARRAY = Broken("not in the form of this export")
NOT_UTF8 = Broken("bytes in it that are not UTF-8 were replaced")
OTHER_ENCODING = Broken("not UTF-8 text")


def _no_constant(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(strict=False, parse_constant=_no_constant)


class JsonArray:
    """The records of one array inside `stream`.

    `start` matches everything up to and including the array's bracket, within the first `look` characters;
    `record` matches the beginning of a record, to go on after a broken one. A quote inside a JSON text is
    escaped, so a pattern in which a bare quote follows a brace never matches inside a text.
    """

    def __init__(
        self, stream: ReadsBytes, start: re.Pattern[str], record: re.Pattern[str], look: int = 64 << 10
    ) -> None:
        self._stream, self._start, self._record, self._look = stream, start, record, look
        # Undecodable bytes become lone surrogates here and U+FFFD when the text is made storable.
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self._buffer, self._at, self._ended, self._damaged_bytes = "", 0, False, False

    def __iter__(self) -> Iterator[object]:
        """Every record as a JSON value, and a `Broken` for what could not be read."""
        while len(self._buffer) < self._look and not self._ended:
            self._fill(_CHUNK)
        opening = self._start.match(self._buffer)
        if "\x00" in self._buffer[:64]:
            yield OTHER_ENCODING
            return
        if opening is None:
            yield NO_ARRAY
            return
        self._at = opening.end()
        yield from self._records()
        if self._damaged_bytes:
            yield NOT_UTF8

    def _records(self) -> Iterator[object]:
        is_behind_record = False
        while True:
            sign = self._sign()
            if is_behind_record and sign == ",":
                self._at += 1
                is_behind_record = False
                continue
            if sign == "]":
                return
            if not sign:
                yield CUT_SHORT
                return
            # A comma that is missing before a record costs nothing.
            value = NOT_JSON if is_behind_record and sign not in "{[" else self._value()
            yield value
            is_behind_record = not isinstance(value, Broken)
            if not is_behind_record and not self._skip():
                return

    def _sign(self) -> str:
        """The next character that is no space; empty at the end. `_at` stands on it."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._ended:
                return ""
            self._fill(_CHUNK)

    def _value(self) -> object:
        """The record at `_at`, which then stands behind it; or a `Broken`, and `_at` stays."""
        chunk = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error):
                    return NOT_JSON
            except (ValueError, RecursionError):
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

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether the error may come from the buffer's end alone."""
        return error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - _CUT_WORD

    def _skip(self) -> bool:
        """Go to the next place that looks like a record; False where there is none."""
        self._at += 1
        while True:
            found = self._record.search(self._buffer, self._at)
            if found:
                self._at = found.start()
                return True
            if self._ended:
                return False
            # A beginning may straddle the buffer's end.
            self._at = max(self._at, len(self._buffer) - self._look)
            self._fill(_CHUNK)

    def _fill(self, size: int) -> None:
        chunk = self._stream.read(size)
        self._ended = not chunk
        text = self._decode(chunk, not chunk)
        if not text.isascii() and not self._damaged_bytes:
            try:
                text.encode()
            except UnicodeEncodeError:
                self._damaged_bytes = True
        self._buffer = self._buffer[self._at :] + text
        self._at = 0
