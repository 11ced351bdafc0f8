"""The append-only log: every line's digest covers the line before it, and the last one is sealed apart.

Knows nothing of what the events mean. A detail never holds anything of a post.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from auditor.model import Event
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.database import Database
from auditor.store.errors import TamperedLog

Fact = str | int | float | bool | None
Detail = Mapping[str, Fact]

_START = "0" * 64
_HEAD = "events_head"


class Events:
    """`Vault.events`."""

    def __init__(self, connections: Connections, key: bytes, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._key = hmac.digest(key, b"event log", hashlib.sha256)
        self._clock = clock

    def log(self, kind: str, **detail: Fact) -> None:
        """Add one line, at the vault's clock; inside an open transaction it stands or falls with that."""
        with self._connections.write() as db:
            self.append(db, kind, self._clock(), detail)

    def append(self, db: Database, kind: str, at: datetime, detail: Detail) -> None:
        """Add one line within the transaction that holds `db`."""
        last = db.execute("SELECT id, digest FROM events ORDER BY id DESC LIMIT 1").fetchone()
        number, before = (last[0] + 1, last[1]) if last else (1, _START)
        when, said = columns.moment(at) or "", columns.as_json(detail)
        digest = self._seal(before, number, when, kind, said)
        db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", [number, when, kind, said, digest])
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_HEAD, self._head(number, digest)])

    def verify(self) -> None:
        """Check every digest, the order, and that no line is missing at the end.

        Raises:
            TamperedLog: at the first line that does not fit.
        """
        number, before = 0, _START
        with self._connections.read() as db:
            for number_found, at, kind, detail, digest in db.execute(
                "SELECT id, at, kind, detail, digest FROM events ORDER BY id"
            ):
                number += 1
                if number_found != number or digest != self._seal(before, number, at, kind, detail):
                    raise _tampered(number)
                before = digest
            head = db.execute("SELECT value FROM meta WHERE name = ?", [_HEAD]).fetchone()
        expected = self._head(number, before) if number else None
        if (head[0] if head else None) != expected:
            raise _tampered(number + 1)

    def list(self, limit: int | None = None) -> list[Event]:
        """The newest events first; all of them without a limit. Checks no digest: that is `verify`."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT id, at, kind, detail, digest FROM events ORDER BY id DESC LIMIT ?",
                [-1 if limit is None else limit],
            ).fetchall()
        return [
            Event(number, columns.known_moment(at), kind, json.loads(detail), digest)
            for number, at, kind, detail, digest in rows
        ]

    def _seal(self, before: str, number: int, at: str, kind: str, detail: str) -> str:
        line = columns.as_json([before, number, at, kind, detail])
        return hmac.new(self._key, line.encode(), hashlib.sha256).hexdigest()

    def _head(self, number: int, digest: str) -> str:
        return self._seal(digest, number, "", "head", "")


def _tampered(number: int) -> TamperedLog:
    return TamperedLog(
        f"The event log does not fit its digests from line {number} on.",
        "It was changed by something other than audit-tui; compare it with a backup before you rely on it.",
    )
