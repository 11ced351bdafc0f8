"""Comments on other people's pages that tell of their or their relatives' care."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_ENOUGH = 0.45


def find(reading: Reading) -> Iterator[Match]:
    """One match where a comment tells of the care of somebody the other person asked or wrote about."""
    if reading.parent is None or reading.subject.kind not in ("comment", "reply"):
        return
    kin = [m for m in reading.of(MarkKind.RELATION) if m.detail == "your-kin"]
    if not kin and not reading.cues.keys() & {"outcome", "second-person-care"}:
        return
    story = story_of(reading)
    if story.probability < _ENOUGH or not reading.frame.is_patient:
        return
    yield Match(
        spans=spans(reading, kin or [m for m in reading.marks if m.weight]),
        reason="On somebody else's page it tells how a patient fares; whoever reads the page knows who"
        " is meant.",
        confidence=story.probability,
        severity=severity_of(story, Severity.CRITICAL),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/patient-page",
    version=1,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="Care told of on a patient's or relative's page",
    why=("A kind word under a family's post confirms that the person is a patient and how they do."),
    citations=("hhs-ocr-review-replies", "45-cfr-164-514-b2i-A"),
    remedy="Tell your privacy officer, then delete it and answer privately through the practice.",
    find=find,
    gate=may_be_told,
    yields_to=("phi/review-reply",),
    examples=(
        Example(
            "She was in with us last night and went home by breakfast, your mum is tougher than all"
            " of us. Stitches out on Thursday!",
            True,
            parent="Anyone know why the ambulance was at my mum's?",
            kind="comment",
        ),
        Example("So sorry for your loss.", False, parent="My dad died today.", kind="comment"),
        Example("Happy birthday to your boy!", False, parent="He is six today!", kind="comment"),
    ),
)
