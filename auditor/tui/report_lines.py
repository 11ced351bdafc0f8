"""What a report would hold and what it leaves out, as lines for the screen that writes it."""

from __future__ import annotations

from auditor.disposition import Disposition
from auditor.report import Audience, Report
from auditor.tui.marks import count

REDACTED = (
    "Left out: every post's text, links, the words that were matched (their kinds stay), your",
    "reasons, and what labour law may protect. Dates of posts are cut to their month.",
)
FULL = "Nothing is left out: it holds the posts' own text. Keep it as you would keep a chart."


def preview_lines(report: Report) -> list[str]:
    """The preview of this report."""
    scope = report.scope
    span = f", {scope.first} to {scope.last}" if scope.first else ""
    open_now = report.total(Disposition.OPEN, Disposition.LATER)
    return [
        f"Cycle {report.cycle}: {count(len(scope.accounts), 'account')}, {count(scope.items, 'item')}{span}.",
        f"{count(report.total(), 'finding')}, of these {open_now:,} open; "
        f"{len(report.findings):,} listed one by one.",
        f"{count(len(report.deletions), 'deletion')} planned or done; "
        f"{count(len(report.trend), 'earlier cycle')}.",
        f"Not looked at: {_not_looked_at(report)}.",
        "",
        *(REDACTED if report.audience is Audience.DEPARTMENT_HEAD else (FULL,)),
    ]


def _not_looked_at(report: Report) -> str:
    scope = report.scope
    parts = []
    if scope.items_not_audited:
        parts.append(f"{count(scope.items_not_audited, 'item')} not yet audited")
    if scope.unread:
        parts.append(f"{count(scope.unread, 'part')} that could not be read")
    if scope.platforms_not_imported:
        parts.append("no import from " + ", ".join(scope.platforms_not_imported))
    return "; ".join(parts) or "nothing that was brought in"
