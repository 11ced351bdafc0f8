"""Tells which archives are pieces of one export, and which are exports of their own.

A platform gives a large export in several zips; the same person may also have two exports of different days.
Pieces of one export name no two accounts and hold no two different files of one name. Knows no platform.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.archive_views import JoinedArchive, PartOfArchive
from connectors.errors import SourceError, UnknownSource
from connectors.model import Account, same_handle
from connectors.source import Format, Inspection, Source

_STEM = re.compile(r".*[-_](?:\d{4}-\d\d-\d\d|\d\d_\d\d_\d{4})(?=[-_. (]|$)")
"""Of a zip's name, what all zips of one export share: platform, owner and day."""
FOLDERS_DEEP = 4
"""How far below its root an archive is searched for exports that lie side by side."""


@dataclass(frozen=True)
class Piece:
    """An archive read as one format; perhaps only a piece of an export."""

    format: Format
    archive: Archive
    places: frozenset[int]
    """Of the paths that were named, those that it came from."""

    @cached_property
    def source(self) -> Source:
        """Raises: SourceError."""
        return self.format.open(self.archive)

    @cached_property
    def inspection(self) -> Inspection:
        """Raises: SourceError."""
        return self.source.inspect()

    @cached_property
    def account(self) -> Account | None:
        """Whose it is; None where it does not say."""
        try:
            accounts = self.inspection.accounts
        except SourceError:
            return None
        first = accounts[0].account if accounts else None
        return first if first and (first.handle or first.remote_id) else None

    @cached_property
    def parts(self) -> dict[str, set[str]]:
        """The names inside the archive of the files with something of the owner's, by base name.

        Not by plain name: Google numbers its parts as browsers number copies, `comments(1).csv`.
        """
        found: defaultdict[str, set[str]] = defaultdict(set)
        try:
            for part in self.inspection.parts:
                if part.name in self.archive:
                    found[basename(part.name).lower()].add(part.name)
        except SourceError:
            pass
        return found

    def contents(self, name: str) -> set[tuple[int, str]]:
        """Sizes and checksums of the parts of this base name."""
        return {(self.archive.entry(one).size, self.archive.checksum(one)) for one in self.parts[name]}


def pieces(format: Format, archive: Archive, place: int) -> list[Piece]:
    """The exports of one format in an archive: the whole, or folders in it that hold different ones."""
    places = frozenset((place,))
    apart = [Piece(format, folder, places) for folder in _side_by_side(format, archive)]
    return apart if len(gathered(apart)) > 1 else [Piece(format, archive, places)]


def gathered(found: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of every export together; one that may belong to several exports stays alone."""
    groups: list[list[Piece]] = []
    for piece in found:
        fitting = [
            group for group in groups if piece.format.platform and all(_fit(piece, one) for one in group)
        ]
        if len(fitting) == 1:
            fitting[0].append(piece)
        else:
            groups.append([piece])
    return groups


def joined(group: Sequence[Piece]) -> Piece:
    """Pieces of one export as one."""
    if len(group) == 1:
        return group[0]
    places = frozenset(place for piece in group for place in piece.places)
    return Piece(group[0].format, JoinedArchive([piece.archive for piece in group]), places)


def _fit(one: Piece, other: Piece) -> bool:
    apart = one.account and other.account and not _same(one.account, other.account)
    if apart and not _is_named_by_its_zip_alone(one, other):
        return False
    return all(one.contents(name) & other.contents(name) for name in one.parts.keys() & other.parts.keys())


def _same(one: Account, other: Account) -> bool:
    if one.remote_id and other.remote_id:
        return one.remote_id == other.remote_id
    return not (one.handle and other.handle) or same_handle(one.handle, other.handle)


def _is_named_by_its_zip_alone(one: Piece, other: Piece) -> bool:
    """Whether the two are zips of one name, and one of them knows its owner from there and not from a file.

    A platform may write a handle otherwise into the zip's name than into the profile, which lies in one zip.
    """
    stems = [_STEM.match(piece.archive.path.name) for piece in (one, other)]
    accounts = [piece.account for piece in (one, other)]
    if not (stems[0] and stems[1] and stems[0][0] == stems[1][0]):
        return False
    if all(account and account.remote_id for account in accounts):
        return False
    words = stems[0][0].casefold().split("-")
    return any(account and account.handle.lstrip("@").casefold() in words for account in accounts)


def _side_by_side(format: Format, archive: Archive) -> list[Archive]:
    """The folders that the format recognises each by itself, where one level has several; else none."""
    above = ""
    for _ in range(FOLDERS_DEEP):
        folders: defaultdict[str, list[str]] = defaultdict(list)
        for name in archive.names:
            if name.startswith(above) and "/" in (rest := name[len(above) :]):
                folders[rest.partition("/")[0]].append(name)
        telling = {
            folder: part
            for folder, names in folders.items()
            if _recognises(format, part := PartOfArchive(archive, folder, names))
        }
        if len(telling) != 1:
            return list(telling.values())
        above += f"{next(iter(telling))}/"
    return []


def _recognises(format: Format, archive: Archive) -> bool:
    try:
        return format.recognise(archive)
    except UnknownSource:  # it finds several of its own side by side
        return True
    except SourceError:
        return False
