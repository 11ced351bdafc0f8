"""Words that say a picture shows a record, a screen or a label."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_ENOUGH = 0.22


def find(reading: Reading) -> Iterator[Match]:
    """One match where the post shows, by its words, a film, screen, list, band or letter of a patient."""
    found = [mark for mark in reading.of(MarkKind.IMAGE) if mark.detail == "record"]
    if not found:
        return
    story = story_of(reading)
    is_shown = bool(reading.subject.media_alts) or reading.subject.kind == "caption"
    if not (story.is_told or (is_shown and story.probability >= _ENOUGH)):
        return
    yield Match(
        spans=spans(reading, found),
        reason="The words say that a picture shows a patient's film, screen, list or label; names may be"
        " readable in it.",
        confidence=max(story.probability, 0.4),
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/record-artifact",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.LIKELY_PHI,
    title="A picture of a record, screen or label",
    why=(
        "Films, monitors, whiteboards and wristbands carry names and numbers that the poster no longer sees."
    ),
    citations=("45-cfr-164-514-b2i-P", "45-cfr-164-514-b2i-R"),
    remedy="Open the picture and look at every corner; report it to your privacy officer if a name"
    " shows; then delete.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Actual xray from my shift last night, 23M, the bottle went in on its own he says",
            True,
            kind="caption",
        ),
        Example("Screenshot of the rota. Pray for us.", False),
        Example("How to read a chest x-ray in five steps.", False),
    ),
)
