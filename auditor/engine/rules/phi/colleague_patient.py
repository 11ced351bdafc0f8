"""A colleague's illness, learned at work."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_ENOUGH = 0.45


def find(reading: Reading) -> Iterator[Match]:
    """One match where a colleague is told of as a patient."""
    if "colleague" not in reading.cues or not reading.cues.keys() & {
        "patient",
        "arrival",
        "kin-of-patient",
        "secrecy",
    }:
        return
    ill = reading.of(MarkKind.CONDITION, MarkKind.PROCEDURE)
    story = story_of(reading)
    if not ill or story.probability < _ENOUGH:
        return
    yield Match(
        spans=spans(reading, ill),
        reason="It reads as if a colleague was the patient; what is learned at work about her illness is"
        " hers.",
        confidence=story.probability,
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/colleague-patient",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.LIKELY_PHI,
    title="A colleague as the patient",
    why=(
        "A co-worker treated where she works is a patient like any other, and everyone at work knows who "
        "is meant."
    ),
    citations=("45-cfr-164-514-b2ii",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "One of our own registrars came in last night with an overdose. She was on our resus"
            " table and his hand was in mine. No names.",
            True,
        ),
        Example("Welcome our new registrar, she matched with us!", False),
    ),
)
