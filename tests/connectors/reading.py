"""Reads a source whole, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from connectors.archive import open_archive
from connectors.model import AccountRecord, Item, LeftOut, Owner, Unread
from connectors.registry import recognise, require_platform, unknown, wrong_platform
from connectors.source import Inspection, Source


@dataclass
class Read:
    """Everything that a source gave."""

    inspection: Inspection
    owners: list[Owner] = field(default_factory=list)
    accounts: list[AccountRecord] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def item(self, id: str) -> Item:
        return next(each for each in self.items if each.id == id)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.items]


def open_source(path: Path, *, platform: str | None = None) -> Source:
    """The first export in one archive, without what lies deeper; the caller closes it."""
    archive = open_archive(path)
    try:
        recognised = recognise(archive)
        for each in recognised.formats:
            if not platform or platform.casefold() == each.platform or not each.platform:
                source = each.open(archive)
                if platform and not each.platform:
                    require_platform(source, platform.casefold())
                return source
        if recognised.formats:
            raise wrong_platform(recognised.formats[0])
        raise recognised.refusals[0][1] if recognised.refusals else unknown(archive)
    except BaseException:
        archive.close()
        raise


def read(path: Path, platform: str | None = None) -> Read:
    with open_source(path, platform=platform) as source:
        found = Read(source.inspect())
        for record in source.records():
            match record:
                case Owner():
                    found.owners.append(record)
                case AccountRecord():
                    found.accounts.append(record)
                case Item():
                    found.items.append(record)
                case Unread():
                    found.unread.append(record)
                case LeftOut():
                    found.left_out.append(record)
    return found
