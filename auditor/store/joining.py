"""Finds the item that two sources know by different ids: an export's derived one, and the platform's own.

Facebook, Instagram, Threads and TikTok name no ids in their exports, so an item of the export and one that a
connected account gives are told to be one by time and text. Knows nothing of how either was read.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from auditor.store import columns
from auditor.store.database import Database
from connectors.model import Item, ItemKind
from connectors.storable import storable

_FURTHEST = timedelta(hours=14)
"""No time zone is further from UTC."""
_QUARTER = timedelta(minutes=15)
"""All time zones are whole quarters of an hour from UTC."""
_ANY, _WITH_ZONE, _WITHOUT_ZONE = range(3)
_APART = frozenset({ItemKind.REPOST, ItemKind.BIO})
"""Kinds that every source tells from the others; which of the rest an item is, sources word differently."""
_ALIKE = tuple(kind.value for kind in ItemKind if kind not in _APART)

# Which items may be one that is being told? The way round and the index are given: left to itself SQLite goes
# through all items of the account.
_NAMED = "SELECT 1 FROM item_ids n WHERE n.item_id = i.id AND n.is_platform_id"


def _found(index: str, such: str) -> str:
    return f"""
        SELECT i.id, i.kind, i.created_at, i.text
        FROM json_each(:spans) s CROSS JOIN items i INDEXED BY {index}
          ON i.account_id = :account AND i.kind = s.value ->> 0
         AND i.created_at >= s.value ->> 2 AND i.created_at < s.value ->> 3
         AND (s.value ->> 1 = 0 OR (i.created_at LIKE '%+00:00') = (s.value ->> 1 = 1))
        WHERE {such}
    """


_WITHOUT_ID = _found("items_without_ids", f"NOT i.has_platform_id AND NOT EXISTS ({_NAMED})")
_WITH_ID = f"""
    {_found("items_from_syncs", "i.is_from_sync")}
    UNION ALL {_found("items_without_ids", f"NOT i.has_platform_id AND EXISTS ({_NAMED})")}
"""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row of the vault that may be the item that is being told."""

    row: int
    kind: str
    created_at: datetime
    likeness: bytes


def as_known(told: Item, known: Item, *, is_from_sync: bool) -> Item:
    """What a source tells of an item that the vault knows by another id, as a telling of the vault's item.

    Two sources word the same post a little differently, and must not overwrite each other in turn: a
    difference in blanks is none, a time with its zone stands, and so do pictures and links.
    """
    same_words = likeness(told.text) == likeness(known.text)
    in_zone = known.created_at is not None and known.created_at.tzinfo is not None
    is_better_dated = told.created_at is not None and told.created_at.tzinfo is not None and not in_zone
    return replace(
        told,
        id=known.id,
        has_platform_id=known.has_platform_id,
        kind=told.kind if is_from_sync else known.kind,
        text=known.text if same_words else told.text,
        created_at=told.created_at if is_better_dated else known.created_at or told.created_at,
        url=known.url or told.url,
        media=known.media or told.media,
        extra={**known.extra, **told.extra},
    )


def likeness(text: str) -> bytes:
    """A digest of a text by which two tellings of it are compared: differences in blanks do not count."""
    plain = " ".join(unicodedata.normalize("NFC", storable(text)).split())
    return blake2b(plain.encode(), digest_size=12).digest()


def join(
    db: Database,
    account_id: int,
    told: Sequence[Item],
    is_taken: Callable[[int], bool],
    *,
    is_from_sync: bool,
) -> dict[str, int]:
    """Which rows the items of `told`, all of unknown ids, are; by their ids. Those are known from now on.

    Only an item of an export without ids and one of a connected account are ever joined, each row with at
    most one: of two alike, the first is joined with the first. `is_taken`: whether the source tells of a row
    by another id.
    """
    joining = [one for one in told if one.has_platform_id == is_from_sync and one.created_at is not None]
    if not joining or not _may_join(db, account_id, is_from_sync):
        return {}
    found = _candidates(db, account_id, joining, is_from_sync)
    joined: dict[str, int] = {}
    used: set[int] = set()
    for position, item in enumerate(joining):
        for one in _by_fitness(item, found.get(position, [])):
            if one.row in used or is_taken(one.row):
                continue
            if is_from_sync or not _is_told_as(db, one.row, item.text):
                used.add(one.row)
                joined[storable(item.id)] = one.row
                _name(db, account_id, one, item)
                break
    return joined


def rows_of(db: Database, account_id: int, ids: Iterable[str]) -> dict[str, int]:
    """The rows of items that are known by one of `ids` beside their own."""
    return dict(
        db.execute(
            "SELECT remote_id, item_id FROM item_ids"
            " WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))",
            [account_id, json.dumps(list(ids))],
        ).fetchall()
    )


def joined_rows(db: Database, rows: Iterable[int]) -> set[int]:
    """Which of these rows sources know by different ids."""
    found = db.execute(
        "SELECT item_id FROM item_ids WHERE item_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(rows))],
    )
    return {row[0] for row in found}


