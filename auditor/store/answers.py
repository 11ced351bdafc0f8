"""What the reader answered about items, so that it is asked once about the same words.

Knows nothing of what an answer says: the engine packs and unpacks it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from auditor.store.connection import Connections

_READER = "answers"


class Answers:
    """`Vault.answers`: at most one for each item, gone with it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def begin(self, reader: str) -> None:
        """Keep answers of the reader of this digest from now on; those of another one are dropped."""
        with self._connections.write() as db:
            row = db.execute("SELECT value FROM meta WHERE name = ?", [_READER]).fetchone()
            if row is None or row[0] != reader:
                db.execute("DELETE FROM answers")
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_READER, reader])

    def of(self, rows: Sequence[int]) -> dict[bytes, bytes]:
        """What is known of these item rows: digests of questions with the packed answers."""
        with self._connections.read() as db:
            return dict(
                db.execute(
                    "SELECT question, answer FROM answers WHERE item_id IN (SELECT value FROM json_each(?))",
                    [json.dumps(list(rows))],
                ).fetchall()
            )

    def keep(self, answers: Sequence[tuple[int, bytes, bytes]]) -> None:
        """Keep item row, digest of the question and packed answer, each in place of the item's one before."""
        with self._connections.write() as db:
            db.conn.executemany(
                "INSERT OR REPLACE INTO answers SELECT id, ?, ? FROM items WHERE id = ?",
                [(question, packed, row) for row, question, packed in answers],
            )
