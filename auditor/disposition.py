"""What has become of a finding, in one word, and how many of each there are.

Pure; knows nothing of storage, reports or screens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from auditor.model import Category, FindingStatus, Outcome, Severity, StoredFinding, StoredItem

PROTECTED_RULES = frozenset({"conduct/employer-complaint"})
"""Speech that labour or whistleblower law may protect: shown to the owner alone, never counted in a cycle and
never reported unless she asks for it (guidelines 3.6, `meta/report-redaction`)."""


class Disposition(StrEnum):
    """From untouched to settled; the order is the order of columns."""

    OPEN = "open"
    LATER = "later"
    EDIT = "edit"
    DELETE = "delete"
    GONE = "gone"
    """Its item is no longer there, by a later complete export or by the platform's own word."""
    RESOLVED = "resolved"
    """A later audit no longer finds it: the item or the rules changed."""
    KEEP = "keep"
    FALSE_POSITIVE = "false-positive"


UNSETTLED = frozenset({Disposition.OPEN, Disposition.LATER, Disposition.EDIT, Disposition.DELETE})
"""What still asks something of the owner."""
UNDECIDED = frozenset({Disposition.OPEN, Disposition.LATER})

_BY_OUTCOME = {
    Outcome.DELETE: Disposition.DELETE,
    Outcome.KEEP: Disposition.KEEP,
    Outcome.FALSE_POSITIVE: Disposition.FALSE_POSITIVE,
    Outcome.EDIT: Disposition.EDIT,
    Outcome.LATER: Disposition.LATER,
}


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many findings of one category and severity have one disposition."""

    category: Category
    severity: Severity
    disposition: Disposition
    findings: int


def is_gone(item: StoredItem | None) -> bool:
    """Whether an item is known to be no longer there. None (a bio) is never gone."""
    return item is not None and (item.vanished_at is not None or item.item.deleted_at is not None)


def of(finding: StoredFinding, *, is_item_gone: bool) -> Disposition:
    """What has become of `finding`. What is known of the item goes before what was decided of it."""
    return at_that_time(
        finding.decision.outcome if finding.decision else None,
        is_lapsed=finding.status is FindingStatus.RESOLVED,
        is_item_gone=is_item_gone,
    )


def was_gone(item: StoredItem | None, when: datetime) -> bool:
    """Whether an item was known to be no longer there at a moment of the past."""
    if item is None:
        return False
    times = (item.vanished_at, item.item.deleted_at)
    # A source may tell a time without a zone; the vault's own times are all in UTC.
    return any(t is not None and (t if t.tzinfo else t.replace(tzinfo=UTC)) <= when for t in times)


def at_that_time(outcome: Outcome | None, *, is_lapsed: bool, is_item_gone: bool) -> Disposition:
    """What had become of a finding at a moment of the past; the same order as `of`."""
    if is_item_gone:
        return Disposition.GONE
    if is_lapsed:
        return Disposition.RESOLVED
    return Disposition.OPEN if outcome is None else _BY_OUTCOME[outcome]


def tally(findings: Iterable[tuple[Category, Severity, Disposition]]) -> tuple[Count, ...]:
    """Counts in the order of triage: category, severity from the heaviest, disposition."""
    counted = Counter(findings)
    categories, dispositions = list(Category), list(Disposition)
    ordered = sorted(
        counted, key=lambda key: (categories.index(key[0]), -key[1].rank, dispositions.index(key[2]))
    )
    return tuple(Count(*key, counted[key]) for key in ordered)
