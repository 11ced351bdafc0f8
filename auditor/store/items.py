"""Items: kept once, changed only where a source tells more, streamed in bounded memory. Knows nothing of
rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from auditor.model import StoredItem
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.database import Database
from auditor.store.errors import NotInVault
from auditor.store.imports import older
from auditor.store.item_rows import SELECTED, ItemRow, item_row, merged, stored_items
from auditor.store.values import Upserted
from connectors.model import Item

BLOCK = 500
"""Items that a stream holds in memory at once."""

_TOLD = "remote_id, kind, text, created_at, parent_text, parent_id, url, has_platform_id, deleted_at, extra"
_INSERT = f"""
    INSERT INTO items ({_TOLD}, digest, row_digest, has_media, account_id, import_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = f"""
    UPDATE items SET ({_TOLD}, digest, row_digest, has_media, import_id)
                   = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    WHERE id = ?
"""
# Which items the sources of this session have shown; lives in memory, so that a second import writes nothing.
_SEEN = """
    CREATE TEMP TABLE IF NOT EXISTS seen (
        import_id INTEGER NOT NULL, item_id INTEGER NOT NULL, PRIMARY KEY (import_id, item_id)
    ) WITHOUT ROWID
"""
_VANISHED = """
    UPDATE items SET vanished_at = :now, vanished_by = :source
    WHERE account_id = :account AND vanished_at IS NULL AND deleted_at IS NULL
      AND id NOT IN (SELECT item_id FROM temp.seen WHERE import_id = :source)
      AND kind IN (SELECT i.kind FROM temp.seen s JOIN items i ON i.id = s.item_id
                   WHERE s.import_id = :source AND i.account_id = :account)
      AND (created_at <= (SELECT max(i.created_at) FROM temp.seen s JOIN items i ON i.id = s.item_id
                          WHERE s.import_id = :source AND i.account_id = :account)
           OR has_platform_id AND (created_at LIKE '%+00:00' AND created_at <= :made_at
                                   OR import_id IN (SELECT id FROM imports WHERE started_at < :made_at)))
    RETURNING id
"""
# An older export still holds what a newer one no longer does.
_BROUGHT_BACK = f"""
    UPDATE items SET vanished_at = NULL, vanished_by = NULL
    WHERE id IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM imports this JOIN imports that ON that.id = items.vanished_by
                      WHERE this.id = ? AND {older("this", "that")})
    RETURNING id
"""
_TELLER = """
    items i LEFT JOIN confirmations c ON c.item_id = i.id
    JOIN imports that ON that.id = coalesce(c.import_id, i.import_id)
"""
"""Each item with the newest source that told it as it stands."""
_TOLD_BY_NEWER = f"""
    SELECT i.id, that.id FROM {_TELLER} JOIN imports this ON this.id = ?
    WHERE i.id IN (SELECT value FROM json_each(?)) AND {older("this", "that")}
"""
# Among sources without a date those read first are older anyway: nothing need be noted of them.
_CONFIRM = f"""
    INSERT INTO confirmations
    SELECT i.id, this.id FROM {_TELLER} JOIN imports this ON this.id = ?
    WHERE i.id IN (SELECT value FROM json_each(?)) AND this.made_at IS NOT NULL AND {older("that", "this")}
    ON CONFLICT (item_id) DO UPDATE SET import_id = excluded.import_id
"""


class Items:
    """`Vault.items`."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def upsert(self, account_id: int, items: Sequence[Item], source_id: int) -> Upserted:
        """Keep a batch of an account's items in one transaction; `source_id` is what `imports.begin` gave.

        An item is known by the platform's id. Where a source is silent on something that the vault knows,
        the vault keeps it; where a newer source told of the item, an older one only fills in what that was
        silent on (`imports.older`). A changed item waits for the next audit; of two with one id in a batch
        the later one counts.

        """
        with self._connections.write() as db:
            told = {row.values[0]: (item, row) for item in items for row in (item_row(item),)}
            known = {
                remote_id: (id, row_digest, vanished_at is not None)
                for remote_id, id, row_digest, vanished_at in db.execute(
                    "SELECT remote_id, id, row_digest, vanished_at FROM items"
                    " WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))",
                    [account_id, json.dumps(list(told))],
                )
            }
            new = [row for remote_id, (_, row) in told.items() if remote_id not in known]
            differing = {
                known[remote_id][0]: item
                for remote_id, (item, row) in told.items()
                if remote_id in known and known[remote_id][1] != row.row_digest
            }
            added = _insert(db, account_id, source_id, new)
            updated = _update(db, source_id, differing)
            db.execute(_CONFIRM, [source_id, json.dumps([id for id, _, _ in known.values()])])
            _bring_back(db, source_id, [id for id, _, is_vanished in known.values() if is_vanished])
            db.execute(_SEEN)
            db.conn.executemany(
                "INSERT OR IGNORE INTO temp.seen VALUES (?, ?)",
                [(source_id, id) for id in [*added, *(id for id, _, _ in known.values())]],
            )
        return Upserted(len(added), updated, len(told) - len(added) - updated)

    def mark_vanished(self, account_id: int, source_id: int, made_at: datetime | None = None) -> int:
        """Note which items the complete source `source_id` no longer held; return how many.

        To be called in the session that read the source, after its last batch. Left alone are items newer
        than the newest that the source held (it may be an old export) or without a time, of a kind that it
        held none of, and those known to be deleted. Where it is known when the source was made (aware), an
        item with the platform's id that was posted, or told by an import begun, before that should have been
        in it all the same.
        What has vanished waits for the next audit.
        """
        with self._connections.write() as db:
            db.execute(_SEEN)
            gone = db.execute(
                _VANISHED,
                {
                    "now": columns.moment(self._clock()),
                    "account": account_id,
                    "source": source_id,
                    "made_at": columns.moment(made_at),
                },
            ).fetchall()
            _forget_readings(db, [row[0] for row in gone])
            db.execute("DELETE FROM temp.seen WHERE import_id = ?", [source_id])
        return len(gone)

    def get(self, id: int) -> StoredItem:
        """The item of this row.

        Raises:
            NotInVault: there is none.
        """
        with self._connections.read() as db:
            rows = db.execute(f"SELECT {SELECTED} FROM items i WHERE i.id = ?", [id]).fetchall()
            if not rows:
                raise NotInVault("That item is not in the vault.", "It may have gone with its account.")
            return stored_items(db, rows)[0]

    def count(self) -> int:
        """How many items the vault holds."""
        with self._connections.read() as db:
            return int(db.execute("SELECT count(*) FROM items").fetchone()[0])

    def by_account(self, account_id: int) -> Iterator[StoredItem]:
        """Every item of the account, in the order in which they were brought in."""
        for block in self._blocks("i.account_id = ?", [account_id]):
            yield from block

    def pending(self, account_id: int, context: str) -> Iterator[list[StoredItem]]:
        """The account's items not yet audited under `context`, in blocks; findings may be recorded in
        between.

        An item waits again when its digest changes and when it vanishes, comes back or is told to be deleted.

        """
        return self._blocks(
            "i.account_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM readings r WHERE r.item_id = i.id AND r.context = ?)",
            [account_id, context],
        )

    def pending_count(self, account_id: int, context: str) -> int:
        """How many items `pending` would give."""
        with self._connections.read() as db:
            row = db.execute(
                "SELECT count(*) FROM items i WHERE i.account_id = ? AND NOT EXISTS"
                " (SELECT 1 FROM readings r WHERE r.item_id = i.id AND r.context = ?)",
                [account_id, context],
            ).fetchone()
        return int(row[0])

    def _blocks(self, where: str, parameters: list[str | int]) -> Iterator[list[StoredItem]]:
        # Each block is a query of its own that goes on after the last row: no cursor outlives a commit.
        last = 0
        while True:
            with self._connections.read() as db:
                rows = db.execute(
                    f"SELECT {SELECTED} FROM items i WHERE {where} AND i.id > ? ORDER BY i.id LIMIT {BLOCK}",
                    [*parameters, last],
                ).fetchall()
                block = stored_items(db, rows)
            if not block:
                return
            last = block[-1].id
            yield block


def _insert(db: Database, account_id: int, source_id: int, rows: list[ItemRow]) -> list[int]:
    if not rows:
        return []
    first = int(db.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()[0]) + 1
    db.conn.executemany(
        _INSERT,
        [(*row.values, row.digest, row.row_digest, bool(row.media), account_id, source_id) for row in rows],
    )
    ids = list(range(first, first + len(rows)))
    _add_media(db, zip(ids, rows, strict=True))
    return ids


def _update(db: Database, source_id: int, differing: dict[int, Item]) -> int:
    """Write what is new in `differing` (by row id); return how many items changed for a reader."""
    if not differing:
        return 0
    rows = db.execute(
        f"SELECT {SELECTED} FROM items i WHERE i.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(differing))],
    ).fetchall()
    told_by_newer = dict(db.execute(_TOLD_BY_NEWER, [source_id, json.dumps(list(differing))]).fetchall())
    changes: list[tuple[int, ItemRow]] = []
    reread: list[int] = []
    for stored in stored_items(db, rows):
        told, known = differing[stored.id], stored.item
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
    _forget_readings(db, reread)
    return len(reread)


def _add_media(db: Database, rows: Iterable[tuple[int, ItemRow]]) -> None:
    db.conn.executemany(
        "INSERT INTO media VALUES (?, ?, ?, ?, ?)",
        [(id, position, *one) for id, row in rows for position, one in enumerate(row.media)],
    )


def _bring_back(db: Database, source_id: int, ids: list[int]) -> None:
    if ids:
        back = db.execute(_BROUGHT_BACK, [json.dumps(ids), source_id]).fetchall()
        _forget_readings(db, [row[0] for row in back])


def _forget_readings(db: Database, ids: list[int]) -> None:
    if ids:
        db.conn.executemany("DELETE FROM readings WHERE item_id = ?", [(id,) for id in ids])
