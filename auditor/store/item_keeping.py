"""Writes items into their rows: which row each is, what is new in it, what comes back. Lists none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.store import joining
from auditor.store.database import Database
from auditor.store.imports import older
from auditor.store.item_rows import SELECTED, ItemRow, item_row, merged, stored_items, with_files
from auditor.store.values import Upserted
from connectors.model import Item
from connectors.storable import storable

_TOLD = "remote_id, kind, text, created_at, parent_text, parent_id, url, has_platform_id, deleted_at, extra"
_INSERT = f"""
    INSERT INTO items ({_TOLD}, digest, row_digest, has_media, account_id, import_id, is_from_sync)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = f"""
    UPDATE items SET ({_TOLD}, digest, row_digest, has_media, import_id)
                   = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    WHERE id = ?
"""
TELLER = """
    items i LEFT JOIN confirmations c ON c.item_id = i.id
    JOIN imports that ON that.id = coalesce(c.import_id, i.import_id)
"""
"""Each item with the newest source that told it as it stands."""
# An older export still holds what a newer one no longer does.
_BROUGHT_BACK = f"""
    UPDATE items SET vanished_at = NULL, vanished_by = NULL
    WHERE id IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM imports this JOIN imports that ON that.id = items.vanished_by
                      WHERE this.id = ? AND {older("this", "that")})
    RETURNING id
"""
_TOLD_BY_NEWER = f"""
    SELECT i.id, that.id FROM {TELLER} JOIN imports this ON this.id = ?
    WHERE i.id IN (SELECT value FROM json_each(?)) AND {older("this", "that")}
"""
# Among sources without a date those read first are older anyway: nothing need be noted of them.
_CONFIRM = f"""
    INSERT INTO confirmations
    SELECT i.id, this.id FROM {TELLER} JOIN imports this ON this.id = ?
    WHERE i.id IN (SELECT value FROM json_each(?)) AND this.made_at IS NOT NULL AND {older("that", "this")}
    ON CONFLICT (item_id) DO UPDATE SET import_id = excluded.import_id
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a batch of items did."""

    counts: Upserted
    rows: dict[int, bool]
    """The row of every item that was told, and whether it was by the platform's own id."""
    returned: int
    """Of those, how many had vanished before."""


def keep(
    db: Database, account_id: int, items: Sequence[Item], source_id: int, *, is_from_sync: bool = False
) -> Kept:
    """Keep a batch of an account's items within the transaction that holds `db`; see `Items.upsert`.

    `is_from_sync`: a connected account tells them. `temp.seen` is there unless it does.
    """
    told = {row.values[0]: (item, row) for item in items for row in (item_row(item),)}
    known = _known(db, account_id, told, source_id, is_from_sync)
    new = [row for remote_id, (_, row) in told.items() if remote_id not in known]
    differing = {
        known[remote_id].id: item
        for remote_id, (item, row) in told.items()
        if remote_id in known and known[remote_id].row_digest != row.row_digest
    }
    added = _insert(db, account_id, source_id, new, is_from_sync)
    updated = _update(db, source_id, differing, is_from_sync)
    # A row that two of the batch tell of is one item.
    rows = {one.id: bool(told[remote_id][1].values[7]) for remote_id, one in known.items()}
    db.execute(_CONFIRM, [source_id, json.dumps(list(rows))])
    back = _bring_back(db, source_id, [one.id for one in known.values() if one.is_vanished])
    rows |= {id: bool(row.values[7]) for id, row in zip(added, new, strict=True)}
    return Kept(Upserted(len(added), updated, len(told) - len(added) - updated), rows, back)


@dataclass(frozen=True, slots=True)
class _Known:
    """A row that an item of the batch is known by."""

    id: int
    row_digest: bytes
    is_vanished: bool


