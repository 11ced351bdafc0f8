"""Postal codes in a patient's story."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import lexicon
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_ENOUGH = 0.15


def is_identifying(mark: Mark) -> bool:
    """Whether this code may not stand: any full code, and three digits of a prefix with few inhabitants."""
    return len(mark.value) != 3 or not mark.value.isdigit() or mark.value in lexicon.us_zip3_restricted()


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story gives a postal code."""
    found = [mark for mark in reading.of(MarkKind.ZIP) if is_identifying(mark)]
    if not found:
        return
    story = story_of(reading)
    if story.probability < _ENOUGH or ("promotion" in reading.cues and not story.is_told):
        return
    yield Match(
        spans=spans(reading, found),
        reason="It gives a postal code with a patient's story; few households share one.",
        confidence=max(story.probability, 0.4),
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/zip",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A postal code in a patient's story",
    why=(
        "A ZIP code is an identifier down to its first three digits, and these too where they cover "
        "20,000 people or fewer."
    ),
    citations=("45-cfr-164-514-b2i-B",),
    remedy="Leave the code out.",
    find=find,
    gate=may_be_told,
    examples=(
        Example("She came in from zip 59314 last night, the only one with a tractor over her foot", True),
        Example(
            "Our clinic moves to 12 Elm Street, Billings, MT 59101. Book online!",
            False,
            note="the clinic's own address",
        ),
    ),
)
