"""What came of a sync, in lines for a dialog. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.moments import dollars
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.deletion import Verified
    from auditor.sync import AccountSync, Synced


def sync_lines(results: Sequence[AccountSync], verified: Verified) -> list[str]:
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
        (verified.gone, "planned deletions are now proven"),
        (verified.still_there, "that you had noted as deleted are still there, and back on the checklist"),
        (verified.reappeared, "that were gone have come back"),
    ):
        if number:
            lines.append(f"{number:,} {what}")
    return lines


def _counts(synced: Synced) -> str:
    parts = [f"{synced.added:,} new", f"{synced.changed:,} changed"]
    parts += [f"{synced.vanished:,} vanished since"] if synced.vanished else []
    parts += [f"{synced.returned:,} back again"] if synced.returned else []
    parts += [f"{synced.unread:,} not read"] if synced.unread else []
    parts += [f"cost {dollars(synced.cost_low, synced.cost_high)}"] if synced.billed else []
    return ", ".join(parts) + ("; stopped, the next sync goes on" if synced.is_stopped else "")


def _notes(synced: Synced) -> list[str]:
    return [f"  {one_line(text, 200)}" for text in (*synced.doubts, synced.note) if text]
