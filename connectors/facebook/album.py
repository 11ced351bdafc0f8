"""Reads one album of a Facebook export: an object with a name, a description and any number of pictures.

Knows nothing of items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.facebook.attachments import words
from connectors.json_text import Broken
from connectors.json_walk import JsonWalk, Passed
from connectors.model import Record, Unread
from connectors.part_reading import Unfit


def album_words(archive: Archive, name: str) -> tuple[str, str]:
    """Name and description of the album in the file `name`; empty where it has none, or is damaged before."""
    found: dict[str, str] = {}
    try:
        with archive.open(name) as stream:
            for path, value in JsonWalk(stream, lambda path, is_array: not path):
                # Behind a break, what looks like the album's own may be a picture's.
                if isinstance(value, Broken):
                    break
                if path in (("name",), ("description",)):
                    found[path[0]] = words(value)
    except DamagedSource:
        pass  # told when the pictures are read
    return found.get("name", ""), found.get("description", "")


def read_album(archive: Archive, name: str, take: Callable[[object], Iterable[Record]]) -> Iterator[Record]:
    """What `take` makes of every picture of the album, then an Unread for every reason."""
    unread: Counter[str] = Counter()
    try:
        with archive.open(name) as stream:
            for _, value in JsonWalk(stream, lambda path, is_array: is_array and path[-1:] == ("photos",)):
                if isinstance(value, Passed):
                    continue
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
