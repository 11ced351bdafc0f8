"""Reads the records of one JSON file of Meta's: a list, a list under one key, or one record without a list.

Knows nothing of what a record says.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_array import NO_ARRAY, NOT_UTF8
from connectors.json_text import NOT_JSON
from connectors.model import Record, Unread
from connectors.part_reading import Unfit, read_part

_LIMIT = 4 << 20
"""Bytes of a file that is read whole."""
_HEAD = 4 << 10
_LONG_HEAD = 64 << 10
# Keys of a record; a file that begins with one holds a record and no list of them.
_OWN = (
    "media|uri|title|creation_timestamp|timestamp|fbid|label_values|[a-z]+_(?:map|list)_data"
    "|attachments|data|tags"
)
_OWN_KEY = re.compile(_OWN)
# Facebook's groups of 2018 are wrapped twice.
_LIST = re.compile(rf'[\ufeff\s]*(?:\{{\s*"(?!(?:{_OWN})")[^"]{{1,100}}"\s*:\s*){{0,2}}\[')
_FIRST_KEY = re.compile(r'(?P<lead>\s*)\{\s*"(?P<key>[a-z_]{1,100})"\s*:')
# Without line breaks, a record is told from what lies in it by its first keys.
# A comment inside an entry begins with its time too; the still of a video is an address and nothing else.
_ENTRY = r'\{\s*"(?:attachments"\s*:|timestamp"\s*:\s*[^,"\[\]{}]{1,40},\s*"(?!comment"))'
_INSIDE_TELLS = {
    "timestamp": _ENTRY,
    "attachments": _ENTRY,
    "uri": r'\{\s*"uri"\s*:\s*"[^"]{0,2000}"\s*,',
}


_NOTHING = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\}\s*")


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
    yield from read_part(archive, name, _LIST, _beginning(head, listed.end() if listed else 0), take)


def read_list(
    archive: Archive, name: str, key: str, take: Callable[[object], Iterable[Record]]
) -> Iterator[Record]:
    """As `read_records`, of the list under `key` of an object that says other things beside it.

    `key` is found within the first 64 KiB.
    """
    start = re.compile(rf'[\ufeff\s]*\{{.*?"{re.escape(key)}"\s*:\s*\[', re.DOTALL)
    try:
        head = archive.read(name, _LONG_HEAD).decode("utf-8", "replace")
    except DamagedSource as error:
        yield Unread(basename(name), error.what)
        return
    found = start.match(head)
    yield from read_part(archive, name, start, _beginning(head, found.end() if found else 0), take)


def unreadable(archive: Archive, name: str) -> Iterator[Unread]:
    """Why a part that should hold records begins with none; nothing where it is an object without anything.

    Such a part is no less of the export for being broken, and must not be passed over in silence.
    """
    try:
        head = archive.read(name, _HEAD)
    except DamagedSource as error:
        yield Unread(basename(name), error.what)
        return
    if not _NOTHING.fullmatch(head):
        is_text = b"\0" not in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
        empty = "there is nothing in it" if not head.strip() else NO_ARRAY.reason
        yield Unread(basename(name), empty if is_text else NOT_UTF8.reason)


def _beginning(head: str, at: int) -> re.Pattern[str]:
    """How a record begins in this file, so that reading can go on behind a broken one.

    What lies inside a record must not match: it would be taken for one, and its end for the list's.
    """
    first = _FIRST_KEY.match(head, at)
    if first is None:
        return re.compile(rf'\{{\s*"(?:{_OWN})"\s*:')
    _, line_break, indent = first["lead"].rpartition("\n")
    if line_break:
        return re.compile(rf'(?<=\n{re.escape(indent)})\{{\s*"')
    return re.compile(_INSIDE_TELLS.get(first["key"], rf'\{{\s*"{first["key"]}"\s*:'))


def _lone(archive: Archive, name: str, take: Callable[[object], Iterable[Record]]) -> Iterator[Record]:
    value = read_whole(archive, name)
    unread = Counter[str]() if value is not None else Counter((NOT_JSON.reason,))
    for record in _inside(value or {}):
        try:
            yield from take(record)
        except Unfit as problem:
            unread[str(problem)] += 1
    for reason, count in unread.items():
        yield Unread(basename(name), reason, count)


def _inside(value: dict[str, object]) -> Iterator[object]:
    """The record itself, or those under the keys of what wraps it."""
    if any(_OWN_KEY.fullmatch(key) for key in value):
        yield value
        return
    for inner in value.values():
        yield from inner if isinstance(inner, list) else (inner,)


def read_whole(archive: Archive, name: str, limit: int = _LIMIT) -> dict[str, object] | None:
    """The object of a small file, such as a profile; None where it can't be read, or is no object."""
    try:
        value = json.loads(archive.read(name, limit).decode("utf-8-sig", "surrogateescape"))
    except (DamagedSource, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def first_of(whole: dict[str, object] | None) -> object:
    """The first record under the first key, in a list or without; None where there is none."""
    value = next(iter(whole.values()), None) if whole else None
    if isinstance(value, list):
        return value[0] if value else None
    return value
