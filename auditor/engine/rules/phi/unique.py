"""Someone who is one of a kind: the only, the first, the oldest."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story says that nobody else is or had the like."""
    found = [m for m in reading.of(MarkKind.RELATION) if m.detail in ("uniqueness", "fame", "certain")]
    if not found:
        return
    story = story_of(reading)
    if not story.is_told:
        return
    yield Match(
        spans=spans(reading, found),
        reason="It singles the patient out by a role or standing that few or no others have.",
        confidence=story.probability,
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/unique",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A one-of-a-kind person or case",
    why=(
        "Any unique characteristic is an identifier, and whoever knows that it is unique knows that the "
        "story can be recognised."
    ),
    citations=("45-cfr-164-514-b2i-R", "45-cfr-164-514-b2ii"),
    remedy="Report it to your privacy officer first; then delete the post, or take the detail out.",
    find=find,
    gate=may_be_told,
    yields_to=("phi/public-figure", "phi/mosaic"),
    examples=(
        Example(
            "A certain weatherman was on my table this morning and his hip is as stiff as his jokes", True
        ),
        Example("Our new librarian runs the hospital book club.", False),
        Example("First ever robotic case day for our team!", False),
    ),
)
