"""What every export looks like from outside: a source to inspect and stream, and the format that opens it.

Knows no platform and nothing of the vault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from connectors.archive import Archive
from connectors.model import AccountRecord, Item, LeftOut, Record

Progress = Callable[[int, int | None], None]
"""Told (items read so far, items expected or None where unknown)."""

_PROGRESS_EVERY = 500


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a source that holds something of the owner's."""

    name: str
    holds: str
    """In a word or two: "posts", "deleted posts", "profile"."""
    items: int | None
    """How many the source itself claims; None where it does not say."""
    size: int
    """Bytes, unpacked."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is inside a source, told without importing it."""

    kind: str
    platform: str
    """Empty where the source holds accounts of several platforms."""
    title: str
    accounts: tuple[AccountRecord, ...]
    parts: tuple[Part, ...]
    expected: int | None
    is_complete: bool
    made_at: datetime | None
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    is_complete_by_id: bool = False
    """Whether it is complete as to items with the platform's ids alone: another of them that is missing has
    vanished, while of items without such ids nothing is told."""


class Source:
    """One export, opened. Use it as a context manager; sub-classes give `inspect` and `_stream`.

    A source reads from its archive at every call of `records`; it holds no items.
    """

    kind: str
    platform: str
    title: str

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @property
    def expected(self) -> int | None:
        """Items that the source itself claims to hold; None where it does not say."""
        return None

    @property
    def is_complete(self) -> bool:
        """Whether it is a full export, so that an item missing from it has vanished from the platform."""
        return False

    @property
    def made_at(self) -> datetime | None:
        """When the platform made the export, aware; None where it does not say."""
        return None

    def digest(self) -> str:
        """A digest of everything that `records` reads; the same for the same export."""
        raise NotImplementedError

    def inspect(self) -> Inspection:
        """Tell what is inside, without importing.

        Raises: SourceError.
        """
        raise NotImplementedError

    def records(self, progress: Progress | None = None) -> Iterator[Record]:
        """Stream everything in it; an AccountRecord comes before its items.

        Raises: SourceError, at any record, where nothing more can be read.
        """
        return _counted(self._stream(), self, progress) if progress else iter(self._stream())

    def _stream(self) -> Iterable[Record]:
        raise NotImplementedError

    def close(self) -> None:
        """Close the files behind it."""
        self.archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Recognise(Protocol):
    """Looks at names and beginnings only, so that it is quick on a large archive."""

    def __call__(self, archive: Archive, /) -> bool:
        """Whether the archive is of this format.

        Raises: WrongVariant where it is, but in a form that can't be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One export format; a platform's `export.py` lists its own in `FORMATS`."""

    kind: str
    platform: str
    """Empty where the format holds accounts of any platform."""
    title: str
    recognise: Recognise
    open: Callable[[Archive], Source]


def _counted(stream: Iterable[Record], source: Source, progress: Progress) -> Iterator[Record]:
    expected, done = source.expected, 0
    progress(0, expected)
    for record in stream:
        yield record
        if isinstance(record, Item):
            done += 1
            if done % _PROGRESS_EVERY == 0:
                progress(done, expected)
    progress(done, expected)
