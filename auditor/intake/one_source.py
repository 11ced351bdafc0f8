"""One source on its way into the vault, each batch one transaction. Knows no platform and no SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from auditor.intake.choice import Choice
from auditor.intake.summary import SourceSummary
from auditor.model import COMPLETE_EXPORT, Progress, StoredAccount
from auditor.store import Vault
from connectors.errors import SourceError
from connectors.model import AccountRecord, Item, LeftOut, Owner, Unread
from connectors.source import Inspection, Source

STALE = timedelta(days=92)
"""An export older than one self-audit period is said to be old."""
BATCH = 1000
"""Items that are written in one transaction."""
NAMED = 200
"""How many unread parts are named one by one; further ones are only counted."""


class Meter:
    """One count over several sources."""

    def __init__(self, progress: Progress | None, expected: Sequence[int | None]) -> None:
        self._progress = progress
        known = [each for each in expected if each is not None]
        self._total = sum(known) if len(known) == len(expected) else None
        self._done = 0

    def add(self, items: int) -> None:
        self._done += items
        if self._progress:
            total = self._total
            self._progress(self._done, None if total is None else max(total, self._done))


@dataclass(slots=True)
class OneSource:
    """One source on its way into the vault."""

    vault: Vault
    source: Source
    inspection: Inspection
    choice: Choice
    meter: Meter
    now: datetime
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    lacking: int = 0
    unread: list[Unread] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    accounts: dict[int, StoredAccount] = field(default_factory=dict)
    batch: list[Item] = field(default_factory=list)
    current: StoredAccount | None = None
    seen: dict[int, set[str]] = field(default_factory=dict)
    kinds: dict[int, set[str]] = field(default_factory=dict)

    def run(self) -> SourceSummary:
        source = self.source
        self.warnings.extend(self.inspection.warnings)
        self.left_out.extend(self.inspection.left_out)
        made_at = self.inspection.made_at
        if made_at is not None and self.now - made_at > STALE:
            self.warnings.append(f"It was made on {made_at:%Y-%m-%d}: what was posted since is not in it.")
        run = self.vault.imports.begin(source.archive.path.name, source.kind, source.digest())
        try:
            self._store(run)
        except SourceError:
            # What came before the break is whole items: they are kept.
            self._flush(run)
            self.vault.events.log(
                "import stopped", source=source.kind, added=self.added, updated=self.updated
            )
            raise
        self._flush(run)
        vanished = self._mark_vanished(run)
        self.vault.imports.finish(run, self.added, self.updated, self.lacking)
        if self.repeated:
            self.warnings.append(f"{self.repeated:,} items stood in it more than once; each was taken once.")
        return SourceSummary(
            kind=source.kind,
            title=source.title,
            accounts=tuple(self.accounts.values()),
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            repeated=self.repeated,
            vanished=vanished,
            unread=tuple(self.unread),
            left_out=tuple(self.left_out),
            expected=self.inspection.expected,
            is_complete=self.inspection.is_complete,
            warnings=tuple(self.warnings),
        )

    def _store(self, run: int) -> None:
        for record in self.source.records():
            match record:
                case Item():
                    self._take_item(record, run)
                case AccountRecord():
                    self._flush(run)
                    self.current = self._take_account(record)
                case Owner():
                    self._take_owner(record)
                case Unread():
                    self._note(record)
                case LeftOut():
                    self.left_out.append(record)

    def _take_item(self, item: Item, run: int) -> None:
        if self.current is None:
            return
        seen = self.seen[self.current.id]
        if item.id in seen:
            self.repeated += 1
            return
        seen.add(item.id)
        self.batch.append(item)
        if len(self.batch) >= BATCH:
            self._flush(run)

    def _flush(self, run: int) -> None:
        if not self.batch or self.current is None:
            return
        batch, self.batch = self.batch, []
        done = self.vault.items.upsert(self.current.id, batch, run)
        self.kinds.setdefault(self.current.id, set()).update(item.kind.value for item in batch)
        self.added += done.added
        self.updated += done.updated
        self.unchanged += done.unchanged
        self.meter.add(len(batch))

    def _take_account(self, record: AccountRecord) -> StoredAccount | None:
        if not self.choice.wants(record):
            return None
        account = record.account
        if not account.handle:
            account = replace(account, handle=self.choice.handle or "")
        stored = self.vault.accounts.upsert(account, record.profile, self.source.kind)
        if self.choice.use is not None and stored.account.use != self.choice.use:
            self.vault.accounts.set_use(stored.id, self.choice.use)
            stored = self.vault.accounts.get(stored.id)
        self.accounts[stored.id] = stored
        self.seen.setdefault(stored.id, set())
        return stored

    def _take_owner(self, told: Owner) -> None:
        """Fill in what the vault does not know of the owner; what she said there herself stands."""
        known = self.vault.owner.get()
        merged = Owner(
            name=known.name or told.name,
            role=known.role or told.role,
            employers=_union(known.employers, told.employers),
            city=known.city or told.city,
            conflicts=_union(known.conflicts, told.conflicts),
            extra={**told.extra, **known.extra},
        )
        if any(ours and theirs and ours != theirs for ours, theirs in _facts(known, told)):
            self.warnings.append(
                "It tells other facts of the owner than the vault, whose stand; `audit-tui me` changes them."
            )
        if merged != known:
            self.vault.owner.set(merged)

    def _note(self, unread: Unread) -> None:
        self.lacking += unread.count
        if len(self.unread) < NAMED:
            self.unread.append(unread)
            return
        if len(self.unread) == NAMED:
            self.unread.append(Unread("further parts", "see the reasons above", 0))
        self.unread[-1] = replace(self.unread[-1], count=self.unread[-1].count + unread.count)

    def _mark_vanished(self, run: int) -> int:
        """Only a complete export that is newer than what the vault knows can tell that something is gone."""
        if not self.inspection.is_complete or self.lacking:
            return 0
        vanished = 0
        for stored in self.accounts.values():
            newest, made_at = stored.profile.observed_at, self.inspection.made_at
            if made_at is not None and newest is not None and newest.tzinfo is not None and newest > made_at:
                self.warnings.append("A newer export was taken in before; nothing was marked as vanished.")
                continue
            aware = made_at if made_at is not None and made_at.tzinfo is not None else None
            gone = self.vault.items.mark_vanished(stored.id, run, aware)
            made, kinds = aware.isoformat() if aware else None, sorted(self.kinds.get(stored.id, ()))
            self.vault.events.log(
                COMPLETE_EXPORT, account=stored.id, made_at=made, vanished=gone, kinds=" ".join(kinds)
            )
            vanished += gone
        return vanished


def _union(known: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *told)))


def _facts(known: Owner, told: Owner) -> Iterator[tuple[str, str]]:
    yield known.name, told.name
    yield known.role, told.role
    yield known.city, told.city
