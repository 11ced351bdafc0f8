"""Reads Mastodon's export: `outbox.json` and `actor.json`, as .tar.gz, zip or folder.

The outbox's own `totalItems` counts otherwise than its items (1,557 against 1,586 in a real one) and proves
nothing. Knows nothing of auditing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import islice
from posixpath import basename

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.json_array import JsonArray
from connectors.mastodon import layout
from connectors.mastodon.posts import Actor, account, actor_of, item, own_parent
from connectors.model import AccountRecord, Item, LeftOut, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import read_part
from connectors.source import Format, Inspection, Part, Source

KIND = "mastodon-export"
_START = re.compile(r'.*?"orderedItems"\s*:\s*\[', re.DOTALL)
_ACTIVITY = re.compile(
    r'\{\s*(?:"@context"\s*:\s*(?:"[^"]*"|\[[^\]]{0,2000}\])\s*,\s*)?'
    r'"id"\s*:\s*"[^"]{1,500}"\s*,\s*"type"\s*:\s*"(?:Create|Announce)"'
)
_ACTOR_LIMIT = 4 << 20
_FIRST = 200
"""Activities that are looked at for whose they are, where no profile says."""
_NO_PROFILE = "It holds no profile (actor.json) that can be read, so there is no bio to read."


class MastodonExport(Source):
    """One Mastodon export."""

    kind = KIND
    platform = "mastodon"
    title = "Mastodon's export"

    def __init__(self, archive: Archive, found: layout.Layout) -> None:
        super().__init__(archive)
        self._layout = found

    @property
    def is_complete(self) -> bool:
        return True

    @property
    def made_at(self) -> datetime | None:
        return layout.made_at(self.archive)

    def digest(self) -> str:
        actor = self._layout.actor
        return self.archive.digest((*self._layout.outboxes, *((actor,) if actor else ())))

    def inspect(self) -> Inspection:
        parts = [(name, "posts and boosts") for name in self._layout.outboxes]
        if self._layout.actor:
            parts.append((self._layout.actor, "profile"))
        return Inspection(
            kind=KIND,
            platform="mastodon",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(Part(name, holds, None, self.archive.entry(name).size) for name, holds in parts),
            expected=None,
            is_complete=self.is_complete,
            made_at=self.made_at,
            left_out=self._layout.left_out,
            warnings=() if self._actor else (_NO_PROFILE,),
        )

    def _stream(self) -> Iterator[Record]:
        yield self._account
        parents, private = OwnParents(), 0
        whose = self._whose

        def take(activity: object) -> Iterable[Item]:
            nonlocal private
            found = item(activity, whose, self._media)
            if found is None:
                private += 1
                return ()
            return parents.take(found, own_parent(found))

        for name in self._layout.outboxes:
            if self._is_of_another(name):
                yield Unread(basename(name), "the posts of another account; import them by themselves")
            else:
                yield from read_part(self.archive, name, _START, _ACTIVITY, take)
        yield from parents.rest()
        if private:
            yield LeftOut("direct messages", "private messages are never taken in", private)

    def _is_of_another(self, outbox: str) -> bool:
        """Whether a further outbox is known to be of another account than the first."""
        if outbox == self._layout.outboxes[0] or not self._whose.id:
            return False
        told = actor_of(self._first(outbox)).id
        return told not in ("", self._whose.id)

    def _first(self, outbox: str) -> Iterator[object]:
        """The first activities of an outbox, as far as it can be read."""
        with suppress(DamagedSource), self.archive.open(outbox) as stream:
            yield from islice(JsonArray(stream, _START, _ACTIVITY), _FIRST)

    @cached_property
    def _actor(self) -> dict[str, object] | None:
        if self._layout.actor is None:
            return None
        try:
            raw = self.archive.read(self._layout.actor, _ACTOR_LIMIT)
            value = json.loads(raw.decode("utf-8-sig", "replace"))
        except (DamagedSource, ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    @cached_property
    def _account(self) -> AccountRecord:
        return account(self._actor, actor_of(self._first(self._layout.outboxes[0])), self.made_at)

    @cached_property
    def _whose(self) -> Actor:
        told = self._account.account
        return Actor(told.remote_id or "", told.handle)

    @cached_property
    def _media(self) -> dict[str, str]:
        return {key: name for name in self.archive.names if (key := layout.media_key(name))}


def _recognise(archive: Archive) -> bool:
    return layout.survey(archive) is not None


def _open(archive: Archive) -> Source:
    found = layout.survey(archive)
    assert found is not None, "only what was recognised is opened"
    return MastodonExport(archive, found)


FORMATS = (Format(KIND, "mastodon", MastodonExport.title, _recognise, _open),)