def _known(
    db: Database,
    account_id: int,
    told: dict[str | int | None, tuple[Item, ItemRow]],
    source_id: int,
    is_from_sync: bool,
) -> dict[str | int | None, _Known]:
    """The rows of those items that the vault knows, by the ids under which they are told."""
    known = {
        remote_id: _Known(id, row_digest, vanished_at is not None)
        for remote_id, id, row_digest, vanished_at in db.execute(
            "SELECT remote_id, id, row_digest, vanished_at FROM items"
            " WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))",
            [account_id, json.dumps(list(told))],
        )
    }
    others = [str(remote_id) for remote_id in told if remote_id not in known]
    named: dict[str, int] = joining.rows_of(db, account_id, others) if others else {}
    taken = {one.id for one in known.values()} | set(named.values())

    def is_taken(row: int) -> bool:
        asked = "SELECT 1 FROM temp.seen WHERE import_id = ? AND item_id = ?"
        return row in taken or (
            not is_from_sync and db.execute(asked, [source_id, row]).fetchone() is not None
        )

    unknown = [told[remote_id][0] for remote_id in others if remote_id not in named]
    named |= joining.join(db, account_id, unknown, is_taken, is_from_sync=is_from_sync)
    if named:
        found = {
            id: _Known(id, row_digest, vanished_at is not None)
            for id, row_digest, vanished_at in db.execute(
                "SELECT id, row_digest, vanished_at FROM items WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(named.values()))],
            )
        }
        known |= {remote_id: found[id] for remote_id, id in named.items()}
    return known


def _insert(
    db: Database, account_id: int, source_id: int, rows: list[ItemRow], is_from_sync: bool
) -> list[int]:
    if not rows:
        return []
    first = int(db.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()[0]) + 1
    db.conn.executemany(
        _INSERT,
        [
            (*row.values, row.digest, row.row_digest, bool(row.media), account_id, source_id, is_from_sync)
            for row in rows
        ],
    )
    ids = list(range(first, first + len(rows)))
    _add_media(db, zip(ids, rows, strict=True))
    return ids


def _update(db: Database, source_id: int, differing: dict[int, Item], is_from_sync: bool) -> int:
    """Write what is new in `differing` (by row id); return how many items changed for a reader."""
    if not differing:
        return 0
    rows = db.execute(
        f"SELECT {SELECTED} FROM items i WHERE i.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(differing))],
    ).fetchall()
    told_by_newer = dict(db.execute(_TOLD_BY_NEWER, [source_id, json.dumps(list(differing))]).fetchall())
    # What a connected account tells by the item's own id is the last word; an export's is one of two.
    joined = set() if is_from_sync else joining.joined_rows(db, differing)
    changes: list[tuple[int, ItemRow]] = []
    reread: list[int] = []
    for stored in stored_items(db, rows):
        told, known = differing[stored.id], stored.item
        if storable(told.id) != known.id or stored.id in joined:
            told = joining.as_known(told, known, is_from_sync=is_from_sync)
        if is_from_sync:
            told = replace(told, media=with_files(told.media, known.media))
        item = merged(known, told) if stored.id in told_by_newer else merged(told, known)
        row, before = item_row(item), item_row(known)
        if row.row_digest == before.row_digest:
            continue
        changes.append((stored.id, row))
        if row.digest != before.digest or row.values[8] != before.values[8]:  # deleted_at
            reread.append(stored.id)
    db.conn.executemany(
        _UPDATE,
        [
            (*row.values, row.digest, row.row_digest, bool(row.media), told_by_newer.get(id, source_id), id)
            for id, row in changes
        ],
    )
    for table in ("media", "confirmations"):
        db.conn.executemany(f"DELETE FROM {table} WHERE item_id = ?", [(id,) for id, _ in changes])
    _add_media(db, changes)
    forget_readings(db, reread)
    return len(reread)


def _add_media(db: Database, rows: Iterable[tuple[int, ItemRow]]) -> None:
    db.conn.executemany(
        "INSERT INTO media VALUES (?, ?, ?, ?, ?)",
        [(id, position, *one) for id, row in rows for position, one in enumerate(row.media)],
    )


def _bring_back(db: Database, source_id: int, ids: list[int]) -> int:
    if not ids:
        return 0
    back = db.execute(_BROUGHT_BACK, [json.dumps(ids), source_id]).fetchall()
    forget_readings(db, [row[0] for row in back])
    return len(back)


def forget_readings(db: Database, ids: list[int]) -> None:
    if ids:
        db.conn.executemany("DELETE FROM readings WHERE item_id = ?", [(id,) for id in ids])
