"""The values that the desk hands to the screens. Frozen; they know neither textual nor the vault."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.model import (
    Category,
    EntryState,
    Outcome,
    Plan,
    PlanEntry,
    Severity,
    StoredFinding,
    StoredItem,
)
from auditor.untrusted import one_line
from connectors.live import Way
from connectors.model import Owner, Profile, Use

if TYPE_CHECKING:
    from auditor.engine.citations import Citation
    from auditor.store import AccountSummary, Connected, FindingLine

SETTLED = frozenset({EntryState.GONE, EntryState.ALREADY_GONE, EntryState.DROPPED})
"""States in which a plan asks nothing more of anyone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as a line of the list; its texts are harmless to show."""

    id: int
    severity: Severity
    category: Category
    created_at: datetime | None
    account: str
    outcome: Outcome | None
    excerpt: str


def row_of(line: FindingLine) -> Row:
    """The line with everything from outside made harmless."""
    excerpt = one_line(line.excerpt) if line.excerpt.strip() else one_line(line.reason)
    # A joiner takes no cell of its own but may swallow the next one's in some terminals: columns would slip.
    excerpt = excerpt.replace("\u200d", "").replace("\u200c", "")
    account = f"{one_line(line.platform, 10)} {one_line(line.handle, 24)}"
    return Row(line.id, line.severity, line.category, line.created_at, account, line.outcome, excerpt)


@dataclass(frozen=True, slots=True)
class Detail:
    """A finding with everything that its pane shows; texts as stored, to be shown through `untrusted`."""

    finding: StoredFinding
    text: str
    """What the spans point into: the item's text, or the account's bio."""
    item: StoredItem | None
    rule_title: str
    why: str
    citations: tuple[Citation, ...]
    beside: tuple[Beside, ...]
    """The other findings on the same post, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another finding on the same post."""

    severity: Severity
    category: Category
    rule_title: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Decided:
    """For which findings a decision was saved, those that went along with their post included."""

    ids: tuple[int, ...]
    told: str
    """How many they are, in words."""


@dataclass(frozen=True, slots=True)
class AccountLabel:
    """An account's id and name, harmless to show."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account's numbers and its newest profile; the profile's texts as stored."""

    summary: AccountSummary
    profile: Profile
    connected: Connected | None = None
    """How it is signed in; None where it is not."""

    @property
    def items(self) -> int:
        return sum(self.summary.items.values())


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits for the owner, and the place or action where she can do it."""

    text: str
    go: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """How many findings were open at the end of an audit, or are now."""

    label: str
    open: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first screen shows."""

    owner: Owner
    accounts: tuple[AccountSummary, ...]
    counts: dict[tuple[Category, Severity], int]
    trend: tuple[TrendPoint, ...]
    due: tuple[Due, ...]
    worst: array[int]
    """Ids of the open findings to begin with."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Findings like another: of its rule, and of its rule with the same words."""

    rule: str
    same_rule: tuple[int, ...]
    same_words: tuple[int, ...]
    words: str
    """As they stand in the post; to be shown through `untrusted`."""


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What `repeat` does again."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A plan's entry as a line; the excerpt is harmless to show."""

    entry: PlanEntry
    excerpt: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and what can be said of it at a glance."""

    plan: Plan | None
    waiting: int
    """Posts that are still to go."""
    by_hand: int
    """Of those, the ones that only the owner's own hand can delete."""
    preserved: int
    oldest: datetime | None
    newest: datetime | None
    bios: tuple[str, ...] = ()
    """Accounts whose bio was marked: a bio is edited by hand, never planned."""

    @classmethod
    def of(cls, plan: Plan | None, bios: tuple[str, ...] = ()) -> PlanView:
        """The view of this plan."""
        if plan is None:
            return cls(None, 0, 0, 0, None, None, bios)
        waiting = [entry for entry in plan.entries if entry.state not in SETTLED]
        dates = [entry.created_at for entry in waiting if entry.created_at]
        # A source may name no time zone; such dates can't be compared with others but by what they say.
        dates.sort(key=lambda date: date.replace(tzinfo=None))
        return cls(
            plan,
            len(waiting),
            sum(1 for entry in waiting if entry.by_hand),
            sum(1 for entry in waiting if entry.is_copy_preserved),
            dates[0] if dates else None,
            dates[-1] if dates else None,
            bios,
        )


@dataclass(frozen=True, slots=True)
class Inside:
    """What a source holds, before it is brought in."""

    lines: tuple[str, ...]
    lacks_handle: bool
    """It does not say whose posts it holds: the owner has to."""
    other_handle: str = ""
    """The account that it tells, where hers on that platform is another: she has to say that it is hers."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to bring in, whose account it is and what that is used for, where the owner said it."""

    paths: tuple[Path, ...]
    use: Use | None
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class ConnectOrder:
    """What to sign in with; its secrets never show."""

    platform: str
    way: Way
    server: str
    handle: str
    answers: Mapping[str, str] = field(repr=False)
    secret: str = field(repr=False)
    """The token or app password; empty where the browser is used."""
    may_delete: bool


@dataclass(frozen=True, slots=True)
class Price:
    """What a sync may cost, in US dollars."""

    low: float
    high: float
    note: str


@dataclass(frozen=True, slots=True)
class SignOffSheet:
    """What the owner is shown before she signs a self-audit off."""

    cycle: str
    due: date
    undecided: tuple[tuple[Severity, int], ...]
    """Severities that have undecided findings, the heaviest first, and how many."""
    uncounted: int
    """Findings that are open but stay out of the figures: protected speech, or a post that is gone."""
    name: str
    statement: str
    """What is signed where she gives no words of her own."""

    @property
    def open(self) -> int:
        """How many findings are undecided."""
        return sum(number for _, number in self.undecided)


@dataclass(frozen=True, slots=True)
class SignOff:
    """What the owner signs, and whether she accepts that findings are undecided."""

    cycle: str
    name: str
    statement: str
    accept_open: bool
