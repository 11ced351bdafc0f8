"""Innocuous details that add up: who could recognise the patient, and how many people fit."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import mosaic
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import (
    Story,
    detail_spans,
    details,
    frame_spans,
    is_one_detail,
    may_be_told,
    severity_of,
    story_of,
)
from auditor.model import Category, Severity, Tier

_HIGH_WEIGHT, _CRITICAL_WEIGHT = 6.0, 9.0
_FEW = 50


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story gives details by which somebody could recognise the patient."""
    story = story_of(reading)
    if not story.is_told:
        return
    marks = details(reading)
    if is_one_detail(reading):
        return
    estimate = mosaic.estimate(reading)
    words = mosaic.described(marks)
    reason = estimate.sentence or (
        f"Together {words} may let family, neighbours or colleagues recognise the patient."
        if words
        else "Family, neighbours or colleagues may recognise the patient from this story."
    )
    yield Match(
        spans=detail_spans(reading) or frame_spans(reading),
        reason=reason,
        confidence=story.probability,
        severity=severity_of(story, _severity(story, estimate.people)),
        terms=story.judgement.terms[:10],
    )


def _severity(story: Story, people: int | None) -> Severity:
    if story.weight >= _CRITICAL_WEIGHT and people is not None and people <= _FEW:
        return Severity.CRITICAL
    return Severity.HIGH if story.weight >= _HIGH_WEIGHT else Severity.MEDIUM


RULE = Rule(
    id="phi/mosaic",
    version=2,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="Details that add up",
    why=(
        "No name is not de-identified: in a third of clinicians' posts about patients friends or family "
        "could probably recognise who it was, though one in fifty held a name."
    ),
    citations=("45-cfr-164-514-b2i-R", "45-cfr-164-514-b2ii", "jmir-2020-e19746", "seed-1"),
    remedy="Take out the details that weigh most, usually time, place and role, or delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Tonight in bay 3: our first botulism in a decade, he makes his own sausages and sells"
            " them at the Saturday market",
            True,
        ),
        Example(
            "The mayor's brother came in this morning with chest pain. I can't say more, but half the"
            " town knows.",
            True,
        ),
        Example("A patient hugged me today. Love this job.", False),
        Example("Four nurses for 32 beds again. Unsafe staffing is a policy choice.", False),
        Example("If you have chest pain, call 911.", False),
        Example("My knee surgery is on Friday and I am a terrible patient.", False, use="personal"),
    ),
)
