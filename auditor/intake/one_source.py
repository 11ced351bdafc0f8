"""One source on its way into the vault, each batch one transaction. Knows no platform and no SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from auditor.intake import repeats
from auditor.intake.choice import Choice
from auditor.intake.summary import SourceSummary
from auditor.model import COMPLETE_EXPORT, Progress, StoredAccount
from auditor.store import Vault
from connectors.errors import SourceError
from connectors.interchange import KIND as INTERCHANGE
from connectors.model import Account, AccountRecord, Item, LeftOut, Owner, Unread
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
    homeless: int = 0
    """Items of an account of which nobody can tell which it is."""
    is_homeless: bool = False
    unread: list[Unread] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    accounts: dict[int, StoredAccount] = field(default_factory=dict)
    observed_before: dict[int, datetime | None] = field(default_factory=dict)
    """When each account's newest profile was observed, by what the vault knew before."""
    batch: list[Item] = field(default_factory=list)
    current: StoredAccount | None = None
    seen: dict[int, set[str]] = field(default_factory=dict)
    kinds: dict[tuple[int, bool], set[str]] = field(default_factory=dict)
    """Which kinds it held, by account and whether with the platform's ids."""

    def run(self) -> SourceSummary:
        """Read the source into the vault, or tell what a reading told where another one would change nothing.

        Raises: SourceError where it broke half way; what came before is kept.
        """
        source, inspection = self.source, self.inspection
        self.warnings.extend(inspection.warnings)
        made_at = inspection.made_at
        if made_at is not None and self.now - made_at > STALE:
            self.warnings.append(f"It was made on {made_at:%Y-%m-%d}: what was posted since is not in it.")
        digest, scope = source.digest(), repeats.scope(source, inspection, self.choice)
        is_hers = source.kind == INTERCHANGE
        if kept := self.vault.imports.kept(source.kind, digest, scope, is_hers=is_hers):
            return self._repeat(kept.id, repeats.of_json(kept.told))
        name = source.archive.path.name
        run = self.vault.imports.begin(
            name, source.kind, digest, made_at=made_at, scope=scope, is_hers=is_hers
        )
        self.left_out.extend(inspection.left_out)
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
        self.vault.imports.finish(run, self.added, self.updated, self.lacking, self._to_keep())
        return self._summary(vanished)

    def _repeat(self, run: int, told: repeats.Reading) -> SourceSummary:
        """What reading the source again would say; `run` read it."""
        for id in told.accounts:
            self.accounts[id] = self._with_use(self.vault.accounts.get(id))
        for owner in told.owners:
            self._take_owner(owner)
        self.unread.extend(told.unread)
        self.left_out.extend(told.left_out)
        self.unchanged, self.repeated, self.lacking = told.items, told.repeated, told.lacking
        self.meter.add(told.items)
        self._provable(run)
        return self._summary(vanished=0)

    def _to_keep(self) -> dict[str, object] | None:
        if len(self.owners) > repeats.OWNERS:
            return None
        if self.lacking and not repeats.is_sound(self.source, self.inspection):
            return None
        return repeats.Reading(
            items=self.added + self.updated + self.unchanged,
            repeated=self.repeated,
            lacking=self.lacking,
            unread=tuple(self.unread),
            left_out=tuple(self.left_out),
            owners=tuple(self.owners),
            accounts=tuple(self.accounts),
        ).as_json()

    def _summary(self, vanished: int) -> SourceSummary:
        if self.repeated:
            self.warnings.append(f"{self.repeated:,} items stood in it more than once; each was taken once.")
        return SourceSummary(
            kind=self.source.kind,
            title=self.source.title,
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
                    self.current = self._take_account(record, run)
                case Owner():
                    if len(self.owners) <= repeats.OWNERS:
                        self.owners.append(record)
                    self._take_owner(record)
                case Unread():
                    self._note(record)
                case LeftOut():
                    self.left_out.append(record)
        if self.homeless:
            self._note(Unread("posts", "it is not said whose they are", self.homeless))

    def _take_item(self, item: Item, run: int) -> None:
        if self.current is None:
            self.homeless += self.is_homeless
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
        for item in batch:
            self.kinds.setdefault((self.current.id, item.has_platform_id), set()).add(item.kind.value)
        self.added += done.added
        self.updated += done.updated
        self.unchanged += done.unchanged
        self.meter.add(len(batch))

    def _take_account(self, record: AccountRecord, run: int) -> StoredAccount | None:
        self.is_homeless = False
        if not self.choice.wants(record):
            return None
        account = self._named(record.account)
        self.is_homeless = not account.handle
        if self.is_homeless:
            return None
        with self.vault.transaction():
            known = self.vault.accounts.known(account)
            if known is not None and self.vault.imports.is_outdated(run, known.id):
                account = _of(known.account, account)
            exported_before = self.vault.accounts.exported_at(known.id) if known else None
            read_at = self.vault.imports.first_read_at(run)
            stored = self.vault.accounts.upsert(account, record.profile, self.source.kind, read_at)
            self.vault.imports.touch(run, stored.id)
        self.observed_before.setdefault(stored.id, exported_before)
        self.accounts[stored.id] = stored = self._with_use(stored)
        self.seen.setdefault(stored.id, set())
        return stored

    def _named(self, told: Account) -> Account:
        """The account with its handle, where the source leaves that away; without one where nobody knows it.

        By the platform's id if the vault knows that; else it is the one that the source told of before; else
        the one that was named, or its id stands for its handle.
        """
        if told.handle:
            return told
        known = self.vault.accounts.known(told) if told.remote_id else None
        only = next(iter(self.accounts.values())) if len(self.accounts) == 1 else None
        if known is not None:
            return _of(known.account, told)
        if only is not None and _may_be(only.account, told):
            return _of(only.account, told)
        return replace(told, handle=self.choice.handle or told.remote_id or "")

    def _with_use(self, stored: StoredAccount) -> StoredAccount:
        use = self.choice.use
        if use is None or stored.account.use is use:
            return stored
        self.vault.accounts.set_use(stored.id, use)
        return self.vault.accounts.get(stored.id)

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
        made_at = self.inspection.made_at
        aware = made_at if made_at is not None and made_at.tzinfo is not None else None
        vanished = 0
        for stored in self._provable(run):
            by_id_alone = not self.inspection.is_complete
            gone = self.vault.items.mark_vanished(stored.id, run, aware, by_id_alone=by_id_alone)
            vanished += gone
            if aware is None and self.vault.imports.was_read_before(run, stored.id):
                # It shows nothing of what happened since it was first read, which its event tells.
                continue
            self.vault.events.log(
                COMPLETE_EXPORT,
                account=stored.id,
                made_at=aware.isoformat() if aware else None,
                vanished=gone,
                kinds=" ".join(sorted(self.kinds.get((stored.id, True), ()))),
                kinds_without_ids=""
                if by_id_alone
                else " ".join(sorted(self.kinds.get((stored.id, False), ()))),
            )
        return vanished

    def _provable(self, run: int) -> list[StoredAccount]:
        """The accounts of which the source can tell that something is gone; of others it is said why not.

        Only a complete export that is newer than what the vault knows can.
        """
        is_complete = self.inspection.is_complete or self.inspection.is_complete_by_id
        if not is_complete or self.lacking:
            return []
        provable = [stored for stored in self.accounts.values() if not self._is_surpassed(stored, run)]
        for _ in range(len(self.accounts) - len(provable)):
            self.warnings.append("A newer export was taken in before; nothing was marked as vanished.")
        return provable

    def _is_surpassed(self, stored: StoredAccount, run: int) -> bool:
        if self.vault.imports.is_surpassed(run, stored.id):
            return True
        # Imports of before the vault kept when their sources were made have left that with the profile.
        made_at, newest = self.inspection.made_at, self.observed_before.get(stored.id)
        aware = made_at is not None and newest is not None and made_at.tzinfo and newest.tzinfo
        return bool(aware and made_at is not None and newest is not None and newest > made_at)


def _of(known: Account, told: Account) -> Account:
    """The account as it is known, with what only `told` says."""
    return replace(known, use=told.use, remote_id=known.remote_id or told.remote_id)


def _may_be(known: Account, told: Account) -> bool:
    """Whether nothing speaks against two records' being of one account."""
    return known.platform == told.platform and (
        told.remote_id is None or known.remote_id in (None, told.remote_id)
    )


def _union(known: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *told)))


def _facts(known: Owner, told: Owner) -> Iterator[tuple[str, str]]:
    yield known.name, told.name
    yield known.role, told.role
    yield known.city, told.city
