"""What the rules of conflicting interests share: the match and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.engine.cues.interests import Promotion, promotion
from auditor.engine.cues.phrases import spans
from auditor.engine.rule import Match

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


def match(reading: Reading, reason: str, confidence: float) -> Match:
    """A match with the product, the offer and the half-told tie as its words."""
    found: Promotion = promotion(reading)
    named = tuple(place for _, place in found.named)
    return Match(spans(reading, (*named, *found.selling, *found.weak, *found.praise[:3])), reason, confidence)


def confidence_of(found: Promotion) -> float:
    """Surer with a declared interest, an offer and praise together."""
    score = 0.45 + 0.25 * bool(found.named) + 0.12 * bool(found.selling) + 0.08 * min(2, len(found.praise))
    return min(0.97, score)
