"""Reads the records of one JSON file of Meta's: a list, a list under one key, or one record without a list.

Knows nothing of what a record says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_text import NOT_JSON
from connectors.model import Record, Unread
from connectors.part_reading import Unfit, read_part

_LIMIT = 4 << 20
"""Bytes of a file that is read whole."""
_HEAD = 4 << 10
# Keys of a record; a file that begins with one holds a record and no list of them.
_OWN = "media|uri|title|creation_timestamp|timestamp|fbid|label_values|[a-z]+_(?:map|list)_data"
_LIST = re.compile(rf'[\ufeff\s]*(?:\{{\s*"(?!(?:{_OWN})")[^"]{{1,100}}"\s*:\s*)?\[')
_FIRST_KEY = re.compile(r'\s*\{\s*"([a-z_]{1,100})"\s*:')


def read_records(archive: Archive, name: str, take: Callable[[object], Iterable[Record]]) -> Iterator[Record]:
    """What `take` makes of every record in the file `name`, then an Unread for every reason.

    `take` raises Unfit for a record that it can't use.
    """
    try:
        head = archive.read(name, _HEAD).decode("utf-8", "replace")
    except DamagedSource as error:
        yield Unread(basename(name), error.what)
        return
    listed = _LIST.match(head)
    if listed is None and head.lstrip("\ufeff \t\r\n").startswith("{"):
        yield from _lone(archive, name, take)
        return
    first = _FIRST_KEY.match(head, listed.end()) if listed else None
    # Records of one file begin alike, and what lies inside them otherwise.
    record = re.compile(rf'\{{\s*"{first[1] if first else _OWN}"\s*:')
    yield from read_part(archive, name, _LIST, record, take)


def _lone(archive: Archive, name: str, take: Callable[[object], Iterable[Record]]) -> Iterator[Record]:
    value = read_whole(archive, name)
    try:
        if value is None:
            raise Unfit(NOT_JSON.reason)
        yield from take(value)
    except Unfit as problem:
        yield Unread(basename(name), str(problem))


def read_whole(archive: Archive, name: str, limit: int = _LIMIT) -> dict[str, object] | None:
    """The object of a small file, such as a profile; None where it can't be read, or is no object."""
    try:
        value = json.loads(archive.read(name, limit).decode("utf-8-sig", "surrogateescape"))
    except (DamagedSource, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
