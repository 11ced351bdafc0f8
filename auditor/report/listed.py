"""Lays out what a report tells one by one: findings, with their posts or masked, and deletions.

Pure; the other sections are `document`'s. Knows nothing of HTML or Markdown, and escapes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from auditor.model import EntryState, Span
from auditor.report import wording
from auditor.report.blocks import Card, Column, Notice, Piece, Section, Table
from auditor.report.model import Audience, DeletionLine, Detail, FindingLine, Report
from auditor.report.wording import day, moment, number, platform_name


def deletions(report: Report) -> Section:
    if not report.deletions:
        return Section("deletions", "Deletions", ("No deletion has been planned.",))
    has_evidence = any(d.evidence for d in report.deletions)
    columns = [
        Column("Platform"),
        Column("Kind"),
        Column("Dated", "date"),
        Column("Planned", "date"),
        Column("State"),
        Column("Proof"),
        Column("Copy kept"),
        Column("Reference", "code"),
    ]
    if has_evidence:
        columns += [
            Column("Handle"),
            Column("Item"),
            Column("Content digest", "code"),
            Column("Copy digest", "code"),
        ]
    table = Table(
        "Items planned for deletion",
        tuple(columns),
        tuple(_deletion_row(d, has_evidence) for d in report.deletions),
    )
    proven = sum(d.state in wording.PROOF for d in report.deletions)
    dropped = sum(d.state is EntryState.DROPPED for d in report.deletions)
    waiting = len(report.deletions) - proven - dropped
    sum_up = f"Gone, with proof: {number(proven)}. Without proof yet: {number(waiting)}." + (
        f" Taken out of the plan: {number(dropped)}." if dropped else ""
    )
    return Section("deletions", "Deletions", (sum_up, wording.HOW_DELETIONS_COUNT, table))


def _deletion_row(line: DeletionLine, has_evidence: bool) -> tuple[str, ...]:
    row = (
        platform_name(line.platform),
        line.kind,
        line.when or wording.UNDATED,
        day(line.planned_at),
        wording.STATE[line.state],
        wording.PROOF.get(line.state, wording.NO_PROOF),
        "yes" if line.is_copy_preserved else "no",
        line.reference,
    )
    if not has_evidence:
        return row
    e = line.evidence
    return (*row, *((e.handle, e.item_id, e.planned_digest, e.copy_digest) if e else ("", "", "", "")))


def findings(report: Report) -> Section:
    if report.audience is Audience.DEPARTMENT_HEAD:
        return _open_items(report)
    cards = tuple(_card(f, f.detail) for f in report.findings if f.detail)
    return Section("findings", "Findings", cards or ("None.", Notice(wording.NO_FINDINGS)))


def _open_items(report: Report) -> Section:
    if not report.findings:
        return Section("open-items", "Open items", ("None.", Notice(wording.NO_FINDINGS)))
    table = Table(
        "What still asks for a decision or a change",
        (
            Column("No", "number"),
            Column("Severity", "severity"),
            Column("Rule"),
            Column("What it may be"),
            Column("Where"),
            Column("Dated", "date"),
            Column("Disposition"),
            Column("Rests on (masked)"),
            Column("Reference", "code"),
        ),
        tuple(
            (
                str(f.number),
                wording.SEVERITY[f.severity],
                f"{f.rule}: {f.title}" if f.title else f.rule,
                wording.TIER[f.tier],
                f"{platform_name(f.platform)}, {f.kind}",
                f.when or wording.UNDATED,
                wording.DISPOSITION[f.disposition],
                masked(f),
                f.reference,
            )
            for f in report.findings
        ),
    )
    return Section("open-items", "Open items", (wording.MASKS, table))


def masked(line: FindingLine) -> str:
    """The kinds of words a finding rests on, each once, such as `[name] [date or time] ×2`."""
    kinds = [wording.SPAN[t] for t in line.span_types]
    if not kinds:
        return wording.WHOLE
    return " ".join(
        f"[{k}]" + (f" ×{kinds.count(k)}" if kinds.count(k) > 1 else "") for k in dict.fromkeys(kinds)
    )


def _card(line: FindingLine, detail: Detail) -> Card:
    facts = (
        ("What it may be", wording.TIER[line.tier]),
        ("Where", f"{platform_name(line.platform)}, {detail.handle}, {line.kind}"),
        ("Dated", moment(detail.created_at) if detail.created_at else ""),
        ("Why", detail.reason),
        ("What would help", detail.remedy),
        ("Rests on", "; ".join(detail.citations)),
        ("Confidence", f"{line.confidence:.0%}"),
        ("Disposition", wording.DISPOSITION[line.disposition]),
        ("Reason given", detail.decision_reason),
        ("Link", detail.url or ""),
        ("Shows", "; ".join(detail.media)),
        ("Reference", line.reference),
        ("Content digest", detail.content_digest),
    )
    return Card(
        title=f"{line.number}. {line.rule}" + (f": {line.title}" if line.title else ""),
        severity=wording.SEVERITY[line.severity],
        facts=tuple(f for f in facts if f[1]),
        parent=detail.parent_text or "",
        pieces=pieces_of(detail.text, detail.spans),
    )


def pieces_of(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """`text` cut at its spans; where spans overlap, all their kinds are named. What lies outside is cut."""
    clean = [(max(s.start, 0), min(s.end, len(text)), s.type) for s in spans]
    clean = [s for s in clean if s[0] < s[1]]
    edges = sorted({0, len(text), *(s[0] for s in clean), *(s[1] for s in clean)})
    pieces = []
    for start, end in pairwise(edges):
        kinds = dict.fromkeys(wording.SPAN[t] for a, b, t in clean if a <= start and end <= b)
        pieces.append(Piece(text[start:end], ", ".join(kinds)))
    return tuple(pieces)
