"""Renders a report as CSV for a spreadsheet: one header, one row a fact, every cell made safe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from auditor.report import wording
from auditor.report.listed import masked
from auditor.report.model import Audience, FindingLine, Report
from auditor.report.seal import BLANK
from auditor.report.wording import platform_name
from auditor.untrusted import cell

_COLUMNS = (
    "section",
    "number",
    "category",
    "rule",
    "severity",
    "tier",
    "disposition",
    "platform",
    "kind",
    "dated",
    "count",
    "rests_on",
    "reference",
    "note",
)
_DETAIL = (
    "handle",
    "item",
    "created_at",
    "text",
    "parent",
    "url",
    "reason",
    "remedy",
    "decision_reason",
    "digest",
)

Row = dict[str, str]


def render(report: Report) -> str:
    """The report as CSV (RFC 4180, CRLF), one fact a row, the digest in the last row, not yet sealed."""
    columns = _COLUMNS if report.audience is Audience.DEPARTMENT_HEAD else (*_COLUMNS, *_DETAIL)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(report):
        writer.writerow({name: cell(value) for name, value in row.items()})
    writer.writerow({"section": "digest", "note": BLANK})
    return out.getvalue()


def _rows(report: Report) -> Iterator[Row]:
    yield from _about(report)
    for a in report.scope.accounts:
        note = f"{a.handle}; {a.use}; read from {a.brought_in_by}"
        dated = f"{a.first or ''} to {a.last or ''}" if a.first else ""
        yield {
            "section": "account",
            "platform": a.platform,
            "dated": dated,
            "count": str(a.items),
            "note": note,
        }
    for c in report.counts:
        yield {
            "section": "count",
            "category": c.category,
            "severity": c.severity,
            "disposition": c.disposition,
            "count": str(c.findings),
        }
    for line in report.trend:
        for c in line.counts:
            yield {
                "section": "trend",
                "category": c.category,
                "severity": c.severity,
                "disposition": c.disposition,
                "count": str(c.findings),
                "note": line.name,
            }
    yield from _deletions(report)
    for f in report.findings:
        yield _finding(f)
    yield from _proof(report)


def _about(report: Report) -> Iterator[Row]:
    a = report.attestation
    method = report.method
    notes = (
        f"Social media self-audit, {report.cycle}",
        wording.AUDIENCE[report.audience],
        wording.CAUTION[report.audience],
        ", ".join(x for x in (report.owner.name, report.owner.role, *report.owner.employers) if x),
        f"Made {report.made_at.isoformat()}",
        f"audit-tui {method.tool_version}, {method.rules} rules, rule set {method.ruleset or 'none'}",
        f"Last audit {method.audited_at.isoformat() if method.audited_at else 'never'}",
        f"Third layer (reader): {wording.reader_took_part(method.items_audited, method.items_with_reader)}",
        wording.WHAT_IT_IS,
        wording.NO_FINDINGS,
        f"Signed by {a.signed_by}: {a.statement}" if a.signed_at else wording.UNSIGNED,
    )
    for note in notes:
        yield {"section": "about", "note": note}
    scope = report.scope
    for gap in (
        *wording.NOT_LOOKED_AT,
        *(f"Nothing brought in from {platform_name(p)}" for p in scope.platforms_not_imported),
    ):
        yield {"section": "not looked at", "note": gap}
    if scope.items_not_audited:
        yield {
            "section": "not looked at",
            "count": str(scope.items_not_audited),
            "note": "items not yet audited",
        }
    if scope.imports_unfinished:
        yield {
            "section": "not looked at",
            "count": str(scope.imports_unfinished),
            "note": "exports whose reading was stopped half way",
        }
    if scope.unread:
        yield {"section": "not looked at", "count": str(scope.unread), "note": "parts that could not be read"}


def _deletions(report: Report) -> Iterator[Row]:
    for d in report.deletions:
        row = {
            "section": "deletion",
            "disposition": d.state,
            "platform": d.platform,
            "kind": d.kind,
            "dated": d.when,
            "reference": d.reference,
            "note": wording.PROOF.get(d.state, wording.NO_PROOF),
        }
        if d.evidence:
            row |= {
                "handle": d.evidence.handle,
                "item": d.evidence.item_id,
                "url": d.evidence.url or "",
                "digest": d.evidence.planned_digest,
            }
        yield row


def _finding(f: FindingLine) -> Row:
    row = {
        "section": "finding",
        "number": str(f.number),
        "category": f.category,
        "rule": f.rule,
        "severity": f.severity,
        "tier": f.tier,
        "disposition": f.disposition,
        "platform": f.platform,
        "kind": f.kind,
        "dated": f.when,
        "rests_on": masked(f).replace("×", "x"),  # a spreadsheet may take UTF-8 for something else
        "reference": f.reference,
        "note": f.title,
    }
    if d := f.detail:
        row |= {
            "handle": d.handle,
            "item": d.item_id or "",
            "created_at": d.created_at.isoformat() if d.created_at else "",
            "text": d.text,
            "parent": d.parent_text or "",
            "url": d.url or "",
            "reason": d.reason,
            "remedy": d.remedy,
            "decision_reason": d.decision_reason,
            "digest": d.content_digest,
        }
    return row


def _proof(report: Report) -> Iterator[Row]:
    if report.proof is None:
        return
    for hold in report.proof.holds:
        answer = "yes: preserve" if hold.is_pending else "no"
        yield {"section": "hold", "dated": hold.answered_at.isoformat(), "note": f"{answer}; {hold.note}"}
    for event in report.proof.log:
        yield {
            "section": "event",
            "number": str(event.id),
            "dated": event.at.isoformat(),
            "digest": event.digest,
            "note": event.kind,
        }
    yield {"section": "event", "digest": report.proof.log_head, "note": "newest event"}
