"""One audit: items from the vault through the engine, their findings back into the vault.

Must not know any rule, any SQL, or who watches the progress.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from auditor import engine, threads, workers
from auditor.disposition import is_gone
from auditor.engine import reader as third_layer
from auditor.engine.reading import AccountContext, Subject
from auditor.errors import InputError
from auditor.model import Category, Progress, Severity, StoredAccount, StoredItem

if TYPE_CHECKING:
    from auditor.store import Vault

FEW, FEW_WITH_READER = 2_000, 800
"""Up to so many items this process reads faster than others could be started."""
MOST_UNASKED = 8
"""Processes that are started unasked: each holds the word lists, some 70 MB."""
MOST = 61
"""Windows waits for no more processes at once (`concurrent.futures`, ProcessPoolExecutor)."""
BATCH = 250
"""Items per task: large enough to hide the cost of handing over, small enough to keep few in memory."""


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """What an audit did, and what is open in the vault after it."""

    audit_id: int
    ruleset: str
    accounts: int
    items_read: int
    items_skipped: int
    """Unchanged since they were last read under the same rules and facts."""
    items_gone: int
    """No longer on their platform, so not read: what was found in them before is resolved."""
    unread: Mapping[str, int]
    """Cause → items that could not be read; they stay pending and the next audit tries them again."""
    open_findings: Mapping[tuple[Category, Severity], int]
    no_reader: str = ""
    """Why the third layer took no part; empty where it did."""

    @property
    def items_unread(self) -> int:
        """How many items could not be read."""
        return sum(self.unread.values())

    @property
    def open_count(self) -> int:
        """How many findings wait for a decision."""
        return sum(self.open_findings.values())


def run(
    vault: Vault,
    *,
    accounts: Collection[int] | None = None,
    jobs: int | None = None,
    with_reader: bool = True,
    progress: Progress | None = None,
    now: datetime,
) -> AuditSummary:
    """Read every item and bio that is new, changed, or was last read under other rules or facts.

    `accounts`: ids of the accounts to read; None for all. `jobs`: processes; None for one per core, up to
    `MOST_UNASKED`. `with_reader`: whether the third layer is asked, where it is installed.
    Results are kept batch by batch, so a killed audit goes on where it stopped.

    Raises: InputError for `jobs` below 1; PartlyDone when worker processes can't be kept alive.
    """
    if jobs is not None and jobs < 1:
        raise InputError("An audit needs at least one process.", "Give --jobs a number from 1 upwards.")
    stored = vault.accounts.list()
    chosen = [one for one in stored if accounts is None or one.id in accounts]
    reader = engine.Engine(
        vault.owner.get(), [context_of(one, stored) for one in stored], vault.fingerprint_key, with_reader
    )
    return _Run(vault, reader, chosen, stored, progress).go(jobs or _cores())


class _Run:
    """One audit while it goes on."""

    def __init__(
        self,
        vault: Vault,
        reader: engine.Engine,
        chosen: list[StoredAccount],
        stored: list[StoredAccount],
        progress: Progress | None,
    ) -> None:
        self.vault = vault
        self.everywhere = [context_of(one, stored) for one in stored]
        self.contexts = {one.id: context_of(one, stored) for one in chosen}
        self.progress = progress
        self.no_reader = reader.no_reader
        self._read_with(reader)
        self.read = 0
        self.gone = 0
        self.unread: Counter[str] = Counter()

    def go(self, jobs: int) -> AuditSummary:
        if any(self.waiting.values()) and not self.no_reader:
            self._prepare_third_layer()
        waiting = self.waiting
        total = sum(waiting.values())
        skipped = self._held() - total
        ruleset = engine.ruleset()
        audit_id = self.vault.audits.begin(ruleset)
        self._read_bios(audit_id)
        tasks = self._tasks(audit_id, [key for key, count in waiting.items() if count])
        few = FEW_WITH_READER if self.reader.has_reader else FEW
        jobs = min(jobs, 1 + total // few, MOST)
        answers = (
            workers.read_here(self.reader, tasks)
            if jobs == 1
            else workers.read_in_processes(self.reader, tasks, jobs)
        )
        with closing(answers):  # whatever stops the audit stops its processes first
            for task, answer in answers:
                self._keep(audit_id, task, answer)
                if self.progress is not None:
                    self.progress(self.read + self.gone + self.unread.total(), total)
        threads.find(self.vault, audit_id, self.reader.owner, self.everywhere)
        self.vault.audits.finish(audit_id, self.read, skipped)
        return AuditSummary(
            audit_id,
            ruleset,
            len(self.contexts),
            self.read,
            skipped,
            self.gone,
            dict(self.unread),
            self.vault.findings.counts(),
            self.no_reader,
        )

    def _read_with(self, reader: engine.Engine) -> None:
        self.reader = reader
        self.digests = {key: reader.context(context) for key, context in self.contexts.items()}
        self.waiting = {key: self.vault.items.pending_count(key, self.digests[key]) for key in self.contexts}

    def _prepare_third_layer(self) -> None:
        """Make sure that it answers, before anything is kept as read by it."""
        if third_layer.load() is None:
            self.no_reader = "it is installed and can't be started, as `audit-tui doctor` tells"
            self._read_with(replace(self.reader, with_reader=False))
        else:
            self.vault.answers.begin(third_layer.digest())

    def _held(self) -> int:
        summaries = self.vault.accounts.summaries()
        return sum(sum(one.items.values()) for one in summaries if one.id in self.contexts)

    def _read_bios(self, audit_id: int) -> None:
        for key, context in self.contexts.items():
            try:
                findings = self.reader.audit_bio(context)
            except Exception as error:  # noqa: BLE001 - a hostile bio must not take the audit with it
                self.unread[type(error).__name__] += 1
                continue
            self.vault.findings.record(audit_id, key, self.digests[key], [(None, findings)])

    def _tasks(self, audit_id: int, account_ids: list[int]) -> Iterator[workers.Task]:
        for key in account_ids:
            for items in self.vault.items.pending(key, self.digests[key]):
                gone = [item.id for item in items if is_gone(item)]
                if gone:
                    # Nobody can read them any more: whatever was found in them asks nothing of the owner.
                    self.vault.findings.record(audit_id, key, self.digests[key], [(id, ()) for id in gone])
                    self.gone += len(gone)
                there = [item for item in items if not is_gone(item)]
                for start in range(0, len(there), BATCH):
                    part = there[start : start + BATCH]
                    rows = tuple(item.id for item in part)
                    yield workers.Task(
                        key,
                        self.contexts[key],
                        rows,
                        tuple(subject_of(item) for item in part),
                        self.vault.answers.of(rows) if self.reader.has_reader else {},
                    )

    def _keep(self, audit_id: int, task: workers.Task, answer: workers.Answer) -> None:
        if answer.results:
            traces = dict(answer.traces)
            with self.vault.transaction():
                self.vault.findings.record(
                    audit_id, task.account_id, self.digests[task.account_id], answer.results
                )
                self.vault.traces.keep({row: traces.get(row) for row, _ in answer.results})
                self.vault.answers.keep(answer.answers)
        self.read += len(answer.results)
        self.unread.update(cause for _, cause in answer.unread)


def _cores() -> int:
    """The cores that this process may use, up to `MOST_UNASKED`."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, MOST_UNASKED)


def context_of(account: StoredAccount, others: Collection[StoredAccount]) -> AccountContext:
    """What the engine is told of an account; `others` are all of the owner's accounts."""
    return AccountContext(
        platform=account.account.platform,
        handle=account.account.handle,
        display_name=account.profile.display_name,
        use=account.account.use,
        bio=account.profile.bio,
        location=account.profile.location,
        other_handles=tuple(one.account.handle for one in others if one.id != account.id),
    )


def subject_of(stored: StoredItem) -> Subject:
    """What the engine is told of an item."""
    item = stored.item
    place = item.extra.get("location")
    return Subject(
        item_id=item.id,
        kind=item.kind,
        text=item.text,
        created_at=item.created_at,
        parent_text=item.parent_text,
        media_alts=tuple(one.alt for one in item.media),
        location=place if isinstance(place, str) else "",
    )
