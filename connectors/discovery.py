"""Finds every export in what was dropped: files, folders, archives in archives, one export in several zips.

Knows no platform and nothing of auditing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename
from types import TracebackType
from typing import Self

from connectors.archive import Archive, FolderArchive, SingleFile, TarArchive, ZipArchive, open_archive
from connectors.errors import SourceError, UnknownSource
from connectors.gathering import Piece, gathered, joined, pieces
from connectors.nested_archives import inner_names, open_inner
from connectors.registry import Recognised, formats, recognise, require_platform, unknown, wrong_platform
from connectors.source import Format, Inspection, Source

DEPTH = 3
"""How deep archives may lie in archives."""
MOST = 200
"""How many archives are opened for one import."""
_LAST_WORD = re.compile(r"[-_ ]?[^-_ .]*(?: ?\(\d+\))?(?:\.\w+)+$")


@dataclass(frozen=True, slots=True)
class Found:
    """One export, opened."""

    source: Source
    inspection: Inspection
    where: str
    """How to speak of it in a message, such as "File 2 of 3: "; empty where one path was named."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that lay among the exports and was not taken for one, or not for a good one."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Parcel:
    """An archive that may be an export, or a piece of one."""

    archive: Archive
    place: int
    """The place of the named path that it came from."""
    recognised: Recognised
    around: tuple[Archive, ...] = ()
    """The archives that it lies in."""


@dataclass(frozen=True, slots=True)
class _Stray:
    """A parcel that is no export, or none that can be read, and why."""

    parcel: _Parcel
    error: SourceError


class Discovery:
    """Every export under some paths, opened. A context manager: it closes all of them.

    `platform`: the only one that is looked for, in lower case.
    Raises: SourceError where a path can't be read or holds no export, with its place in `what`.
    """

    def __init__(self, paths: Sequence[Path], platform: str | None = None) -> None:
        self._platform, self._count = platform, len(paths)
        self._closing = ExitStack()
        self._left = MOST
        self._passed_over: list[PassedOver] = []
        try:
            parcels: list[_Parcel] = []
            for place, path in enumerate(paths):
                try:
                    archive = self._closing.enter_context(open_archive(path))
                    parcels += self._parcels(archive, place, DEPTH)
                except SourceError as error:
                    raise self._placed(error, place) from error
            self.found = self._exports(parcels)
        except BaseException:
            self._closing.close()
            raise

    @property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """What lay among the exports and is none."""
        return tuple(self._passed_over)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def _parcels(
        self, archive: Archive, place: int, depth: int, around: tuple[Archive, ...] = ()
    ) -> Iterator[_Parcel]:
        """The archive, and those that lie inside it where it is a folder or no export itself."""
        recognised = recognise(archive)
        yield _Parcel(archive, place, recognised, around)
        if isinstance(archive, FolderArchive):
            for link in archive.links:
                self._pass_over(link, "a link to another place, which is not followed")
        if isinstance(archive, SingleFile) or (recognised.formats and not isinstance(archive, FolderArchive)):
            return
        for name in inner_names(archive) if depth else ():
            if not self._left:
                self._pass_over(name, f"more than {MOST} archives lie in it; import it alone")
                continue
            self._left -= 1
            try:
                inner = open_inner(archive, name)
                if inner is not None:
                    self._closing.enter_context(inner)
                    yield from self._parcels(inner, place, depth - 1, (*around, archive))
            except SourceError as error:
                self._pass_over(name, error.what)

    def _exports(self, parcels: Sequence[_Parcel]) -> tuple[Found, ...]:
        by_format: defaultdict[str, list[_Parcel]] = defaultdict(list)
        strays: list[_Stray] = []
        for parcel in parcels:
            wanted, refusal = self._wanted(parcel)
            for each in wanted:
                by_format[each.kind].append(parcel)
            if not wanted:
                strays.append(_Stray(parcel, refusal))
        strays = [stray for stray in strays if not _joins_its_kin(stray.parcel, by_format)]
        wrappings = [each for parcels in by_format.values() for one in parcels for each in one.around]
        exports = [
            piece
            for each in formats()
            for group in gathered(
                [piece for one in by_format[each.kind] for piece in pieces(each, one.archive, one.place)]
            )
            for piece in self._readable(joined(group), strays)
        ]
        self._answer_for(strays, {place for piece in exports for place in piece.places}, wrappings)
        return tuple(self._found(piece) for piece in sorted(exports, key=lambda piece: min(piece.places)))

    def _wanted(self, parcel: _Parcel) -> tuple[list[Format], SourceError]:
        """The formats to read it as, and what to say where there is none."""
        here = list(parcel.recognised.formats)
        # A format that finds several of its own side by side refuses the whole; its pieces are tried.
        here += [each for each, error in parcel.recognised.refusals if isinstance(error, UnknownSource)]
        wanted = [each for each in here if not each.platform or self._platform in (None, each.platform)]
        refusals = [error for _, error in parcel.recognised.refusals]
        if here and not wanted:
            return [], wrong_platform(here[0])
        return wanted, refusals[0] if refusals else unknown(parcel.archive)

    def _readable(self, piece: Piece, strays: list[_Stray]) -> Iterator[Piece]:
        """The export, where it can be opened; else it joins the strays."""
        try:
            if self._platform and not piece.format.platform:
                require_platform(piece.source, self._platform)
            _ = piece.inspection
        except SourceError as error:
            parcel = _Parcel(piece.archive, min(piece.places), Recognised((piece.format,), ()))
            strays.append(_Stray(parcel, error))
        else:
            yield piece

    def _answer_for(self, strays: Sequence[_Stray], places: set[int], wrappings: Sequence[Archive]) -> None:
        """Pass the strays over, but for those in which an export lies; a path that gave nothing is refused.

        Raises: SourceError.
        """
        for place in range(self._count):
            mine = [stray for stray in strays if stray.parcel.place == place]
            if place not in places and mine:
                # What was known and refused says more than a folder around it that is nothing.
                telling = [stray for stray in mine if stray.parcel.recognised.formats] or mine
                raise self._placed(telling[0].error, place)
            for stray in mine:
                archive = stray.parcel.archive
                if not isinstance(archive, FolderArchive) and not any(archive is one for one in wrappings):
                    self._pass_over(archive.path.name, stray.error.what)

    def _found(self, piece: Piece) -> Found:
        return Found(piece.source, piece.inspection, self._where(min(piece.places)))

    def _pass_over(self, name: str, reason: str) -> None:
        self._passed_over.append(PassedOver(basename(name), reason))

    def _where(self, place: int) -> str:
        # By number, since an export's file name often holds the owner's.
        return f"File {place + 1} of {self._count}: " if self._count > 1 else ""

    def _placed(self, error: SourceError, place: int) -> SourceError:
        return type(error)(f"{self._where(place)}{error.what}", error.todo)


def _joins_its_kin(stray: _Parcel, by_format: Mapping[str, list[_Parcel]]) -> bool:
    """Whether it is a further zip, of media say, of an export that another zip tells; it then joins that."""
    kin = [known for known in by_format.values() if any(_are_kin(stray, parcel) for parcel in known)]
    for known in kin:
        known.append(stray)
    return bool(kin)


def _are_kin(one: _Parcel, other: _Parcel) -> bool:
    """Whether two zips differ only in the last word of their names: a number, or a platform's letters."""
    names = [_LAST_WORD.sub("", parcel.archive.path.name) for parcel in (one, other)]
    return names[0] == names[1] and len(names[0]) > 3 and isinstance(one.archive, ZipArchive | TarArchive)
