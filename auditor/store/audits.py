"""Which audits ran, over how much. Knows nothing of how an audit is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from auditor.model import Audit
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.events import Events

_COLUMNS = "id, started_at, finished_at, ruleset, items_read, items_skipped"


class Audits:
    """`Vault.audits`."""

    def __init__(self, connections: Connections, events: Events, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._events = events
        self._clock = clock

    def begin(self, ruleset: str) -> int:
        """Note that an audit under the rules of this digest begins; return its number."""
        with self._connections.write() as db:
            cursor = db.execute(
                "INSERT INTO audits (started_at, ruleset) VALUES (?, ?)",
                [columns.moment(self._clock()), ruleset],
            )
            return int(cursor.lastrowid or 0)

    def finish(self, id: int, read: int, skipped: int) -> None:
        """Note its end, in the event log too."""
        now = self._clock()
        with self._connections.write() as db:
            db.execute(
                "UPDATE audits SET finished_at = ?, items_read = ?, items_skipped = ? WHERE id = ?",
                [columns.moment(now), read, skipped, id],
            )
            ruleset = db.execute("SELECT ruleset FROM audits WHERE id = ?", [id]).fetchone()[0]
            open_now = db.execute("SELECT count(*) FROM findings WHERE status = 'open'").fetchone()[0]
            detail = {"ruleset": ruleset, "read": read, "skipped": skipped, "open": open_now}
            self._events.append(db, "audit", now, detail)

    def last(self) -> Audit | None:
        """The newest audit that came to its end."""
        with self._connections.read() as db:
            row = db.execute(
                f"SELECT {_COLUMNS} FROM audits WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return _audit(row) if row else None

    def list(self) -> list[Audit]:
        """Every audit, the newest first."""
        with self._connections.read() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM audits ORDER BY id DESC").fetchall()
        return [_audit(row) for row in rows]


def _audit(row: tuple[int, str, str | None, str, int, int]) -> Audit:
    id, started_at, finished_at, ruleset, read, skipped = row
    return Audit(id, columns.known_moment(started_at), columns.to_moment(finished_at), ruleset, read, skipped)
