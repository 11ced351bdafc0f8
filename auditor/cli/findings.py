"""`audit-tui findings`: what audits found, streamed from the vault as text or for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from auditor.cli import output
from auditor.cli.choices import category_option, format_option, min_severity_option
from auditor.cli.invocation import Invocation
from auditor.cli.suggesting import suggestion_lines, suggestion_record, term_lines, term_records
from auditor.cli.verb import verb
from auditor.model import Category, FindingFilter, FindingStatus, Severity, StoredFinding
from auditor.untrusted import one_line, visible

if TYPE_CHECKING:
    from auditor.engine.rewriting import Suggestion
    from auditor.store import Vault

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
        "audit-tui findings 9f31c0",
    )
)
@click.argument("names", metavar="[FINDING]...", nargs=-1)
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
@click.option("--account", "accounts", multiple=True, help="Only this account; may be given more than once.")
@click.option("--text", default="", help="Only findings with these words in post, reason or rule.")
@click.pass_obj
def findings(
    invocation: Invocation,
    form: str,
    category: tuple[Category, ...],
    min_severity: Severity,
    status: str,
    accounts: tuple[str, ...],
    text: str,
    names: tuple[str, ...],
) -> None:
    """List findings. They hold no text of a post, only where in it something stands.

    Those named by the beginning of their id are shown in full: the post, what weighed how much, what it
    rests on, and a safer wording with its score. Span offsets are code points into the item's text, the end
    not included. A finding on a bio has no item id.
    """
    with invocation.vault(read_only=True) as vault:
        if names:
            _show([vault.findings.by_fingerprint(name) for name in names], vault, form)
            return
        wanted = FindingFilter(
            categories=frozenset(category),
            min_severity=min_severity,
            account_ids=frozenset(vault.accounts.find(name).id for name in accounts),
            text=text,
            status=FindingStatus.OPEN if status == "open" else None,
        )
        for line in _WRITERS[form](vault.findings.each(wanted)):
            output.data(line)


def _show(named: Sequence[StoredFinding], vault: Vault, form: str) -> None:
    """Single findings in full, or for programs with their terms and what is suggested."""
    from auditor import suggesting

    if form == "csv":
        for line in _csv(named):
            output.data(line)
        return
    records = []
    for stored in named:
        suggestion = suggesting.suggestion(vault, stored)
        if form == "table":
            output.data("\n".join(_in_full(stored, vault, suggestion)) + "\n")
        records.append(
            {
                **as_record(stored),
                "terms": term_records(stored.finding),
                "suggestion": suggestion_record(suggestion),
            }
        )
    if form == "json":
        output.data(output.json_block(records))
    elif form == "jsonl":
        for record in records:
            output.data(output.json_line(record))


def _in_full(stored: StoredFinding, vault: Vault, suggestion: Suggestion | None) -> Iterator[str]:
    """One finding with everything that is known of it."""
    from auditor.cli.triage import marked
    from auditor.engine import citations

    finding = stored.finding
    yield entry(stored)
    text, parent = _texts(stored, vault)
    if parent:
        yield f"It answers: {visible(parent)}"
    yield f"It says: {marked(text, [(span.start, span.end) for span in finding.spans])}"
    yield f"Why: {one_line(finding.reason)} Confidence {finding.confidence:.0%}, tier {finding.tier}."
    yield from term_lines(finding)
    yield f"What would help: {visible(finding.remedy)}"
    yield "Rests on:"
    known = citations.all_citations()
    for cited in (known[key] for key in finding.citations if key in known):
        yield f"  {cited.title}, {cited.paragraph}: {cited.says}"
    if suggestion is not None:
        yield from suggestion_lines(suggestion)


def _texts(stored: StoredFinding, vault: Vault) -> tuple[str, str]:
    if stored.item_row is None:
        return vault.accounts.get(stored.account_id).profile.bio, ""
    item = vault.items.get(stored.item_row).item
    return item.text, item.parent_text or ""


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
