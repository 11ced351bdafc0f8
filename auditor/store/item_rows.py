"""An item as columns and back, its digests, and what one telling of it may overwrite of another. Runs no
queries but reads.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from auditor.model import StoredItem
from auditor.store import columns
from auditor.store.database import Database
from connectors.model import Item, ItemKind, Media
from connectors.storable import storable

SELECTED = (
    "i.id, i.account_id, i.digest, i.vanished_at, i.has_media, i.remote_id, i.kind, i.text, i.created_at,"
    " i.parent_text, i.parent_id, i.url, i.has_platform_id, i.deleted_at, i.extra"
)
"""The columns that `stored_items` takes, of `items i`."""

_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the form of its columns."""

    values: tuple[str | int | None, ...]
    """remote_id, kind, text, created_at, parent_text, parent_id, url, has_platform_id, deleted_at, extra."""
    media: tuple[tuple[str | None, str | None, str], ...]
    digest: bytes
    """What `item_digest` says."""
    row_digest: bytes
    """Of all columns and media: equal rows need no second look."""


def item_row(item: Item) -> ItemRow:
    """The item as columns, with both digests."""
    values = (
        storable(item.id),
        item.kind.value,
        storable(item.text),
        columns.moment(item.created_at),
        columns.text(item.parent_text),
        columns.text(item.parent_id),
        columns.text(item.url),
        int(item.has_platform_id),
        columns.moment(item.deleted_at),
        columns.as_json(item.extra) if item.extra else "{}",
    )
    media = tuple((columns.text(one.path), columns.text(one.url), storable(one.alt)) for one in item.media)
    shown = [part for one in media for part in one]
    return ItemRow(values, media, _digest([*values[1:5], *shown[2::3]]), _digest([*values, *shown]))


def item_digest(item: Item) -> str:
    """A digest over what the engine reads of an item: kind, text, time, parent's text, number and alt
    texts of media.

    Links, ids and the platform's own counters are left out, so that a newer export of the same post keeps it.

    """
    return item_row(item).digest.hex()


def merged(told: Item, known: Item) -> Item:
    """`told`, the newer, with what only `known` says: exports leave out what another source once told."""
    return replace(
        told,
        created_at=known.created_at if told.created_at is None else told.created_at,
        parent_text=known.parent_text if told.parent_text is None else told.parent_text,
        parent_id=known.parent_id if told.parent_id is None else told.parent_id,
        url=known.url if told.url is None else told.url,
        media=told.media or known.media,
        deleted_at=known.deleted_at if told.deleted_at is None else told.deleted_at,
        has_platform_id=told.has_platform_id or known.has_platform_id,
    )


def with_files(told: tuple[Media, ...], known: tuple[Media, ...]) -> tuple[Media, ...]:
    """The media that a connected account tells by their addresses, each with its file as an export named it.

    As told where it can't be known which is which.
    """
    if len(told) != len(known) or any(map(_are_others, told, known)):
        return told
    return tuple(
        Media(one.path or other.path, one.url or other.url, one.alt or other.alt)
        for one, other in zip(told, known, strict=True)
    )


def _are_others(one: Media, other: Media) -> bool:
    pairs = (one.path, other.path), (one.url, other.url)
    return any(said and known and said != known for said, known in pairs)


def stored_items(db: Database, rows: Sequence[tuple[Any, ...]]) -> list[StoredItem]:
    """The items of rows that hold the columns of `SELECTED`, with their media, in the order of the rows."""
    media: dict[int, list[Media]] = {}
    shown = [row[0] for row in rows if row[4]]
    if shown:
        for item_id, path, url, alt in db.execute(
            "SELECT item_id, path, url, alt FROM media WHERE item_id IN (SELECT value FROM json_each(?))"
            " ORDER BY item_id, position",
            [json.dumps(shown)],
        ):
            media.setdefault(item_id, []).append(Media(path, url, alt))
    return [_stored(row, tuple(media.get(row[0], ()))) for row in rows]


def _stored(row: tuple[Any, ...], media: tuple[Media, ...]) -> StoredItem:
    id, account_id, digest, vanished_at, _, remote_id, kind, text, created_at = row[:9]
    parent_text, parent_id, url, has_platform_id, deleted_at, extra = row[9:]
    item = Item(
        remote_id,
        ItemKind(kind),
        text,
        columns.to_moment(created_at),
        parent_text,
        parent_id,
        url,
        media,
        bool(has_platform_id),
        columns.to_moment(deleted_at),
        {} if extra == "{}" else columns.mapping(extra),
    )
    return StoredItem(id, account_id, item, digest.hex(), columns.to_moment(vanished_at))


def _digest(values: Sequence[str | int | None]) -> bytes:
    # `storable` has taken every NUL out, so NUL parts neighbours; the sign tells None from an empty text.
    spelled = "\x00".join(["-" if one is None else f"+{one}" for one in values])
    return blake2b(spelled.encode(), digest_size=_DIGEST_BYTES).digest()
