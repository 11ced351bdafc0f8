"""Items: kept once, changed only where a source tells more, streamed in bounded memory. Knows nothing of
rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from auditor.model import StoredItem
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.errors import NotInVault
from auditor.store.imports import older
from auditor.store.item_keeping import TELLER, forget_readings, keep
from auditor.store.item_rows import SELECTED, stored_items
from auditor.store.values import Upserted
from connectors.model import Item

BLOCK = 500
"""Items that a stream holds in memory at once."""

# Which items the sources of this session have shown; lives in memory, so that a second import writes nothing.
_SEEN = """
    CREATE TEMP TABLE IF NOT EXISTS seen (
        import_id INTEGER NOT NULL, item_id INTEGER NOT NULL, by_platform_id INTEGER NOT NULL,
        PRIMARY KEY (import_id, item_id)
    ) WITHOUT ROWID
"""
_KINDS_SEEN = """
    SELECT i.kind FROM temp.seen s JOIN items i ON i.id = s.item_id
    WHERE s.import_id = :source AND i.account_id = :account AND s.by_platform_id
"""
_NAMED = "SELECT item_id FROM item_ids WHERE account_id = :account AND"
# A source that knows its items by other ids than an item has would not have told it by that.
_VANISHED = f"""
    UPDATE items SET vanished_at = :now, vanished_by = :source
    WHERE account_id = :account AND vanished_at IS NULL AND deleted_at IS NULL
      AND id NOT IN (SELECT item_id FROM temp.seen WHERE import_id = :source)
      AND id NOT IN (SELECT i.id FROM {TELLER} JOIN imports this ON this.id = :source
                     WHERE i.account_id = :account AND {older("this", "that")})
      AND (kind IN ({_KINDS_SEEN} = 1)
           AND (has_platform_id OR id IN ({_NAMED} is_platform_id))
        OR NOT :by_id_alone AND kind IN ({_KINDS_SEEN} = 0)
           AND (NOT has_platform_id OR id IN ({_NAMED} NOT is_platform_id)))
      AND (created_at <= (SELECT max(i.created_at) FROM temp.seen s JOIN items i ON i.id = s.item_id
                          WHERE s.import_id = :source AND i.account_id = :account)
           OR has_platform_id AND (created_at LIKE '%+00:00' AND created_at <= :made_at
                                   OR import_id IN (SELECT id FROM imports WHERE started_at < :made_at)))
    RETURNING id
"""


class Items:
    """`Vault.items`."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def upsert(self, account_id: int, items: Sequence[Item], source_id: int) -> Upserted:
        """Keep a batch of an account's items in one transaction; `source_id` is what `imports.begin` gave.

        An item is known by the platform's id, or, where one of two sources has none, by its time and words
        (`joining`). Where a source is silent on something that the vault knows,
        the vault keeps it; where a newer source told of the item, an older one only fills in what that was
        silent on (`imports.older`). A changed item waits for the next audit; of two with one id in a batch
        the later one counts.

        """
        with self._connections.write() as db:
            db.execute(_SEEN)
            kept = keep(db, account_id, items, source_id)
            db.conn.executemany(
                "INSERT OR IGNORE INTO temp.seen VALUES (?, ?, ?)",
                [(source_id, id, has_platform_id) for id, has_platform_id in kept.rows.items()],
            )
        return kept.counts

    def mark_vanished(
        self, account_id: int, source_id: int, made_at: datetime | None = None, *, by_id_alone: bool = False
    ) -> int:
        """Note which items the complete source `source_id` no longer held; return how many.

        To be called in the session that read the source, after its last batch. Left alone are items newer
        than the newest that the source held (it may be an old export) or without a time, of a kind that it
        held none of, and those known to be deleted. Where it is known when the source was made (aware), an
        item with the platform's id that was posted, or told by an import begun, before that should have been
        in it all the same. `by_id_alone`: of items without the platform's id it tells nothing.
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
                    "by_id_alone": by_id_alone,
                },
            ).fetchall()
            forget_readings(db, [row[0] for row in gone])
            db.execute("DELETE FROM temp.seen WHERE import_id = ?", [source_id])
        return len(gone)

    def mark_gone(self, row: int, source_id: int, at: datetime) -> None:
        """Note that the platform itself has just shown the item to be gone.

        `source_id`: what `imports.begin_sync` gave. No export of before this moment brings the item back.
        """
        with self._connections.write() as db:
            moment = columns.moment(at)
            db.execute(
                "UPDATE imports SET made_at = max(coalesce(made_at, ''), ?) WHERE id = ?", [moment, source_id]
            )
            db.execute(
                "UPDATE items SET vanished_at = ?, vanished_by = ? WHERE id = ? AND vanished_at IS NULL",
                [moment, source_id, row],
            )
            forget_readings(db, [row])

    def mark_there(self, row: int) -> None:
        """Note that the platform itself has just shown the item to stand."""
        with self._connections.write() as db:
            changed = db.execute(
                "UPDATE items SET vanished_at = NULL, vanished_by = NULL"
                " WHERE id = ? AND vanished_at IS NOT NULL",
                [row],
            ).rowcount
            if changed:
                forget_readings(db, [row])

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

    def on_platform(self, stored: StoredItem) -> Item | None:
        """The item as its platform knows it, by the platform's own id; None where nobody has told that.

        An item of an export without ids has one once a connected account has told of it. `stored` keeps its
        own id all the same, by which findings, decisions and plans know it.
        """
        if stored.item.has_platform_id:
            return stored.item
        with self._connections.read() as db:
            row = db.execute(
                "SELECT remote_id FROM item_ids WHERE item_id = ? AND is_platform_id", [stored.id]
            ).fetchone()
        return replace(stored.item, id=row[0], has_platform_id=True) if row else None

    def is_named_by_exports(self, stored: StoredItem) -> bool:
        """Whether an export without ids has told of the item, under an id that was derived from its words."""
        if not stored.item.has_platform_id:
            return True
        with self._connections.read() as db:
            row = db.execute(
                "SELECT 1 FROM item_ids WHERE item_id = ? AND NOT is_platform_id LIMIT 1", [stored.id]
            ).fetchone()
        return row is not None

    def count(self) -> int:
        """How many items the vault holds."""
        with self._connections.read() as db:
            return int(db.execute("SELECT count(*) FROM items").fetchone()[0])

    def count_of(self, account_id: int) -> int:
        """How many items the vault holds of one account."""
        with self._connections.read() as db:
            return int(
                db.execute("SELECT count(*) FROM items WHERE account_id = ?", [account_id]).fetchone()[0]
            )

    def standing_of(self, account_id: int) -> int:
        """How many items of one account stand on the platform, as far as the vault knows."""
        with self._connections.read() as db:
            row = db.execute(
                "SELECT count(*) FROM items"
                " WHERE account_id = ? AND vanished_at IS NULL AND deleted_at IS NULL",
                [account_id],
            ).fetchone()
        return int(row[0])

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
