"""`audit-tui findings`: what audits found, streamed from the vault as text or for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from auditor.cli import output
from auditor.cli.choices import category_option, format_option, min_severity_option
from auditor.cli.invocation import Invocation
from auditor.cli.verb import verb
from auditor.model import Category, FindingFilter, FindingStatus, Severity, StoredFinding
from auditor.untrusted import one_line

COLUMNS = (
    "finding",
    "platform",
    "handle",
    "item_id",
    "kind",
    "created_at",
    "category",
    "rule",
    "severity",
    "tier",
    "confidence",
    "status",
    "outcome",
    "reason",
    "remedy",
    "citations",
)


@verb(
    examples=(
        "audit-tui findings --min-severity high",
        "audit-tui findings --category phi --category advice --format csv > findings.csv",
        "audit-tui findings --status all --format jsonl",
    )
)
@format_option("table", "json", "jsonl", "csv")
@category_option(multiple=True)
@min_severity_option
@click.option(
    "--status",
    type=click.Choice(("open", "all")),
    default="open",
    show_default=True,
    help="Open: those that wait for a decision. All: decided and resolved ones too.",
)
@click.option("--account", "names", multiple=True, help="Only this account; may be given more than once.")
@click.option("--text", default="", help="Only findings with these words in post, reason or rule.")
@click.pass_obj
def findings(
    invocation: Invocation,
    form: str,
    category: tuple[Category, ...],
    min_severity: Severity,
    status: str,
    names: tuple[str, ...],
    text: str,
) -> None:
    """List findings. They hold no text of a post, only where in it something stands.

    Span offsets are code points into the item's text, the end not included. A finding on a bio has no
    item id.
    """
    with invocation.vault(read_only=True) as vault:
        wanted = FindingFilter(
            categories=frozenset(category),
            min_severity=min_severity,
            account_ids=frozenset(vault.accounts.find(name).id for name in names),
            text=text,
            status=FindingStatus.OPEN if status == "open" else None,
        )
        for line in _WRITERS[form](vault.findings.each(wanted)):
            output.data(line)


def as_record(stored: StoredFinding) -> dict[str, object]:
    """A finding as the interchange of findings has it (`docs/command-line.md`)."""
    finding = stored.finding
    return {
        "finding": finding.fingerprint,
        "platform": finding.platform,
        "handle": finding.handle,
        "item_id": finding.item_id,
        "kind": finding.kind,
        "category": finding.category.value,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "tier": finding.tier.value,
        "confidence": finding.confidence,
        "spans": [{"start": span.start, "end": span.end, "type": span.type.value} for span in finding.spans],
        "reason": finding.reason,
        "remedy": finding.remedy,
        "citations": list(finding.citations),
        "status": stored.status.value,
    }


def _jsonl(each: Iterable[StoredFinding]) -> Iterator[str]:
    for stored in each:
        yield output.json_line(as_record(stored))


def _json(each: Iterable[StoredFinding]) -> Iterator[str]:
    lead = "["
    for stored in each:
        yield lead + output.json_line(as_record(stored))
        lead = ","
    yield "[]" if lead == "[" else "]"


def _csv(each: Iterable[StoredFinding]) -> Iterator[str]:
    yield output.csv_row(COLUMNS)
    for stored in each:
        record = as_record(stored)
        record["created_at"] = stored.created_at.isoformat() if stored.created_at else ""
        record["outcome"] = stored.decision.outcome.value if stored.decision else ""
        record["citations"] = "; ".join(stored.finding.citations)
        yield output.csv_row(record[column] for column in COLUMNS)


def _table(each: Iterable[StoredFinding]) -> Iterator[str]:
    number = 0
    for stored in each:
        number += 1
        yield entry(stored)
    yield output.count(number, "finding") if number else "No findings here."


def entry(stored: StoredFinding) -> str:
    """One finding in two lines that stay readable at 80 columns and in a screen reader."""
    finding = stored.finding
    day = f"{stored.created_at:%Y-%m-%d}" if stored.created_at else "no date"
    said = f", {stored.decision.outcome}" if stored.decision else ""
    state = "" if stored.status is FindingStatus.OPEN else f"  ({stored.status}{said})"
    where = one_line(f"{finding.platform} {finding.handle}", 40)
    return (
        f"{output.severity(finding.severity, 8)}  {finding.rule:<28}  {where}  {finding.kind}  {day}  "
        f"{finding.fingerprint[:8]}{state}\n          {one_line(finding.reason)}"
    )


_WRITERS = {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv}
