"""Decides what each reader gets to see; the one place where a report loses what it must not disclose.

Pure, from report to report. Knows nothing of formats: every format renders what is left here.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.disposition import PROTECTED_RULES, UNSETTLED, Disposition, tally
from auditor.report.model import Audience, DeletionLine, FindingLine, Include, Report

_MONTH = len("2026-11")


def redact(full: Report, audience: Audience, include: frozenset[Include] = frozenset()) -> Report:
    """What of `full`, a report for the owner herself, `audience` gets to see.

    Source: the rule catalogue's `meta/report-redaction`: rule id, date, platform, tier, disposition, masked
    spans and a content hash; nothing of the text, no link; kept items and protected speech only by the
    owner's choice. It is stricter in two things: of a date only the month, and the hash under the vault's
    key, so that nobody can test a guessed text against it.
    """
    match audience:
        case Audience.DEPARTMENT_HEAD:
            return _for_department_head(full, include)
        case Audience.COUNSEL:
            return replace(full, audience=audience)
        case Audience.SELF:
            return replace(full, audience=audience, proof=None)


def _for_department_head(full: Report, include: frozenset[Include]) -> Report:
    seen = [f for f in full.findings if Include.PROTECTED in include or f.rule not in PROTECTED_RULES]
    listed = [
        f
        for f in seen
        if f.disposition in UNSETTLED or (f.disposition is Disposition.KEEP and Include.KEPT in include)
    ]
    return replace(
        full,
        audience=Audience.DEPARTMENT_HEAD,
        counts=tally((f.category, f.severity, f.disposition) for f in seen),
        deletions=tuple(_masked_deletion(d) for d in full.deletions if _is_shown(d, include)),
        findings=tuple(_masked(f, number) for number, f in enumerate(listed, start=1)),
        proof=None,
        include=include,
    )


def _is_shown(line: DeletionLine, include: frozenset[Include]) -> bool:
    rules = line.evidence.rules if line.evidence else ()
    return Include.PROTECTED in include or not rules or not PROTECTED_RULES.issuperset(rules)


def _masked(line: FindingLine, number: int) -> FindingLine:
    # A patient's day of care is itself an identifier (45 CFR 164.514(b)(2)(i)(C)), and with a public handle
    # any day leads to the post. All findings show the month: one post may have findings of several tiers.
    return replace(line, number=number, when=line.when[:_MONTH], detail=None)


def _masked_deletion(line: DeletionLine) -> DeletionLine:
    return replace(line, when=line.when[:_MONTH], evidence=None)
