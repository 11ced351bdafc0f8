"""Gathers from the vault what a report says of findings and deletions, one line each, nothing left out.

What a reader may see of it is `redaction`'s to say; knows nothing of formats.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from auditor import disposition
from auditor.disposition import Disposition
from auditor.model import (
    EntryState,
    FindingFilter,
    FindingStatus,
    Outcome,
    Plan,
    PlanEntry,
    StoredAccount,
    StoredFinding,
    StoredItem,
)
from auditor.report.model import DeletionLine, Detail, Evidence, FindingLine

if TYPE_CHECKING:
    from auditor.store import Vault

REFERENCE = 16
"""Hexadecimal digits of a reference: 64 bits, so that a vault of any size has no two alike by chance."""


class Gatherer:
    """One pass over the vault for one report.

    `moment`: as of when findings are told; None for as they stand now.
    """

    def __init__(self, vault: Vault, moment: datetime | None) -> None:
        self._vault = vault
        self._moment = moment
        self._standing = vault.findings.standing_at(moment) if moment else None
        self._key = hmac.digest(vault.fingerprint_key, b"report reference", hashlib.sha256)
        self._account = cache(vault.accounts.get)
        self._items: dict[int, StoredItem] = {}

    def findings(self) -> Iterator[FindingLine]:
        """Every finding, the heaviest first, numbered from 1."""
        return (self._finding(stored, number) for number, stored in enumerate(self._stored(), start=1))

    def deletions(self) -> Iterator[DeletionLine]:
        """Every item of a confirmed plan, and of the newest plan where the item is still to be deleted.

        Of an item that is in several confirmed plans the newest one speaks.
        """
        marked = self._marked()
        plans = self._vault.plans.list()
        told = [
            (plan, entry)
            for plan in [p for p in plans if p.confirmed_at] + [p for p in plans[:1] if not p.confirmed_at]
            for entry in plan.entries
            if plan.confirmed_at or (entry.account_id, entry.item_id) in marked
        ]
        # What was taken out of one plan may stand in another.
        told.sort(key=lambda one: one[1].state is EntryState.DROPPED)
        seen: set[tuple[int, str]] = set()
        for plan, entry in told:
            key = (entry.account_id, entry.item_id)
            if key not in seen:
                seen.add(key)
                yield self._deletion(plan, entry)

    def _marked(self) -> frozenset[tuple[int, str]]:
        """(account id, item id) of every item that is decided to be deleted, as of now."""
        return frozenset(
            (stored.account_id, stored.finding.item_id)
            for stored in self._vault.findings.each(FindingFilter(status=FindingStatus.DECIDED))
            if stored.finding.item_id and stored.decision and stored.decision.outcome is Outcome.DELETE
        )

    def _stored(self) -> Iterator[StoredFinding]:
        for stored in self._vault.findings.each(FindingFilter(status=None)):
            if self._standing is None or stored.id in self._standing:
                yield stored

    def _finding(self, stored: StoredFinding, number: int) -> FindingLine:
        f = stored.finding
        item = self._item(stored.item_row) if stored.item_row is not None else None
        account = self._account(stored.account_id)
        text = item.item.text if item else account.profile.bio
        digest = item.digest if item else hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
        return FindingLine(
            number=number,
            category=f.category,
            rule=f.rule,
            rule_version=f.rule_version,
            title=_title(f.rule),
            severity=f.severity,
            tier=f.tier,
            confidence=f.confidence,
            platform=f.platform,
            kind=f.kind,
            when=_day(stored.created_at),
            disposition=self._disposition(stored, item),
            span_types=tuple(s.type for s in sorted(f.spans, key=lambda s: (s.start, s.end))),
            reference=self._reference(digest),
            detail=_detail(stored, item, account, digest),
        )

    def _disposition(self, stored: StoredFinding, item: StoredItem | None) -> Disposition:
        if self._standing is None or self._moment is None:
            return disposition.of(stored, is_item_gone=disposition.is_gone(item))
        stood = self._standing[stored.id]
        return disposition.at_that_time(
            stood.outcome,
            is_lapsed=stood.is_lapsed,
            is_item_gone=disposition.was_gone(item, self._moment),
        )

    def _deletion(self, plan: Plan, entry: PlanEntry) -> DeletionLine:
        copy = self._vault.copies.get(entry.item_row) if entry.is_copy_preserved else None
        return DeletionLine(
            platform=entry.platform,
            kind=entry.kind,
            when=_day(entry.created_at),
            state=entry.state,
            planned_at=plan.made_at.date(),
            is_copy_preserved=entry.is_copy_preserved,
            reference=self._reference(entry.digest),
            evidence=Evidence(
                handle=entry.handle,
                item_id=entry.item_id,
                url=entry.url,
                planned_digest=entry.digest,
                plan_id=plan.id,
                copy_digest=copy.digest if copy else "",
                rules=entry.rules,
            ),
        )

    def _item(self, row: int) -> StoredItem:
        # A block of findings often rests on the same few items; a whole vault of them is not kept.
        if row not in self._items:
            if len(self._items) >= 1024:
                self._items.clear()
            self._items[row] = self._vault.items.get(row)
        return self._items[row]

    def _reference(self, digest: str) -> str:
        return hmac.new(self._key, digest.encode(), hashlib.sha256).hexdigest()[:REFERENCE]


def _detail(stored: StoredFinding, item: StoredItem | None, account: StoredAccount, digest: str) -> Detail:
    f = stored.finding
    told = item.item if item else None
    media = [part for m in (told.media if told else ()) for part in (m.path, m.url, m.alt) if part]
    return Detail(
        handle=f.handle,
        item_id=f.item_id,
        created_at=stored.created_at,
        text=told.text if told else account.profile.bio,
        parent_text=told.parent_text if told else None,
        url=told.url if told else None,
        media=tuple(media),
        spans=f.spans,
        reason=f.reason,
        remedy=f.remedy,
        citations=tuple(map(_cited, f.citations)),
        decision_reason=stored.decision.reason if stored.decision else "",
        content_digest=digest,
    )


@cache
def _titles() -> Mapping[str, str]:
    from auditor.engine import catalogue

    return {rule.id: rule.title for rule in catalogue.all_rules()}


def _title(rule: str) -> str:
    # A rule of an older release has no title any more; its finding is still told.
    return _titles().get(rule, "")


def _cited(key: str) -> str:
    from auditor.engine import citations

    known = citations.all_citations().get(key)
    return f"{known.title}, {known.paragraph}" if known else key


def _day(at: datetime | None) -> str:
    if at is None:
        return ""
    return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()
