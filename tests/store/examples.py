"""Invented accounts, items and findings for the store's tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from auditor.model import (
    Category,
    EntryState,
    Finding,
    Plan,
    PlanEntry,
    Severity,
    Span,
    SpanType,
    StoredAccount,
    Term,
    Tier,
)
from auditor.store import Vault
from connectors.model import Account, Item, ItemKind, Media, Profile, Use

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACCOUNT = Account("x", "@Ada_Invented", Use.PROFESSIONAL, "1001", {"verified": False})
PROFILE = Profile("Ada Invented", "Nurse. Views my own.", "Nowhere", "https://example.org", NOW)


def item(number: int = 1, text: str = "A quiet night on the ward", **fields: object) -> Item:
    """An invented post, a day younger than the one before."""
    told: dict[str, object] = {
        "created_at": NOW - timedelta(days=400) + timedelta(days=number),
        "url": f"https://example.org/{number}",
        "media": (Media("media/1.jpg", None, "a corridor"),) if number == 1 else (),
        "extra": {"favorite_count": number},
    }
    return Item(str(number), ItemKind.POST, text, **(told | fields))  # type: ignore[arg-type]


def account(vault: Vault, items: int = 0) -> StoredAccount:
    """The invented account in the vault, with so many posts."""
    stored = vault.accounts.upsert(ACCOUNT, PROFILE, "x-archive")
    if items:
        source = vault.imports.begin("export.zip", "x-archive", "d" * 64)
        vault.items.upsert(stored.id, [item(n) for n in range(1, items + 1)], source)
    return stored


def finding(name: str, item_id: str | None = "1", **fields: object) -> Finding:
    """An invented finding; the same `name` gives the same fingerprint."""
    told: dict[str, object] = {
        "category": Category.PHI,
        "severity": Severity.HIGH,
        "reason": "An age and a place may identify the patient.",
        "rule": "phi/mosaic",
    }
    told |= fields
    return Finding(
        fingerprint=hashlib.sha256(name.encode()).hexdigest(),
        platform="x",
        handle="@Ada_Invented",
        item_id=item_id,
        kind="bio" if item_id is None else "post",
        rule_version=1,
        tier=Tier.NOT_DEIDENTIFIED,
        confidence=0.75,
        spans=(Span(2, 7, SpanType.AGE), Span(8, 13, SpanType.LOCATION)),
        remedy="Leave the place out.",
        citations=("hipaa-safe-harbor",),
        terms=(Term("age", 1.5, "a number of years"), Term("place", 2.0)),
        **told,  # type: ignore[arg-type]
    )


def audit(
    vault: Vault, account_id: int, results: dict[int | None, list[Finding]], context: str = "c1"
) -> int:
    """One whole audit that finds exactly `results` by item row."""
    run = vault.audits.begin("rules-1")
    vault.findings.record(run, account_id, context, list(results.items()))
    vault.audits.finish(run, len(results), 0)
    return run


def plan(vault: Vault, account_id: int, rows: list[int]) -> Plan:
    """A plan over these item rows."""
    entries = []
    for row in rows:
        stored = vault.items.get(row)
        entries.append(
            PlanEntry(
                account_id,
                row,
                "x",
                "@Ada_Invented",
                stored.item.id,
                stored.digest,
                "post",
                stored.item.created_at,
                stored.item.url,
                EntryState.PLANNED,
                False,
                "",
                Severity.HIGH,
                ("phi/mosaic",),
            )
        )
    return Plan("plan-1", NOW, None, None, tuple(entries))
