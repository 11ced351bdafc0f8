"""How severities, categories, outcomes and states look: a letter, a shape and a word beside every colour.

Knows nothing of screens and of the store.
"""

from __future__ import annotations

from auditor.model import Category, EntryState, FindingStatus, Outcome, Severity
from connectors.model import Use

SEVERITY_SHAPE = {
    Severity.CRITICAL: "◆",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "●",
    Severity.LOW: "○",
    Severity.INFO: "·",
}
SEVERITY_LETTER = {severity: severity.value[0].upper() for severity in Severity}

CATEGORY_TITLE = {
    Category.PHI: "Patient information",
    Category.ADVICE: "Individual advice",
    Category.DISCLAIMER: "Disclaimers",
    Category.COI: "Conflicts of interest",
    Category.MIXING: "Work and private life",
    Category.CONDUCT: "Conduct",
}

OUTCOME_LETTER = {
    Outcome.DELETE: "D",
    Outcome.KEEP: "K",
    Outcome.FALSE_POSITIVE: "F",
    Outcome.EDIT: "E",
    Outcome.LATER: "L",
}
OUTCOME_TITLE = {
    Outcome.DELETE: "to be deleted",
    Outcome.KEEP: "kept",
    Outcome.FALSE_POSITIVE: "false positive",
    Outcome.EDIT: "to be edited by hand",
    Outcome.LATER: "later",
}
STATUS_TITLE = {
    FindingStatus.OPEN: "open",
    FindingStatus.DECIDED: "decided",
    FindingStatus.RESOLVED: "resolved",
}
STATE_TITLE = {
    EntryState.PLANNED: "planned",
    EntryState.QUEUED: "waits its turn",
    EntryState.ASKED: "asked",
    EntryState.GONE: "gone",
    EntryState.ALREADY_GONE: "already gone",
    EntryState.REFUSED: "refused",
    EntryState.UNKNOWN: "to verify",
    EntryState.BY_HAND: "by hand",
    EntryState.DROPPED: "dropped",
}
USE_TITLE = {
    Use.PROFESSIONAL: "professional",
    Use.PERSONAL: "personal",
    Use.MIXED: "mixed",
    Use.UNSET: "not set",
}


def severity_mark(severity: Severity) -> str:
    """Shape and letter, three cells: `▲ H`."""
    return f"{SEVERITY_SHAPE[severity]} {SEVERITY_LETTER[severity]}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 post`, `2,000 posts`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
