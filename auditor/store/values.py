"""What the vault hands out beyond `auditor.model`: summaries, lines of lists, its own state. Frozen values
only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.model import Category, FindingStatus, Outcome, Severity
from auditor.store.key import KeyedBy
from connectors.model import Account, ItemKind

Counts = dict[tuple[Category, Severity], int]
"""Findings by category and severity; pairs without any are left out."""


@dataclass(frozen=True, slots=True)
class Upserted:
    """What a batch of items did. Items of which only bookkeeping changed count as unchanged."""

    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """One account as a list shows it."""

    id: int
    account: Account
    items: Mapping[ItemKind, int]
    first_at: datetime | None
    last_at: datetime | None
    source: str
    """Where it was read from last, such as `x-archive`."""
    open_findings: int
    vanished: int


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One source that was brought in, or begun to be."""

    id: int
    name: str
    kind: str
    digest: str
    started_at: datetime
    finished_at: datetime | None
    added: int
    updated: int
    unread: int


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What the reading of a source told, so that the same source need not be read again."""

    id: int
    """The import that read it."""
    told: Mapping[str, object]
    """As `Imports.finish` was given it."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as one line of a long list."""

    id: int
    fingerprint: str
    created_at: datetime | None
    platform: str
    handle: str
    kind: str
    category: Category
    severity: Severity
    rule: str
    status: FindingStatus
    outcome: Outcome | None
    excerpt: str
    """The first 120 code points of the item's text, or of the bio; untrusted, line feeds included."""
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stood at a moment of the past."""

    outcome: Outcome | None
    """What had been decided of it; None: nothing yet."""
    is_lapsed: bool
    """Whether the audits before that moment no longer found it."""


@dataclass(frozen=True, slots=True)
class StoredTrace:
    """A trace with where and when its item stands."""

    item_row: int
    platform: str
    handle: str
    item_id: str
    kind: str
    created_at: datetime
    packed: str
    is_covered: bool
    """A standing finding of its own says above info that the item may identify a patient."""


@dataclass(frozen=True, slots=True)
class Connected:
    """That an account is signed in; the token itself is in the system's keyring."""

    account_id: int
    name: str
    """Under which the keyring holds the token."""
    server: str
    scopes: tuple[str, ...]
    may_delete: bool
    connected_at: datetime
    expires_at: datetime | None
    """When the owner will have to sign in anew; None where nobody said."""
    deletes: frozenset[ItemKind] = frozenset()
    """What can be deleted over it, the right to do so granted."""


@dataclass(frozen=True, slots=True)
class StreamState:
    """How far one of an account's lists is read."""

    account_id: int
    stream: str
    walk_id: int | None
    """The import as which its present reading began; None: none is under way."""
    begun_at: datetime | None
    """When that was."""
    cursor: str | None
    """Where the next page begins; None: at the newest item."""
    known_until: int
    """The newest row of the vault's items when it began."""
    is_whole: bool
    """It goes on to the end, whatever is known already."""
    is_read: bool
    """It has come to the end; what has vanished is still to be told."""
    lacking: int
    """How much could not be read when the list was last read whole."""
    read_at: datetime | None
    """When the last reading that came to its end began."""
    whole_at: datetime | None
    """When the last whole one began."""
    billed: int
    """Reads that were ever paid for."""


@dataclass(frozen=True, slots=True)
class PageKept:
    """What keeping a page did."""

    state: StreamState
    counts: Upserted
    returned: int
    """Items that had vanished before."""
    fresh: int
    """Items that this reading had not shown before; only told of a whole one."""
    is_known: bool
    """Every item of it was in the vault, unchanged, before the reading began."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a whole reading of a list did not show, though the vault holds it."""

    seen: int
    """Items that it did show."""
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One step of one deletion's life."""

    plan_id: str
    item_row: int
    state: str
    at: datetime
    reason: str = ""
    """In our words."""


@dataclass(frozen=True, slots=True)
class PreservedCopy:
    """The whole content of an item as it was when it was put aside."""

    item_row: int
    item_digest: str
    content: str
    """JSON."""
    digest: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """The vault's own state."""

    path: Path
    size_bytes: int
    keyed_by: KeyedBy
    schema: str
    """The newest migration that ran."""
    cipher: str
    accounts: int
    items: int
    open_findings: int
    events: int
    last_backup: datetime | None
