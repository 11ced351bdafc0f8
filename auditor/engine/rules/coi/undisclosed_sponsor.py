"""Praise of a product or firm that the owner is tied to, with the tie unsaid."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.interests import is_promoted, may_promote, promotion
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.coi.shared import confidence_of, match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where somebody else's product is promoted for an unsaid tie, or an advertisement is not
    marked."""
    found = promotion(reading)
    if found.weak or any(interest.is_own for interest, _ in found.named) or not is_promoted(reading):
        return
    reason = (
        "It names a declared interest and does not say the tie."
        if found.named
        else "It reads as an advertisement and does not say who pays or profits."
    )
    yield match(reading, reason, confidence_of(found))


RULE = Rule(
    id="coi/undisclosed-sponsor",
    version=1,
    category=Category.COI,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A tie left unsaid",
    why=(
        "Readers weigh praise by who pays for it; a tie that is not said in the post itself is "
        "what the regulator "
        "and the press look for."
    ),
    citations=("16-cfr-255-5a", "seed-5", "jama-payments"),
    remedy="Say the tie first, in plain words (\u201cAd: X pays me\u201d), or delete the post.",
    find=find,
    gate=may_promote,
    examples=(
        Example("Love my new bag! Link in bio, use code NINA20 for 20% off, best bag on the market", True),
        Example("Ad: paid by the maker. It is a decent bag. Code NINA20.", False),
        Example("Ultrasound saved the day again.", False),
    ),
)
