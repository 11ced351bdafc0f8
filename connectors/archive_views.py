"""Archives made of other archives: a part of one, and several as one.

A view closes nothing: what it looks into is closed by whoever opened it. Knows no platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from connectors.archive import Archive, Entry


class PartOfArchive(Archive):
    """A folder of an archive, its files under the names that they have there; known by the folder's name.

    The whole's own name would tell of every folder in it what may be true of one.
    """

    def __init__(self, whole: Archive, folder: str, names: Iterable[str]) -> None:
        super().__init__(Path(folder), whole.limits)
        self._whole = whole
        self._entries = {name: whole.entry(name) for name in names}

    def _open(self, entry: Entry) -> IO[bytes]:
        return self._whole.open(entry.name)


class JoinedArchive(Archive):
    """Several archives of one export as one.

    A file that two of them hold alike is there once; of two different files under one name the later one is
    found under `part-N/`, N being its archive's place.
    """

    def __init__(self, members: Sequence[Archive]) -> None:
        super().__init__(members[0].path, members[0].limits)
        self._homes: dict[str, tuple[Archive, str]] = {}
        for place, member in enumerate(members, start=1):
            for name in member.names:
                self._take(member, name, place)

    def _take(self, member: Archive, name: str, place: int) -> None:
        entry, shown = member.entry(name), name
        if name in self._homes:
            known, inner = self._homes[name]
            if entry.size == known.entry(inner).size and member.checksum(name) == known.checksum(inner):
                return
            shown = f"part-{place}/{name}"
        self._homes[shown] = (member, name)
        self._entries[shown] = replace(entry, name=shown)

    def _open(self, entry: Entry) -> IO[bytes]:
        member, inner = self._homes[entry.name]
        return member.open(inner)
