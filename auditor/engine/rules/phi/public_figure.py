"""Somebody well known, as a patient."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story is about somebody known from office, stage, screen or sport."""
    found = [mark for mark in reading.of(MarkKind.RELATION) if mark.detail == "fame"]
    if not found or not reading.frame.is_patient:
        return
    story = story_of(reading)
    if not story.is_told:
        return
    yield Match(
        spans=spans(reading, found),
        reason="It reads as if somebody publicly known was the patient; a role is as good as a name then.",
        confidence=story.probability,
        severity=severity_of(story, Severity.CRITICAL),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/public-figure",
    version=1,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A publicly known person as the patient",
    why=(
        "Staff have been dismissed for telling of a well-known patient, even of a visit's time alone; "
        "fame makes any detail identifying."
    ),
    citations=("45-cfr-164-514-b2i-R", "45-cfr-164-514-b2ii"),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "The quarterback rolled in at 2 am with his knee the size of a melon. I can't say more"
            " but I scanned him myself",
            True,
        ),
        Example("Thinking of the senator after the stroke news.", False),
        Example("Good coach makes a good team.", False),
    ),
)
