"""Reads Mastodon's export: `outbox.json` and `actor.json`, as .tar.gz, zip or folder.

The outbox's own `totalItems` counts otherwise than its items (1,557 against 1,586 in a real one) and proves
nothing. Knows nothing of auditing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_array import Broken, JsonArray
from connectors.mastodon.posts import Actor, Direct, account, item, media_key, own_parent
from connectors.model import AccountRecord, LeftOut, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source

KIND = "mastodon-export"
_START = re.compile(r'.*?"orderedItems"\s*:\s*\[', re.DOTALL)
_ACTIVITY = re.compile(
    r'\{\s*(?:"@context"\s*:\s*(?:"[^"]*"|\[[^\]]{0,2000}\])\s*,\s*)?'
    r'"id"\s*:\s*"[^"]{1,500}"\s*,\s*"type"\s*:\s*"(?:Create|Announce)"'
)
_HEAD = 16 << 10
_ACTOR_LIMIT = 4 << 20
_LEFT_OUT = {
    "likes.json": LeftOut("favourites", "other people's words"),
    "bookmarks.json": LeftOut("bookmarks", "other people's words"),
}


class MastodonExport(Source):
    """One Mastodon export."""

    kind = KIND
    platform = "mastodon"
    title = "Mastodon's export"

    def __init__(self, archive: Archive, outbox: str) -> None:
        super().__init__(archive)
        self._outbox = outbox
        self._folder = outbox.removesuffix(basename(outbox))

    @property
    def is_complete(self) -> bool:
        return True

    def digest(self) -> str:
        return self.archive.digest(name for name in (self._outbox, self._actor_file) if name in self.archive)

    def inspect(self) -> Inspection:
        left_out = [gone for name, gone in _LEFT_OUT.items() if self._folder + name in self.archive]
        has_actor = self._actor is not None
        return Inspection(
            kind=KIND,
            platform="mastodon",
            title=self.title,
            accounts=(self._account,),
            parts=(Part(self._outbox, "posts and boosts", None, self.archive.entry(self._outbox).size),),
            expected=None,
            is_complete=self.is_complete,
            made_at=None,
            left_out=tuple(left_out),
            warnings=() if has_actor else ("It holds no profile (actor.json), so there is no bio to read.",),
        )

    def _stream(self) -> Iterator[Record]:
        yield self._account
        parents, unread, direct = OwnParents(), Counter[str](), 0
        whose = Actor(self._account.account.remote_id or "")
        try:
            with self.archive.open(self._outbox) as stream:
                for value in JsonArray(stream, _START, _ACTIVITY):
                    if isinstance(value, Broken):
                        unread[value.reason] += 1
                        continue
                    try:
                        found = item(value, whose, self._media)
                    except Direct:
                        direct += 1
                    except Unfit as problem:
                        unread[str(problem)] += 1
                    else:
                        yield from parents.take(found, own_parent(found))
        except DamagedSource as error:
            unread[error.what] += 1
        yield from parents.rest()
        if direct:
            yield LeftOut("direct messages", "private messages are never taken in", direct)
        for reason, count in unread.items():
            yield Unread(basename(self._outbox), reason, count)

    @property
    def _actor_file(self) -> str:
        return f"{self._folder}actor.json"

    @cached_property
    def _actor(self) -> dict[str, object] | None:
        if self._actor_file not in self.archive:
            return None
        try:
            value = json.loads(
                self.archive.read(self._actor_file, _ACTOR_LIMIT).decode("utf-8-sig", "replace")
            )
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    @cached_property
    def _account(self) -> AccountRecord:
        fallback = Actor("")
        if self._actor is None:
            with self.archive.open(self._outbox) as stream:
                first = next(iter(JsonArray(stream, _START, _ACTIVITY)), None)
            address = first.get("actor") if isinstance(first, dict) else None
            fallback = Actor(address if isinstance(address, str) else "")
        return account(self._actor, fallback)

    @cached_property
    def _media(self) -> dict[str, str]:
        return {key: name for name in self.archive.names if (key := media_key(name))}


def _outbox(archive: Archive) -> str | None:
    """The name of the outbox nearest to the archive's root; None where this is no Mastodon export."""
    found = [name for name in archive.names if basename(name) == "outbox.json"]
    for name in sorted(found, key=lambda name: name.count("/")):
        head = archive.read(name, _HEAD)
        if b'"orderedItems"' in head or b"OrderedCollection" in head:
            return name
    return None


def _recognise(archive: Archive) -> bool:
    return _outbox(archive) is not None


def _open(archive: Archive) -> Source:
    return MastodonExport(archive, _outbox(archive) or "")


FORMATS = (Format(KIND, "mastodon", MastodonExport.title, _recognise, _open),)
