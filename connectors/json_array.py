"""Reads a JSON array of any length record by record, in memory bounded by the longest record.

Exports hold one array of many megabytes a file. A record that is broken is named and skipped; reading goes on
at the next place that looks like a record. Knows no platform.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectors.json_text import (
    CUT_SHORT,
    NOT_JSON,
    NOT_UTF8,
    OTHER_ENCODING,
    TOO_LONG,
    Broken,
    JsonText,
    ReadsBytes,
)

__all__ = [
    "CUT_SHORT",
    "NOT_JSON",
    "NOT_UTF8",
    "NO_ARRAY",
    "OTHER_ENCODING",
    "TOO_LONG",
    "Broken",
    "JsonArray",
    "ReadsBytes",
]

NO_ARRAY = Broken("not in the form of this export")


class JsonArray:
    """The records of one array inside `stream`.

    `start` matches everything up to and including the array's bracket, within the first `look` characters;
    `record` matches the beginning of a record, to go on after a broken one. A quote inside a JSON text is
    escaped, so a pattern in which a bare quote follows a brace never matches inside a text.
    """

    def __init__(
        self, stream: ReadsBytes, start: re.Pattern[str], record: re.Pattern[str], look: int = 64 << 10
    ) -> None:
        self._text, self._start, self._record, self._look = JsonText(stream), start, record, look

    def __iter__(self) -> Iterator[object]:
        """Every record as a JSON value, and a `Broken` for what could not be read."""
        if self._text.is_other_encoding():
            yield OTHER_ENCODING
            return
        if not self._text.begins(self._start, self._look):
            yield NO_ARRAY
            return
        yield from self._records()
        if self._text.has_damaged_bytes:
            yield NOT_UTF8

    def _records(self) -> Iterator[object]:
        text = self._text
        is_behind_record = False
        while True:
            sign = text.sign()
            if is_behind_record and sign == ",":
                text.step()
                is_behind_record = False
                continue
            if sign == "]":
                return
            if not sign:
                yield CUT_SHORT
                return
            # A comma that is missing before a record costs nothing.
            value = NOT_JSON if is_behind_record and sign not in "{[" else text.value()
            yield value
            is_behind_record = not isinstance(value, Broken)
            if not is_behind_record and not self._skip():
                return

    def _skip(self) -> bool:
        """Go to the next place that looks like a record; False where there is none."""
        self._text.step()
        return self._text.find(self._record, self._look) is not None
