"""Lays a report out as headings, paragraphs, tables and cards of plain text, for every format that is read.

Pure. Says what stands where and in which words; knows nothing of HTML or Markdown, and escapes nothing: its
strings may come from outside and go through the format's own escaping.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from auditor.disposition import UNDECIDED, UNSETTLED, Count, Disposition
from auditor.model import Category, Severity, Span
from auditor.report import wording
from auditor.report.blocks import (
    Block,
    Card,
    Column,
    Document,
    Facts,
    Figures,
    Listing,
    Notice,
    Piece,
    Section,
    Signature,
    Table,
)
from auditor.report.model import Audience, DeletionLine, Detail, FindingLine, Report


def lay_out(report: Report) -> Document:
    """The report as a document, section by section."""
    sections = [
        _summary(report),
        _scope(report),
        _method(report),
        _counts(report),
        _trend(report),
        _deletions(report),
        _findings(report),
        _attestation(report),
        *([_proof(report)] if report.proof else []),
    ]
    owner = report.owner
    return Document(
        title=f"Social media self-audit, {report.cycle}",
        subtitle=wording.AUDIENCE[report.audience],
        facts=Facts(
            tuple(
                (name, value)
                for name, value in (
                    ("Account owner", ", ".join(x for x in (owner.name, owner.role) if x)),
                    ("Employer", ", ".join(owner.employers)),
                    ("Period", f"{_day(report.cycle_first)} to {_day(report.cycle_last)}"),
                    ("Made", _moment(report.made_at)),
                    (
                        "State",
                        "closed and signed" if report.is_cycle_closed else "open; figures may still change",
                    ),
                )
                if value
            )
        ),
        caution=wording.CAUTION[report.audience],
        sections=tuple(sections),
    )


def pieces_of(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """`text` cut at its spans; where spans overlap, all their kinds are named. Spans outside the text are cut."""
    clean = [(max(s.start, 0), min(s.end, len(text)), s.type) for s in spans]
    clean = [s for s in clean if s[0] < s[1]]
    edges = sorted({0, len(text), *(s[0] for s in clean), *(s[1] for s in clean)})
    pieces = []
    for start, end in zip(edges, edges[1:], strict=False):
        kinds = dict.fromkeys(wording.SPAN[t] for a, b, t in clean if a <= start and end <= b)
        pieces.append(Piece(text[start:end], ", ".join(kinds)))
    return tuple(pieces)


def _summary(report: Report) -> Section:
    accounts = len(report.scope.accounts)
    figures = Figures(
        (
            (_number(accounts), "account" if accounts == 1 else "accounts"),
            (_number(report.scope.items), "posts and replies read"),
            (_number(report.total()), "findings"),
            (_number(report.total(*UNSETTLED)), "still open"),
            (_number(report.total(Disposition.GONE)), "no longer there"),
        )
    )
    return Section("summary", "Summary", (figures, wording.WHAT_IT_IS, Notice(wording.NO_FINDINGS)))


def _scope(report: Report) -> Section:
    scope = report.scope
    accounts = Table(
        "Accounts that were brought in",
        (
            Column("Platform"),
            Column("Handle"),
            Column("Use"),
            Column("Items", "number"),
            Column("From"),
            Column("To"),
            Column("Read from"),
        ),
        tuple(
            (
                a.platform,
                a.handle,
                a.use,
                _number(a.items),
                _day(a.first),
                _day(a.last),
                a.brought_in_by,
            )
            for a in scope.accounts
        ),
    )
    gaps = list(wording.NOT_LOOKED_AT)
    if scope.platforms_not_imported:
        gaps.append(
            "Platforms from which nothing was brought in, whether or not there is an account: "
            + ", ".join(scope.platforms_not_imported)
        )
    if scope.items_not_audited:
        gaps.append(f"{_number(scope.items_not_audited)} items that were brought in but not yet audited")
    if scope.unread:
        gaps.append(f"{_number(scope.unread)} parts of the exports that could not be read")
    blocks: list[Block] = [accounts] if accounts.rows else [Notice("No account has been brought in yet.")]
    if scope.first and scope.last:
        blocks.append(
            f"Posts dated from {_day(scope.first)} to {_day(scope.last)}, and the profile of each account."
        )
    return Section("scope", "Scope and coverage", (*blocks, "What was not looked at:", Listing(tuple(gaps))))


def _method(report: Report) -> Section:
    method = report.method
    facts = Facts(
        (
            ("Program", f"audit-tui {method.tool_version}"),
            ("Rules", _number(method.rules)),
            ("Rule set", method.ruleset or "none: no audit has run yet"),
            ("Last audit", _moment(method.audited_at) if method.audited_at else "never"),
        )
    )
    text = (
        "Everything ran on the owner's own machine; no post was sent anywhere. Rules look for details that may "
        "identify a patient, also when they do so only together, and for what professional standards ask. "
        + wording.OPINIONS
    )
    return Section("method", "Method", (text, facts))


def _counts(report: Report) -> Section:
    if not report.counts:
        return Section("counts", "Findings in numbers", ("None.", Notice(wording.NO_FINDINGS)))
    by_severity = _matrix(
        "Findings by category and severity",
        report.counts,
        tuple((wording.SEVERITY[s], frozenset({s})) for s in Severity),
        "severity",
    )
    by_disposition = _matrix(
        "Findings by category and what became of them",
        report.counts,
        tuple((wording.DISPOSITION[d], frozenset({d})) for d in Disposition),
        "disposition",
    )
    blocks: list[Block] = [by_severity, by_disposition]
    if report.audience is Audience.DEPARTMENT_HEAD:
        blocks.append(_what_is_left_out(report))
    return Section("counts", "Findings in numbers", tuple(blocks))


def _what_is_left_out(report: Report) -> str:
    return wording.LEFT_OUT if not report.include else wording.OWNER_ADDED


def _matrix(
    caption: str,
    counts: tuple[Count, ...],
    columns: tuple[tuple[str, frozenset[str]], ...],
    attribute: str,
) -> Table:
    def number(of: Category | None, values: frozenset[str] | None) -> str:
        return _number(
            sum(
                c.findings
                for c in counts
                if (of is None or c.category is of) and (values is None or getattr(c, attribute) in values)
            )
        )

    def row(title: str, of: Category | None) -> tuple[str, ...]:
        return (title, *(number(of, values) for _, values in columns), number(of, None))

    return Table(
        caption,
        (Column("Category"), *(Column(title, "number") for title, _ in columns), Column("All", "number")),
        (*(row(wording.CATEGORY[c], c) for c in Category), row("All", None)),
    )


def _trend(report: Report) -> Section:
    if not report.trend:
        return Section(
            "trend", "Trend", ("No earlier cycle has been closed, so there is nothing to compare with.",)
        )
    columns = (
        Column("Cycle"),
        Column("Closed"),
        *(Column(wording.SEVERITY[s], "number") for s in Severity),
        Column("All", "number"),
        Column("Of these undecided", "number"),
        Column("No longer there", "number"),
    )
    rows = [_trend_row(line.name, _day(line.closed_at.date()), line.counts) for line in report.trend]
    if report.cycle not in {line.name for line in report.trend}:
        rows.append(_trend_row(report.cycle, "open", report.counts))
    return Section("trend", "Trend", (Table("Findings by cycle", columns, tuple(rows)),))


def _trend_row(name: str, closed: str, counts: tuple[Count, ...]) -> tuple[str, ...]:
    def of(severity: Severity) -> int:
        return sum(c.findings for c in counts if c.severity is severity)

    def having(dispositions: frozenset[Disposition]) -> int:
        return sum(c.findings for c in counts if c.disposition in dispositions)

    return (
        name,
        closed,
        *(_number(of(s)) for s in Severity),
        _number(sum(c.findings for c in counts)),
        _number(having(UNDECIDED)),
        _number(having(frozenset({Disposition.GONE}))),
    )


def _deletions(report: Report) -> Section:
    if not report.deletions:
        return Section("deletions", "Deletions", ("No deletion has been planned.",))
    has_evidence = any(d.evidence for d in report.deletions)
    columns = [
        Column("Platform"),
        Column("Kind"),
        Column("Dated"),
        Column("Planned"),
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
    return Section("deletions", "Deletions", (wording.HOW_DELETIONS_COUNT, table))


def _deletion_row(line: DeletionLine, has_evidence: bool) -> tuple[str, ...]:
    row = (
        line.platform,
        line.kind,
        line.when,
        _day(line.planned_at),
        wording.STATE[line.state],
        wording.PROOF.get(line.state, wording.NO_PROOF),
        "yes" if line.is_copy_preserved else "no",
        line.reference,
    )
    if not has_evidence:
        return row
    e = line.evidence
    return (*row, *((e.handle, e.item_id, e.planned_digest, e.copy_digest) if e else ("", "", "", "")))


def _findings(report: Report) -> Section:
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
            Column("Dated"),
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
                f"{f.platform}, {f.kind}",
                f.when,
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
    return " ".join(
        f"[{k}]" + (f" ×{kinds.count(k)}" if kinds.count(k) > 1 else "") for k in dict.fromkeys(kinds)
    )


def _card(line: FindingLine, detail: Detail) -> Card:
    facts = (
        ("What it may be", wording.TIER[line.tier]),
        ("Where", f"{line.platform}, {detail.handle}, {line.kind}"),
        ("Dated", _moment(detail.created_at) if detail.created_at else ""),
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


def _attestation(report: Report) -> Section:
    a = report.attestation
    if not a.signed_at:
        blocks: tuple[Block, ...] = (Notice(wording.UNSIGNED), Signature("", "", ""))
    else:
        blocks = (Signature(a.statement, a.signed_by, _moment(a.signed_at)),)
    return Section("attestation", "Attestation", blocks)


def _proof(report: Report) -> Section:
    proof = report.proof
    if proof is None:
        raise ValueError("a report without proof has no such section")
    state = (
        "intact" if proof.is_log_intact else "BROKEN: an event was changed or removed after it was written"
    )
    blocks: list[Block] = [Facts((("Event log", state), ("Newest event's digest", proof.log_head)))]
    if proof.holds:
        blocks.append(
            Table(
                "Answers to: is a complaint, claim or inquiry known or expected?",
                (Column("Plan", "code"), Column("Answer"), Column("Given"), Column("Note")),
                tuple(
                    (h.plan_id, "yes: preserve" if h.is_pending else "no", _moment(h.answered_at), h.note)
                    for h in proof.holds
                ),
            )
        )
    blocks.append(
        Table(
            "Events on record",
            (Column("No", "number"), Column("At"), Column("What"), Column("Digest", "code")),
            tuple((str(e.id), _moment(e.at), e.kind, e.digest) for e in proof.log),
        )
    )
    return Section("proof", "Records of the vault", tuple(blocks))


def _number(n: int) -> str:
    return f"{n:,}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M") + (
        " UTC" if at.utcoffset() is not None and not at.utcoffset() else ""
    )
