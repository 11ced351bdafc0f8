"""A finding as columns and back. Runs nothing itself."""

from __future__ import annotations

import json
from typing import Any

from auditor.model import (
    Category,
    Decision,
    Finding,
    FindingStatus,
    Outcome,
    Severity,
    Span,
    SpanType,
    StoredFinding,
    Term,
    Tier,
)
from auditor.store import columns
from auditor.store.values import FindingLine
from connectors.storable import storable

EXCERPT = 120
"""Code points of an item's text in a line of a list."""

_FROM = """
    FROM findings f JOIN accounts a ON a.id = f.account_id LEFT JOIN items i ON i.id = f.item_id
"""

LINE = f"""
    SELECT f.id, f.fingerprint, f.created_at, a.platform, a.handle, coalesce(i.kind, 'bio'),
           f.category, f.severity, f.rule, f.status, f.outcome,
           substr(coalesce(i.text, p.bio, ''), 1, {EXCERPT}), f.reason
    {_FROM} LEFT JOIN profiles p ON f.item_id IS NULL AND p.id = a.profile_id
    WHERE f.id IN (SELECT value FROM json_each(?))
"""

STORED = f"""
    SELECT f.id, f.account_id, f.item_id, f.status, f.first_seen, f.created_at,
           f.fingerprint, a.platform, a.handle, i.remote_id, coalesce(i.kind, 'bio'),
           f.category, f.rule, f.rule_version, f.severity, f.tier, f.confidence,
           f.spans, f.reason, f.remedy, f.citations, f.terms,
           d.outcome, d.reason, d.decided_at
    {_FROM} LEFT JOIN decisions d ON d.id = f.decision_id
    WHERE f.id IN (SELECT value FROM json_each(?))
"""

_BY_RANK = {one.rank: one for one in Severity}


def said(finding: Finding) -> tuple[str | int | float, ...]:
    """What a rule says, as columns: category, severity, tier, rule, version, confidence, reason, remedy,
    spans, citations, terms.
    """
    return (
        finding.category.value,
        finding.severity.rank,
        finding.tier.value,
        finding.rule,
        finding.rule_version,
        finding.confidence,
        storable(finding.reason),
        storable(finding.remedy),
        json.dumps([[one.start, one.end, one.type.value] for one in finding.spans]),
        columns.as_json(list(finding.citations)),
        columns.as_json([[one.signal, one.weight, storable(one.note)] for one in finding.terms]),
    )


def finding_line(row: tuple[Any, ...]) -> FindingLine:
    """A row of `LINE`."""
    id, fingerprint, created_at, platform, handle, kind, category, severity, rule = row[:9]
    status, outcome, excerpt, reason = row[9:]
    return FindingLine(
        id,
        fingerprint,
        columns.to_moment(created_at),
        platform,
        handle,
        kind,
        Category(category),
        _BY_RANK[severity],
        rule,
        FindingStatus(status),
        Outcome(outcome) if outcome else None,
        excerpt,
        reason,
    )


def stored_finding(row: tuple[Any, ...]) -> StoredFinding:
    """A row of `STORED`."""
    id, account_id, item_row, status, first_seen, created_at = row[:6]
    fingerprint, platform, handle, item_id, kind, category, rule, version, severity, tier, confidence = row[
        6:17
    ]
    spans, reason, remedy, citations, terms, outcome, said_why, decided_at = row[17:]
    finding = Finding(
        fingerprint,
        platform,
        handle,
        item_id,
        kind,
        Category(category),
        rule,
        version,
        _BY_RANK[severity],
        Tier(tier),
        confidence,
        tuple(Span(start, end, SpanType(type)) for start, end, type in json.loads(spans)),
        reason,
        remedy,
        columns.texts(citations),
        tuple(Term(*one) for one in json.loads(terms)),
    )
    decision = None
    if outcome is not None:
        decision = Decision(fingerprint, Outcome(outcome), said_why, columns.known_moment(decided_at))
    return StoredFinding(
        id,
        account_id,
        item_row,
        finding,
        FindingStatus(status),
        decision,
        columns.known_moment(first_seen),
        columns.to_moment(created_at),
    )
