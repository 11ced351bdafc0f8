"""One way to read an export, whatever it came in: a zip, a tar, a folder or a single file.

Nothing is unpacked to disk and nothing is trusted: names that climb out, links that lead out, bombs and
encrypted files are refused. Knows no platform.
"""

from __future__ import annotations

import hashlib
import io
import stat
import tarfile
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename
from typing import IO, cast

from connectors.archive_names import is_litter, link_out, off_server, refuse_outward_link, safe_name
from connectors.errors import DamagedSource, EmptySource, MissingSource, PasswordProtected, UnsafeArchive
from connectors.gunzip import BoundedGzip

CHUNK = 1 << 20
_LINK_TARGET_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to before it is taken for a bomb."""

    total: int = 64 << 30
    """Bytes streamed out of one archive, over everything that is read from it."""
    ratio: int = 250
    """Unpacked to packed size, once `free` bytes came out. Deflate's limit is 1032; posts reach 10 to 40."""
    free: int = 64 << 20
    """Bytes of one member that may come out whatever the ratio."""
    names: int = 500_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One regular file of an archive."""

    name: str
    """With `/` between its parts, relative, never climbing."""
    size: int
    mark: str
    """The content's CRC-32 where the archive tells it, eight hexadecimal digits; else empty."""


class Archive(ABC):
    """The files of one export: names, sizes and guarded streams. A context manager."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self._entries: dict[str, Entry] = {}
        self._streamed = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, in the archive's order, without what macOS and Windows add beside them."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def entry(self, name: str) -> Entry:
        """The file of this name. Raises: KeyError."""
        return self._entries[name]

    def open(self, name: str) -> io.BufferedReader:
        """Open a file for streaming; bounded by `limits` as it is read.

        Raises: DamagedSource, PasswordProtected, and UnsafeArchive while it is read.
        """
        entry = self._entries[name]
        packed = self._packed_size(entry)
        try:
            inner = self._open(entry)
        except _BROKEN as error:
            raise damaged(name) from error
        return io.BufferedReader(_Guarded(inner, self, entry, packed), CHUNK)

    def read(self, name: str, limit: int) -> bytes:
        """The first `limit` bytes of a file."""
        with self.open(name) as stream:
            return stream.read(limit)

    def digest(self, names: Iterable[str]) -> str:
        """A digest over the names and contents of these files."""
        whole = hashlib.sha256()
        for name in sorted(names):
            entry = self._entries[name]
            whole.update(f"{name}\0{entry.size}\0{entry.mark}\0".encode("utf-8", "replace"))
            if not entry.mark:
                with self.open(name) as stream:
                    while chunk := stream.read(CHUNK):
                        whole.update(chunk)
        return whole.hexdigest()

    def checksum(self, name: str) -> str:
        """The CRC-32 of a file's content in hexadecimal: as the archive tells it, else by reading."""
        if self._entries[name].mark:
            return self._entries[name].mark
        value = 0
        with self.open(name) as stream:
            while chunk := stream.read(CHUNK):
                value = zlib.crc32(chunk, value)
        return f"{value:08x}"

    def close(self) -> None:  # noqa: B027 - a folder has nothing to close
        """Close the files behind it."""

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _count(self, length: int) -> None:
        self._streamed += length
        if self._streamed > self.limits.total:
            raise bomb()

    def _add(self, raw: str, size: int, mark: str) -> bool:
        """Take a file in under its safe name; False where there is nothing to take."""
        name = safe_name(raw)
        if is_litter(name):
            return False
        known = self._entries.get(name)
        if known is not None and (known.size, known.mark) != (size, mark):
            raise UnsafeArchive(
                "The archive holds two different files under one name.",
                "Unpack it yourself, see which one is right, and import the folder.",
            )
        self._entries[name] = Entry(name, size, mark)
        if len(self._entries) > self.limits.names:
            raise UnsafeArchive(
                f"It holds more than {self.limits.names:,} files.",
                "Import the export's own zip or folder alone.",
            )
        return known is None

    def _packed_size(self, entry: Entry) -> int | None:
        """Bytes that the file takes inside the archive; None where it is not packed by itself."""
        return None

    @abstractmethod
    def _open(self, entry: Entry) -> IO[bytes]: ...


class ZipArchive(Archive):
    """A zip, read from its central directory; zip64 and files over 4 GiB included.

    `stream`: what it is read from, where it lies inside another archive; closed with it.
    """

    def __init__(self, path: Path, limits: Limits, stream: IO[bytes] | None = None) -> None:
        super().__init__(path, limits)
        try:
            self._zip = zipfile.ZipFile(stream or path)
        except _BROKEN as error:
            raise DamagedSource(
                "The zip breaks off or is damaged; nothing was taken in.",
                "Download the export again and wait until the download is done.",
            ) from error
        self._infos: dict[str, zipfile.ZipInfo] = {}
        try:
            for info in self._zip.infolist():
                self._take(info)
        except BaseException:
            self._zip.close()
            raise

    def _take(self, info: zipfile.ZipInfo) -> None:
        name = safe_name(info.filename)
        if info.is_dir() or is_litter(name):
            return
        if stat.S_ISLNK(info.external_attr >> 16):
            if info.file_size <= _LINK_TARGET_LIMIT and not info.flag_bits & 1:
                refuse_outward_link(name, self._zip.read(info).decode("utf-8", "replace"))
                return
            raise link_out()
        if self._add(info.filename, info.file_size, f"{info.CRC:08x}"):
            self._infos[name] = info

    def _packed_size(self, entry: Entry) -> int:
        return self._infos[entry.name].compress_size

    def _open(self, entry: Entry) -> IO[bytes]:
        info = self._infos[entry.name]
        if info.flag_bits & 1:
            raise PasswordProtected(
                "The zip is protected with a password.",
                "Unpack it with your password, and import the folder.",
            )
        return self._zip.open(info)

    def close(self) -> None:
        self._zip.close()


