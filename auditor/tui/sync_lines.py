"""What came of a sync, in lines for a dialog. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.moments import dollars
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.deletion import Rechecked, RunSummary, Verified
    from auditor.sync import AccountSync, Synced


def sync_lines(results: Sequence[AccountSync], verified: Verified, rechecked: Rechecked) -> list[str]:
    """What came of each account, and what it has shown of planned deletions."""
    lines: list[str] = []
    for one in results:
        name = one_line(f"{one.account.account.platform} {one.account.account.handle}", 40)
        if one.synced is not None:
            lines += [f"{name}: {_counts(one.synced)}", *_notes(one.synced)]
        elif one.error is not None:
            lines += [f"{name}: {one_line(one.error.what, 200)}", f"  {one_line(one.error.todo, 200)}"]
        else:
            lines.append(f"{name}: not begun")
    for number, what in (
        (verified.gone + rechecked.newly_gone, "planned deletions are now proven"),
        (
            verified.still_there + rechecked.still_there,
            "that you had noted as deleted are still there, and back on the checklist",
        ),
        (rechecked.still_gone, "looked at again and still gone"),
        (verified.reappeared + rechecked.reappeared, "that were gone have come back: yours to decide anew"),
    ):
        if number:
            lines.append(f"{number:,} {what}")
    return lines


def run_lines(summary: RunSummary) -> list[str]:
    """What came of carrying out a plan."""
    tally = summary.tally
    counts = (
        (tally.gone, "gone, seen by looking again"),
        (tally.already_gone, "gone already"),
        (tally.refused, "refused by the platform"),
        (tally.left_out, "left alone"),
        (tally.by_hand, "for your own hand after all"),
        (summary.unknown, "asked for, and not yet seen to be gone: looked at first the next time"),
        (summary.left, "still to be asked for"),
    )
    lines = [f"{number:,} {what}" for number, what in counts if number]
    lines += [f"  {number:,}: {one_line(reason, 160)}" for reason, number in summary.reasons]
    for trouble in summary.troubles:
        name = one_line(f"{trouble.platform} {trouble.handle}", 40)
        lines += [f"{name}: {one_line(trouble.what, 300)}", f"  {one_line(trouble.todo, 300)}"]
    if summary.paused:
        lines.append(one_line(summary.paused, 200))
    if summary.next_at is not None and (summary.left or summary.unknown):
        lines.append(f"It makes sense to go on from {summary.next_at.astimezone():%Y-%m-%d %H:%M}: press D")
    return lines or ["Nothing of it was for a program to ask."]


def _counts(synced: Synced) -> str:
    parts = [f"{synced.added:,} new", f"{synced.changed:,} changed"]
    parts += [f"{synced.vanished:,} vanished since"] if synced.vanished else []
    parts += [f"{synced.returned:,} back again"] if synced.returned else []
    parts += [f"{synced.unread:,} not read"] if synced.unread else []
    parts += [f"cost {dollars(synced.cost_low, synced.cost_high)}"] if synced.billed else []
    return ", ".join(parts) + ("; stopped, the next sync goes on" if synced.is_stopped else "")


def _notes(synced: Synced) -> list[str]:
    return [f"  {one_line(text, 200)}" for text in (*synced.doubts, synced.note) if text]
