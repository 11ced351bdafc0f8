"""The values that rooms of the auditor hand each other: findings, decisions, audits, plans, cycles.

Frozen; knows nothing of storage, screens or platforms beyond `connectors.model`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors.model import Account, Item, Profile

Progress = Callable[[int, int | None], None]
"""Told (done so far, total or None where unknown) by long work; must be cheap."""


class Category(StrEnum):
    """What a finding is about; the order is the order of triage."""

    PHI = "phi"
    ADVICE = "advice"
    DISCLAIMER = "disclaimer"
    COI = "coi"
    MIXING = "mixing"
    CONDUCT = "conduct"


class Severity(StrEnum):
    """How much it would matter to a privacy officer or a board; compare by `rank`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return _RANKS[self]


_RANKS = {
    Severity.INFO: 0,
    Severity.LOW: 1,
    Severity.MEDIUM: 2,
    Severity.HIGH: 3,
    Severity.CRITICAL: 4,
}


class Tier(StrEnum):
    """What kind of trouble a finding is, from likely disclosure down to untidiness (never a verdict)."""

    LIKELY_PHI = "likely-phi"
    NOT_DEIDENTIFIED = "not-deidentified"
    STANDARDS = "standards"
    HOUSEKEEPING = "housekeeping"


class SpanType(StrEnum):
    """What a span holds; the words of the labelled corpora, and two for details that are no identifiers."""

    NAME = "NAME"
    AGE = "AGE"
    DATE = "DATE"
    LOCATION = "LOCATION"
    FACILITY = "FACILITY"
    CONTACT = "CONTACT"
    ID = "ID"
    RELATION = "RELATION"
    CONDITION = "CONDITION"
    EVENT = "EVENT"
    IMAGE = "IMAGE"
    FRAME = "FRAME"
    """Words that say whose story it is."""
    PHRASE = "PHRASE"
    """Words that a rule outside phi rests on, or details whose sort isn't told."""


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` up to, not including, `end` of the item's text as stored."""

    start: int
    end: int
    type: SpanType


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of a finding's score: which signal, how much, and why in a few words."""

    signal: str
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's claim about one item, or about an account's bio (`item_id` None, `kind` "bio")."""

    fingerprint: str
    """Stays the same over re-audits while rule, item and matched words do; a decision hangs on it."""
    platform: str
    handle: str
    item_id: str | None
    kind: str
    category: Category
    rule: str
    rule_version: int
    severity: Severity
    tier: Tier
    confidence: float
    """0 to 1, apart from severity."""
    spans: tuple[Span, ...]
    reason: str
    remedy: str
    citations: tuple[str, ...]
    terms: tuple[Term, ...] = ()


class Outcome(StrEnum):
    """What the owner says of a finding."""

    DELETE = "delete"
    KEEP = "keep"
    FALSE_POSITIVE = "false-positive"
    EDIT = "edit"
    LATER = "later"


class FindingStatus(StrEnum):
    """Open until decided; `later` stays open; resolved when an audit no longer finds it."""

    OPEN = "open"
    DECIDED = "decided"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Decision:
    """The owner's word on one finding."""

    fingerprint: str
    outcome: Outcome
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account in the vault, with its newest profile."""

    id: int
    account: Account
    profile: Profile


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item in the vault."""

    id: int
    """The vault's row id, not the platform's."""
    account_id: int
    item: Item
    digest: str
    """Of everything in the item that the engine reads and the owner wrote."""
    vanished_at: datetime | None = None
    """When a later, complete export or sync no longer held it."""


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding in the vault with what was decided of it."""

    id: int
    account_id: int
    item_row: int | None
    """The item's row in the vault; None for a bio."""
    finding: Finding
    status: FindingStatus
    decision: Decision | None
    first_seen: datetime
    created_at: datetime | None
    """The item's own time."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are asked for; the defaults ask for all that are open."""

    categories: frozenset[Category] = frozenset()
    """Empty: every category."""
    min_severity: Severity = Severity.INFO
    account_ids: frozenset[int] = frozenset()
    """Empty: every account."""
    text: str = ""
    """Words to be found in the item's text, reason or rule id."""
    status: FindingStatus | None = FindingStatus.OPEN
    """None: every status."""


class FindingOrder(StrEnum):
    """How findings are listed; ties by item time, newest first."""

    SEVERITY = "severity"
    NEWEST = "newest"
    OLDEST = "oldest"
    ACCOUNT = "account"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Audit:
    """One run of the engine over the vault."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    ruleset: str
    """Digest of the rules and word lists that ran."""
    items_read: int
    items_skipped: int
    """Unchanged since their last audit under the same rules."""


class EntryState(StrEnum):
    """One deletion's life. Only an answer that was looked at again moves it to `gone`."""

    PLANNED = "planned"
    QUEUED = "queued"
    """Confirmed, and waits to be asked for over the connected account."""
    ASKED = "asked"
    GONE = "gone"
    ALREADY_GONE = "already-gone"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BY_HAND = "by-hand"
    """Nothing but the owner's own hand can delete it; waits for her and for the next import or sync."""
    DROPPED = "dropped"
    """Taken out of the plan by the owner before it was asked for."""


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One item of a plan, frozen when the plan was made."""

    account_id: int
    item_row: int
    platform: str
    handle: str
    item_id: str
    digest: str
    """Of the item's content when planned; the item is left alone when it has changed since."""
    kind: str
    created_at: datetime | None
    url: str | None
    state: EntryState
    is_copy_preserved: bool
    """A copy was written and read back."""
    by_hand: str
    """Empty where an API can delete it; otherwise what the owner has to do, in one sentence."""
    severity: Severity
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """The owner's answer to: is a complaint, claim, board or employer inquiry known or expected?"""

    is_pending: bool
    note: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen list of what is to go; nothing outside it can be deleted."""

    id: str
    """A short digest over its entries."""
    made_at: datetime
    hold: Hold | None
    confirmed_at: datetime | None
    entries: tuple[PlanEntry, ...]
    not_before: datetime | None = None
    """Nothing is asked for earlier, so that the owner can still think better of it."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """One self-audit period, named like 2026-Q4."""

    name: str
    started_at: datetime
    closed_at: datetime | None
    signed_by: str
    statement: str


COMPLETE_EXPORT = "complete export"
"""The event that a complete export of `account`, or the whole of one of its lists, was read to its end.

`made_at` where the export says when; `kinds` that it held with the platform's ids and `kinds_without_ids`,
both divided by spaces; `since`: it does not reach back further than to after that; `without`: names in
`Item.extra` of what it may leave out though it stands."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the hash-chained log: what happened, never what was said in a post."""

    id: int
    at: datetime
    kind: str
    detail: dict[str, str | int | float | bool | None]
    digest: str
