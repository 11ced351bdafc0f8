"""Which sources were brought in. Knows nothing of how they are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.events import Events
from auditor.store.values import ImportRun
from connectors.storable import storable


class Imports:
    """`Vault.imports`."""

    def __init__(self, connections: Connections, events: Events, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._events = events
        self._clock = clock

    def begin(self, path_name: str, kind: str, digest: str) -> int:
        """Note that a source is being read, and return the number by which its items know it."""
        with self._connections.write() as db:
            cursor = db.execute(
                "INSERT INTO imports (name, kind, digest, started_at) VALUES (?, ?, ?, ?)",
                [storable(path_name), kind, digest, columns.moment(self._clock())],
            )
            return int(cursor.lastrowid or 0)

    def finish(self, id: int, added: int, updated: int, unread: int) -> None:
        """Note that the source was read to its end, in the event log too."""
        now = self._clock()
        with self._connections.write() as db:
            db.execute(
                "UPDATE imports SET finished_at = ?, added = ?, updated = ?, unread = ? WHERE id = ?",
                [columns.moment(now), added, updated, unread, id],
            )
            kind, digest = db.execute("SELECT kind, digest FROM imports WHERE id = ?", [id]).fetchone()
            self._events.append(
                db,
                "import",
                now,
                {"source": kind, "digest": digest, "added": added, "updated": updated, "unread": unread},
            )

    def seen(self, digest: str) -> bool:
        """Whether a source of this digest was read to its end before."""
        with self._connections.read() as db:
            row = db.execute(
                "SELECT 1 FROM imports WHERE digest = ? AND finished_at IS NOT NULL LIMIT 1", [digest]
            ).fetchone()
        return row is not None

    def list(self) -> list[ImportRun]:
        """Every import, the newest first; one without an end was stopped half way."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT id, name, kind, digest, started_at, finished_at, added, updated, unread"
                " FROM imports ORDER BY id DESC"
            ).fetchall()
        return [
            ImportRun(
                id, name, kind, digest, columns.known_moment(started), columns.to_moment(finished), *counts
            )
            for id, name, kind, digest, started, finished, *counts in rows
        ]
