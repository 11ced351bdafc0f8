"""Words of consent in a patient's story, with no authorization on record."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, story_of
from auditor.model import Category, Severity, SpanType, Tier

_ENOUGH = 0.3


def find(reading: Reading) -> Iterator[Match]:
    """One match where the post says that the patient agreed."""
    said = reading.cues.get("consent", ())
    if not said:
        return
    story = story_of(reading)
    if story.probability < _ENOUGH or not story.has_consent:
        return
    yield Match(
        spans=tuple(reading.span(start, end, SpanType.FRAME) for start, end in said),
        reason="It says that the patient agreed; a spoken yes is no written authorization, so check that"
        " one is on file.",
        confidence=story.probability,
        severity=Severity.LOW,
    )


RULE = Rule(
    id="phi/consent-unrecorded",
    version=1,
    category=Category.PHI,
    severity=Severity.LOW,
    tier=Tier.NOT_DEIDENTIFIED,
    title="Consent that is only mentioned",
    why=(
        "Permission means a written, specific, revocable authorization; a patient who was asked at the "
        "bedside may not have felt free to refuse."
    ),
    citations=("hhs-ocr-success-stories",),
    remedy="Note where the signed authorization is kept, or treat the post as having none.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Shared with her permission: she came in on a stretcher last spring and walked out today,"
            " her daughter crying",
            True,
        ),
        Example("Consent is a process, not a form.", False),
    ),
)
