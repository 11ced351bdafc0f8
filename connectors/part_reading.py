"""Reads one JSON file of an export record by record; what can't be read is counted by its reason.

Knows no platform: what a record is, the caller says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_array import Broken, JsonArray
from connectors.model import Record, Unread


class Unfit(Exception):
    """A record that is not what it should be; says what it is not, and holds nothing of it."""


def read_part(
    archive: Archive,
    name: str,
    start: re.Pattern[str],
    record: re.Pattern[str],
    take: Callable[[object], Iterable[Record]],
) -> Iterator[Record]:
    """What `take` makes of every record of the array in the file `name`, then an Unread for every reason.

    `start` and `record` as for `JsonArray`; `take` raises Unfit for a record that it can't use.
    """
    unread: Counter[str] = Counter()
    try:
        with archive.open(name) as stream:
            for value in JsonArray(stream, start, record):
                if isinstance(value, Broken):
                    unread[value.reason] += 1
                    continue
                try:
                    yield from take(value)
                except Unfit as problem:
                    unread[str(problem)] += 1
    except DamagedSource as error:
        unread[error.what] += 1
    for reason, count in unread.items():
        yield Unread(basename(name), reason, count)
