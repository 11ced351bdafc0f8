"""The owner's words in X's archive beside posts and articles: notes, comments on broadcasts, moments.

Community notes are public, under an alias: they are read as comments, since they stand under somebody else's
post and answer it. Fields as the archive's own README names them; comments and moments were seen in real
archives, notes only empty. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.derived_ids import DerivedIds
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time, known_utc, milliseconds, x_time
from connectors.x.parts import Json, unwrapped
from connectors.x.posts import unescaped

_TIMES = ("createdAt", "createdAtMillis", "createdAtMs")


@dataclass(frozen=True, slots=True)
class Sort:
    """How the records of one data type are read."""

    surface: str
    """Where the words stand, for `Item.extra` and the id."""
    kind: ItemKind
    words: tuple[str, ...]
    """The fields that hold words, in their order."""
    id: str = ""
    """The field with X's own id; empty where there is none."""
    parent: str = ""
    """The field with the id of the post that it stands under."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Further fields, and what they are called in `Item.extra`."""
    address: str = ""
    """Where it stands, with `{id}` to fill in; empty where nobody knows."""


_NOTE = Sort(
    "community note",
    ItemKind.COMMENT,
    ("summary",),
    id="noteId",
    parent="tweetId",
    kept={"classification": "classification"},
    address="https://x.com/i/birdwatch/n/{id}",
)
SORTS = {
    "community-note": _NOTE,
    "birdwatch-note": _NOTE,
    "moment": Sort("moment", ItemKind.POST, ("title", "description"), id="momentId"),
    "periscope-comments-made-by-user": Sort(
        "broadcast", ItemKind.COMMENT, ("text",), kept={"broadcastId": "broadcast"}
    ),
}


def item(record: object, sort: Sort, ids: DerivedIds) -> Item:
    """The item of one record.

    Raises: Unfit where it holds no words.
    """
    told = unwrapped(record) if isinstance(record, dict) else {}
    words = [said.strip() for key in sort.words if isinstance(said := told.get(key), str)]
    text = unescaped("\n\n".join(filter(None, words)))
    if not text:
        raise Unfit("it has no text")
    moments = (told.get(key) for key in _TIMES)
    created_at = next(
        filter(None, (known_utc(iso_time(m) or x_time(m)) or milliseconds(m) for m in moments)), None
    )
    own, parent = _id(told, sort.id), _id(told, sort.parent)
    extra = {
        called: storable(said) for key, called in sort.kept.items() if isinstance(said := told.get(key), str)
    }
    return Item(
        id=f"{sort.surface.replace(' ', '-')}-{own}" if own else ids.of(sort.surface, created_at, text),
        kind=sort.kind,
        text=text,
        created_at=created_at,
        parent_id=parent,
        url=sort.address.format(id=own) if sort.address and own and own.isdigit() else None,
        has_platform_id=False,
        extra={"surface": sort.surface, **extra},
    )


def _id(told: Json, key: str) -> str | None:
    found = told.get(key) if key else None
    return storable(found) if isinstance(found, str) and found else None
