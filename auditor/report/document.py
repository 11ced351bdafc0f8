"""Lays a report out as headings, paragraphs, tables and cards of plain text, for every format that is read.

Pure. Says what stands where and in which words; knows nothing of HTML or Markdown, and escapes nothing: its
strings may come from outside and go through the format's own escaping.
"""

from __future__ import annotations

from auditor.disposition import UNDECIDED, UNSETTLED, Count, Disposition
from auditor.model import Category, Severity
from auditor.report import listed, wording
from auditor.report.blocks import (
    Block,
    Column,
    Document,
    Facts,
    Figures,
    Listing,
    Notice,
    Section,
    Signature,
    Table,
)
from auditor.report.model import Audience, Include, Report
from auditor.report.wording import day, moment, number, platform_name


def lay_out(report: Report) -> Document:
    """The report as a document, section by section."""
    sections = [
        _summary(report),
        _scope(report),
        _method(report),
        _counts(report),
        _trend(report),
        listed.deletions(report),
        listed.findings(report),
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
                    ("Self-audit period", f"{day(report.cycle_first)} to {day(report.cycle_last)}"),
                    ("Made", moment(report.made_at)),
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


def _summary(report: Report) -> Section:
    accounts = len(report.scope.accounts)
    figures = Figures(
        (
            (number(accounts), "account" if accounts == 1 else "accounts"),
            (number(report.scope.items - report.scope.items_not_audited), "posts and replies read"),
            (number(report.total()), "findings"),
            (number(report.total(*UNSETTLED)), "still open"),
            (number(report.total(Disposition.GONE)), "no longer there"),
        )
    )
    closed = (wording.AS_SIGNED,) if report.is_cycle_closed else ()
    return Section("summary", "Summary", (figures, wording.WHAT_IT_IS, *closed, Notice(wording.NO_FINDINGS)))


def _scope(report: Report) -> Section:
    scope = report.scope
    accounts = Table(
        "Accounts that were brought in",
        (
            Column("Platform"),
            Column("Handle"),
            Column("Use"),
            Column("Items", "number"),
            Column("From", "date"),
            Column("To", "date"),
            Column("Read from"),
        ),
        tuple(
            (
                platform_name(a.platform),
                a.handle,
                a.use,
                number(a.items),
                day(a.first),
                day(a.last),
                a.brought_in_by,
            )
            for a in scope.accounts
        ),
    )
    gaps = list(wording.NOT_LOOKED_AT)
    if scope.platforms_not_imported:
        gaps.append(
            "Platforms from which nothing was brought in, whether or not there is an account: "
            + ", ".join(platform_name(p) for p in scope.platforms_not_imported)
        )
    if scope.items_not_audited:
        gaps.append(f"{number(scope.items_not_audited)} items that were brought in but not yet audited")
    if scope.unread:
        gaps.append(f"{number(scope.unread)} parts of the exports that could not be read")
    if scope.imports_unfinished:
        unfinished = number(scope.imports_unfinished)
        gaps.append(f"The rest of {unfinished} exports whose reading was stopped half way")
    blocks: list[Block] = [accounts] if accounts.rows else [Notice("No account has been brought in yet.")]
    if scope.first and scope.last:
        blocks.append(
            f"Posts dated from {day(scope.first)} to {day(scope.last)}, and the profile of each account."
        )
    return Section("scope", "Scope and coverage", (*blocks, "What was not looked at:", Listing(tuple(gaps))))


def _method(report: Report) -> Section:
    method = report.method
    facts = Facts(
        (
            ("Program", f"audit-tui {method.tool_version}"),
            ("Rules", number(method.rules)),
            ("Rule set", method.ruleset or "none: no audit has run yet"),
            ("Last audit", moment(method.audited_at) if method.audited_at else "never"),
            (
                "Third layer (reader)",
                wording.reader_took_part(method.items_audited, method.items_with_reader),
            ),
        )
    )
    text = (
        "Everything ran on the owner's own machine; no post was sent anywhere. Rules look for details that "
        "may identify a patient, alone or together, and for what professional standards ask. "
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
        blocks += _what_is_left_out(report)
    return Section("counts", "Findings in numbers", tuple(blocks))


def _what_is_left_out(report: Report) -> tuple[str, str]:
    return (
        wording.ADDED_PROTECTED if Include.PROTECTED in report.include else wording.LEFT_OUT_PROTECTED,
        wording.ADDED_KEPT if Include.KEPT in report.include else wording.LEFT_OUT_KEPT,
    )


def _matrix(
    caption: str,
    counts: tuple[Count, ...],
    columns: tuple[tuple[str, frozenset[str]], ...],
    attribute: str,
) -> Table:
    def how_many(of: Category | None, values: frozenset[str] | None) -> str:
        return number(
            sum(
                c.findings
                for c in counts
                if (of is None or c.category is of) and (values is None or getattr(c, attribute) in values)
            )
        )

    def row(title: str, of: Category | None) -> tuple[str, ...]:
        return (title, *(how_many(of, values) for _, values in columns), how_many(of, None))

    return Table(
        caption,
        (Column("Category"), *(Column(title, "number") for title, _ in columns), Column("All", "number")),
        (*(row(wording.CATEGORY[c], c) for c in Category), row("All", None)),
        has_total=True,
    )


def _trend(report: Report) -> Section:
    if not report.trend:
        return Section(
            "trend", "Trend", ("No earlier cycle has been closed, so there is nothing to compare with.",)
        )
    columns = (
        Column("Cycle"),
        Column("Closed", "date"),
        *(Column(wording.SEVERITY[s], "number") for s in Severity),
        Column("All", "number"),
        Column("Of these undecided", "number"),
        Column("No longer there", "number"),
    )
    rows = [_trend_row(line.name, day(line.closed_at.date()), line.counts) for line in report.trend]
    if report.cycle not in {line.name for line in report.trend}:
        closed = report.attestation.signed_at
        rows.append(_trend_row(report.cycle, day(closed.date()) if closed else "open", report.counts))
    table = Table("Findings by cycle", columns, tuple(rows))
    # Frozen figures never hold them; where the other figures do, the rows are not of one kind.
    has_protected = report.audience is not Audience.DEPARTMENT_HEAD or Include.PROTECTED in report.include
    return Section(
        "trend", "Trend", (table, wording.EARLIER_WITHOUT_PROTECTED) if has_protected else (table,)
    )


def _trend_row(name: str, closed: str, counts: tuple[Count, ...]) -> tuple[str, ...]:
    def of(severity: Severity) -> int:
        return sum(c.findings for c in counts if c.severity is severity)

    def having(dispositions: frozenset[Disposition]) -> int:
        return sum(c.findings for c in counts if c.disposition in dispositions)

    return (
        name,
        closed,
        *(number(of(s)) for s in Severity),
        number(sum(c.findings for c in counts)),
        number(having(UNDECIDED)),
        number(having(frozenset({Disposition.GONE}))),
    )


def _attestation(report: Report) -> Section:
    a = report.attestation
    undecided = report.total(*UNDECIDED)
    if not a.signed_at:
        blocks: tuple[Block, ...] = (Notice(wording.UNSIGNED), Signature("", "", ""))
    else:
        told = (Notice(wording.SIGNED_WHILE_UNDECIDED.format(number(undecided))),) if undecided else ()
        blocks = (*told, Signature(a.statement, a.signed_by, moment(a.signed_at)))
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
                    (h.plan_id, "yes: preserve" if h.is_pending else "no", moment(h.answered_at), h.note)
                    for h in proof.holds
                ),
            )
        )
    blocks.append(
        Table(
            "Events on record",
            (Column("No", "number"), Column("At"), Column("What"), Column("Digest", "code")),
            tuple((str(e.id), moment(e.at), e.kind, e.digest) for e in proof.log),
        )
    )
    return Section("proof", "Records of the vault", tuple(blocks))
