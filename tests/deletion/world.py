"""A vault with a plan, and an invented platform in memory that notes when it is asked for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from auditor import deletion
from auditor.deletion import At, Options, RunSummary
from auditor.model import (
    Category,
    EntryState,
    Finding,
    Hold,
    Outcome,
    Plan,
    Severity,
    StoredAccount,
    Tier,
)
from auditor.store import Connected, Vault
from connectors.errors import LiveError
from connectors.live import Connection, Deed, DeleteAnswer, DeleteOutcome, Presence, Sight
from connectors.model import Account, Item, ItemKind
from tests.connectors.live.held_clock import START, HeldClock

NO_HOLD = Hold(False, "", START)
PENDING = Hold(True, "", START)


def post(number: int) -> Item:
    """An invented post."""
    return Item(
        str(number), ItemKind.POST, f"words {number}", START - timedelta(days=400) + timedelta(hours=number)
    )


@dataclass
class World:
    """One account with so many posts, of which the first `planned` are to go."""

    vault: Vault
    platform: str = "x"
    posts: int = 5
    planned: int = 3
    clock: HeldClock = field(default_factory=HeldClock)
    may_delete: bool = True
    standing: dict[str, Item] = field(default_factory=dict)
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    """Which deletions the platform was asked for, and when."""
    looked: list[str] = field(default_factory=list)
    answers: list[DeleteOutcome | LiveError | None] = field(default_factory=list)
    """What the next deletions answer instead; the item stays. None: as ever."""
    looks: list[Presence | LiveError | None] = field(default_factory=list)
    """What the next looks show instead."""
    lies: bool = False
    before_delete: Callable[[Item], object] = lambda item: None
    before_look: Callable[[Item], object] = lambda item: None

    def __post_init__(self) -> None:
        self.standing = {str(n): post(n) for n in range(1, self.posts + 1)}
        self.account = self.vault.accounts.upsert(
            Account(self.platform, "@ada", remote_id="7"), None, "export"
        )
        source = self.vault.imports.begin("export.zip", "export", "d" * 64)
        self.vault.items.upsert(self.account.id, list(self.standing.values()), source)
        told = "entry", "https://x.example", (), self.may_delete, START, None, frozenset(ItemKind)
        self.vault.connections.set(Connected(self.account.id, *told))
        rows = {one.item.id: one.id for one in self.vault.items.by_account(self.account.id)}
        found = {rows[str(n)]: [self.finding(n)] for n in range(1, self.planned + 1)}
        run = self.vault.audits.begin("rules")
        self.vault.findings.record(run, self.account.id, "context", list(found.items()))
        names = [self.finding(n).fingerprint for n in range(1, self.planned + 1)]
        self.vault.decisions.decide(names, Outcome.DELETE, "", START)

    def finding(self, number: int) -> Finding:
        return Finding(
            f"{number:064x}",
            self.platform,
            "@ada",
            str(number),
            "post",
            Category.PHI,
            "phi/mosaic",
            1,
            Severity.HIGH,
            Tier.NOT_DEIDENTIFIED,
            0.9,
            (),
            "It may identify.",
            "Delete it.",
            (),
        )

    def confirmed(self, not_before: datetime | None = None) -> Plan:
        """The plan, confirmed."""
        plan = deletion.draft(self.vault, START)
        deletion.answer_hold(self.vault, plan.id, NO_HOLD)
        deletion.preserve(self.vault, plan.id)
        return deletion.confirm(self.vault, plan.id, self.planned, START, not_before=not_before)

    def run(
        self,
        plan: Plan,
        options: Options | None = None,
        *,
        stop: Callable[[], bool] | None = None,
        progress: Callable[[At], None] | None = None,
    ) -> RunSummary:
        return deletion.run(
            self.vault, plan.id, self.open, self.clock, options=options, stop=stop, progress=progress
        )

    def states(self, plan: Plan) -> dict[str, EntryState]:
        return {one.item_id: one.state for one in self.vault.plans.get(plan.id).entries}

    def row(self, id: str) -> int:
        return next(one.id for one in self.vault.items.by_account(self.account.id) if one.item.id == id)

    # The platform.

    def open(self, account: StoredAccount) -> Connection:
        return self  # type: ignore[return-value]

    def exists(self, item: Item) -> Sight:
        self.looked.append(item.id)
        self.before_look(item)
        told = self.looks.pop(0) if self.looks else None
        if isinstance(told, LiveError):
            raise told
        if told is not None:
            return Sight(told)
        found = self.standing.get(item.id)
        return Sight(Presence.GONE) if found is None else Sight(Presence.THERE, found)

    def delete(self, item: Item) -> DeleteOutcome:
        self.asked.append((item.id, self.clock.now()))
        self.before_delete(item)
        told = self.answers.pop(0) if self.answers else None
        if isinstance(told, LiveError):
            raise told
        if told is not None:
            return told
        if not self.lies:
            self.standing.pop(item.id, None)
        return DeleteOutcome(DeleteAnswer.ACCEPTED)

    def ready_at(self, deed: Deed) -> datetime | None:
        return None

    def close(self) -> None:
        """Nothing is held open."""


def most_within(moments: list[datetime], window: timedelta) -> int:
    """The most of these that any window of that length holds."""
    return max(
        (sum(1 for at in moments if end - window < at <= end) for end in moments),
        default=0,
    )
