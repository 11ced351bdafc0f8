"""What items left for being read beside others, and what was found in several together.

Knows nothing of what a trace says: the engine packs and unpacks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.model import Finding
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.recording import record_joint
from auditor.store.values import StoredTrace

_STATE = "traces"
# In one order whatever the order in which items came in; `covered` by a finding of the item's own.
_THERE = """
    SELECT t.item_id, a.platform, a.handle, i.remote_id, i.kind, i.created_at, t.trace,
           EXISTS (SELECT 1 FROM findings f WHERE f.item_id = t.item_id AND f.category = 'phi'
                   AND f.severity > 0 AND f.resolved_at IS NULL AND NOT f.is_joint)
    FROM traces t JOIN items i ON i.id = t.item_id JOIN accounts a ON a.id = i.account_id
    WHERE i.created_at IS NOT NULL AND i.vanished_at IS NULL AND i.deleted_at IS NULL
    ORDER BY i.created_at, a.platform, a.handle, i.remote_id
"""


class Traces:
    """`Vault.traces`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def keep(self, traces: Mapping[int, str | None]) -> None:
        """Keep the packed trace of each item row in place of the one before; None: it leaves none."""
        with self._connections.write() as db:
            db.conn.executemany("DELETE FROM traces WHERE item_id = ?", [(row,) for row in traces])
            db.conn.executemany(
                "INSERT INTO traces SELECT id, ? FROM items WHERE id = ?",
                [(packed, row) for row, packed in traces.items() if packed is not None],
            )

    def each(self) -> Iterator[StoredTrace]:
        """The traces of all items that are there, in order of time; nothing may be written in between."""
        with self._connections.read() as db:
            for row, platform, handle, item_id, kind, created_at, packed, is_covered in db.execute(_THERE):
                moment = columns.known_moment(created_at)
                yield StoredTrace(row, platform, handle, item_id, kind, moment, packed, bool(is_covered))

    def record(self, audit_id: int, results: Sequence[tuple[int, Finding]], state: str) -> None:
        """Keep, in one transaction, what an audit found in items read beside others.

        The findings that rest on several items are then exactly these; others become resolved, and come back
        with their decision when they are found again. `state` says from what they were found.
        """
        with self._connections.write() as db:
            record_joint(db, audit_id, results)
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_STATE, state])

    def state(self) -> str:
        """What the last `record` was told; empty where there was none."""
        with self._connections.read() as db:
            row = db.execute("SELECT value FROM meta WHERE name = ?", [_STATE]).fetchone()
        return row[0] if row else ""
