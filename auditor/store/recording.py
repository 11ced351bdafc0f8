"""Writes one batch of an audit's results. Knows nothing of who asks for them later."""

from __future__ import annotations

import json
from collections.abc import Sequence

from auditor.model import Finding
from auditor.store.database import Database
from auditor.store.finding_rows import said

Results = Sequence[tuple[int | None, Sequence[Finding]]]

_SAID = "category, severity, tier, rule, rule_version, confidence, reason, remedy, spans, citations, terms"
_KEEP = f"""
    INSERT INTO findings
        (fingerprint, account_id, item_id, created_at, audit_id, first_seen, is_joint, {_SAID})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (fingerprint) DO UPDATE SET
        (account_id, item_id, created_at, audit_id, is_joint, {_SAID}, resolved_at)
      = (excluded.account_id, excluded.item_id, excluded.created_at, excluded.audit_id, excluded.is_joint,
         {", ".join(f"excluded.{name}" for name in _SAID.split(", "))}, NULL)
"""
_JOIN_DECISIONS = """
    UPDATE findings SET (decision_id, outcome) = (
        SELECT d.id, d.outcome FROM decisions d
        WHERE d.fingerprint = findings.fingerprint AND d.undone_at IS NULL ORDER BY d.id DESC LIMIT 1)
    WHERE fingerprint IN (SELECT value FROM json_each(?))
"""


def record(db: Database, audit_id: int, account_id: int, context: str, results: Results) -> None:
    """See `Findings.record`; runs inside the caller's transaction."""
    at = db.execute("SELECT started_at FROM audits WHERE id = ?", [audit_id]).fetchone()[0]
    times = _times(db, account_id, [row for row, _ in results if row is not None])
    # An account may be removed while it is audited: what belongs to nothing any more is dropped.
    has_bio = any(row is None for row, _ in results) and _is_there(db, account_id)
    kept = [
        (row, finding)
        for row, findings in results
        if (has_bio if row is None else row in times)
        for finding in findings
    ]
    before = _open_before(db, account_id, list(times), has_bio)
    told = [(account_id, row, None if row is None else times[row], finding, False) for row, finding in kept]
    _keep(db, audit_id, at, told, before)
    db.conn.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", [(row, context) for row in times])


def record_joint(db: Database, audit_id: int, results: Sequence[tuple[int, Finding]]) -> None:
    """See `Traces.record`; runs inside the caller's transaction."""
    at = db.execute("SELECT started_at FROM audits WHERE id = ?", [audit_id]).fetchone()[0]
    rows = {
        row: (account_id, created_at)
        for row, account_id, created_at in db.execute(
            "SELECT id, account_id, created_at FROM items WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps([row for row, _ in results])],
        ).fetchall()
    }
    told = [(rows[row][0], row, rows[row][1], finding, True) for row, finding in results if row in rows]
    before = db.execute(
        "SELECT id, fingerprint FROM findings WHERE is_joint AND resolved_at IS NULL"
    ).fetchall()
    _keep(db, audit_id, at, told, before)


_Told = tuple[int, int | None, str | None, Finding, bool]
"""Account, item, the item's time, what was found, and whether it rests on several items."""


def _keep(
    db: Database, audit_id: int, at: str, told: Sequence[_Told], before: Sequence[tuple[int, str]]
) -> None:
    """Of the findings in `before` exactly those that are told again stay open."""
    found = {finding.fingerprint for *_, finding, _ in told}
    known = _known(db, found)
    _resolve(db, at, [id for id, fingerprint in before if fingerprint not in found])
    db.conn.executemany(
        _KEEP,
        [
            (finding.fingerprint, account_id, row, time, audit_id, at, is_joint, *said(finding))
            for account_id, row, time, finding, is_joint in told
        ],
    )
    _find_again(db, at, [id for id, is_resolved in known.values() if is_resolved])
    new = sorted(found - known.keys())
    if new:
        db.execute(_JOIN_DECISIONS, [json.dumps(new)])


def _times(db: Database, account_id: int, rows: list[int]) -> dict[int, str | None]:
    return dict(
        db.execute(
            "SELECT id, created_at FROM items"
            " WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))",
            [account_id, json.dumps(rows)],
        ).fetchall()
    )


def _is_there(db: Database, account_id: int) -> bool:
    return db.execute("SELECT 1 FROM accounts WHERE id = ?", [account_id]).fetchone() is not None


def _open_before(db: Database, account_id: int, rows: list[int], has_bio: bool) -> list[tuple[int, str]]:
    """Row id and fingerprint of the findings that these items, and the bio, had until now."""
    before = db.execute(
        "SELECT id, fingerprint FROM findings WHERE resolved_at IS NULL AND NOT is_joint"
        " AND item_id IN (SELECT value FROM json_each(?))",
        [json.dumps(rows)],
    ).fetchall()
    if has_bio:
        before += db.execute(
            "SELECT id, fingerprint FROM findings"
            " WHERE resolved_at IS NULL AND account_id = ? AND item_id IS NULL",
            [account_id],
        ).fetchall()
    return before


def _known(db: Database, fingerprints: set[str]) -> dict[str, tuple[int, bool]]:
    """Those of the fingerprints that are in the vault: row id, and whether it is resolved."""
    if not fingerprints:
        return {}
    rows = db.execute(
        "SELECT fingerprint, id, resolved_at IS NOT NULL FROM findings"
        " WHERE fingerprint IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(fingerprints))],
    ).fetchall()
    return {fingerprint: (id, bool(is_resolved)) for fingerprint, id, is_resolved in rows}


def _resolve(db: Database, at: str, ids: list[int]) -> None:
    db.conn.executemany("UPDATE findings SET resolved_at = ? WHERE id = ?", [(at, id) for id in ids])
    db.conn.executemany("INSERT OR REPLACE INTO lapses VALUES (?, ?, NULL)", [(id, at) for id in ids])


def _find_again(db: Database, at: str, ids: list[int]) -> None:
    db.conn.executemany(
        "UPDATE lapses SET found_again_at = ? WHERE finding_id = ? AND found_again_at IS NULL",
        [(at, id) for id in ids],
    )
