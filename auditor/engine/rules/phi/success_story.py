"""A patient shown or told of as a success."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_PROGRESS = frozenset({"outcome"})


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's recovery or result is shown with a picture or a name."""
    shown = [mark for mark in reading.of(MarkKind.IMAGE) if mark.detail == "person"]
    if not shown or not (_PROGRESS & reading.cues.keys() or reading.of(MarkKind.PROCEDURE)):
        return
    story = story_of(reading)
    if not story.is_told:
        return
    yield Match(
        spans=spans(reading, shown),
        reason="It shows a patient's result or recovery; that needs the patient's written authorization"
        " on file.",
        confidence=story.probability,
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/success-story",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.LIKELY_PHI,
    title="A patient shown as a success story",
    why=(
        "In 2025 a provider settled over posts with names, photographs and recoveries of patients who had "
        "signed nothing."
    ),
    citations=("hhs-ocr-success-stories", "hhs-ocr-media"),
    remedy="Find the written authorization; without one, tell your privacy officer, then delete.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Swipe for her before and after! Facelift last Thursday, she cried in recovery, you know"
            " her from the news desk",
            True,
            kind="caption",
        ),
        Example("Before and after: our waiting room got a new coat of paint.", False, kind="caption"),
    ),
)
