"""A tie half told: a vague hashtag, a thank-you, or a label behind the fold."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.interests import is_promoted, may_promote, promotion
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.coi.shared import match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where all that is said of a tie is #sp, #collab or thanks; a note where the label comes
    late."""
    found = promotion(reading)
    if found.weak and is_promoted(reading):
        yield match(reading, "What it says of the tie is too little: a vague hashtag or a thank-you.", 0.85)
    elif found.is_disclosed_late and found.selling:
        late = match(reading, "The tie is told only behind the fold of the caption.", 0.5)
        yield Match(late.spans, late.reason, late.confidence, severity=Severity.INFO)


RULE = Rule(
    id="coi/weak-disclosure",
    version=1,
    category=Category.COI,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="A tie half told",
    why="#sp, #collab, #ambassador or \u201cthanks @brand\u201d do not tell readers who pays for what.",
    citations=("ftc-letters-2023", "16-cfr-255-5a"),
    remedy="Put \u201cAd:\u201d or \u201cX pays me\u201d into the first line and name who pays.",
    find=find,
    gate=may_promote,
    examples=(
        Example("Best clogs ever, hands down, link in bio #sp", True, kind="caption"),
        Example("Paid partnership with Clogs Inc: they pay me. Fine clogs. #sp", False, kind="caption"),
        Example("Thanks to everyone on nights.", False),
    ),
)
