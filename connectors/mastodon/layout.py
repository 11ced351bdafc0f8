"""Where things lie in a Mastodon export, what of it is left alone, and when its server says it was made.

Knows names and beginnings only, nothing of what a post is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from posixpath import dirname

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.file_names import distinct, plain
from connectors.model import LeftOut

PACKING = timedelta(days=1)
"""How long a server may pack: the posts are collected first, the pictures after, then the file is named."""
_HEAD = 16 << 10
_COLLECTION = re.compile(rb'"orderedItems"|OrderedCollection')
# `BackupService` of Mastodon: `archive-`, the time in UTC, 16 random bytes in hexadecimal.
_NAMED = re.compile(r"(?:^|/)archive-(\d{14})-[0-9a-f]{32}(?![0-9a-f])")
_OTHERS_WORDS, _OTHERS_ACCOUNTS = "other people's words", "other people's accounts"
_LEFT_OUT = {
    "likes.json": LeftOut("favourites", _OTHERS_WORDS),
    "bookmarks.json": LeftOut("bookmarks", _OTHERS_WORDS),
    "bookmarks.csv": LeftOut("bookmarks", _OTHERS_WORDS),
    "following_accounts.csv": LeftOut("whom you follow", _OTHERS_ACCOUNTS),
    "followers.csv": LeftOut("who follows you", _OTHERS_ACCOUNTS),
    "lists.csv": LeftOut("lists", _OTHERS_ACCOUNTS),
    "blocked_accounts.csv": LeftOut("blocks", _OTHERS_ACCOUNTS),
    "muted_accounts.csv": LeftOut("mutes", _OTHERS_ACCOUNTS),
    "blocked_domains.csv": LeftOut("blocked servers", "a setting, no words of yours"),
}
_UNKNOWN_NAMED = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one export."""

    outboxes: tuple[str, ...]
    """The posts; more than one only where somebody put several exports into one folder."""
    actor: str | None
    """The profile."""
    left_out: tuple[LeftOut, ...]


def survey(archive: Archive) -> Layout | None:
    """The export nearest to the archive's root; None where there is none.

    Raises: DamagedSource where the only one is damaged at its beginning.
    """
    called = sorted(_called("outbox.json", archive.names), key=_depth)
    nearest = next((name for name in called if _lists(archive, name)), None)
    if nearest is None:
        for name in called:
            archive.read(name, _HEAD)
        return None
    folder = dirname(nearest)
    beside = [name for name in archive.names if dirname(name) == folder]
    outboxes = [name for name in _called("outbox.json", beside) if _lists(archive, name)]
    return Layout(
        outboxes=tuple(distinct(archive, outboxes)),
        actor=next(iter(_called("actor.json", beside)), None),
        left_out=tuple(_left_out(archive, beside)),
    )


def made_at(archive: Archive) -> datetime | None:
    """A time that the export's making does not precede; None where nothing says.

    From the name that the server gave the file, or the folder that it was unpacked to. Nothing inside tells:
    the times of the files in it are of whoever packed them last.
    """
    for name in (archive.path.name, *archive.names[:1]):
        found = _NAMED.search(name)
        if found:
            try:
                return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) - PACKING
            except (ValueError, OverflowError):
                return None
    return None


def media_key(address: str) -> str:
    """What a media file's address and its name in the archive have in common; empty where it is none.

    The address begins with the server's name or not, and older servers packed the file under the whole path
    that it has with them, so that both are matched from the end.
    """
    _, found, tail = address.rpartition("media_attachments/")
    return tail if found else ""


def _called(base: str, names: Iterable[str]) -> list[str]:
    """Those that are called so, whatever a browser made of the name; the plainest first."""
    return sorted((name for name in names if plain(name) == base), key=lambda name: (len(name), name))


def _depth(name: str) -> int:
    return name.count("/")


def _lists(archive: Archive, name: str) -> bool:
    """Whether a file begins like a collection; one that is damaged there lists nothing."""
    try:
        return _COLLECTION.search(archive.read(name, _HEAD)) is not None
    except DamagedSource:
        return False


def _left_out(archive: Archive, beside: list[str]) -> Iterable[LeftOut]:
    """What lies beside the posts; a collection that nobody knows is named too."""
    found: dict[LeftOut, None] = {}
    unknown: dict[LeftOut, None] = {}
    for name in beside:
        base = plain(name)
        if base in _LEFT_OUT:
            found[_LEFT_OUT[base]] = None
        elif base.endswith(".json") and base not in ("outbox.json", "actor.json") and _lists(archive, name):
            unknown[LeftOut(base, "not known to this program; look whether it holds your words")] = None
    return (*found, *list(unknown)[:_UNKNOWN_NAMED])
