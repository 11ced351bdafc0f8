"""What is in an export, and what came of bringing it in, as lines: harmless to show, nothing of a post."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.tui.marks import count
from auditor.untrusted import one_line
from connectors.model import LeftOut

if TYPE_CHECKING:
    from auditor.intake import IntakeSummary, Look, SourceSummary
    from connectors.discovery import PassedOver
    from connectors.source import Inspection

SOURCES = 4
"""Exports that are told one by one before they are brought in, where several are."""
NAMED = 8
"""Parts that are named one by one; the rest is counted."""


def inspection_lines(inspection: Inspection) -> list[str]:
    """What a source holds, before it is brought in."""
    accounts = ", ".join(one_line(record.account.handle, 30) for record in inspection.accounts[:NAMED])
    posts = f", about {count(inspection.expected, 'post')}" if inspection.expected is not None else ""
    lines = [f"{one_line(inspection.title, 60)}{posts}" + (f": {accounts}" if accounts else "")]
    if inspection.left_out:
        lines.append(f"Not read: {_names(inspection.left_out)}.")
    return lines + [one_line(warning, 160) for warning in inspection.warnings[:NAMED]]


def look_lines(look: Look) -> list[str]:
    """What the files and folders that were named hold, before any of it is brought in."""
    if len(look.inspections) == 1:
        return inspection_lines(look.inspections[0]) + _passed_over(look.passed_over)
    # Of several there is room for a line each.
    lines = [inspection_lines(one)[0] for one in look.inspections[:SOURCES]]
    more = len(look.inspections) - SOURCES
    beside = len(look.passed_over)
    if more > 0 or beside:
        others = [f"{count(more, 'export')} more"] if more > 0 else []
        others += [f"passed over: {count(beside, 'file')}"] if beside else []
        lines.append("; ".join(others))
    return lines


def summary_lines(summary: IntakeSummary) -> list[str]:
    """What came of an import."""
    lines: list[str] = []
    for source in summary.sources:
        lines += _source(source)
    lines += _passed_over(summary.passed_over)
    if not (summary.added or summary.updated or summary.vanished):
        lines.append("Nothing in it was new.")
    return lines


def _source(source: SourceSummary) -> list[str]:
    handles = ", ".join(one_line(one.account.handle, 30) for one in source.accounts[:NAMED])
    lines = [
        f"{one_line(source.title, 60)}: {handles}",
        f"{source.added:,} new, {source.updated:,} changed, {source.unchanged:,} known already.",
    ]
    if source.vanished:
        lines.append(f"{count(source.vanished, 'post')} that the vault knew are gone from the platform.")
    if source.unread:
        lines.append(
            f"Could not be read: {count(sum(u.count for u in source.unread), 'part')}; the rest was kept."
        )
        lines += [f"  {one_line(u.part, 60)}: {one_line(u.reason, 100)}" for u in source.unread[:NAMED]]
    if source.left_out:
        lines.append(f"Left out on purpose: {_names(source.left_out)}.")
    return lines + [one_line(warning, 160) for warning in source.warnings[:NAMED]]


def _passed_over(files: Sequence[PassedOver]) -> list[str]:
    lines = [f"Passed over {one_line(one.file, 40)}: {one_line(one.reason, 100)}" for one in files[:NAMED]]
    return lines + ([f"and {len(files) - NAMED} files more"] if len(files) > NAMED else [])


def _names(left_out: Sequence[LeftOut]) -> str:
    parts = [one_line(one.what, 40) + (f" ({one.count:,})" if one.count else "") for one in left_out[:NAMED]]
    return ", ".join(parts) + (", …" if len(left_out) > NAMED else "")
