"""What the rules of advice share: whether a reply advises one person, and which of the rules it belongs
to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from auditor.engine import scoring
from auditor.engine.cues.advice import Advice, weigh
from auditor.engine.cues.phrases import spans
from auditor.engine.rule import Match

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

Kind = Literal["dosing", "result", "individual"]
MIDDLE = -0.25
"""The sum at which half of the replies like it advise; set by hand on invented posts."""


def kind_of(reading: Reading) -> Kind | None:
    """Which rule a reply belongs to; None where it advises nobody."""
    advice = weigh(reading)
    if not advice.terms or advice.total < MIDDLE:
        return None
    signs = advice.features
    if signs["dose"] or (signs["drug"] and signs["frequency"]):
        return "dosing"
    if signs["diagnoses"] and not (signs["directive"] or signs["suggests"] or signs["dissuades"]):
        return "result"
    return "individual"


def advises(reading: Reading) -> bool:
    """The gate of the rules of advice: whether the reply advises anybody."""
    return reading.parent is not None and kind_of(reading) is not None


def match(reading: Reading, reason: str) -> Match:
    """The match of any rule of advice: its words, its confidence, and what was weighed."""
    advice: Advice = weigh(reading)
    return Match(
        spans=spans(reading, advice.spans),
        reason=reason,
        confidence=scoring.confidence(advice.total, middle=MIDDLE),
        terms=advice.terms,
    )
