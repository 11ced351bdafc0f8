"""What the engine claims, item by item, over all audits. Knows nothing of how a finding comes about."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime

from auditor.model import (
    Category,
    Finding,
    FindingFilter,
    FindingOrder,
    FindingStatus,
    Outcome,
    Severity,
    StoredFinding,
)
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.errors import NotInVault
from auditor.store.finding_queries import ORDERS, where
from auditor.store.finding_rows import LINE, STORED, finding_line, stored_finding
from auditor.store.recording import record
from auditor.store.values import Counts, FindingLine, Standing

BLOCK = 256
"""Findings that a stream holds in memory at once."""

_BY_RANK = {one.rank: one for one in Severity}

# What stood at a moment of the past, without the findings that had lapsed or were settled then.
_OPEN_AT = """
    WITH settled AS (
        SELECT fingerprint, outcome, max(id) FROM decisions
        WHERE decided_at <= :when AND (undone_at IS NULL OR undone_at > :when)
        GROUP BY fingerprint HAVING outcome <> 'later'
    )
    SELECT category, severity, count(*) FROM findings
    WHERE first_seen <= :when
      AND id NOT IN (SELECT finding_id FROM lapses
                     WHERE resolved_at <= :when AND (found_again_at IS NULL OR found_again_at > :when))
      AND id NOT IN (SELECT f.id FROM settled s JOIN findings f ON f.fingerprint = s.fingerprint)
    GROUP BY category, severity
"""

# What was decided of each finding by then, a decision taken back later included.
_STANDING_AT = """
    WITH said AS (
        SELECT fingerprint, outcome, max(id) FROM decisions
        WHERE decided_at <= :when AND (undone_at IS NULL OR undone_at > :when)
        GROUP BY fingerprint
    )
    SELECT f.id, s.outcome,
           EXISTS (SELECT 1 FROM lapses l WHERE l.finding_id = f.id AND l.resolved_at <= :when
                   AND (l.found_again_at IS NULL OR l.found_again_at > :when))
    FROM findings f LEFT JOIN said s ON s.fingerprint = f.fingerprint
    WHERE f.first_seen <= :when
"""

# `+` keeps SQLite from walking all open findings instead of those of the items.
_BESIDE = """
    SELECT DISTINCT o.fingerprint, o.severity, o.id FROM findings f JOIN findings o ON o.item_id = f.item_id
    WHERE f.fingerprint IN (SELECT value FROM json_each(:these))
      AND o.fingerprint NOT IN (SELECT value FROM json_each(:these)) AND +o.status = 'open'
    ORDER BY o.severity DESC, o.id
