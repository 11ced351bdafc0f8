"""A deletion plan as a guided list for the owner's own hand, in Markdown that also reads as plain text.

For her eyes only: it holds links and dates of posts, and none of their text. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from auditor.markdown import escape, link
from auditor.model import EntryState, Plan, PlanEntry
from connectors import capabilities
from connectors.model import ItemKind

TO_DO = frozenset({EntryState.PLANNED, EntryState.BY_HAND, EntryState.REFUSED})
"""What is still the owner's to delete."""
_DONE = frozenset({EntryState.GONE, EntryState.ALREADY_GONE})
_AFTERWARDS = (
    "Afterwards: ask the platform for a new, complete export and import it. Only that shows what is gone. "
    "Quotes, reposts, screenshots and search engines may keep copies; deleting a post does not reach those."
)


def checklist(plan: Plan) -> str:
    """The plan as a list to tick off, one post a line under its account, numbered as in the plan.

    No links before it is confirmed, and while it is on hold nothing but the warning.
    """
    lines = [f"# To delete by hand: plan {escape(plan.id)}", "", *_heading(plan), ""]
    if plan.hold is not None and plan.hold.is_pending:
        return "\n".join(lines)
    is_confirmed = plan.confirmed_at is not None
    numbered = [pair for pair in enumerate(plan.entries, start=1) if pair[1].state is not EntryState.DROPPED]
    ordered = sorted(numbered, key=lambda pair: (pair[1].platform, pair[1].handle, pair[0]))
    for (platform, handle), group in groupby(ordered, key=lambda pair: (pair[1].platform, pair[1].handle)):
        platform_of = capabilities.of(platform)
        lines += [f"## {escape(platform_of.name)}, {escape(handle)}", ""]
        entries = list(group)
        for kind, how in _ways(entry for _, entry in entries) if is_confirmed else ():
            lines.append(f"{kind}: {escape(how)}")
        if platform_of.note:
            lines.append(f"Note: {escape(platform_of.note)}")
        lines += ["", *(_line(number, entry, is_confirmed=is_confirmed) for number, entry in entries), ""]
    if not numbered:
        lines += ["Nothing is left in this plan.", ""]
    if is_confirmed:
        lines.append(_AFTERWARDS)
    return "\n".join(lines) + "\n"


def way(entry: PlanEntry) -> str:
    """What the owner has to do for this entry, in one sentence."""
    platform = capabilities.of(entry.platform)
    is_other = entry.kind == ItemKind.REPOST and platform.repost_by_hand
    return entry.by_hand or (platform.repost_by_hand if is_other else platform.by_hand)


def _heading(plan: Plan) -> list[str]:
    if plan.hold is None:
        return ["Not confirmed: first answer whether a complaint, claim or inquiry is known or expected."]
    if plan.hold.is_pending:
        return [
            "ON HOLD. A complaint, claim or inquiry is pending: preserve, do not delete. Deleting now could "
            "look like concealment. Ask counsel or your privacy officer first. Every plan is on hold until "
            "you answer anew that the matter is closed."
        ]
    if plan.confirmed_at is None:
        return ["Not confirmed: confirm the plan first, so that a copy of each post is kept."]
    left = sum(1 for entry in plan.entries if entry.state in TO_DO)
    return [f"{left:,} to delete. A copy of each is kept in the vault, encrypted."]


def _ways(entries: Iterator[PlanEntry]) -> list[tuple[str, str]]:
    kinds: dict[str, list[str]] = {}
    for entry in entries:
        known = kinds.setdefault(way(entry), [])
        if entry.kind not in known:
            known.append(entry.kind)
    return [("For each " + " or ".join(sorted(known)), how) for how, known in kinds.items()]


def _line(number: int, entry: PlanEntry, *, is_confirmed: bool) -> str:
    what = f"{_date(entry.created_at)}, {escape(entry.kind)}"
    if not is_confirmed:
        return f"- {number}: {what}"
    box = "x" if entry.state in _DONE else " "
    where = link(entry.url) if entry.url else "no link known: look for it by its date"
    said = "; you said it is deleted, not shown to be gone yet" if entry.state is EntryState.UNKNOWN else ""
    return f"- [{box}] {number}: {what}, {where}{said}"


def _date(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "no date"
