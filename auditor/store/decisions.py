"""What the owner said of findings, kept with its history; every batch is saved at once and can be taken
back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from auditor.model import Decision, Outcome
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.database import Database
from auditor.store.errors import NotInVault
from auditor.store.events import Events
from connectors.storable import storable

_SETTLE = """
    UPDATE findings SET (decision_id, outcome) = (
        SELECT max(d.id), d.outcome FROM decisions d
        WHERE d.fingerprint = findings.fingerprint AND d.undone_at IS NULL)
    WHERE fingerprint IN (SELECT value FROM json_each(?))
"""


class Decisions:
    """`Vault.decisions`."""

    def __init__(self, connections: Connections, events: Events) -> None:
        self._connections = connections
        self._events = events

    def decide(self, fingerprints: Sequence[str], outcome: Outcome, reason: str, at: datetime) -> list[int]:
        """Keep one decision on each of these findings, as one batch; return the decisions' numbers.

        Raises:
            NotInVault: one of the findings is not there; then none is decided.
        """
        wanted = list(dict.fromkeys(fingerprints))
        with self._connections.write() as db:
            _must_exist(db, wanted)
            last, last_batch = db.execute(
                "SELECT coalesce(max(id), 0), coalesce(max(batch), 0) FROM decisions"
            ).fetchone()
            ids = list(range(last + 1, last + 1 + len(wanted)))
            when, why = columns.moment(at), storable(reason)
            db.conn.executemany(
                "INSERT INTO decisions (id, batch, fingerprint, outcome, reason, decided_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (id, last_batch + 1, fingerprint, outcome.value, why, when)
                    for id, fingerprint in zip(ids, wanted, strict=True)
                ],
            )
            db.execute(_SETTLE, [json.dumps(wanted)])
            if wanted:
                detail = {"batch": last_batch + 1, "outcome": outcome.value, "findings": len(wanted)}
                self._events.append(db, "decision", at, detail)
        return ids

    def undo_last(self, at: datetime) -> list[str]:
        """Take the newest batch back that still stands; return its findings, which have their former
        decision again.

        Empty where there is nothing to take back.

        """
        with self._connections.write() as db:
            batch = db.execute("SELECT max(batch) FROM decisions WHERE undone_at IS NULL").fetchone()[0]
            if batch is None:
                return []
            undone = [
                row[0]
                for row in db.execute(
                    "SELECT fingerprint FROM decisions WHERE batch = ? ORDER BY id", [batch]
                ).fetchall()
            ]
            db.execute("UPDATE decisions SET undone_at = ? WHERE batch = ?", [columns.moment(at), batch])
            db.execute(_SETTLE, [json.dumps(undone)])
            self._events.append(db, "decision undone", at, {"batch": batch, "findings": len(undone)})
        return undone

    def history(self, fingerprint: str) -> list[Decision]:
        """Every decision on one finding that was not taken back, the newest first."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT outcome, reason, decided_at FROM decisions"
                " WHERE fingerprint = ? AND undone_at IS NULL ORDER BY id DESC",
                [fingerprint],
            ).fetchall()
        return [
            Decision(fingerprint, Outcome(outcome), reason, columns.known_moment(at))
            for outcome, reason, at in rows
        ]


def _must_exist(db: Database, fingerprints: list[str]) -> None:
    there = db.execute(
        "SELECT count(*) FROM findings WHERE fingerprint IN (SELECT value FROM json_each(?))",
        [json.dumps(fingerprints)],
    ).fetchone()[0]
    if there != len(fingerprints):
        raise NotInVault(
            "Some of these findings are not in the vault; nothing was decided.",
            "`audit-tui findings --status all` lists those that are.",
        )