def _may_join(db: Database, account_id: int, is_from_sync: bool) -> bool:
    """Whether the account has any item that one of this source could be; two looks into an index."""
    asked = ["items INDEXED BY items_without_ids WHERE account_id = ? AND NOT has_platform_id"]
    if not is_from_sync:
        asked = [
            "items INDEXED BY items_from_syncs WHERE account_id = ? AND is_from_sync",
            "item_ids WHERE account_id = ? AND is_platform_id",
        ]
    return any(db.execute(f"SELECT 1 FROM {one} LIMIT 1", [account_id]).fetchone() for one in asked)


def _candidates(
    db: Database, account_id: int, told: Sequence[Item], is_from_sync: bool
) -> dict[int, list[_Candidate]]:
    """The rows whose time, kind and words fit, for each position in `told`."""
    wanted: dict[tuple[bytes, int], list[int]] = {}
    for position, item in enumerate(told):
        if item.created_at is not None:
            wanted.setdefault((likeness(item.text), _place(item.created_at)), []).append(position)
    found: dict[int, list[_Candidate]] = {}
    asked = {"spans": json.dumps(_spans(told)), "account": account_id}
    # A row that stands in two spans comes twice, and counts once: it is joined with one item at most.
    for row, kind, created_at, text in db.execute(_WITHOUT_ID if is_from_sync else _WITH_ID, asked):
        one = _Candidate(row, kind, columns.known_moment(created_at), likeness(text))
        for position in wanted.get((one.likeness, _place(one.created_at)), ()):
            if _fits(told[position], one):
                found.setdefault(position, []).append(one)
    return found


def _place(moment: datetime) -> int:
    """Where within a quarter of an hour it stands, in seconds: the same in every time zone."""
    plain = _plain(moment)
    return plain.minute % 15 * 60 + plain.second


def _spans(told: Iterable[Item]) -> list[tuple[str, int, str, str]]:
    """The windows of all items by kind and zone; those that overlap are one: each row is read once."""
    windows: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for item in told:
        for begin, end, zone in _windows(item.created_at):
            for kind in _kinds(item):
                windows.setdefault((kind, zone), []).append((begin, end))
    spans: list[tuple[str, int, str, str]] = []
    for (kind, zone), each in windows.items():
        begin, end = min(each)
        for following, until in sorted(each):
            if following > end:
                spans.append((kind, zone, begin, end))
                begin, end = following, until
            end = max(end, until)
        spans.append((kind, zone, begin, end))
    return spans


def _windows(moment: datetime | None) -> list[tuple[str, str, int]]:
    """Between which texts of `items.created_at` the moment may stand: in the same second, and, where only one
    of the two names its zone, within the furthest zone.
    """
    if moment is None:
        return []
    second = _plain(moment)
    windows = [(second.isoformat(), f"{second.isoformat()}~", _ANY)]
    with suppress(OverflowError):
        early, late = (second - _FURTHEST).isoformat(), (second + _FURTHEST).isoformat()
        windows.append((early, f"{late}~", _WITHOUT_ZONE if moment.tzinfo else _WITH_ZONE))
    return windows


def _kinds(item: Item) -> tuple[str, ...]:
    return (item.kind.value,) if item.kind in _APART or not item.text.strip() else _ALIKE


def _fits(item: Item, one: _Candidate) -> bool:
    """Whether time and kind fit, of two that are alike."""
    if item.created_at is None or one.kind not in _kinds(item):
        return False
    apart = _apart(item.created_at, one.created_at)
    if not apart:
        return True
    # A time without its zone may be off by the zone; where no words speak for it, that is not enough.
    in_one_zone = (item.created_at.tzinfo is None) == (one.created_at.tzinfo is None)
    return not in_one_zone and bool(item.text.strip()) and not apart % _QUARTER and apart <= _FURTHEST


def _apart(one: datetime, other: datetime) -> timedelta:
    """How far two moments are apart, in whole seconds; a zone that only one of them names is left away."""
    return abs(_plain(one) - _plain(other))


def _plain(moment: datetime) -> datetime:
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


def _by_fitness(item: Item, found: list[_Candidate]) -> list[_Candidate]:
    at = item.created_at
    assert at is not None
    return sorted(found, key=lambda one: (one.kind != item.kind.value, _apart(at, one.created_at), one.row))


def _is_told_as(db: Database, row: int, text: str) -> bool:
    """Whether an export without ids told the row in these words already: then this is another one like it."""
    (named,) = db.execute(
        "SELECT count(*) FROM item_ids WHERE item_id = ? AND NOT is_platform_id AND likeness = ?",
        [row, likeness(text)],
    ).fetchone()
    return bool(named)


def _name(db: Database, account_id: int, one: _Candidate, item: Item) -> None:
    """Note that the row goes by the item's id too; and its own, if an export gave it that."""
    db.execute(
        "INSERT OR IGNORE INTO item_ids SELECT account_id, remote_id, id, 0, ? FROM items"
        " WHERE id = ? AND NOT has_platform_id",
        [one.likeness, one.row],
    )
    db.execute(
        "INSERT OR IGNORE INTO item_ids VALUES (?, ?, ?, ?, ?)",
        [account_id, storable(item.id), one.row, int(item.has_platform_id), likeness(item.text)],
    )
