"""Opens the archives that lie inside a folder or another archive, as a download that was packed anew does.

Nothing is unpacked to disk. Knows no platform.
"""

from __future__ import annotations

import io
from pathlib import Path
from posixpath import basename
from typing import IO, cast

from connectors.archive import (
    CHUNK,
    Archive,
    FolderArchive,
    TarArchive,
    ZipArchive,
    is_tar,
    is_zip,
    open_archive,
)

PACKED = (".zip", ".tar", ".tar.gz", ".tgz")
LOOSE = (".jsonl", ".ndjson", ".car")
"""Single files that are each a source of their own where they lie in a folder."""
IN_MEMORY = 64 << 20
"""Bytes of an inner archive that are held at once; a larger one is read anew for every step back."""


def inner_names(archive: Archive) -> list[str]:
    """The names of the files in it that may be archives or sources of their own."""
    endings = (*PACKED, *LOOSE) if isinstance(archive, FolderArchive) else PACKED
    return [name for name in archive.names if basename(name).lower().endswith(endings)]


def open_inner(archive: Archive, name: str) -> Archive | None:
    """The archive in the file `name`; None where it is none. The caller closes it, before the outer one.

    Raises: SourceError as `open_archive` does.
    """
    if isinstance(archive, FolderArchive):
        return open_archive(archive.path / name, archive.limits)
    head = archive.read(name, 512)
    if not is_zip(head) and not is_tar(head):
        return None
    kind = ZipArchive if is_zip(head) else TarArchive
    return kind(Path(basename(name)), archive.limits, _seekable(archive, name))


def _seekable(archive: Archive, name: str) -> IO[bytes]:
    if archive.entry(name).size <= IN_MEMORY:
        with archive.open(name) as stream:
            return io.BytesIO(stream.read(IN_MEMORY + 1))
    return cast("IO[bytes]", io.BufferedReader(_Reopened(archive, name), CHUNK))


class _Reopened(io.RawIOBase):
    """A file of an archive that can be sought in: forward by reading on, backward by beginning anew."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        self._size = archive.entry(name).size
        self._stream = archive.open(name)
        self._at = 0
        """Where the stream stands."""
        self._wanted = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._wanted

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._wanted, io.SEEK_END: self._size}[whence]
        self._wanted = max(0, min(base + offset, self._size))
        return self._wanted

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self._wanted < self._at:
            self._stream.close()
            self._stream, self._at = self._archive.open(self._name), 0
        while self._at < self._wanted:
            skipped = len(self._stream.read(min(CHUNK, self._wanted - self._at)))
            if not skipped:
                return 0
            self._at += skipped
        got = self._stream.read(len(buffer))
        buffer[: len(got)] = got
        self._at += len(got)
        self._wanted = self._at
        return len(got)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
