"""What a report says, as plain values: one model for every format and every reader.

Frozen. What could disclose a post sits in `Detail` and `Evidence` and nowhere else; a report for a department
head can't be made with either. Knows nothing of the vault and nothing of how it will look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from auditor.disposition import Count, Disposition
from auditor.model import Category, EntryState, Severity, Span, SpanType, Tier


class Audience(StrEnum):
    """Who will read the report; decides what it may hold."""

    DEPARTMENT_HEAD = "department-head"
    SELF = "self"
    COUNSEL = "counsel"


class Include(StrEnum):
    """What the owner may add to a department head's report, by her own choice."""

    PROTECTED = "protected"
    """Findings on speech that labour law may protect."""
    KEPT = "kept"
    """One line for each finding she decided to keep."""


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """Whose accounts these are, as the owner told it."""

    name: str
    role: str
    employers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account that was brought in."""

    platform: str
    handle: str
    use: str
    items: int
    first: date | None
    last: date | None
    brought_in_by: str
    """What was read: `x-archive`, `interchange`, …; never a file's name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was looked at, and what was not."""

    accounts: tuple[AccountLine, ...]
    items: int
    items_not_audited: int
    """In the vault but not yet read under the newest rules."""
    unread: int
    """Parts of the sources that could not be read."""
    imports_unfinished: int
    """Sources whose reading was stopped half way and not taken up again."""
    platforms_not_imported: tuple[str, ...]

    @property
    def first(self) -> date | None:
        """The oldest item's day."""
        return min((a.first for a in self.accounts if a.first), default=None)

    @property
    def last(self) -> date | None:
        """The newest item's day."""
        return max((a.last for a in self.accounts if a.last), default=None)


@dataclass(frozen=True, slots=True)
class Method:
    """With what the accounts were audited."""

    tool_version: str
    ruleset: str
    """Digest of rules and word lists of the newest audit; empty: never audited."""
    rules: int
    audited_at: datetime | None
    items_audited: int = 0
    """Items whose findings stand under the rules and facts of now."""
    items_with_reader: int = 0
    """Those of them in whose reading the third layer, the reader, took part."""


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One closed cycle, for the trend."""

    name: str
    closed_at: datetime
    counts: tuple[Count, ...]
    """As they were frozen when it was closed; speech that may be protected is never among them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What only the owner and her counsel see of a deletion."""

    handle: str
    item_id: str
    url: str | None
    planned_digest: str
    """SHA-256 of the item's content when it was planned."""
    plan_id: str
    copy_digest: str
    """Of the preserved copy; empty where there is none."""
    rules: tuple[str, ...]
    """Whose findings the deletion was planned for."""


@dataclass(frozen=True, slots=True)
class DeletionLine:
    """One item of a deletion plan and how far it has come."""

    platform: str
    kind: str
    when: str
    """The item's day, or its month where the report is redacted."""
    state: EntryState
    planned_at: date
    is_copy_preserved: bool
    reference: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Detail:
    """What only the owner and her counsel see of a finding."""

    handle: str
    item_id: str | None
    created_at: datetime | None
    text: str
    parent_text: str | None
    url: str | None
    media: tuple[str, ...]
    spans: tuple[Span, ...]
    """Into `text`."""
    reason: str
    remedy: str
    citations: tuple[str, ...]
    """Source and paragraph, such as `HIPAA Privacy Rule, 45 CFR 164.514, (b)(2)(i)(A)`."""
    decision_reason: str
    content_digest: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding, in words of the rule catalogue only; what the post says is in `detail`."""

    number: int
    category: Category
    rule: str
    rule_version: int
    title: str
    severity: Severity
    tier: Tier
    confidence: float
    platform: str
    kind: str
    when: str
    """The item's day, its month where the report is redacted, empty where it has no date."""
    disposition: Disposition
    span_types: tuple[SpanType, ...]
    """What kinds of words it rests on, in the order of the text: the mask in place of the words."""
    reference: str
    """The item's content under a key that never leaves the vault: only the owner finds the item by it."""
    detail: Detail | None


@dataclass(frozen=True, slots=True)
class Attestation:
    """The owner's own statement on a closed cycle; unsigned while it is open."""

    signed_by: str
    statement: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldLine:
    """The owner's answer to the question of a pending complaint, for one plan."""

    plan_id: str
    is_pending: bool
    note: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of the hash-chained log: what and when."""

    id: int
    at: datetime
    kind: str
    digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What counsel may want to hold against the vault."""

    holds: tuple[HoldLine, ...]
    log: tuple[LogLine, ...]
    """Imports, audits, cycles and everything about deletion; oldest first."""
    log_head: str
    """Digest of the newest event: whoever holds it can tell whether the log was rewritten."""
    is_log_intact: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says.

    Raises:
        ValueError: details for a department head; nothing but `redaction.redact` should make such a report.
    """

    audience: Audience
    cycle: str
    cycle_first: date
    cycle_last: date
    is_cycle_closed: bool
    made_at: datetime
    owner: OwnerLine
    scope: Scope
    method: Method
    counts: tuple[Count, ...]
    trend: tuple[CycleLine, ...]
    deletions: tuple[DeletionLine, ...]
    findings: tuple[FindingLine, ...]
    attestation: Attestation
    proof: Proof | None
    include: frozenset[Include] = frozenset()
    """What the owner added of her own choice; empty unless the reader is a department head."""

    def __post_init__(self) -> None:
        if self.audience is not Audience.DEPARTMENT_HEAD:
            return
        if self.proof or any(f.detail for f in self.findings) or any(d.evidence for d in self.deletions):
            raise ValueError("a department head's report holds no detail of any post")

    def total(self, *dispositions: Disposition) -> int:
        """How many findings have one of `dispositions`; with none given, how many there are."""
        return sum(c.findings for c in self.counts if not dispositions or c.disposition in dispositions)
