"""A vault with invented accounts, posts and findings, made through the store's own doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from auditor.model import Category, Finding, Severity, Span, SpanType, Term, Tier
from auditor.store import Vault
from connectors.model import Account, Item, ItemKind, Media, Owner, Profile, Use

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
HOSTILE = "\x1b[31mred\x1b[0m [bold]loud[/bold] \u202egnp.exe\u202c \x00 [@click=app.quit]here[/] tail"
RULES = {
    Category.PHI: "phi/mosaic",
    Category.ADVICE: "advice/dosing",
    Category.DISCLAIMER: "disclaimer/bio-affiliation",
    Category.COI: "coi/undisclosed-sponsor",
    Category.MIXING: "mixing/clinical-on-personal",
    Category.CONDUCT: "conduct/patient-derision",
}


def post_text(number: int) -> str:
    return f"Post number {number}: the 94-year-old from Ely was in again last night."


def finding_of(number: int, text: str, *, category: Category, severity: Severity, rule: str = "") -> Finding:
    """A finding on the first "94-year-old" and "Ely" of a text."""
    spans = [
        Span(text.index(words), text.index(words) + len(words), kind)
        for words, kind in (("94-year-old", SpanType.AGE), ("Ely", SpanType.LOCATION))
        if words in text
    ]
    return Finding(
        fingerprint=f"{number:032x}",
        platform="x",
        handle="@maren",
        item_id=str(number),
        kind="post",
        category=category,
        rule=rule or RULES[category],
        rule_version=1,
        severity=severity,
        tier=Tier.NOT_DEIDENTIFIED,
        confidence=0.9,
        spans=tuple(spans),
        reason="An age over 89 and a small place may identify together.",
        remedy="Say “an older patient” and leave out the town.",
        citations=(),
        terms=(Term("sum.age", 2.1, "age over 89 is rare"), Term("place.small", 1.4)),
    )


def fill(vault: Vault, findings: int, *, texts: dict[int, str] | None = None) -> None:
    """Two accounts; every post of the first carries one finding, categories and severities going round."""
    vault.owner.set(Owner("Maren Holt", "nurse", ("St. Invented",), "Ely"))
    first = vault.accounts.upsert(
        Account("x", "@maren", Use.PROFESSIONAL),
        Profile("Maren", "Nurse [b]at[/b] St. Invented"),
        "x-archive",
    )
    vault.accounts.upsert(Account("mastodon", "@m@med.example"), Profile("M", "Private"), "mastodon-export")
    texts = texts or {}
    items = [
        Item(
            str(number),
            ItemKind.REPLY if number % 2 else ItemKind.POST,
            texts.get(number, post_text(number)),
            NOW - timedelta(days=number),
            parent_text="How was the shift? [i]x[/i]" if number % 2 else None,
            url=f"https://x.example/maren/{number}",
            media=(Media("photo.jpg", alt="a whiteboard"),) if number == 1 else (),
        )
        for number in range(1, findings + 1)
    ]
    run = vault.imports.begin("invented.zip", "x-archive", "digest")
    vault.items.upsert(first.id, items, run)
    vault.imports.finish(run, len(items), 0, 0)
    audit = vault.audits.begin("invented rules")
    categories, severities = list(Category), list(Severity)
    results = [
        (
            stored.id,
            [
                finding_of(
                    int(stored.item.id),
                    stored.item.text,
                    category=categories[int(stored.item.id) % len(categories)],
                    severity=severities[int(stored.item.id) % len(severities)],
                )
            ],
        )
        for stored in vault.items.by_account(first.id)
    ]
    vault.findings.record(audit, first.id, "context", results)
    vault.audits.finish(audit, len(items), 0)
