"""Ages over 89, in whatever words."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_ENOUGH = 0.18  # an age over 89 is an identifier by itself once the person is a patient


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient is told to be 90 or older."""
    found = [mark for mark in reading.of(MarkKind.AGE) if mark.detail == "over-89"]
    if not found:
        return
    story = story_of(reading)
    if not (story.is_told or (story.probability >= _ENOUGH and reading.frame.is_patient)):
        return
    yield Match(
        spans=spans(reading, found),
        reason="It gives a patient's age as 90 or more; few people are that old, so the age alone may"
        " identify.",
        confidence=max(story.probability, 0.5),
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/age-90",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A patient's age over 89",
    why=("Safe Harbor lets ages up to 89 stand; above, only the pooled form 90 or older does."),
    citations=("45-cfr-164-514-b2i-C",),
    remedy="Write 90 or older, or leave the age out.",
    find=find,
    gate=may_be_told,
    yields_to=("phi/mosaic",),
    examples=(
        Example("My patient turned 97 today and still told me off about the tea on our ward", True),
        Example("Over 90% of our audit was complete.", False),
        Example("Adults aged 90 and over were excluded from the trial.", False),
        Example("Pépère is 91 and wants to shovel. Pray for mémère.", False, use="personal"),
    ),
)
