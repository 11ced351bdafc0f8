"""Posting while care goes on."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, SpanType, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story is told while it happens."""
    live = reading.cues.get("live", ())
    marks = [mark for mark in reading.of(MarkKind.DATE) if mark.detail == "live"]
    if not (live or marks) or "at-work" not in reading.cues:
        return
    story = story_of(reading)
    if not story.is_told:
        return
    yield Match(
        spans=(*(reading.span(a, b, SpanType.DATE) for a, b in live), *spans(reading, marks)),
        reason="It is told from work while the patient is there, so the post's own time dates the care.",
        confidence=story.probability,
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/live-care",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="Posted while care goes on",
    why=("A live post carries its date and place by itself, and bystanders can match it to what they see."),
    citations=("45-cfr-164-514-b2i-C",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Right now on my shift: he is in bay 2 asking for his bagpipes before his appendix comes"
            " out tonight",
            True,
        ),
        Example("Just finished a night shift. Coffee.", False),
    ),
)
