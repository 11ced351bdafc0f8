"""Joins X's long posts: `tweets.js` holds them cut, `note-tweet.js` whole, under ids that never match.

Joined by time and by the first characters, both together: of 41 real notes time alone was ambiguous for 30,
and both together found 40. What finds no post stays an item of its own, which nothing can delete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from connectors.model import Item, ItemKind
from connectors.storable import storable
from connectors.times import iso_time, known_utc

ALIKE = 60
"""Characters at the beginning that have to be the same."""
SECONDS = 2.0
LIMIT = 48 << 20
"""Bytes of notes that wait for their posts; further ones become items of their own."""
_MENTIONS = re.compile(r"(?:@\w+\s+)+")


@dataclass(frozen=True, slots=True)
class Note:
    """One long text."""

    id: str
    text: str
    created_at: datetime | None

    def alone(self) -> Item:
        """The note as an item of its own."""
        return Item(
            id=f"note-{self.id}",
            kind=ItemKind.POST,
            text=self.text,
            created_at=self.created_at,
            has_platform_id=False,
            extra={"note_tweet_id": self.id},
        )


def note(record: object) -> Note | None:
    """The note of one record of `note-tweet.js`; None where it is none."""
    value = record.get("noteTweet") if isinstance(record, dict) else None
    core = value.get("core") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(core, dict):
        return None
    id, text = value.get("noteTweetId"), core.get("text")
    if not (isinstance(id, str) and id and isinstance(text, str)):
        return None
    return Note(storable(id), storable(text), known_utc(iso_time(value.get("createdAt"))))


class Notes:
    """The notes that wait for their posts."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._waiting: dict[str, list[Note]] = {}
        self._room = limit

    def add(self, note: Note) -> bool:
        """Let a note wait; False where there is no room left."""
        self._room -= len(note.text.encode("utf-8", "replace"))
        if self._room < 0:
            return False
        self._waiting.setdefault(note.text[:ALIKE], []).append(note)
        return True

    def joined(self, item: Item) -> Item:
        """The item with its note's text, where it has one; the handles before a reply's text stay."""
        if not self._waiting or item.created_at is None or len(item.text) < ALIKE:
            return item
        mentions = _MENTIONS.match(item.text)
        for skipped in (0, mentions.end() if mentions else 0):
            found = self._take(item.text[skipped : skipped + ALIKE], item.created_at)
            if found:
                text = item.text[:skipped] + found.text
                return replace(item, text=text, extra={**item.extra, "note_tweet_id": found.id})
        return item

    def rest(self) -> Iterator[Item]:
        """The notes whose posts did not come, as items of their own."""
        for waiting in self._waiting.values():
            yield from (each.alone() for each in waiting)

    def _take(self, beginning: str, moment: datetime) -> Note | None:
        waiting = self._waiting.get(beginning)
        if not waiting or len(beginning) < ALIKE:
            return None
        nearest = min(waiting, key=lambda each: _seconds_apart(each.created_at, moment))
        if _seconds_apart(nearest.created_at, moment) > SECONDS:
            return None
        waiting.remove(nearest)
        if not waiting:
            del self._waiting[beginning]
        return nearest


def _seconds_apart(one: datetime | None, other: datetime) -> float:
    return inf if one is None else abs((one - other).total_seconds())