"""


class Findings:
    """`Vault.findings`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def record(
        self,
        audit_id: int,
        account_id: int,
        context: str,
        results: Sequence[tuple[int | None, Sequence[Finding]]],
    ) -> None:
        """Keep, in one transaction, what an audit found in each item row (None: the bio) of an account.

        The findings of each are then exactly these: others of it become resolved, and come back with their
        decision when they are found again. The items count as audited under `context`.

        """
        with self._connections.write() as db:
            record(db, audit_id, account_id, context, results)

    def ids(self, filter: FindingFilter, order: FindingOrder = FindingOrder.SEVERITY) -> array[int]:
        """The row ids of the findings that pass, in order."""
        condition, parameters = where(filter)
        with self._connections.read() as db:
            cursor = db.execute(
                f"SELECT f.id FROM findings f WHERE {condition} ORDER BY {ORDERS[order]}", parameters
            )
            return array("q", [row[0] for row in cursor])

    def lines(self, ids: Sequence[int]) -> list[FindingLine]:
        """The findings of these rows as lines of a list, in the same order; rows that are gone are left
        out.
        """
        with self._connections.read() as db:
            rows = db.execute(LINE, [json.dumps(list(ids))]).fetchall()
        found = {row[0]: row for row in rows}
        return [finding_line(found[id]) for id in ids if id in found]

    def get(self, id: int) -> StoredFinding:
        """The finding of this row.

        Raises:
            NotInVault: there is none.
        """
        found = self._load([id])
        if not found:
            raise _no_such_finding()
        return found[0]

    def by_fingerprint(self, text: str) -> StoredFinding:
        """The finding whose fingerprint begins with `text`.

        Raises:
            NotInVault: none does, or several do.
        """
        start = columns.text(text.strip()) or ""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT id, fingerprint FROM findings WHERE fingerprint >= ? AND fingerprint < ?"
                " ORDER BY fingerprint LIMIT 2",
                [start, start + "\U0010ffff"],
            ).fetchall()
        if not start or not rows:
            raise _no_such_finding()
        if len(rows) > 1 and rows[0][1] != start:
            raise NotInVault(
                "More than one finding begins like that.", "Give more of the fingerprint's characters."
            )
        return self.get(rows[0][0])

    def fingerprints(self, ids: Sequence[int]) -> list[str]:
        """The fingerprints of these rows, in the same order; rows that are gone are left out."""
        with self._connections.read() as db:
            found = dict(
                db.execute(
                    "SELECT id, fingerprint FROM findings WHERE id IN (SELECT value FROM json_each(?))",
                    [json.dumps(list(ids))],
                ).fetchall()
            )
        return [found[id] for id in ids if id in found]

    def rows(self, fingerprints: Sequence[str]) -> list[int]:
        """The rows of these fingerprints, in the same order; those that are not there are left out."""
        with self._connections.read() as db:
            found = dict(
                db.execute(
                    "SELECT fingerprint, id FROM findings"
                    " WHERE fingerprint IN (SELECT value FROM json_each(?))",
                    [json.dumps(list(fingerprints))],
                ).fetchall()
            )
        return [found[one] for one in fingerprints if one in found]

    def beside(self, fingerprints: Sequence[str]) -> list[str]:
        """The other open findings on the items of these, the heaviest first. Of a bio: none."""
        with self._connections.read() as db:
            rows = db.execute(_BESIDE, {"these": json.dumps(list(fingerprints))}).fetchall()
        return [row[0] for row in rows]

    def on_item(self, item_row: int) -> list[StoredFinding]:
        """Every finding on an item that is not resolved, the heaviest first."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT id FROM findings WHERE item_id = ? AND resolved_at IS NULL"
                " ORDER BY severity DESC, id",
                [item_row],
            ).fetchall()
        return self._load([row[0] for row in rows])

    def each(
        self, filter: FindingFilter, order: FindingOrder = FindingOrder.SEVERITY
    ) -> Iterator[StoredFinding]:
        """Every finding that passes, whole, in bounded memory; decisions may be made in between."""
        ids = self.ids(filter, order)
        for start in range(0, len(ids), BLOCK):
            yield from self._load(ids[start : start + BLOCK])

    def counts(self, status: FindingStatus | None = FindingStatus.OPEN) -> Counts:
        """How many findings of this status there are, by category and severity; None: of every status."""
        condition, parameters = where(FindingFilter(status=status))
        with self._connections.read() as db:
            rows = db.execute(
                f"SELECT category, severity, count(*) FROM findings f WHERE {condition} GROUP BY 1, 2",
                parameters,
            ).fetchall()
        return _counts(rows)

    def counts_at(self, when: datetime) -> Counts:
        """How many findings were open at a moment of the past, by category and severity."""
        with self._connections.read() as db:
            rows = db.execute(_OPEN_AT, {"when": columns.moment(when)}).fetchall()
        return _counts(rows)

    def standing_at(self, when: datetime) -> dict[int, Standing]:
        """How each finding that was known at a moment of the past stood then, by row id."""
        with self._connections.read() as db:
            rows = db.execute(_STANDING_AT, {"when": columns.moment(when)}).fetchall()
        return {
            id: Standing(Outcome(outcome) if outcome else None, bool(is_lapsed))
            for id, outcome, is_lapsed in rows
        }

    def _load(self, ids: Sequence[int]) -> list[StoredFinding]:
        with self._connections.read() as db:
            rows = db.execute(STORED, [json.dumps(list(ids))]).fetchall()
        found = {row[0]: row for row in rows}
        return [stored_finding(found[id]) for id in ids if id in found]


def _counts(rows: list[tuple[str, int, int]]) -> Counts:
    return {(Category(category), _BY_RANK[rank]): count for category, rank, count in rows}


def _no_such_finding() -> NotInVault:
    return NotInVault(
        "There is no such finding.", "`audit-tui findings --status all` lists those in the vault."
    )