class TarArchive(Archive):
    """A tar, packed with gzip or not, as Mastodon gives it; `stream` as for a zip."""

    def __init__(self, path: Path, limits: Limits, stream: IO[bytes] | None = None) -> None:
        super().__init__(path, limits)
        raw = stream or path.open("rb")
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        self._raw: IO[bytes] = raw
        if packed:
            self._raw = cast("IO[bytes]", BoundedGzip(raw, limits.total, limits.ratio, limits.free))
        self._infos: dict[str, tarfile.TarInfo] = {}
        try:
            self._tar = tarfile.open(fileobj=self._raw, mode="r:")  # noqa: SIM115
            for info in self._tar:
                self._take(info)
            self._require_end()
        except _BROKEN as error:
            self._raw.close()
            raise DamagedSource(
                "The archive breaks off or is damaged; nothing was taken in.",
                "Download the export again and wait until the download is done.",
            ) from error
        except BaseException:
            self._raw.close()
            raise

    def _require_end(self) -> None:
        """Python takes a tar that is cut between two files for whole; a whole one ends in empty blocks."""
        tail = b""
        self._raw.seek(max(self._tar.offset - tarfile.BLOCKSIZE, 0))
        while chunk := self._raw.read(CHUNK):
            tail = (tail + chunk)[-tarfile.BLOCKSIZE :]
        if tail.strip(b"\0"):
            raise EOFError

    def _take(self, info: tarfile.TarInfo) -> None:
        raw = off_server(info.name) if info.isreg() else info.name
        name = safe_name(raw)
        if info.issym():
            refuse_outward_link(name, info.linkname)
        elif info.islnk():
            safe_name(info.linkname)
        elif info.isreg() and self._add(raw, info.size, ""):
            self._infos[name] = info

    def _open(self, entry: Entry) -> IO[bytes]:
        inner = self._tar.extractfile(self._infos[entry.name])
        if inner is None:
            raise damaged(entry.name)
        return inner

    def close(self) -> None:
        self._tar.close()
        self._raw.close()


class FolderArchive(Archive):
    """A folder that somebody unpacked, or keeps downloads in. Links in it are never followed."""

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path, limits)
        self.links: list[str] = []
        """The names of links in it, wherever they lead."""
        for found in sorted(_walk(path)):
            name = found.relative_to(path).as_posix()
            if found.is_symlink():
                self.links.append(name)
            elif found.is_file():
                self._add(name, found.stat().st_size, "")

    def _open(self, entry: Entry) -> IO[bytes]:
        return (self.path / entry.name).open("rb")


class SingleFile(Archive):
    """One file, as an archive that holds just that."""

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path, limits)
        self._add(path.name.replace("\\", "_"), path.stat().st_size, "")

    def _open(self, entry: Entry) -> IO[bytes]:
        return self.path.open("rb")


def open_archive(path: Path, limits: Limits = Limits()) -> Archive:
    """Open whatever is at `path`; what it is, is told from its content.

    Raises: MissingSource, EmptySource, DamagedSource, UnsafeArchive, PasswordProtected.
    """
    try:
        if path.is_dir():
            return FolderArchive(path, limits)
        if not path.exists():
            raise MissingSource("There is no such file or folder.", "Check the path.")
        if not path.is_file():
            raise MissingSource("It is neither a file nor a folder.", "Give the export's zip or folder.")
        with path.open("rb") as stream:
            head = stream.read(512)
        if not head:
            raise EmptySource("The file is empty.", "Download the export again.")
        if is_zip(head):
            return ZipArchive(path, limits)
        if is_tar(head):
            return TarArchive(path, limits)
        return SingleFile(path, limits)
    except OSError as error:
        raise MissingSource(
            f"It can't be read ({error.strerror or 'input/output error'}).", "Check that it is yours to read."
        ) from error


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a zip."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_tar(head: bytes) -> bool:
    """Whether a file with these first 512 bytes is a tar, packed with gzip or not."""
    return head.startswith(b"\x1f\x8b") or head[257:262] == b"ustar"


_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError,
    UnicodeDecodeError, ValueError, OverflowError, RuntimeError, OSError,
)  # fmt: skip
"""What the standard library raises over broken archives; OSError covers gzip's own."""


class _Guarded(io.RawIOBase):
    """A stream that stops at the archive's limits and says in our words what broke."""

    def __init__(self, inner: IO[bytes], archive: Archive, entry: Entry, packed: int | None) -> None:
        self._inner, self._archive, self._entry, self._packed = inner, archive, entry, packed
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        try:
            chunk = self._inner.read(len(buffer))
        except _BROKEN as error:
            raise damaged(self._entry.name) from error
        self._out += len(chunk)
        limits = self._archive.limits
        if self._packed is not None and self._out > limits.free and self._out > limits.ratio * self._packed:
            raise bomb()
        self._archive._count(len(chunk))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def bomb() -> UnsafeArchive:
    """The error for something that unpacks to far more than it should."""
    return UnsafeArchive(
        "It unpacks to far more than an export should.", "Don't trust the file; download the export again."
    )


def damaged(part: str) -> DamagedSource:
    """The error for one file that broke while it was read."""
    return DamagedSource(
        f"{basename(part)} in it is damaged or packed in a way that can't be read.",
        "Download the export again, or unpack it yourself and import the folder.",
    )


def _walk(folder: Path) -> Iterable[Path]:
    waiting = [folder]
    while waiting:
        for found in waiting.pop().iterdir():
            if found.is_dir() and not found.is_symlink():
                waiting.append(found)
            else:
                yield found
