"""What came of an import, for whoever tells the owner. Knows nothing of how it was done."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model import StoredAccount
from connectors.discovery import PassedOver
from connectors.model import LeftOut, Unread
from connectors.source import Inspection


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What came of one file or folder."""

    kind: str
    title: str
    """Such as "X's archive"."""
    accounts: tuple[StoredAccount, ...]
    added: int
    updated: int
    unchanged: int
    repeated: int
    """Items that the source held more than once; the first was taken."""
    vanished: int
    """Items that the vault knew and a complete export no longer holds."""
    unread: tuple[Unread, ...]
    left_out: tuple[LeftOut, ...]
    expected: int | None
    is_complete: bool
    warnings: tuple[str, ...]

    @property
    def read(self) -> int:
        """Items that the source gave, repeated ones aside."""
        return self.added + self.updated + self.unchanged


@dataclass(frozen=True, slots=True)
class IntakeSummary:
    """What came of an import, source by source and in all."""

    sources: tuple[SourceSummary, ...]
    passed_over: tuple[PassedOver, ...] = ()
    """Files that lay among the exports and were not taken."""

    @property
    def added(self) -> int:
        return sum(source.added for source in self.sources)

    @property
    def updated(self) -> int:
        return sum(source.updated for source in self.sources)

    @property
    def unchanged(self) -> int:
        return sum(source.unchanged for source in self.sources)

    @property
    def vanished(self) -> int:
        return sum(source.vanished for source in self.sources)

    @property
    def unread(self) -> tuple[Unread, ...]:
        return tuple(each for source in self.sources for each in source.unread)

    @property
    def unread_count(self) -> int:
        return sum(each.count for each in self.unread)

    @property
    def accounts(self) -> tuple[StoredAccount, ...]:
        """Every account that was touched, once."""
        return tuple({each.id: each for source in self.sources for each in source.accounts}.values())

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(each for source in self.sources for each in source.warnings)


@dataclass(frozen=True, slots=True)
class Look:
    """What is in the files and folders that were named, told without bringing it in."""

    inspections: tuple[Inspection, ...]
    passed_over: tuple[PassedOver, ...]
    foreign: tuple[bool, ...]
    """For every inspection, whether it tells another account than the owner's on that platform."""
